"""A pseudo-terminal that speaks the kitty keyboard protocol: it answers, and keeps flags on a stack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pseudo_terminal import PseudoTerminal

_SPOKEN: Final = re.compile(rb"\x1b\[(?:\?u|>(\d*)u|<(\d*)u|=(\d+)(?:;(\d))?u)|\x1b\[c")
_UNFINISHED: Final = re.compile(rb"\x1b(?:\[[<>=?]?[\d;]*)?\Z")


class KittyTerminal(PseudoTerminal):
    """Sends keys as they were asked for; ``releases`` says whether it knows how to report them."""

    releases = True

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        size: tuple[int, int] = (120, 40),
    ) -> None:
        self.stack = [0]
        """The flags of each level; the last one holds."""
        self._kept = b""
        super().__init__(command, environment, folder, size)

    @property
    def flags(self) -> int:
        """What holds now."""
        return self.stack[-1]

    def hold(self, character: str, repeats: int = 0) -> None:
        """Press a key and keep it down while it repeats."""
        code = ord(character)
        self._send(f"\x1b[{code};;{code}u" + f"\x1b[{code};1:2;{code}u" * repeats)

    def let_go(self, character: str) -> None:
        """Let a key go."""
        if self.flags & 2:
            self._send(f"\x1b[{ord(character)};1:3u")

    def _paint(self, data: bytes) -> None:
        """Answer, and paint the rest."""
        data = self._kept + data
        unfinished = _UNFINISHED.search(data)
        self._kept = unfinished[0] if unfinished else b""
        data = data[: len(data) - len(self._kept)]
        for found in _SPOKEN.finditer(data):
            self._answer(found)
        super()._paint(_SPOKEN.sub(b"", data))

    def _answer(self, found: re.Match[bytes]) -> None:
        words, (push, pop, flags, mode) = found[0], found.groups()
        if words == b"\x1b[c":
            self._send("\x1b[?62;c")
        elif words == b"\x1b[?u":
            self._send(f"\x1b[?{self.flags}u")
        elif push is not None:
            self.stack.append(self._known(int(push or 0)))
        elif pop is not None:
            del self.stack[max(1, len(self.stack) - int(pop or 1)) :]
        else:
            before, new = self.flags, self._known(int(flags))
            self.stack[-1] = (new, before | new, before & ~new)[int(mode or 1) - 1]

    def _known(self, flags: int) -> int:
        return flags if self.releases else flags & ~2
