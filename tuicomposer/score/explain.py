"""What a cell of the grid means in its harmony, in one sentence."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key
from tuicomposer.score.note_function import COLOURS, NoteFunction, Surroundings, note_function, spelled_tones
from tuicomposer.score.pitch import pitch_name
from tuicomposer.score.roman import roman
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song

_SENTENCES: Final = {
    NoteFunction.PASSING: "a passing note over {symbol}, between {came} and {goes}.",
    NoteFunction.NEIGHBOUR: "a neighbour note of {came} over {symbol}.",
    NoteFunction.SUSPENSION: "a suspension over {symbol}, which falls to {goes}.",
    NoteFunction.ANTICIPATION: "an anticipation of the next chord.",
    NoteFunction.APPOGGIATURA: "an appoggiatura over {symbol}, resolved to {goes}.",
    NoteFunction.ESCAPE: "an escape note over {symbol}: step in, leap out.",
    NoteFunction.CLASH: "a clash with {symbol}, and no step resolves it.",
}


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
        return "The sound of this lane is cut off here." if cell.cut else "The sound of this lane ends here."
    sounding = _at_or_before(section, place.lane, place.row)
    if not isinstance(sounding[1], Note):
        return _empty_sentence(sounding[1], key)
    chord = None if song.chord_lane is None else _at_or_before(section, song.chord_lane, place.row)
    if chord is None or not isinstance(chord[1], ChordCell):
        name = _pitch(sounding[1].pitch, key)
        return f"{name}, with no chord." if cell else f"{name} still sounds, with no chord."
    around = _surroundings(section, place, song.chord_lane or 0, chord[0])
    return _note_sentence(sounding[1].pitch, chord[1].chord, around, key, held=cell is None)


def cell_function(song: Song, place: Place) -> NoteFunction | None:
    """What a note is against the chord that sounds with it; ``None`` where there is no note or no chord."""
    section = song.sections[place.section]
    note = section.columns[place.lane][place.row]
    if not isinstance(note, Note) or song.chord_lane is None:
        return None
    start, chord = _at_or_before(section, song.chord_lane, place.row)
    if not isinstance(chord, ChordCell):
        return None
    return note_function(note.pitch, chord.chord, _surroundings(section, place, song.chord_lane, start))


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
    if function is NoteFunction.COLOUR:
        return f"{what} a colour tone over {symbol}, its {COLOURS[(pitch - chord.root_class) % 12]}."
    sentence = _SENTENCES.get(function, "the {function} of {symbol}.")
    return f"{what} {sentence.format(symbol=symbol, came=came, goes=goes, function=function.value)}"


def _chord_sentence(chord: Chord, key: Key | None) -> str:
    if chord.is_silence:
        return "N.C.: no chord sounds."
    numeral = "" if key is None else f", {roman(chord, key)} in {key}"
    bass = "" if chord.bass is None else f" over {chord.bass}"
    return f"{chord.symbol}{numeral}: {' '.join(spelled_tones(chord))}{bass}."


def _pitch(pitch: int, key: Key | None) -> str:
    return pitch_name(pitch, flats=key is not None and key.flats)
