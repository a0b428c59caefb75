"""The sound events of one section, indexed by tick, wherever the section stands in the song."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
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


class SectionIndex:
    """Sound events of some lanes of a section.

    Args:
        section: The section.
        lanes: Indexes of the lanes that are heard.
        drums: Those of them that play the drum kit.
    """

    def __init__(self, section: Section, lanes: tuple[int, ...], drums: frozenset[int] = frozenset()) -> None:
        self.section = section
        self.lanes, self.drums = lanes, drums
        self._voices = [_voice(section, lane, lane_channel(lane, drums=lane in drums)) for lane in lanes]
        self._starts = [[note.start for note in voice] for voice in self._voices]
        # Lanes with drums share a channel, so that a cut in one of them would silence the others.
        cuts = (event for lane in lanes if lane not in drums for event in _cuts(section, lane))
        self._events = sorted((*_note_events(self._voices), *cuts))
        self._ticks = [event.tick for event in self._events]

    @property
    def has_notes(self) -> bool:
        """Whether anything is heard."""
        return any(self._voices)

    def between(self, start: int, end: int, begin: int) -> Iterator[SoundEvent]:
        """Note events of the song's ticks ``start`` to ``end`` if the section starts at tick ``begin``."""
        first = bisect_left(self._ticks, start - begin)
        last = bisect_left(self._ticks, end - begin)
        for tick, kind, channel, number, value in self._events[first:last]:
            yield SoundEvent(begin + tick, kind, channel, number, value)

    def begun_before(self, tick: int) -> Iterator[Sounding]:
        """The last note of each lane that starts before a tick; only it can sound, lanes being monophonic."""
        for voice, starts in zip(self._voices, self._starts, strict=True):
            index = bisect_left(starts, tick)
            if index:
                yield voice[index - 1]


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


def _note_events(voices: list[list[Sounding]]) -> Iterator[SoundEvent]:
    for voice in voices:
        for note in voice:
            yield from note.ons(note.start)
            yield from note.offs(note.end)
