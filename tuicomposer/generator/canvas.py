"""The canvas: a section of a song as arrays.

Four lanes of the song become the four voices. A cell is *free* if the generator may choose it
and *written* if its choice goes into the song. A voice that has no lane, or an empty lane that
nobody asked for, is free but not written: the network imagines it, nobody hears it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.errors import RequestError
from tuicomposer.generator.clock import Grid, clock_features
from tuicomposer.generator.styles import LEADSHEET, STYLES
from tuicomposer.generator.vocabulary import (
    ALTO,
    BASS,
    BASS_MASK,
    CHORD_MASK,
    FIRST_PITCH,
    HOLD,
    MASK,
    NO_BASS,
    REST,
    SOPRANO,
    TENOR,
    VOICES,
    pitch_token,
    token_pitch,
)
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_classes import label_of
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import is_given
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RowChord:
    """A chord as the rows it holds."""

    chord: Chord
    start: int
    stop: int
    """Row after the last."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A section as the networks and the rules read it."""

    song: Song
    region: Region
    parts: tuple[int | None, ...]
    """Lane of each voice, soprano to bass; ``None`` where the song has none."""
    tokens: I64
    """(rows, 4): what is there; MASK where a cell is free."""
    free: Bools
    """(rows, 4): cells the generator chooses."""
    written: Bools
    """(rows, 4): free cells whose choice goes into the song."""
    chords: tuple[RowChord, ...]
    chord: I64
    """(rows,) chord tokens; masked where no chord is stated."""
    bass: I64
    """(rows,) chord-bass tokens."""
    clock: I64
    """(rows, 5)."""
    style: int
    accompanied: bool = False
    """Whether the chord lane itself sounds the chords, so that the written lanes need not; see
    :func:`is_accompanied`."""

    @property
    def section(self) -> Section:
        """The section that the canvas shows."""
        return self.song.sections[self.region.section]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.tokens)


def voice_lanes(song: Song) -> tuple[int | None, ...]:
    """Lane of each voice: melody, harmonies from the top, bass; other lanes fill what is left."""
    parts: list[int | None] = [None] * VOICES
    apart = (Role.CHORDS, Role.COMP, Role.DRUMS)  # patterns write comping and drums
    notes = [index for index, lane in enumerate(song.lanes) if lane.role not in apart]
    for role, places in ((Role.MELODY, [SOPRANO]), (Role.BASS, [BASS]), (Role.HARMONY, [ALTO, TENOR])):
        lanes = [index for index in notes if song.lanes[index].role is role]
        for place, lane in zip(places, lanes, strict=False):
            parts[place] = lane
    spare = iter([index for index in notes if index not in parts])
    return tuple(next(spare, None) if lane is None else lane for lane in parts)


