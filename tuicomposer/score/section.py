"""Sections: a stretch of rows with one metre, the pattern of a tracker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tuicomposer.errors import EditError
from tuicomposer.score.cells import Cell, Column
from tuicomposer.score.key import Key
from tuicomposer.score.lock import Locks, tidy
from tuicomposer.score.meter import Meter
from tuicomposer.score.swing import Swing
from tuicomposer.score.tempo import check_tempo
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import ROWS_PER_BEAT, TICKS_PER_BEAT, ticks_per_row

MAX_ROWS: Final = 4096


class RowPosition(NamedTuple):
    """Where a row lies in its section."""

    bar: int
    """Bar number; 1 is the first full bar, 0 a pickup."""
    row: int
    """Row within the bar, from 0."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of cells, one column a lane, in the order of the song's lanes.

    Raises:
        EditError: Lengths, metre and columns do not fit each other.
    """

    name: str
    length: int
    """Number of rows, 1 to 4096."""
    columns: tuple[Column, ...]
    rows_per_beat: int = 4
    """Rows in a quarter note: 1, 2, 3, 4, 6, 8 or 12."""
    meter: Meter = field(default_factory=Meter)
    pickup: int = 0
    """Rows before the first full bar; less than a bar."""
    tempo: float | None = None
    """Quarter notes a minute, 20 to 400; ``None`` where the song's tempo holds."""
    key: Key | None = None
    """``None`` where the song's key holds."""
    swing: Swing | None = None
    """``None`` where the song's swing holds."""
    locks: Locks = ()
    """Cells that nothing may write; kept sorted and within the rows."""
    extra: tuple[tuple[str, str], ...] = ()
    """Settings of a newer version, kept as they were read."""

    def __post_init__(self) -> None:
        label = f"Section “{visible(self.name)}”"
        if self.rows_per_beat not in ROWS_PER_BEAT:
            raise EditError(f"{label} has {self.rows_per_beat} rows a beat.", "Use 1, 2, 3, 4, 6, 8 or 12.")
        if self.meter.bar_ticks * self.rows_per_beat % TICKS_PER_BEAT:
            raise EditError(
                f"{label} cannot divide a bar of {self.meter} into rows at {self.rows_per_beat} rows a beat.",
                "Use more rows a beat.",
            )
        if not 1 <= self.length <= MAX_ROWS:
            raise EditError(f"{label} has {self.length} rows.", f"Use 1 to {MAX_ROWS}.")
        if not 0 <= self.pickup < self.rows_per_bar:
            raise EditError(f"{label} has a pickup of {self.pickup} rows.", "Keep it shorter than a bar.")
        if any(len(column) != self.length for column in self.columns):
            raise EditError(f"{label} has columns of different lengths.", "Give each lane one cell a row.")
        if self.tempo is not None:
            check_tempo(self.tempo)
        object.__setattr__(self, "locks", tidy(self.locks, self.length))

    @property
    def row_ticks(self) -> int:
        """Length of a row in ticks."""
        return ticks_per_row(self.rows_per_beat)

    @property
    def ticks(self) -> int:
        """Length of the section in ticks."""
        return self.length * self.row_ticks

    @property
    def rows_per_bar(self) -> int:
        """Rows in a full bar."""
        return self.meter.bar_ticks * self.rows_per_beat // TICKS_PER_BEAT

    def position(self, row: int) -> RowPosition:
        """Bar and row within the bar of a row."""
        if row < self.pickup:
            return RowPosition(0, row)
        bar, rest = divmod(row - self.pickup, self.rows_per_bar)
        return RowPosition(bar + 1, rest)

    def bar_start(self, bar: int) -> int:
        """First row of a bar; bar 0 is the pickup."""
        return 0 if bar == 0 else self.pickup + (bar - 1) * self.rows_per_bar

    @property
    def bars(self) -> int:
        """Number of the last bar, a shorter one included."""
        return self.position(self.length - 1).bar

    def cell(self, lane: int, row: int) -> Cell | None:
        """The cell of a lane at a row."""
        return self.columns[lane][row]

    def is_locked(self, lane: int, row: int) -> bool:
        """Whether a cell is locked; what the lane's own lock says is not asked."""
        return any(lock.holds(lane, row) for lock in self.locks)
