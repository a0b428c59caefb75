"""What a cell of the grid can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tuicomposer.errors import EditError
from tuicomposer.score.chord import Chord

BY_HAND: Final = ""
"""The origin of what a person typed."""
DEFAULT_VELOCITY: Final = 96
MAX_LYRIC: Final = 60


@dataclass(frozen=True, slots=True)
class Note:
    """A note that starts in this row and sounds until the lane's next note or note-off."""

    pitch: int
    """MIDI number, 0 to 127."""
    velocity: int = DEFAULT_VELOCITY
    """MIDI velocity, 1 to 127."""
    offset: int = 0
    """Ticks after the start of the row, before it where negative; less than a row either way."""
    origin: str = BY_HAND
    """Empty for what a person typed, else what wrote it, such as ``chorale seed 7``."""
    lyric: str = ""
    """The syllable that is sung on it, with the hyphen or space that it has in its file."""

    def __post_init__(self) -> None:
        if len(self.lyric) > MAX_LYRIC:
            raise EditError(f"A syllable has {len(self.lyric)} characters.", f"Use at most {MAX_LYRIC}.")
        if not 0 <= self.pitch <= 127 or not 1 <= self.velocity <= 127:
            raise EditError(
                f"No note has pitch {self.pitch} and velocity {self.velocity}.",
                "Pitches go from 0 to 127, velocities from 1 to 127.",
            )


@dataclass(frozen=True, slots=True)
class Off:
    """The end of the note that sounds in this lane."""

    offset: int = 0
    """Ticks after the start of the row; less than a row."""
    origin: str = BY_HAND
    """As for :class:`Note`."""
    cut: bool = False
    """Whether the sound is cut off at once, without its release."""


@dataclass(frozen=True, slots=True)
class ChordCell:
    """A chord that holds from this row until the lane's next chord or note-off."""

    chord: Chord
    offset: int = 0
    """Ticks after the start of the row; less than a row."""
    origin: str = BY_HAND
    """As for :class:`Note`."""


def row_and_offset(row_tick: int, offset: int, row_ticks: int) -> tuple[int, int]:
    """Where a cell stands among rows of another length.

    What is late goes to the row in which it falls; what is early stays before the row that it is early for.

    Args:
        row_tick: Tick at which the row of the cell starts.
        offset: Ticks after it, before it where negative.
        row_ticks: Length of the new rows.

    Returns:
        The new row, from 0, and the offset in it.
    """
    row, rest = divmod(row_tick + max(0, offset), row_ticks)
    rest += min(0, offset)
    if rest > -row_ticks:
        return row, rest
    tick = max(0, row_tick + offset)  # nothing begins before the first row
    row = -(-tick // row_ticks)
    return row, tick - row * row_ticks


Cell = Note | Off | ChordCell
Column = tuple[Cell | None, ...]
"""The cells of one lane in one section, one entry a row; ``None`` is an empty cell."""