def free_rows(song: Song, region: Region, lane: int) -> Bools:
    """(rows,) cells of a lane that a request may write.

    What a person typed stays, and a typed note keeps sounding to the end of its felt beat; all
    of a locked lane and all locked cells stay.
    """
    section = song.sections[region.section]
    free = np.zeros(section.length, bool)
    if lane not in region.lanes or song.lanes[lane].locked:
        return free
    free[region.start : region.stop] = True
    pulse = max(1, section.meter.pulse_ticks // section.row_ticks)
    held_until = 0
    for row, cell in enumerate(section.columns[lane]):
        if cell is not None and is_given(cell):
            into = (row - section.pickup) % pulse
            held_until = row + 1 if isinstance(cell, Off) else row + pulse - into
            free[row] = False
        elif row < held_until:
            free[row] = False
    return free & ~locked_rows(section, lane)


def locked_rows(section: Section, lane: int) -> Bools:
    """(rows,) cells of a lane that are locked by themselves."""
    locked = np.zeros(section.length, bool)
    for lock in section.locks:
        if lock.lane == lane:
            locked[lock.start : lock.stop] = True
    return locked


def encode(request: GenerateRequest, chords: tuple[RowChord, ...] | None = None) -> Canvas:
    """The canvas of a request.

    Args:
        request: The request.
        chords: Chords to use in place of those in the chord lane.

    Raises:
        RequestError: The region does not exist, or nothing in it may be written.
    """
    song, region = request.song, request.region
    check_region(song, region)
    section = song.sections[region.section]
    parts = voice_lanes(song)
    tokens = np.full((section.length, VOICES), MASK, np.int64)
    free = np.ones((section.length, VOICES), bool)
    written = np.zeros((section.length, VOICES), bool)
    for voice, lane in enumerate(parts):
        if lane is None:
            continue
        writable = free_rows(song, region, lane)
        if not writable.any() and not any(isinstance(cell, Note) for cell in section.columns[lane]):
            continue
        free[:, voice] = written[:, voice] = writable
        tokens[:, voice] = np.where(writable, MASK, _lane_tokens(section.columns[lane]))
    chords = stated_chords(song, region) if chords is None else chords
    chord, bass = _chord_tokens(chords, section.length)
    style, accompanied = _style(request, written), is_accompanied(song, region, request.style)
    if STYLES[style] == LEADSHEET:
        free = written.copy()
    clock = clock_features(_grid(section))
    return Canvas(song, region, parts, tokens, free, written, chords, chord, bass, clock, style, accompanied)


def _style(request: GenerateRequest, written: Bools) -> int:
    """The style as the network knows it: a lead sheet has one lane, more are written as a song's."""
    style = request.style if request.style in STYLES else STYLES[0]
    return STYLES.index("song" if style == LEADSHEET and written[:, 1:].any() else style)


def is_accompanied(song: Song, region: Region, style: str) -> bool:
    """Whether only a melody and its band are asked for, as in a lead sheet, over a chord lane that is heard.

    Such a melody is free: the chords' tones sound below it. Bass, comping and drums go by patterns there.
    """
    lane = song.chord_lane
    if style != LEADSHEET or lane is None:
        return False
    asked = {song.lanes[index].role for index in region.lanes if index != lane}
    chords = song.lanes[lane]
    heard = not chords.muted and chords.volume > 0 and (chords.solo or not any(x.solo for x in song.lanes))
    return bool(asked) and asked <= {Role.MELODY, Role.BASS, Role.COMP, Role.DRUMS} and heard


def read(song: Song, section_index: int, style: int = 0) -> Canvas:
    """The canvas of a section as it is, with nothing to write; voices without notes are masked."""
    section = song.sections[section_index]
    parts = voice_lanes(song)
    tokens = np.full((section.length, VOICES), MASK, np.int64)
    for voice, lane in enumerate(parts):
        if lane is not None and any(isinstance(cell, Note) for cell in section.columns[lane]):
            tokens[:, voice] = _lane_tokens(section.columns[lane])
    nothing = np.zeros((section.length, VOICES), bool)
    region = Region(section_index, (), 0, section.length)
    chords = stated_chords(song, region)
    chord, bass = _chord_tokens(chords, section.length)
    clock = clock_features(_grid(section))
    return Canvas(song, region, parts, tokens, nothing, nothing, chords, chord, bass, clock, style)


def check_region(song: Song, region: Region) -> None:
    """Refuse a region that does not exist or holds nothing to write.

    Raises:
        RequestError: See above; the sentence says what to choose instead.
    """
    if not 0 <= region.section < len(song.sections):
        raise RequestError(f"There is no section {region.section + 1}.", "Choose a section of this song.")
    section = song.sections[region.section]
    if not 0 <= region.start < region.stop <= section.length:
        raise RequestError("The chosen bars do not exist.", f"The section has {section.bars} bars.")
    if any(not 0 <= lane < len(song.lanes) for lane in region.lanes):
        raise RequestError("A chosen lane does not exist.", f"The song has {len(song.lanes)} lanes.")
    known = {*voice_lanes(song), song.chord_lane, *song.lanes_with(Role.COMP), *song.lanes_with(Role.DRUMS)}
    extra = [song.lanes[lane].name for lane in region.lanes if lane not in known]
    if extra:
        raise RequestError(
            f"Lane “{extra[0]}” is one too many: four voices and a chord lane can be written.",
            "Leave it out of the lanes to write.",
        )
    if not any(writable_rows(song, region, lane).any() for lane in region.lanes):
        names = " and ".join(f"“{visible(song.lanes[lane].name)}”" for lane in region.lanes)
        raise RequestError(
            f"Nothing is left to write: every chosen cell of {names or 'no lane'} was typed or is locked.",
            "Choose a lane or bars with empty cells, or clear some.",
        )


def writable_rows(song: Song, region: Region, lane: int) -> Bools:
    """As :func:`free_rows`; in a chord lane every row in which no kept cell holds."""
    if song.lanes[lane].role is not Role.CHORDS:
        return free_rows(song, region, lane)
    free = np.zeros(song.sections[region.section].length, bool)
    if lane in region.lanes and not song.lanes[lane].locked:
        free[region.start : region.stop] = True
        for held in _held_chord_cells(song, region):
            free[held.start : held.stop] = False
    return free & ~locked_rows(song.sections[region.section], lane)


def open_rows(canvas: Canvas) -> list[int]:
    """Rows of the region for which the request asks for a chord."""
    lane = canvas.song.chord_lane
    return [] if lane is None else np.flatnonzero(writable_rows(canvas.song, canvas.region, lane)).tolist()


class _Held(NamedTuple):
    """A kept cell of the chord lane and the rows in which it holds."""

    cell: Cell
    start: int
    stop: int


def _held_chord_cells(song: Song, region: Region) -> list[_Held]:
    """Chords and chord-offs that a request keeps: all but generated ones that it writes anew."""
    lane = song.chord_lane
    if lane is None:
        return []
    section = song.sections[region.section]
    rewrites = lane in region.lanes and not song.lanes[lane].locked
    locked = locked_rows(section, lane)
    kept = [
        (row, cell)
        for row, cell in enumerate(section.columns[lane])
        if cell is not None
        and not (rewrites and not is_given(cell) and region.start <= row < region.stop and not locked[row])
    ]
    stops = [*(row for row, _ in kept[1:]), section.length][: len(kept)]
    if rewrites:  # what was typed before the region gives way to the chords that are asked for
        stops = [
            min(stop, region.start) if row < region.start else stop
            for (row, _), stop in zip(kept, stops, strict=True)
        ]
    return [_Held(cell, row, stop) for (row, cell), stop in zip(kept, stops, strict=True)]


def stated_chords(song: Song, region: Region) -> tuple[RowChord, ...]:
    """The chords that a request keeps, as the rows they hold."""
    return tuple(
        RowChord(held.cell.chord, held.start, held.stop)
        for held in _held_chord_cells(song, region)
        if isinstance(held.cell, ChordCell)
    )


def _grid(section: Section) -> Grid:
    meter = section.meter
    return Grid(section.length, section.rows_per_beat, meter.bar_ticks, meter.pulse_ticks, section.pickup)


def _lane_tokens(column: tuple[Cell | None, ...]) -> I64:
    tokens = np.full(len(column), HOLD, np.int64)
    tokens[0] = REST
    for row, cell in enumerate(column):
        if isinstance(cell, Note):
            tokens[row] = pitch_token(cell.pitch)
        elif isinstance(cell, Off):
            tokens[row] = REST
    return tokens


def _chord_tokens(chords: tuple[RowChord, ...], rows: int) -> tuple[I64, I64]:
    chord = np.full(rows, CHORD_MASK, np.int64)
    bass = np.full(rows, BASS_MASK, np.int64)
    for item in chords:
        chord[item.start : item.stop] = label_of(item.chord) + 1
        bass[item.start : item.stop] = NO_BASS if item.chord.is_silence else item.chord.bass_class + 1
    return chord, bass


def sounding_pitches(tokens: I64) -> I64:
    """(rows, 4) MIDI pitch that sounds in each cell, -1 for rests and unknown cells."""
    rows = np.arange(len(tokens))[:, None]
    last = np.maximum.accumulate(np.where(tokens != HOLD, rows, 0), axis=0)
    heard = np.take_along_axis(tokens, last, axis=0)
    return np.where(heard >= FIRST_PITCH, heard - FIRST_PITCH + token_pitch(FIRST_PITCH), -1)
