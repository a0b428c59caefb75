"""The timeline: a song as sound events in ticks. Pure, and the same for playing and rendering.

Windows are half-open, so that neighbouring windows add up: ``between(a, c)`` is
``between(a, b) + between(b, c)``. Where the playhead jumps, :meth:`Timeline.cut` ends what sounds
and :meth:`Timeline.chase` begins what would sound at the new place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from tuicomposer.playback.events import PAN, VOLUME, Kind, SoundEvent, lane_channel
from tuicomposer.playback.section_index import CHORD_VELOCITY, SectionIndex, Sounding
from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import Song
from tuicomposer.score.voicing import voicing


class Spot(NamedTuple):
    """A place in the song as it sounds."""

    passage: int
    """Index in the song's order."""
    section: int
    row: int


class Timeline:
    """Sound events of a song, indexed once so that a short window is cheap.

    Args:
        song: The song; muted lanes are silent, and where lanes are solo, all others too.
        before: A timeline of the song as it was; its indexes of unchanged sections and lanes are used again.
    """

    def __init__(self, song: Song, before: Timeline | None = None) -> None:
        self.song = song
        self.ticks = song.ticks
        self.setup = tuple(event for lane in range(len(song.lanes)) for event in lane_setup(song, lane))
        """Programs, volumes and pans of all lanes; to be sent before the notes."""
        self._passages = tuple(song.passages())
        self._starts = [passage.start for passage in self._passages]
        self._indexes: list[SectionIndex] = _indexes(song, before._indexes if before is not None else [])

    @property
    def has_notes(self) -> bool:
        """Whether anything is heard."""
        return any(self._indexes[section].has_notes for section in self.song.order)

    def between(self, start: int, end: int) -> tuple[SoundEvent, ...]:
        """Note events from tick ``start`` up to and without ``end``, sorted.

        A note-off on the song's last tick lies at ``ticks``, so the whole song is ``between(0, ticks + 1)``.
        """
        # The passage that ends at ``start`` counts too: its last note-offs lie on that tick.
        first = max(0, bisect_left(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        return tuple(
            event
            for section, begin in self._passages[first:last]
            for event in self._indexes[section].between(start, end, begin)
        )

    def cut(self, tick: int) -> tuple[SoundEvent, ...]:
        """Note-offs at ``tick`` for all that began before and has not been ended before."""
        ending = (note for note, end in self._begun_before(tick) if end >= tick)
        return tuple(event for note in ending for event in note.offs(tick))

    def chase(self, tick: int) -> tuple[SoundEvent, ...]:
        """Note-ons at ``tick`` for all that began before and sounds on beyond it."""
        sounding = (note for note, end in self._begun_before(tick) if end > tick)
        return tuple(event for note in sounding for event in note.ons(tick))

    def row(self, tick: int) -> tuple[SoundEvent, ...]:
        """Note-ons at ``tick`` for all that is written in the row there, sorted; nothing beyond the song."""
        if not 0 <= tick < self.ticks:
            return ()
        spot = self.locate(tick)
        section, drums = self.song.sections[spot.section], self.song.lanes_with(Role.DRUMS)
        found = []
        for lane in audible_lanes(self.song):
            channel = lane_channel(lane, drums=lane in drums)
            match section.columns[lane][spot.row]:
                case Note(pitch=pitch, velocity=velocity):
                    found.append(SoundEvent(tick, Kind.NOTE_ON, channel, pitch, velocity))
                case ChordCell(chord=chord):
                    pitches = voicing(chord)
                    found += [
                        SoundEvent(tick, Kind.NOTE_ON, channel, pitch, CHORD_VELOCITY) for pitch in pitches
                    ]
        return tuple(sorted(found))

    def locate(self, tick: int) -> Spot:
        """The row that sounds at a tick; ticks outside the song count as its first or last row."""
        tick = max(0, min(tick, self.ticks - 1))
        index = bisect_right(self._starts, tick) - 1
        section, start = self._passages[index]
        return Spot(index, section, (tick - start) // self.song.sections[section].row_ticks)

    def tick_of(self, passage: int, row: int) -> int:
        """Tick at which a row of a passage of the order starts."""
        section, start = self._passages[passage]
        return start + row * self.song.sections[section].row_ticks

    def bar_end(self, tick: int) -> int:
        """Tick at which the bar that sounds at a tick ends."""
        spot = self.locate(tick)
        section = self.song.sections[spot.section]
        row = min(section.bar_start(section.position(spot.row).bar + 1), section.length)
        return self.tick_of(spot.passage, row)

    def passage_range(self, passage: int) -> tuple[int, int]:
        """First tick of a passage of the order, and the tick after its last."""
        section, start = self._passages[passage]
        return start, start + self.song.sections[section].ticks

    def _begun_before(self, tick: int) -> Iterator[tuple[Sounding, int]]:
        """The last note of each lane that began before a tick, with its end in the song."""
        passage = bisect_left(self._starts, tick) - 1
        if passage >= 0:
            section, start = self._passages[passage]
            for note in self._indexes[section].begun_before(tick - start):
                yield note, start + note.end


def events_between(song: Song, start: int, end: int) -> tuple[SoundEvent, ...]:
    """Note events of a song in a window of ticks; use a :class:`Timeline` to ask more than once."""
    return Timeline(song).between(start, end)


def audible_lanes(song: Song) -> tuple[int, ...]:
    """Indexes of the lanes that are heard: not muted, and solo where any lane is solo."""
    any_solo = any(lane.solo for lane in song.lanes)
    return tuple(
        index for index, lane in enumerate(song.lanes) if not lane.muted and (lane.solo or not any_solo)
    )


def lane_setup(song: Song, lane: int) -> tuple[SoundEvent, ...]:
    """Program, volume and pan of a lane, at tick 0."""
    drums = song.lanes[lane].role is Role.DRUMS
    return channel_setup(song.lanes[lane], lane_channel(lane, drums=drums))


def channel_setup(lane: Lane, channel: int) -> tuple[SoundEvent, ...]:
    """Program, volume and pan of a lane for any channel, at tick 0."""
    return (
        SoundEvent(0, Kind.PROGRAM, channel, lane.program),
        SoundEvent(0, Kind.CONTROL, channel, VOLUME, lane.volume),
        SoundEvent(0, Kind.CONTROL, channel, PAN, lane.pan),
    )


def _indexes(song: Song, before: list[SectionIndex]) -> list[SectionIndex]:
    lanes, drums = audible_lanes(song), frozenset(song.lanes_with(Role.DRUMS))
    sections = {(id(index.section), index.lanes, index.drums): index for index in before}
    known = {lane.key: lane for index in before for lane in index.by_lane}
    return [
        sections.get((id(section), lanes, drums)) or SectionIndex(section, lanes, drums, known)
        for section in song.sections
    ]
