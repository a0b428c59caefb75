"""Songs from two lines of text: a melody and a chord line.

Melody: notes in scientific pitch, an optional ``:beats`` (default 1; ``:1/2`` and ``:1.5`` are
read), ``r`` for a rest, bar lines ignored. Chords: bars between ``|``, the chords of a bar share
it equally or last their ``:beats``, ``%`` repeats the bar before, ``N.C.`` is silence.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from tuicomposer.errors import EntryError
from tuicomposer.score.beats_text import parse_beats
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord_bars import ChordLine
from tuicomposer.score.chord_cell import read_chord_bars
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import parse_pitch
from tuicomposer.score.section import MAX_ROWS, Section
from tuicomposer.score.song import DEFAULT_LANES, Song
from tuicomposer.score.ticks import ROWS_PER_BEAT, TICKS_PER_BEAT

_PREFERRED_ROWS = (4, 6, 8, 12, 2, 3, 1)


class TypedNote(NamedTuple):
    """One word of a melody line."""

    pitch: int | None
    """MIDI number, or ``None`` for a rest."""
    beats: Fraction
    """Length in quarter notes."""


def parse_melody(text: str) -> tuple[TypedNote, ...]:
    """Notes of a melody line, such as ``C4:2 E4 G4 r:1/2 A4:3/2``.

    Raises:
        EntryError: A word is not a note, a rest or a bar line; the error names the word.
    """
    words = (word for word in text.replace("|", " ").split())
    return tuple(_typed_note(word) for word in words)


def _typed_note(word: str) -> TypedNote:
    name, _, length = word.partition(":")
    beats = parse_beats(length, word) if ":" in word else Fraction(1)
    return TypedNote(None if name in ("r", "R") else parse_pitch(name), beats)


def parse_chord_line(text: str, meter: Meter, key: Key | None = None) -> ChordLine:
    """Chords of a line such as ``C | am,f | % | V7:3 I:1``, each as it is typed into a cell.

    Args:
        text: Bars between ``|``.
        meter: The metre of the bars.
        key: The key that roman numerals and degrees are counted in.

    Raises:
        EntryError: A symbol is unknown, lengths do not fit the bars, or ``%`` stands in the first bar.
    """
    return read_chord_bars(text, Fraction(meter.bar_ticks, TICKS_PER_BEAT), key, None)


def song_from_text(
    melody: str,
    chords: str,
    *,
    title: str = "Untitled",
    meter: Meter | None = None,
    tempo: float = 100.0,
    key: Key | None = None,
    lanes: tuple[Lane, ...] = DEFAULT_LANES,
) -> Song:
    """A song of one section that holds a typed melody and typed chords, and empty lanes to fill.

    The rows are as coarse as the typed lengths allow, four to a beat where they fit, and the
    section ends with the bar in which the longer of the two lines ends.

    Raises:
        EntryError: A word cannot be read, both lines are empty, or the lengths fit no grid.
    """
    meter = meter or Meter()
    notes = parse_melody(melody)
    line = parse_chord_line(chords, meter, key)
    if not notes and not line.chords:
        raise EntryError("There is no melody and no chord.", "Type a melody such as “C4:2 E4 G4”, or chords.")
    onsets, end = _onsets(notes)
    rows_per_beat = _rows_per_beat([*onsets, end], [chord.start for chord in line.chords], meter)
    beats = max(end, line.beats)
    bars = -(-beats // Fraction(meter.bar_ticks, TICKS_PER_BEAT))
    length = int(bars * meter.bar_ticks * rows_per_beat / TICKS_PER_BEAT)
    if length > MAX_ROWS:
        raise EntryError(f"The song would have {length} rows.", f"Keep it within {MAX_ROWS} rows.")
    cells: dict[Role, dict[int, Cell]] = {
        Role.MELODY: _melody_cells(notes, onsets, end, rows_per_beat, length),
        Role.CHORDS: {int(item.start * rows_per_beat): ChordCell(item.chord) for item in line.chords},
    }
    columns = tuple(tuple(cells.get(lane.role, {}).get(row) for row in range(length)) for lane in lanes)
    section = Section("A", length, columns, rows_per_beat, meter)
    return Song(title, tempo, key, lanes, (section,))


def _onsets(notes: tuple[TypedNote, ...]) -> tuple[list[Fraction], Fraction]:
    onsets, now = [], Fraction(0)
    for note in notes:
        onsets.append(now)
        now += note.beats
    return onsets, now


def _melody_cells(
    notes: tuple[TypedNote, ...], onsets: list[Fraction], end: Fraction, rows_per_beat: int, length: int
) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    for note, onset in zip(notes, onsets, strict=True):
        cells[int(onset * rows_per_beat)] = Off() if note.pitch is None else Note(note.pitch)
    if notes and int(end * rows_per_beat) < length:
        cells[int(end * rows_per_beat)] = Off()
    return cells


def _rows_per_beat(melody: list[Fraction], chords: list[Fraction], meter: Meter) -> int:
    for rows in _PREFERRED_ROWS:
        whole_bar = meter.bar_ticks * rows % TICKS_PER_BEAT == 0
        if whole_bar and all((time * rows).denominator == 1 for time in (*melody, *chords)):
            return rows
    raise _fits_no_grid(melody, chords, meter)


def _fits_no_grid(melody: list[Fraction], chords: list[Fraction], meter: Meter) -> EntryError:
    bar_beats = Fraction(meter.bar_ticks, TICKS_PER_BEAT)
    rows = ", ".join(map(str, ROWS_PER_BEAT))
    for time in chords:
        if not _fits_alone(time):
            return EntryError(
                f"Bar {time // bar_beats + 1} has more chords than a grid of rows can share it among.",
                f"Write fewer chords in it; a beat can have {rows} rows.",
            )
    for number, time in enumerate(melody[1:], 1):
        if not _fits_alone(time):
            return EntryError(
                f"The length of note {number} of the melody fits no grid.", f"A beat can have {rows} rows."
            )
    return EntryError(
        "The lengths of the melody and of the chords fit no common grid.",
        "Use either triplets or halves and quarters of a beat.",
    )


def _fits_alone(time: Fraction) -> bool:
    return any((time * rows).denominator == 1 for rows in ROWS_PER_BEAT)
