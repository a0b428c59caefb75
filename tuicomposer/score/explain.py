"""What a cell means in its harmony: chord tones, non-chord tones and chords in words.

Non-chord tones are told apart by how they are reached and left, as every harmony book does: a
passing note goes on in its direction, a neighbour returns, a suspension was there before the
chord and falls by step, an appoggiatura is leapt to and left by step, an escape note the reverse,
an anticipation stays for the next chord.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES, pitch_name
from tuicomposer.score.roman import roman
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song


class NoteFunction(StrEnum):
    """What a note is against the chord that sounds with it."""

    ROOT = "root"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    FIFTH = "fifth"
    SIXTH = "sixth"
    SEVENTH = "seventh"
    NINTH = "ninth"
    ELEVENTH = "eleventh"
    THIRTEENTH = "thirteenth"
    SLASH_BASS = "slash bass"
    PASSING = "passing note"
    NEIGHBOUR = "neighbour note"
    SUSPENSION = "suspension"
    ANTICIPATION = "anticipation"
    APPOGGIATURA = "appoggiatura"
    ESCAPE = "escape note"
    COLOUR = "colour tone"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a note's function depends on besides the chord."""

    before: int | None = None
    """Pitch of the note that ends where this one starts, or the last one before a rest."""
    after: int | None = None
    """Pitch of the next note of the lane."""
    held: bool = False
    """Whether the note, or the same pitch just before it, began before the chord did."""
    next_chord: Chord | None = None
    """The chord after this one."""


_STEP: Final = 2
"""The largest step, in semitones."""
_NAMED: Final = {
    0: NoteFunction.ROOT, 1: NoteFunction.NINTH, 2: NoteFunction.NINTH, 3: NoteFunction.THIRD,
    4: NoteFunction.THIRD, 5: NoteFunction.ELEVENTH, 6: NoteFunction.ELEVENTH, 7: NoteFunction.FIFTH,
    8: NoteFunction.THIRTEENTH, 9: NoteFunction.THIRTEENTH, 10: NoteFunction.SEVENTH, 11: NoteFunction.SEVENTH,
}  # fmt: skip
_ADDED: Final = {
    2: "ninth",
    5: "eleventh",
    6: "raised eleventh",
    9: "sixth",
    10: "seventh",
    11: "major seventh",
}
"""Tones that enrich a chord that does not name them, where they stand a half step from no tone below."""


def note_function(pitch: int, chord: Chord, around: Surroundings) -> NoteFunction | None:
    """What a note is against a chord; ``None`` under ``N.C.``.

    Args:
        pitch: MIDI number of the note.
        chord: The chord that sounds with it.
        around: The notes before and after it, and the next chord.
    """
    if chord.is_silence:
        return None
    step = (pitch - chord.root_class) % 12
    if step in chord.quality.intervals:
        return _chord_tone(step, chord)
    if pitch % 12 == chord.bass_class:
        return NoteFunction.SLASH_BASS
    return _melodic_function(pitch, around) or _unresolved(pitch, chord)


def _chord_tone(step: int, chord: Chord) -> NoteFunction:
    """The name of a tone of the chord, which for four steps depends on its other tones."""
    tones = set(chord.quality.intervals)
    suffix = chord.suffix
    match step:
        case 3 if 4 in tones:
            return NoteFunction.NINTH
        case 2 | 5 if "sus" in suffix and not tones & {3, 4}:
            sus2 = "sus2" in suffix
            return (
                NoteFunction.SECOND if step == 2 and sus2 else _NAMED[2] if step == 2 else NoteFunction.FOURTH
            )
        case 6 | 8 if chord.quality.fifth is None:
            return NoteFunction.FIFTH
        case 9 if "dim7" in suffix:
            return NoteFunction.SEVENTH
        case 9 if not tones & {10, 11}:
            return NoteFunction.SIXTH
    return _NAMED[step]


def _melodic_function(pitch: int, around: Surroundings) -> NoteFunction | None:
    came = None if around.before is None else pitch - around.before
    goes = None if around.after is None else around.after - pitch
    if around.held and goes is not None and -_STEP <= goes < 0:
        return NoteFunction.SUSPENSION
    if goes == 0 and _belongs(pitch, around.next_chord):
        return NoteFunction.ANTICIPATION
    if came is None or goes is None or not came or not goes:
        return None
    stepped_in, stepped_out = abs(came) <= _STEP, abs(goes) <= _STEP
    if stepped_in and stepped_out:
        return NoteFunction.PASSING if came * goes > 0 else NoteFunction.NEIGHBOUR if came == -goes else None
    if stepped_out:
        return NoteFunction.APPOGGIATURA
    return NoteFunction.ESCAPE if stepped_in else None


def _belongs(pitch: int, chord: Chord | None) -> bool:
    return chord is not None and pitch % 12 in chord.pitch_classes


def _unresolved(pitch: int, chord: Chord) -> NoteFunction:
    step = (pitch - chord.root_class) % 12
    below = (pitch - 1) % 12 in chord.pitch_classes
    sevenths = {10, 11} & set(chord.quality.intervals)
    if step in _ADDED and not (below or (sevenths and step in (10, 11))):
        return NoteFunction.COLOUR
    return NoteFunction.CLASH


