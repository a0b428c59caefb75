"""Keyboard layouts: which characters are the piano, from the bottom row up.

A terminal sends characters, not the places of keys, so the rows of a tracker's piano have to be
written down for each layout. The first character of a row is a C, each further one a semitone
higher; the rows of one piano are an octave apart. Upper rows go on beyond the octave, to E.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FEWEST_KEYS: Final = 12
"""Keys that a custom layout has at least: an octave."""
LONGEST_ROW: Final = 24
"""Keys in one row of a custom layout."""
MOST_ROWS: Final = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """A piano on a keyboard.

    Raises:
        ValueError: A row is empty or too long, a key stands in it twice, or cannot be typed.
    """

    name: str
    rows: tuple[str, ...]
    """Characters of each row from C up, the lowest row first."""
    shifted: tuple[str, ...] = ()
    """The same rows as they arrive with Caps Lock, where digits change."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.rows) <= MOST_ROWS or any(not 1 <= len(row) <= LONGEST_ROW for row in self.rows):
            raise ValueError(f"1 to {MOST_ROWS} rows of 1 to {LONGEST_ROW} keys")
        keys = "".join(self.rows).casefold()
        if len(set(keys)) != len(keys):
            raise ValueError("each key once")
        if not keys.isprintable() or any(key.isspace() for key in keys):
            raise ValueError("keys that can be typed")

    @property
    def beginnings(self) -> str:
        """Where the rows begin, in words, such as ``from Z and from Q``."""
        return " and ".join(f"from {row[0].upper()}" for row in self.rows)

    def semitone(self, character: str) -> int | None:
        """Semitones above the C of the lowest row; ``None`` for a character that is no key of the piano."""
        wanted = character.casefold()
        for rows in (self.rows, self.shifted):
            for octave, row in enumerate(rows):
                place = row.casefold().find(wanted) if len(wanted) == 1 else -1
                if place >= 0:
                    return 12 * octave + place
        return None


QWERTY: Final = Layout("qwerty", ("zsxdcvgbhnjm", "q2w3er5t6y7ui9o0p"))
LAYOUTS: Final = {
    layout.name: layout
    for layout in (
        QWERTY,
        Layout("qwertz", ("ysxdcvgbhnjm", "q2w3er5t6z7ui9o0p")),
        Layout("azerty", ("wsxdcvgbhnj,", 'aéz"er(t-yèuiçoàp'), ("", "a2z3er5t6y7ui9o0p")),
        Layout("dvorak", (";oqejkixdbhm", "'2,3.p5y6f7gc9r0l")),
    )
}
"""The layouts that have a name."""


def layout_of(text: str) -> Layout:
    """The layout of a name, or of rows of keys from the lowest up, such as ``zsxdcvgbhnjm q2w3er5t6y7u``.

    Raises:
        ValueError: The text is no name and no rows; it says what to write.
    """
    known = LAYOUTS.get(text.strip().casefold())
    if known is not None:
        return known
    rows = tuple(text.split())
    if sum(map(len, rows)) < FEWEST_KEYS or len(text) > MOST_ROWS * (LONGEST_ROW + 1):
        raise ValueError(
            f"{', '.join(LAYOUTS)}, or the keys of your rows from C up, at least {FEWEST_KEYS}, such as "
            f"“{' '.join(QWERTY.rows)}”"
        )
    return Layout("custom", rows)
