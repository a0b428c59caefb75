"""Songs: lanes, sections and the order in which the sections sound."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tuicomposer.errors import EditError
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.section import Section
from tuicomposer.score.ticks import TICKS_PER_BEAT

MIN_TEMPO: Final = 20.0
MAX_TEMPO: Final = 400.0
MAX_LANES: Final = 64


class Place(NamedTuple):
    """One cell's address."""

    section: int
    lane: int
    row: int


class Passage(NamedTuple):
    """One sounding of a section in the song's order."""

    section: int
    start: int
    """Tick at which it starts."""


@dataclass(frozen=True, slots=True)
class Song:
    """A whole piece, frozen; every change makes a new one (see :mod:`tuicomposer.score.edits`).

    Raises:
        EditError: Tempo, lanes, sections and order do not fit each other.
    """

    title: str = "Untitled"
    tempo: float = 100.0
    """Quarter notes a minute, 20 to 400."""
    key: Key | None = None
    """The stated key, or ``None`` where nobody stated one."""
    lanes: tuple[Lane, ...] = ()
    sections: tuple[Section, ...] = ()
    order: tuple[int, ...] = (0,)
    """Indexes of sections, in the order in which they sound; at least one."""
    extra: tuple[tuple[str, str], ...] = field(default=())
    """Header fields of a newer version, kept as they were read."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.tempo) and MIN_TEMPO <= self.tempo <= MAX_TEMPO):
            raise EditError(f"A tempo of {self.tempo:g} is out of range.", "Use 20 to 400 beats a minute.")
        if len(self.lanes) > MAX_LANES:
            raise EditError(f"The song has {len(self.lanes)} lanes.", f"Use at most {MAX_LANES}.")
        if not self.sections or not self.order:
            raise EditError("A song needs a section and an order.", "Keep at least one section.")
        if any(not 0 <= index < len(self.sections) for index in self.order):
            raise EditError("The order names a section that does not exist.", "Use the sections' numbers.")
        if any(len(section.columns) != len(self.lanes) for section in self.sections):
            raise EditError("A section does not have one column for each lane.", "Give each lane a column.")

    def lanes_with(self, role: Role) -> tuple[int, ...]:
        """Indexes of the lanes with a role."""
        return tuple(index for index, lane in enumerate(self.lanes) if lane.role is role)

    @property
    def chord_lane(self) -> int | None:
        """Index of the first chord lane."""
        return next(iter(self.lanes_with(Role.CHORDS)), None)

    @property
    def melody_lane(self) -> int | None:
        """Index of the first melody lane."""
        return next(iter(self.lanes_with(Role.MELODY)), None)

    def passages(self) -> Iterator[Passage]:
        """The sections as they sound, with their start ticks."""
        start = 0
        for index in self.order:
            yield Passage(index, start)
            start += self.sections[index].ticks

    @property
    def ticks(self) -> int:
        """Length of the whole order in ticks."""
        return sum(self.sections[index].ticks for index in self.order)

    @property
    def seconds(self) -> float:
        """Length of the whole order in seconds."""
        return self.ticks * 60.0 / (self.tempo * TICKS_PER_BEAT)


DEFAULT_LANES: Final = (
    Lane("Chords", Role.CHORDS, program=0, volume=56),
    Lane("Melody", Role.MELODY, program=73),
    Lane("Alto", Role.HARMONY, program=48, volume=80, pan=40),
    Lane("Tenor", Role.HARMONY, program=48, volume=80, pan=88),
    Lane("Bass", Role.BASS, program=32, volume=96),
)
"""The lanes of a new song: chords, a flute melody, two string harmonies and a bass."""


def new_song(
    *,
    title: str = "Untitled",
    bars: int = 8,
    meter: Meter | None = None,
    rows_per_beat: int = 4,
    tempo: float = 100.0,
    key: Key | None = None,
    lanes: Iterable[Lane] = DEFAULT_LANES,
) -> Song:
    """An empty song of one section."""
    meter = meter or Meter()
    lanes = tuple(lanes)
    length = bars * meter.bar_ticks * rows_per_beat // TICKS_PER_BEAT
    columns = tuple((None,) * length for _ in lanes)
    section = Section("A", length, columns, rows_per_beat, meter)
    return Song(title, tempo, key, lanes, (section,))
