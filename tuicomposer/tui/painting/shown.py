"""A copy of what the terminal shows, and what must be sent so that it shows something else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import category

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment

from tuicomposer.tui.painting.looks import PLAIN, Look, blank_look, look_of
from tuicomposer.tui.painting.route import UNKNOWN, sent_along


class Cells(NamedTuple):
    """Columns of a line, one entry a column; a wide character has an empty one behind it."""

    characters: list[str]
    looks: list[Look]


def cells_of(segments: Iterable[Segment], system: ColorSystem | None) -> Cells:
    """Segments column by column."""
    characters: list[str] = []
    looks: list[Look] = []
    for text, style, control in segments:
        if control or not text:
            continue
        look = look_of(style, system)
        blank = blank_look(look)
        if text.isascii() and text.isprintable():
            characters.extend(text)
            looks.extend([blank if character == " " else look for character in text])
            continue
        for character in text:
            if category(character) == "Cc":
                # Whatever let it come here, a control character is never sent as text.
                continue
            width = cell_len(character)
            if width == 0 and characters:
                at = -1 if characters[-1] or len(characters) == 1 else -2
                characters[at] += character
                continue
            characters.extend((character, "")[:width])
            looks.extend([blank if character == " " else look] * width)
    return Cells(characters, looks)


class Shown:
    """What the terminal shows, cell by cell. Every method but the first two may be called in any order.

    A cell that is not known differs from everything, so that it is sent when it is next drawn.
    """

    def __init__(self, width: int = 0, height: int = 0) -> None:
        self.width, self.height = width, height
        self._characters = [[UNKNOWN] * width for _ in range(height)]
        self._looks = [[PLAIN] * width for _ in range(height)]
        self._changed: dict[int, set[int]] = {}

    def begin(self) -> None:
        """Begin an update; the terminal's cursor may be anywhere, its look is plain."""
        self._changed = {}

    def end(self) -> str:
        """Everything to send since :meth:`begin`."""
        return sent_along(self._changed, self._characters, self._looks) if self._changed else ""

    def draw(self, y: int, x: int, cells: Cells) -> None:
        """Let a line show some cells from a column on; what lies outside the terminal is left out.

        While a terminal changes its size, an update of the old size may still come.
        """
        if not (0 <= y < self.height and 0 <= x < self.width):
            return
        stop = min(self.width, x + len(cells.characters))
        characters, looks = cells.characters[: stop - x], cells.looks[: stop - x]
        old_characters, old_looks = self._characters[y], self._looks[y]
        if old_characters[x:stop] == characters and old_looks[x:stop] == looks:
            return
        self._changed.setdefault(y, set()).update(
            index
            for index, (character, look) in enumerate(zip(characters, looks, strict=True), x)
            if character != old_characters[index] or look != old_looks[index]
        )
        old_characters[x:stop], old_looks[x:stop] = characters, looks
