"""The colour of a note by what it is: pitch class, degree of the scale, or its part in the chord."""

from __future__ import annotations

from typing import Final, NamedTuple

from tuicomposer.score.cells import Cell, ChordCell, Note
from tuicomposer.score.explain import cell_function
from tuicomposer.score.key import Key
from tuicomposer.score.note_function import NoteFunction
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.view import Colouring, View

CLASH: Final = "!"
OUTSIDE: Final = "~"
"""Behind a note that is no chord tone and no clash; signs are seen where colours are not."""
_PASSES: Final = frozenset(
    {
        NoteFunction.PASSING,
        NoteFunction.NEIGHBOUR,
        NoteFunction.SUSPENSION,
        NoteFunction.ANTICIPATION,
        NoteFunction.APPOGGIATURA,
        NoteFunction.ESCAPE,
        NoteFunction.COLOUR,
    }
)
_DEGREE_CLASSES: Final = (0, 2, 4, 5, 7, 9, 11)
"""Pitch classes of which the seven degrees borrow the colours, so that C major looks the same either way."""


class Hue(NamedTuple):
    """How a note is told apart."""

    colour: str
    sign: str = ""


def coloured(song: Song, view: View, palette: Palette, place: Place, cell: Cell | None) -> Hue | None:
    """Colour and sign of a cell; ``None`` where its lane's colour says enough."""
    if isinstance(cell, ChordCell):
        tone = None if cell.chord.is_silence else cell.chord.root_class
    else:
        tone = cell.pitch % 12 if isinstance(cell, Note) else None
    if tone is None:
        return None
    match view.colouring:
        case Colouring.PITCH:
            return Hue(palette.classes[tone])
        case Colouring.DEGREE:
            return _degree(palette, _key(song, view), tone)
        case Colouring.HARMONY if isinstance(cell, Note) and cell == song.sections[place.section].cell(
            place.lane, place.row
        ):
            return _in_chord(palette, cell_function(song, place))
    return None


def _key(song: Song, view: View) -> Key | None:
    stated = song.key_at(view.cursor.section)
    if stated is not None:
        return stated
    found = () if view.analyzed is None else view.analyzed.keys
    return found[0].key if found else None


def _degree(palette: Palette, key: Key | None, tone: int) -> Hue | None:
    if key is None:
        return None
    if tone not in key.scale:
        return Hue(palette.warn, OUTSIDE)
    return Hue(palette.classes[_DEGREE_CLASSES[key.scale.index(tone)]])


def _in_chord(palette: Palette, function: NoteFunction | None) -> Hue | None:
    if function is None:
        return None
    if function is NoteFunction.CLASH:
        return Hue(palette.bad, CLASH)
    return Hue(palette.warn, OUTSIDE) if function in _PASSES else Hue(palette.good)
