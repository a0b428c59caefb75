"""Songs: lanes, sections and the order in which the sections sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import Final, NamedTuple

from tuicomposer.errors import EditError
from tuicomposer.score.flow import Flow
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.recording import Recording
from tuicomposer.score.section import Section
from tuicomposer.score.swing import STRAIGHT, Swing
from tuicomposer.score.tempo import check_tempo
from tuicomposer.score.ticks import TICKS_PER_BEAT

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


UNTITLED: Final = "Untitled"
"""The title of a song that nobody gave one."""


@dataclass(frozen=True, slots=True)
class Song:
    """A whole piece, frozen; every change makes a new one (see :mod:`tuicomposer.score.edits`).

    Raises:
        EditError: Tempo, lanes, sections and order do not fit each other.
    """

    title: str = UNTITLED
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
    swing: Swing = STRAIGHT
    """How uneven pairs of notes are played, where a section does not say otherwise."""
    recording: Recording | None = None
    """The recording that the song was heard in."""

    def __post_init__(self) -> None:
        check_tempo(self.tempo)
        if len(self.lanes) > MAX_LANES:
            raise EditError(f"The song has {len(self.lanes)} lanes.", f"Use at most {MAX_LANES}.")
        if not self.sections or not self.order:
            raise EditError("A song needs a section and an order.", "Keep at least one section.")
        if any(not 0 <= index < len(self.sections) for index in self.order):
            raise EditError("The order names a section that does not exist.", "Use the sections' numbers.")
        if any(len(section.columns) != len(self.lanes) for section in self.sections):
            raise EditError("A section does not have one column for each lane.", "Give each lane a column.")
        if any(lock.lane >= len(self.lanes) for section in self.sections for lock in section.locks):
            raise EditError("A lock names a lane that does not exist.", "Lock cells of the song's lanes.")

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
        return sum(flow.seconds(ticks) for ticks, flow in self.flows())

    def flows(self) -> Iterator[tuple[int, Flow]]:
        """Length in ticks and flow of each stretch of the order: of a recording's beats, then of sections."""
        beats = self.recording.beats if self.recording is not None and self.recording.followed else ()
        left = min(self.ticks, max(0, len(beats) - 1) * TICKS_PER_BEAT)
        for at in range(-(-left // TICKS_PER_BEAT)):
            yield min(left - at * TICKS_PER_BEAT, TICKS_PER_BEAT), Flow(60.0 / (beats[at + 1] - beats[at]))
        flows = {index: self.flow(index) for index in set(self.order)}
        for index in self.order:
            length = self.sections[index].ticks
            if left < length:
                yield length - left, replace(flows[index], anchor=flows[index].anchor - left)
            left = max(0, left - length)

    def flow(self, index: int) -> Flow:
        """How the ticks of a section pass in time."""
        section = self.sections[index]
        tempo = self.tempo if section.tempo is None else section.tempo
        swing = self.swing if section.swing is None else section.swing
        return Flow(tempo, swing, section.pickup * section.row_ticks, section.meter.pulse_ticks)

    def key_at(self, index: int) -> Key | None:
        """The stated key of a section: its own, or the song's."""
        own = self.sections[index].key
        return self.key if own is None else own


DEFAULT_LANES: Final = (
    Lane("Chords", Role.CHORDS, program=0, volume=56),
    Lane("Melody", Role.MELODY, program=73),
    Lane("Alto", Role.HARMONY, program=48, volume=80, pan=40),
    Lane("Tenor", Role.HARMONY, program=48, volume=80, pan=88),
    Lane("Bass", Role.BASS, program=32, volume=96),
)
"""The lanes of a new song: chords, a flute melody, two string harmonies and a bass."""

SONG_LANES: Final = (
    Lane("Chords", Role.CHORDS, program=0, volume=0),
    Lane("Voice", Role.MELODY, program=68),
    Lane("Right hand", Role.HARMONY, program=0, volume=88, pan=72),
    Lane("Middle", Role.HARMONY, program=0, volume=80, pan=64),
    Lane("Left hand", Role.BASS, program=0, volume=92, pan=56),
)
"""The lanes of a song with keyboard: silent chords, a voice (an oboe) and three lines of a piano."""

LEADSHEET_LANES: Final = (
    Lane("Chords", Role.CHORDS, program=0, volume=80),
    Lane("Melody", Role.MELODY, program=66),
)
"""The lanes of a lead sheet: chords on a piano that are heard, and a melody (a tenor saxophone)."""


def new_song(
    *,
    title: str = UNTITLED,
    bars: int | Sequence[int] = 8,
    meter: Meter | None = None,
    rows_per_beat: int = 4,
    tempo: float = 100.0,
    key: Key | None = None,
    lanes: Iterable[Lane] = DEFAULT_LANES,
) -> Song:
    """An empty song of one section, or of one for each number of bars: A, B and so on, at most 26."""
    meter = meter or Meter()
    lanes = tuple(lanes)

    def section(name: str, bars: int) -> Section:
        length = bars * meter.bar_ticks * rows_per_beat // TICKS_PER_BEAT
        return Section(name, length, tuple((None,) * length for _ in lanes), rows_per_beat, meter)

    sizes = (bars,) if isinstance(bars, int) else bars
    sections = tuple(map(section, ascii_uppercase, sizes))
    return Song(title, tempo, key, lanes, sections, tuple(range(len(sections))))