def cell_explanation(song: Song, place: Place, key: Key | None = None) -> str:
    """One sentence about a cell, for a status line; empty where there is nothing to say.

    Chords and neighbours are looked up in the cell's own section.

    Args:
        song: The song.
        place: The cell.
        key: Key for roman numerals and spelling; the song's stated key where it is not given.
    """
    section = song.sections[place.section]
    key = key or song.key
    cell = section.columns[place.lane][place.row]
    if isinstance(cell, ChordCell):
        return _chord_sentence(cell.chord, key)
    if isinstance(cell, Off):
        return "The sound of this lane ends here."
    sounding = _at_or_before(section, place.lane, place.row)
    if not isinstance(sounding[1], Note):
        return _empty_sentence(sounding[1], key)
    chord = None if song.chord_lane is None else _at_or_before(section, song.chord_lane, place.row)
    if chord is None or not isinstance(chord[1], ChordCell):
        name = _pitch(sounding[1].pitch, key)
        return f"{name}, with no chord." if cell else f"{name} still sounds, with no chord."
    around = _surroundings(section, place, song.chord_lane or 0, chord[0])
    return _note_sentence(sounding[1].pitch, chord[1].chord, around, key, held=cell is None)


def _empty_sentence(sounding: Cell | None, key: Key | None) -> str:
    return f"Still {_chord_sentence(sounding.chord, key)}" if isinstance(sounding, ChordCell) else ""


def _at_or_before(section: Section, lane: int, row: int) -> tuple[int, Cell | None]:
    """The last filled cell up to a row, with its row; ``(0, None)`` if there is none."""
    column = section.columns[lane]
    return next(((at, column[at]) for at in range(row, -1, -1) if column[at] is not None), (0, None))


def _next_cell(section: Section, lane: int, row: int, kind: type[Note] | type[ChordCell]) -> Cell | None:
    column = section.columns[lane]
    return next((column[at] for at in range(row + 1, section.length) if isinstance(column[at], kind)), None)


def _surroundings(section: Section, place: Place, chord_lane: int, chord_row: int) -> Surroundings:
    start, _ = _at_or_before(section, place.lane, place.row)
    before = _note_before(section, place.lane, start)
    after = _next_cell(section, place.lane, place.row, Note)
    chord = _next_cell(section, chord_lane, place.row, ChordCell)
    pitch = section.columns[place.lane][start]
    prepared = isinstance(pitch, Note) and before == pitch.pitch and start == chord_row
    return Surroundings(
        before,
        after.pitch if isinstance(after, Note) else None,
        start < chord_row or prepared,
        chord.chord if isinstance(chord, ChordCell) else None,
    )


def _note_before(section: Section, lane: int, row: int) -> int | None:
    column = section.columns[lane]
    cells = (column[at] for at in range(row - 1, -1, -1))
    return next((cell.pitch for cell in cells if isinstance(cell, Note)), None)


def _note_sentence(pitch: int, chord: Chord, around: Surroundings, key: Key | None, *, held: bool) -> str:
    function = note_function(pitch, chord, around)
    name = _pitch(pitch, key)
    if function is None:
        return f"{name}, under N.C."
    what = f"{name}, held, is" if held else f"{name} is"
    symbol = chord.symbol
    goes = "" if around.after is None else _pitch(around.after, key)
    came = "" if around.before is None else _pitch(around.before, key)
    match function:
        case NoteFunction.PASSING:
            return f"{what} a passing note over {symbol}, between {came} and {goes}."
        case NoteFunction.NEIGHBOUR:
            return f"{what} a neighbour note over {symbol}, between {came} and {goes}."
        case NoteFunction.SUSPENSION:
            return f"{what} a suspension over {symbol}, which falls to {goes}."
        case NoteFunction.ANTICIPATION:
            return f"{what} an anticipation of the next chord."
        case NoteFunction.APPOGGIATURA:
            return f"{what} an appoggiatura over {symbol}, which resolves to {goes}."
        case NoteFunction.ESCAPE:
            return f"{what} an escape note over {symbol}, reached by step and left by leap."
        case NoteFunction.COLOUR:
            return f"{what} a colour tone over {symbol}, its {_ADDED[(pitch - chord.root_class) % 12]}."
        case NoteFunction.CLASH:
            return f"{what} a clash with {symbol}: not one of its tones, and not resolved by step."
    return f"{what} the {function.value} of {symbol}."


def _chord_sentence(chord: Chord, key: Key | None) -> str:
    if chord.is_silence:
        return "N.C.: no chord sounds."
    names = FLAT_NAMES if _flats(chord, key) else SHARP_NAMES
    tones = " ".join(names[(chord.root_class + step) % 12] for step in chord.quality.intervals)
    numeral = "" if key is None else f", {roman(chord, key)} in {key}"
    bass = "" if chord.bass is None else f" over {chord.bass}"
    return f"{chord.symbol}{numeral}: {tones}{bass}."


def _flats(chord: Chord, key: Key | None) -> bool:
    root = chord.root or ""
    return "b" in root or ("#" not in root and (key.flats if key is not None else _FLAT_ROOTS(root, chord)))


def _pitch(pitch: int, key: Key | None) -> str:
    return pitch_name(pitch, flats=key is not None and key.flats)
