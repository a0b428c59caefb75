"""What sounds at the cursor, drawn on a keyboard or on the neck of a guitar."""

from __future__ import annotations

from typing import Final, NamedTuple

from rich.style import Style
from rich.text import Text

from tuicomposer.score.cells import Cell, ChordCell, Note
from tuicomposer.score.pitch import HIGHEST_PITCH
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.clicks import append, sounds_pitch
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.view import Instrument

_WHITE: Final = (0, 2, 4, 5, 7, 9, 11)
_BLACK_AFTER: Final = {0: 1, 1: 3, 3: 6, 4: 8, 5: 10}
"""Pitch class of the black key to the right of a white key, by the white key's number."""
STRINGS: Final = (64, 59, 55, 50, 45, 40)
"""Open strings of a guitar in standard tuning, the highest first, as MIDI numbers."""
_NAMES: Final = "CDEFGAB"
_FRETS_SHOWN: Final = 5
_LETTERS: Final = {4: "E", 11: "B", 7: "G", 2: "D", 9: "A"}


class Sounding(NamedTuple):
    """What is to be drawn."""

    pitches: tuple[int, ...] = ()
    """MIDI numbers of notes."""
    classes: frozenset[int] = frozenset()
    """Pitch classes of a chord."""
    root: int | None = None

    def has(self, pitch: int) -> bool:
        """Whether a pitch sounds."""
        return pitch in self.pitches or pitch % 12 in self.classes


def held(song: Song, place: Place) -> Cell | None:
    """What is in a cell, or else the last that is written above it in its section."""
    column = song.sections[place.section].columns[place.lane]
    return next((column[row] for row in range(place.row, -1, -1) if column[row] is not None), None)


def sounding(song: Song, place: Place) -> Sounding:
    """The note or chord that is in a cell, or is held there."""
    cell = held(song, place) if song.lanes else None
    if isinstance(cell, Note):
        return Sounding((cell.pitch,))
    if isinstance(cell, ChordCell) and not cell.chord.is_silence:
        return Sounding((), cell.chord.pitch_classes, cell.chord.root_class)
    return Sounding()


def instrument_text(palette: Palette, instrument: Instrument, found: Sounding, width: int) -> Text:
    """A keyboard of two lines or a neck of seven, no wider than a panel."""
    if instrument is Instrument.KEYBOARD:
        return _keyboard(palette, found, width)
    return _neck(palette, found, width) if instrument is Instrument.FRETBOARD else Text()


def lines_of(instrument: Instrument) -> int:
    """How many lines it takes."""
    return {Instrument.NONE: 0, Instrument.KEYBOARD: 2, Instrument.FRETBOARD: len(STRINGS) + 1}[instrument]


def _look(palette: Palette, found: Sounding, pitch: int, otherwise: str) -> str:
    if not found.has(pitch):
        return otherwise
    if palette.plain:
        return "bold reverse"
    back = palette.warn if pitch % 12 == found.root else palette.cursor
    return f"bold {palette.on_cursor} on {back}"


def _does(pitch: int) -> Style | None:
    """What a click on a key or a fret does: it plays it, as far as there is such a pitch."""
    return sounds_pitch(pitch) if pitch <= HIGHEST_PITCH else None


def _keyboard(palette: Palette, found: Sounding, width: int) -> Text:
    octaves = max(1, (width - 2) // 14)
    lowest = (found.pitches[0] // 12) * 12 if found.pitches else 60
    lowest = max(0, lowest - 12 * ((octaves - 1) // 2))
    black, white = Text(" "), Text(" ")
    for octave in range(octaves):
        for index, step in enumerate(_WHITE):
            pitch = lowest + 12 * octave + step
            append(white, _NAMES[index], _look(palette, found, pitch, palette.text), _does(pitch))
            white.append(" ")
            # The number of the octave stands above its C, where there is no black key.
            black.append(" " if index else str(pitch // 12 - 1)[-1:], palette.dim)
            above = _BLACK_AFTER.get(index)
            if above is None:
                black.append(" ")
            else:
                sharp = lowest + 12 * octave + above
                append(black, "#", _look(palette, found, sharp, palette.dim), _does(sharp))
    return Text("\n").join([black, white])


def _neck(palette: Palette, found: Sounding, width: int) -> Text:
    frets = max(_FRETS_SHOWN, min(12, (width - 5) // 2))
    numbers = Text("   " + "".join(f"{fret % 10} " for fret in range(frets + 1)), palette.dim)
    return Text("\n").join([numbers, *(_string(palette, found, pitch, frets) for pitch in STRINGS)])


def _string(palette: Palette, found: Sounding, open_string: int, frets: int) -> Text:
    row = Text(f" {_LETTERS[open_string % 12]} ", palette.dim)
    for fret in range(frets + 1):
        pitch = open_string + fret
        row.append("─" if fret else "", palette.rule)
        sign = "●" if found.has(pitch) else "┼" if fret else "║"
        append(row, sign, _look(palette, found, pitch, palette.rule), _does(pitch))
    return row
