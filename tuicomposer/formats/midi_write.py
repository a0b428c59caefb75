"""Songs to Standard MIDI Files: type 1, 480 ticks to the quarter note, one track a lane.

The first track has the title, tempos, keys, metres and provenance. Swing is written as it is played,
by moved times. Muted lanes are written too,
with the rest of what MIDI has no word for (:mod:`tuicomposer.formats.midi_marks`). A chord lane
becomes block chords.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import mido

from tuicomposer.formats.limits import check_size
from tuicomposer.formats.midi_marks import (
    EARLY_MARK,
    chord_mark,
    lane_mark,
    provenance,
    section_mark,
    song_mark,
)
from tuicomposer.score.channels import channels
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, NoteSpan, lane_spans
from tuicomposer.score.tempo_map import TempoMap, tempo_map
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.score.voicing import voicing

CHORD_VELOCITY: Final = 80
_VOLUME, _PAN = 7, 10
_SIGNATURES: Final = {
    "major": frozenset(("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")),
    "minor": frozenset(("Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#")),
}
"""Tonics that have a key signature of at most seven sharps or flats."""


class Timed(NamedTuple):
    """A message and when it is sent."""

    tick: int
    rank: int
    """Order among messages of one tick: ends come before beginnings."""
    message: mido.Message | mido.MetaMessage


def write_midi(song: Song) -> bytes:
    """Standard MIDI File of a song, its sections in the order in which they sound, at its own tempo.

    Raises:
        SongFileError: The song is too large to be read back.
    """
    check_size(song)
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT)
    clock = tempo_map(replace(song, recording=None))
    file.tracks.append(_track(_conductor(song), clock))
    for index, channel in enumerate(channels(song.lanes)):
        file.tracks.append(_track(_lane(song, index, channel), clock))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


def _track(timed: Iterator[Timed], clock: TempoMap) -> mido.MidiTrack:
    """Messages in order of time, with played times as distances; the track ends where the song ends."""
    track, now = mido.MidiTrack(), 0
    for written, _, message in sorted(timed, key=lambda item: item[:2]):
        tick = clock.played_at(written)
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=clock.played_at(clock.ticks) - now))
    return track


def _conductor(song: Song) -> Iterator[Timed]:
    yield Timed(0, 0, mido.MetaMessage("track_name", name=_utf8(song.title)))
    yield from _tempos_and_keys(song)
    mark = song_mark(song)
    if mark is not None:
        yield Timed(0, 0, _text(mark))
    for line in provenance(song):
        yield Timed(0, 0, _text(line))
    meter: Meter | None = None
    for passage in song.passages():
        section = song.sections[passage.section]
        yield Timed(passage.start, 0, _text(section_mark(section)))
        yield Timed(passage.start, 0, mido.MetaMessage("marker", text=_utf8(section.name)))
        for tick, changed in _meters(section, passage.start):
            if changed != meter:
                yield Timed(tick, 1, _time_signature(changed))
                meter = changed


def _tempos_and_keys(song: Song) -> Iterator[Timed]:
    tempo: float | None = None
    key: Key | None = None
    for index, start in song.passages():
        if tempo != (tempo := song.flow(index).tempo):
            yield Timed(start, 0, mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(tempo)))
        if (stated := song.key_at(index)) not in (None, key):
            key = stated
            yield Timed(start, 0, mido.MetaMessage("key_signature", key=_signature(stated)))


def _meters(section: Section, start: int) -> Iterator[tuple[int, Meter]]:
    """The metres of a passage; a pickup has a short bar of its own where a metre can say so."""
    pickup = section.pickup * section.row_ticks
    for denominator in (section.meter.denominator, 8, 16):
        numerator, rest = divmod(pickup * denominator, 4 * TICKS_PER_BEAT)
        if 1 <= numerator <= 32 and rest == 0:
            yield start, Meter(numerator, denominator)
            break
    else:
        pickup = 0
    if pickup < section.ticks:
        yield start + pickup, section.meter


def _time_signature(meter: Meter) -> mido.MetaMessage:
    clocks = meter.pulse_ticks * 24 // TICKS_PER_BEAT
    return mido.MetaMessage(
        "time_signature", numerator=meter.numerator, denominator=meter.denominator, clocks_per_click=clocks
    )


def _signature(key: Key) -> str:
    """The key as MIDI names it, respelled where it has no signature."""
    spellings = (key.tonic, FLAT_NAMES[key.tonic_class], SHARP_NAMES[key.tonic_class])
    tonic = next(name for name in spellings if name in _SIGNATURES[key.mode])
    return tonic + ("m" if key.mode == "minor" else "")


def _lane(song: Song, index: int, channel: int) -> Iterator[Timed]:
    lane = song.lanes[index]
    yield from (Timed(0, 0, message) for message in _settings(lane, channel))
    for passage in song.passages():
        section = song.sections[passage.section]
        for span in lane_spans(section, index, passage.start):
            if isinstance(span, NoteSpan):
                if span.start < passage.start + span.row * section.row_ticks:
                    yield Timed(span.start, 3, _text(EARLY_MARK))
                yield from _note(channel, span.pitch, span.velocity, span.start, span.end)
            else:
                yield from _chord(channel, span)


def _settings(lane: Lane, channel: int) -> Iterator[mido.Message | mido.MetaMessage]:
    yield mido.MetaMessage("track_name", name=_utf8(lane.name))
    yield _text(lane_mark(lane))
    yield mido.Message("program_change", channel=channel, program=lane.program)
    yield mido.Message("control_change", channel=channel, control=_VOLUME, value=lane.volume)
    yield mido.Message("control_change", channel=channel, control=_PAN, value=lane.pan)


def _chord(channel: int, span: ChordSpan) -> Iterator[Timed]:
    """A chord's mark, its notes and its end; a chord that follows at once takes the end's place."""
    yield Timed(span.start, 3, _text(chord_mark(span.chord)))
    yield Timed(span.end, 2, _text(chord_mark(None)))
    for pitch in voicing(span.chord):
        yield from _note(channel, pitch, CHORD_VELOCITY, span.start, span.end)


def _note(channel: int, pitch: int, velocity: int, start: int, end: int) -> Iterator[Timed]:
    yield Timed(start, 4, mido.Message("note_on", channel=channel, note=pitch, velocity=velocity))
    yield Timed(end, 2, mido.Message("note_off", channel=channel, note=pitch, velocity=0))


def _text(text: str) -> mido.MetaMessage:
    return mido.MetaMessage("text", text=_utf8(text))


def _utf8(text: str) -> str:
    """The text such that mido, which writes Latin-1, writes it as UTF-8."""
    return text.encode("utf-8", "replace").decode("latin-1")
