"""Characters for terminals that show nothing but ASCII: the nearest of the same width."""

from __future__ import annotations

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


def in_ascii(cells: Cells) -> Cells:
    """The same cells with characters that every terminal has."""
    if all(character.isascii() for character in cells.characters):
        return cells
    before = ("", *cells.characters)
    return Cells(
        [
            _nearest(character) if character else _behind(left)
            for left, character in zip(before, cells.characters, strict=False)
        ],
        cells.looks,
    )


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
