"""What was typed, looked for in an exported MIDI file that mido reads back.

Songs here have one section that sounds once, so that a row's tick is its time in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import mido

from tuicomposer.generator.canvas import free_rows, is_accompanied
from tuicomposer.jobs.messages import GenerateRequest
from tuicomposer.score.cells import Note
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import is_given
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, chord_spans


class Sounding(NamedTuple):
    """A note of a file, in ticks."""

    start: int
    end: int
    pitch: int


Lanes = Mapping[int, list[Sounding]]
"""The notes of each lane."""


def read_lanes(path: Path) -> dict[int, list[Sounding]]:
    """The notes of each lane of an exported file: its first track has none, then each lane has one."""
    return {lane: _notes(track) for lane, track in enumerate(mido.MidiFile(path).tracks[1:])}


def _notes(track: mido.MidiTrack) -> list[Sounding]:
    found, began, now = [], dict[int, int](), 0
    for message in track:
        now += message.time
        if message.type == "note_on" and message.velocity > 0:
            began[message.note] = now
        elif message.type in ("note_on", "note_off") and message.note in began:
            found.append(Sounding(began.pop(message.note), now, message.note))
    return sorted(found)


def typed_notes_sound(request: GenerateRequest, lanes: Lanes) -> bool:
    """Whether every typed note of every lane is in the file with its pitch, start and end.

    A typed note ends where it ended, or where something may be written after it in its lane.
    """
    for lane, info in enumerate(request.song.lanes):
        if info.role is Role.CHORDS:
            continue
        ends = {(note.start, note.pitch): note.end for note in lanes[lane]}
        for (start, pitch), allowed in typed_notes(request, lane).items():
            if not any(ends.get((start, pitch)) in ticks for ticks in allowed):
                return False
    return True


def typed_notes(request: GenerateRequest, lane: int) -> dict[tuple[int, int], list[range]]:
    """Start and pitch of the typed notes of a lane, and the ticks at which each may end.

    What is written may begin anywhere in its row: a rest takes the last tick of the row before it.
    """
    section = request.song.sections[request.region.section]
    column, free = section.columns[lane], free_rows(request.song, request.region, lane)
    found, ends = {}, [range(section.ticks, section.ticks + 1)]
    for row in range(section.length - 1, -1, -1):
        cell, tick = column[row], row * section.row_ticks
        if isinstance(cell, Note) and is_given(cell):
            found[tick + cell.offset, cell.pitch] = ends
        if free[row]:
            ends = [*ends, range(tick, tick + section.row_ticks)]
        elif cell is not None:
            ends = [range(tick + cell.offset, tick + cell.offset + 1)]
    return found


def chords_sound(request: GenerateRequest, after: Song, lanes: Lanes) -> bool:
    """Whether the file contains every chord that begins where something was written.

    Its essential tones sound in its span, in whatever lane, and its root or slash bass is the lowest
    note of the lanes that could be written at its start. Where the chord lane accompanies, it sounds them.
    """
    song, region = request.song, request.region
    if after.chord_lane is None:
        return True
    spans = [
        span
        for span in chord_spans(after.sections[region.section], after.chord_lane)
        if not span.chord.is_silence and region.start <= span.row < region.stop
    ]
    if is_accompanied(song, region, request.style):
        return all(_essential(span, lanes[after.chord_lane]) for span in spans)
    pitched = [lane for lane, info in enumerate(after.lanes) if info.role not in (Role.CHORDS, Role.DRUMS)]
    free = {
        lane: free_rows(song, region, lane)
        for lane in pitched
        if lane in region.lanes and after.lanes[lane].role is not Role.COMP
    }
    if not any(rows.any() for rows in free.values()):
        return True
    every = [note for lane in pitched for note in lanes[lane]]
    return all(
        _essential(span, every)
        and _bass(span, [lanes[lane] for lane, rows in free.items() if rows[span.row]])
        for span in spans
    )


def _essential(span: ChordSpan, notes: list[Sounding]) -> bool:
    inside = {note.pitch % 12 for note in notes if note.start < span.end and note.end > span.start}
    return span.chord.essential <= inside


def _bass(span: ChordSpan, written: list[list[Sounding]]) -> bool:
    sounding = [note.pitch for notes in written for note in notes if note.start <= span.start < note.end]
    return not written or (bool(sounding) and min(sounding) % 12 == span.chord.bass_class)


def chords_written(request: GenerateRequest, lanes: Lanes) -> bool:
    """Whether the file has chords, where the chord lane was to be written."""
    lane = request.song.chord_lane
    return lane is None or lane not in request.region.lanes or bool(lanes[lane])
