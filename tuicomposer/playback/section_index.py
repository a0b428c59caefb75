"""The sound events of one section, indexed by tick, wherever the section stands in the song."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from tuicomposer.playback.events import ALL_SOUND_OFF, Kind, SoundEvent, lane_channel
from tuicomposer.score.cells import Off
from tuicomposer.score.section import Section
from tuicomposer.score.spans import NoteSpan, Span, lane_spans
from tuicomposer.score.voicing import voicing

CHORD_VELOCITY: Final = 80
"""Velocity of the chord lane's notes; chord cells state none."""


class Sounding(NamedTuple):
    """A note, or the notes of a chord, in ticks of its section."""

    start: int
    end: int
    channel: int
    pitches: tuple[int, ...]
    velocity: int

    def ons(self, tick: int) -> Iterator[SoundEvent]:
        """Its note-ons, at a tick."""
        return (SoundEvent(tick, Kind.NOTE_ON, self.channel, pitch, self.velocity) for pitch in self.pitches)

    def offs(self, tick: int) -> Iterator[SoundEvent]:
        """Its note-offs, at a tick."""
        return (SoundEvent(tick, Kind.NOTE_OFF, self.channel, pitch) for pitch in self.pitches)


class LaneIndex:
    """Sound events of one lane of a section.

    Args:
        section: The section.
        lane: Index of the lane.
        drums: Whether it plays the drum kit.
    """

    def __init__(self, section: Section, lane: int, *, drums: bool) -> None:
        self.key = lane_key(section, lane, drums=drums)
        self._column = section.columns[lane]  # Kept, so that nothing else gets the identity in the key.
        self._voice = _voice(section, lane, lane_channel(lane, drums=drums))
        self._starts = [note.start for note in self._voice]
        # Lanes with drums share a channel, so that a cut in one of them would silence the others.
        cuts = () if drums else _cuts(section, lane)
        self._events = sorted((*_note_events(self._voice), *cuts))
        self._ticks = [event.tick for event in self._events]

    @property
    def has_notes(self) -> bool:
        """Whether anything is heard."""
        return bool(self._voice)

    def between(self, start: int, end: int) -> list[SoundEvent]:
        """Note events of the section's ticks ``start`` to ``end``."""
        return self._events[bisect_left(self._ticks, start) : bisect_left(self._ticks, end)]

    def begun_before(self, tick: int) -> Sounding | None:
        """The last note that starts before a tick; only it can sound, lanes being monophonic."""
        index = bisect_left(self._starts, tick)
        return self._voice[index - 1] if index else None


def lane_key(section: Section, lane: int, *, drums: bool) -> tuple[int, ...]:
    """What the events of a lane follow from; equal only while the lane's cells are kept."""
    return id(section.columns[lane]), section.row_ticks, section.ticks, lane_channel(lane, drums=drums), drums


class SectionIndex:
    """Sound events of some lanes of a section.

    Args:
        section: The section.
        lanes: Indexes of the lanes that are heard.
        drums: Those of them that play the drum kit.
        known: Lanes of the section as it was, which are used again where their cells are the same.
    """

    def __init__(
        self,
        section: Section,
        lanes: tuple[int, ...],
        drums: frozenset[int] = frozenset(),
        known: Mapping[tuple[int, ...], LaneIndex] = MappingProxyType({}),
    ) -> None:
        self.section = section
        self.lanes, self.drums = lanes, drums
        self.by_lane = [
            known.get(lane_key(section, lane, drums=lane in drums))
            or LaneIndex(section, lane, drums=lane in drums)
            for lane in lanes
        ]

    @property
    def has_notes(self) -> bool:
        """Whether anything is heard."""
        return any(lane.has_notes for lane in self.by_lane)

    def between(self, start: int, end: int, begin: int) -> Iterator[SoundEvent]:
        """Note events of the song's ticks ``start`` to ``end`` if the section starts at tick ``begin``."""
        found = (event for lane in self.by_lane for event in lane.between(start - begin, end - begin))
        for tick, kind, channel, number, value in sorted(found):
            yield SoundEvent(begin + tick, kind, channel, number, value)

    def begun_before(self, tick: int) -> Iterator[Sounding]:
        """The last note of each lane that starts before a tick."""
        notes = (lane.begun_before(tick) for lane in self.by_lane)
        return (note for note in notes if note is not None)


def _voice(section: Section, lane: int, channel: int) -> list[Sounding]:
    notes = (_sounding(span, channel) for span in lane_spans(section, lane))
    return [note for note in notes if note.pitches]


def _cuts(section: Section, lane: int) -> Iterator[SoundEvent]:
    """What silences a lane's channel at once, releases too, where its sound is cut off."""
    for row, cell in enumerate(section.columns[lane]):
        if isinstance(cell, Off) and cell.cut:
            tick = row * section.row_ticks + cell.offset
            yield SoundEvent(tick, Kind.CONTROL, lane_channel(lane), ALL_SOUND_OFF)


def _sounding(span: Span, channel: int) -> Sounding:
    if isinstance(span, NoteSpan):
        return Sounding(span.start, span.end, channel, (span.pitch,), span.velocity)
    return Sounding(span.start, span.end, channel, voicing(span.chord), CHORD_VELOCITY)


def _note_events(voice: list[Sounding]) -> Iterator[SoundEvent]:
    for note in voice:
        yield from note.ons(note.start)
        yield from note.offs(note.end)
