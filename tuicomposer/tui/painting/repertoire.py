"""Characters for terminals that do not show all: the nearest of the same width."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final
from unicodedata import name, normalize

from tuicomposer.tui.painting.shown import Cells

_NEAREST: Final = {
    "·": ".", "•": "*", "●": "*", "○": "o", "♩": "q", "▶": ">", "▸": ">", "►": ">", "◂": "<", "✓": "+",
    "✗": "x", "×": "x", "…": "~", "↑": "^", "↓": "v", "←": "<", "→": ">", "“": '"', "”": '"', "‘": "'",
    "’": "'", "–": "-", "—": "-", "♯": "#", "♭": "b", "°": "o", "ø": "0", "▏": "|", "›": ">", "‹": "<",
    "▔": "-", "▁": "_", "🔎": "?",
}  # fmt: skip


_CONSOLE: Final = frozenset("─│┌┐└┘├┤┬┴┼═║·•↑↓←→█▒░°")
"""What both the kernel's own font and those of the distributions have beyond letters."""
_LIKE_ON_CONSOLE: Final = {
    "━": "═", "╭": "┌", "╮": "┐", "╰": "└", "╯": "┘", "●": "•", "▁": "─", "▔": "─", "▂": "▒", "▃": "▒",
    "▄": "█", "▅": "█", "▆": "█", "▇": "█", "▀": "█", "▌": "█", "▐": "█",
}  # fmt: skip


class Repertoire(Enum):
    """Which characters a terminal shows."""

    ALL = "all"
    CONSOLE = "console"
    """Those of a Linux console, whose font has 256 or 512."""
    ASCII = "ascii"


def in_repertoire(cells: Cells, repertoire: Repertoire) -> Cells:
    """The same cells with characters that the terminal shows."""
    if repertoire is Repertoire.ALL or all(character.isascii() for character in cells.characters):
        return cells
    nearest = _nearest if repertoire is Repertoire.ASCII else _on_console
    before = ("", *cells.characters)
    return Cells(
        [
            nearest(character) if character else _behind(left)
            for left, character in zip(before, cells.characters, strict=False)
        ],
        cells.looks,
    )


def _on_console(character: str) -> str:
    is_known = character in _CONSOLE or (character.isalpha() and character <= "\xff")
    return character if is_known else _LIKE_ON_CONSOLE.get(character) or _nearest(character)


def _behind(character: str) -> str:
    """The second half of a wide character, which becomes two narrow ones."""
    return " " if character in _NEAREST else "?"


@lru_cache(maxsize=1024)
def _nearest(character: str) -> str:
    if character.isascii():
        return character
    first = character[0]
    if first in _NEAREST:
        return _NEAREST[first]
    if "\u2500" <= first <= "\u257f":
        return _line(name(first, ""))
    if "\u2580" <= first <= "\u259f":
        return "#"
    plain = normalize("NFD", first)[0]
    return plain if plain.isascii() else "?"


def _line(words: str) -> str:
    if "HORIZONTAL" in words and "VERTICAL" not in words:
        return "=" if "HEAVY" in words or "DOUBLE" in words else "-"
    return "|" if "VERTICAL" in words and "HORIZONTAL" not in words else "+"
