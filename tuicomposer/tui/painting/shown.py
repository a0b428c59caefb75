"""A copy of what the terminal shows, and what must be sent so that it shows something else."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple
from unicodedata import category

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment

from tuicomposer.tui.painting.looks import PLAIN, RESET, Look, blank_look, change, look_of

_MOST_REPEATED: Final = 6
"""Unchanged cells that are sent again where that is no longer than to jump over them."""
_UNKNOWN: Final = "\0"
"""A cell of which nobody knows what it shows; equal to no character that is ever drawn."""


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
        self._characters = [[_UNKNOWN] * width for _ in range(height)]
        self._looks = [[PLAIN] * width for _ in range(height)]
        self._sent: list[str] = []
        self._look = PLAIN
        self._at = (-1, -1)

    def begin(self) -> None:
        """Begin an update; the terminal's cursor may be anywhere, its look is plain."""
        self._sent = []
        self._look = PLAIN
        self._at = (-1, -1)

    def end(self) -> str:
        """Everything to send since :meth:`begin`."""
        if self._look != PLAIN:
            self._sent.append(RESET)
        return "".join(self._sent)

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
        different = [
            index
            for index, (character, look) in enumerate(zip(characters, looks, strict=True), x)
            if character != old_characters[index] or look != old_looks[index]
        ]
        old_characters[x:stop], old_looks[x:stop] = characters, looks
        for first, last in self._runs(y, different):
            self._send(y, first, last)

    def _runs(self, y: int, different: list[int]) -> list[tuple[int, int]]:
        """Stretches of columns to send: the different ones, and short gaps that are cheap to repeat."""
        runs: list[tuple[int, int]] = []
        for index in different:
            if runs and (index == runs[-1][1] or self._repeatable(y, runs[-1][1], index)):
                runs[-1] = (runs[-1][0], index + 1)
            else:
                runs.append((index, index + 1))
        return runs

    def _repeatable(self, y: int, start: int, stop: int) -> bool:
        if stop - start > _MOST_REPEATED:
            return False
        known = all(
            character.isascii() and character != _UNKNOWN for character in self._characters[y][start:stop]
        )
        looks = self._looks[y][start - 1 : stop + 1]
        return (
            known
            and len({look for look in looks if not look.blank}) <= 1
            and len({look.background for look in looks}) == 1
        )

    def _send(self, y: int, first: int, last: int) -> None:
        self._move(y, first)
        characters, looks = self._characters[y][first:last], self._looks[y][first:last]
        for look, group in groupby(zip(characters, looks, strict=True), key=lambda cell: cell[1]):
            codes, self._look = change(self._look, look)
            text = "".join(character for character, _ in group)
            self._sent += (codes, text)
        plain = all(len(character) == 1 for character in characters)
        # A terminal may think otherwise of the width of what is wide or combined: say where to go on.
        self._at = (y, last) if plain and last < self.width else (-1, -1)

    def _move(self, y: int, x: int) -> None:
        line, column = self._at
        if (line, column) == (y, x):
            return
        if line == y and column < x:
            gap = x - column
            self._sent.append(f"\x1b[{gap}C" if gap > 1 else "\x1b[C")
        else:
            self._sent.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
