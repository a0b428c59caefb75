"""Notes of a MIDI file's tracks: beginnings and ends paired, times in the song's ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

import mido

from tuicomposer.formats.midi_marks import (
    EARLY_MARK,
    ChordMark,
    LaneMark,
    parse_chord_mark,
    parse_lane_mark,
)
from tuicomposer.formats.smf import Event, Smf, Track, text_of
from tuicomposer.score.cells import BY_HAND
from tuicomposer.score.ticks import TICKS_PER_BEAT

Rescale = Callable[[int], int]
"""The song's tick of a tick of the file."""
TEXTS: Final = frozenset({"text", "marker", "lyrics", "cue_marker"})
DEFAULT_TEMPO: Final = 500_000
_VOLUME, _PAN = 7, 10
_IN_A_LINE: Final = 2
"""Notes of a line that sound at once where it is held over."""
_A_LINE: Final = 0.9
"""Share of the overlaps of different pitches in which the earlier ends first, from which it is a line."""
_TIED: Final = 0.45
"""Share of the shorter of two notes of one pitch up to which the first is held over into the second."""
_KEYED: Final = frozenset({"note_on", "note_off"})


class RawNote(NamedTuple):
    """A note as the file has it, in the song's ticks."""

    start: int
    end: int
    """After ``start``."""
    pitch: int
    velocity: int
    origin: str = BY_HAND
    early: bool = False
    """Whether it belongs to the row after the one in which it starts."""
    lyric: str = ""


class Syllable(NamedTuple):
    """A syllable of the lyrics and when it is sung."""

    tick: int
    text: str


@dataclass
class Part:
    """What one track says on one channel."""

    name: str
    """Name of the track; empty where it has none."""
    channel: int | None
    """Counted from 0; ``None`` for a track without notes."""
    notes: list[RawNote]
    chords: list[ChordMark]
    """Marks that this program wrote."""
    mark: LaneMark | None
    alone: bool
    """Whether the track has no other channel."""
    settings: dict[str, int] = field(default_factory=dict)
    """Program, volume and pan, where the track states them."""
    syllables: list[Syllable] = field(default_factory=list)
    """The track's lyrics."""


def rescaling(smf: Smf, start: int = 0) -> Rescale:
    """How the file's ticks become the song's.

    Frames of SMPTE files are seconds; they become beats by the file's first tempo, or at 120
    beats a minute.

    Args:
        smf: The file.
        start: Ticks of the song before the track begins.
    """
    ratio = Fraction(TICKS_PER_BEAT, smf.division) if smf.division > 0 else _of_frames(smf)
    up, down = ratio.numerator, ratio.denominator
    return lambda tick: start + (2 * tick * up + down) // (2 * down)


def _of_frames(smf: Smf) -> Fraction:
    frames, parts = -(smf.division >> 8), smf.division & 0xFF
    a_second = (Fraction(30_000, 1001) if frames == 29 else Fraction(frames)) * parts
    tempo = next((tempo for tempo in tempos(smf)), DEFAULT_TEMPO)
    return Fraction(TICKS_PER_BEAT * 1_000_000, tempo) / a_second


def tempos(smf: Smf) -> Iterator[int]:
    """Microseconds to the quarter note of every tempo event, track by track."""
    for track in smf.tracks:
        for event in track.events:
            if event.message.type == "set_tempo" and event.message.tempo > 0:
                yield event.message.tempo


