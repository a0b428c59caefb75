"""Finding pitches and chords in a song, and replacing them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tuicomposer.errors import EditError, EntryError
from tuicomposer.score.blocks.block import cell_at, is_locked
from tuicomposer.score.cells import Cell, ChordCell, Note
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.edits import SetCells
from tuicomposer.score.pitch import parse_pitch, pitch_class_of
from tuicomposer.score.song import Place, Song
from tuicomposer.score.text import visible

_NAME = re.compile(r"[A-Ga-g](##|#|bb|b)?\Z")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a pitch, a note of any octave, a chord, or what a text may mean of these."""

    text: str
    pitch: int | None = None
    """MIDI number."""
    pitch_class: int | None = None
    """0 to 11."""
    chord: Chord | None = None

    def matches(self, cell: Cell | None) -> bool:
        """Whether a cell is what is looked for; chords are compared by sound, not by spelling."""
        if isinstance(cell, Note):
            return cell.pitch == self.pitch or cell.pitch % 12 == self.pitch_class
        if isinstance(cell, ChordCell) and self.chord is not None:
            return _sound(cell.chord) == _sound(self.chord)
        return False


def _sound(chord: Chord) -> tuple[bool, int, str, int]:
    return chord.is_silence, chord.root_class, chord.suffix, chord.bass_class


def parse_query(text: str) -> Query:
    """What a text looks for: ``F#4`` a pitch, ``F#`` any F# and the chord F#, ``Am7`` a chord.

    Raises:
        EntryError: It is neither a pitch nor a chord.
    """
    text = text.strip()
    name = text[:1].upper() + text[1:]
    pitch_class = pitch_class_of(name) if _NAME.match(text) else None
    pitch, chord = _pitch(text), _chord(name)
    if pitch_class is None and pitch is None and chord is None:
        raise EntryError(
            f"“{visible(text)}” is neither a pitch nor a chord.",
            "Write a pitch such as F#4, a note of any octave such as F#, or a chord such as Am7.",
        )
    return Query(text, pitch, pitch_class, chord)


def _pitch(text: str) -> int | None:
    try:
        return parse_pitch(text)
    except EntryError:
        return None


def _chord(text: str) -> Chord | None:
    try:
        return parse_chord(text)
    except EntryError:
        return None


def matches(song: Song, query: Query, sections: Iterable[int]) -> tuple[Place, ...]:
    """The places of what is looked for, section by section, row by row, from left to right."""
    return tuple(
        Place(index, lane, row)
        for index in sections
        for row in range(song.sections[index].length)
        for lane in range(len(song.lanes))
        if query.matches(song.sections[index].cell(lane, row))
    )


def neighbour(found: tuple[Place, ...], at: Place, by: int) -> int:
    """Index of the match after (1) or before (-1) a place, round the end; there MUST be one."""

    def order(place: Place) -> tuple[int, int, int]:
        return place.section, place.row, place.lane

    if by > 0:
        return next((index for index, place in enumerate(found) if order(place) > order(at)), 0)
    return max(
        (index for index, place in enumerate(found) if order(place) < order(at)), default=len(found) - 1
    )


def replaced(song: Song, places: Iterable[Place], by: Query) -> SetCells:
    """The edit that writes something else into places; velocities and offsets stay.

    A note takes the pitch, or the nearest pitch of the class; a chord cell takes the chord. Places that
    cannot take it, and locked lanes, stay as they are.

    Raises:
        EditError: No place can take it.
    """
    cells = [
        (place, new)
        for place in places
        if not is_locked(song, place) and (new := _instead(cell_at(song, place), by)) is not None
    ]
    if not cells:
        raise EditError(
            f"“{visible(by.text)}” can stand in none of the cells that were found.",
            "Replace notes by notes and chords by chords; unlock lanes that are to change.",
        )
    return SetCells(tuple(cells))


def _instead(cell: Cell | None, by: Query) -> Cell | None:
    if isinstance(cell, Note) and by.pitch is not None:
        return replace(cell, pitch=by.pitch)
    if isinstance(cell, Note) and by.pitch_class is not None:
        pitches = range(by.pitch_class, 128, 12)
        return replace(cell, pitch=min(pitches, key=lambda pitch: (abs(pitch - cell.pitch), pitch)))
    if isinstance(cell, ChordCell) and by.chord is not None:
        return replace(cell, chord=by.chord)
    return None