def parts(track: Track, rescale: Rescale) -> list[Part]:
    """A track's parts, by channel; a track without notes is one part."""
    name = next((text_of(event.message) for event in track.events if event.message.type == "track_name"), "")
    texts = [(rescale(tick), text_of(message)) for tick, message in track.events if message.type in TEXTS]
    chords = [mark for tick, text in texts if (mark := parse_chord_mark(text, tick)) is not None]
    lane = next((lane for _, text in texts if (lane := parse_lane_mark(text)) is not None), None)
    syllables = [Syllable(rescale(at), text_of(said)) for at, said in track.events if said.type == "lyrics"]
    by_channel: dict[int, list[Event]] = {}
    for event in track.events:
        if not event.message.is_meta:
            by_channel.setdefault(event.message.channel, []).append(event)
    early = {tick for tick, text in texts if text == EARLY_MARK}
    notes = {
        channel: [note._replace(early=note.start in early) for note in _paired(events, track.end, rescale)]
        for channel, events in by_channel.items()
    }
    sounding = [channel for channel in sorted(notes) if notes[channel]]
    channels: list[int | None] = [*sounding] or [next(iter(by_channel), None)]
    return [
        Part(
            name,
            channel,
            [] if channel is None else notes[channel],
            chords if index == 0 else [],
            lane if len(channels) == 1 else None,
            len(channels) == 1,
            {} if channel is None else _settings(by_channel[channel]),
            syllables if index == 0 else [],
        )
        for index, channel in enumerate(channels)
    ]


def _settings(events: list[Event]) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, message in events:
        if message.type == "program_change":
            found.setdefault("program", message.program)
        elif message.type == "control_change":
            found.setdefault("volume" if message.control == _VOLUME else "pan", message.value)
    return found


def _paired(events: list[Event], end: int, rescale: Rescale) -> Iterator[RawNote]:
    """Notes of one channel: a key struck again ends its note, a hung note ends with the track.

    Where a line is held over into a note of the same pitch, the end of the first note comes within the
    second: an end that follows soon belongs to the first.
    """
    keyed = [event for event in events if event.message.type in _KEYED]
    held_over = _held_over(keyed) if _is_line(keyed) else frozenset()
    open_notes: dict[int, tuple[int, int, int]] = {}
    for index, (tick, message) in enumerate(keyed):
        start, velocity, owed = open_notes.get(message.note, (0, 0, 0))
        if _begins(message):
            if velocity and tick > start:
                yield _note(message.note, start, tick, velocity, rescale)
            if not velocity or tick > start:
                open_notes[message.note] = (tick, message.velocity, owed + bool(velocity))
        elif velocity and owed and (tick == start or index in held_over):
            # This end belongs to a note before; elsewhere than in a line, only one at the new beginning does.
            open_notes[message.note] = (start, velocity, owed - 1)
        elif velocity:
            yield _note(message.note, start, tick, velocity, rescale)
            del open_notes[message.note]
    for pitch, (start, velocity, _) in open_notes.items():
        yield _note(pitch, start, end, velocity, rescale)


def _is_line(keyed: Sequence[Event]) -> bool:
    """Whether the channel is one line that is held over, also into other pitches.

    Every beginning has its end, never more than two of them wait for it, and nearly everywhere that two
    pitches sound at a time, the earlier ends first. Notes under one that sounds on are no such line.
    """
    waiting: list[int] = []
    overlaps = ties = 0
    for _, message in keyed:
        if _begins(message):
            waiting.append(message.note)
        elif message.note in waiting:
            overlaps += len(set(waiting)) > 1
            ties += len(set(waiting)) > 1 and waiting[0] == message.note
            waiting.remove(message.note)
        else:
            return False
        if len(waiting) > _IN_A_LINE:
            return False
    return not waiting and overlaps > 0 and ties >= _A_LINE * overlaps


def _held_over(keyed: Sequence[Event]) -> frozenset[int]:
    """Which events are ends of notes whose keys were struck again shortly before, against both notes."""
    by_key: dict[int, list[int]] = {}
    for index, (_, message) in enumerate(keyed):
        by_key.setdefault(message.note, []).append(index)
    found = set()
    for indices in by_key.values():
        begun: list[int] = []
        for index, following in pairwise(indices):
            tick, message = keyed[index]
            if _begins(message):
                begun = [*begun[-1:], tick]
            elif len(begun) == _IN_A_LINE:
                first, second = begun
                if tick - second <= _TIED * min(second - first, keyed[following].tick - second):
                    found.add(index)
    return frozenset(found)


def _begins(message: mido.Message) -> bool:
    return bool(message.type == "note_on" and message.velocity > 0)


def _note(pitch: int, start: int, end: int, velocity: int, rescale: Rescale) -> RawNote:
    return RawNote(rescale(start), max(rescale(end), rescale(start) + 1), pitch, velocity)
