"""Small songs that the playback tests share."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.pitch import parse_pitch
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song

TEMPO = 120.0
"""At this tempo a quarter note lasts half a second, and 960 ticks a second."""


def cell_of(text: str) -> Cell | None:
    """A cell from a word: ``.`` nothing, ``=`` note-off, ``C4`` a note, ``[Am7]`` a chord."""
    if text == ".":
        return None
    if text == "=":
        return Off()
    return ChordCell(parse_chord(text[1:-1])) if text.startswith("[") else Note(parse_pitch(text))


def song_of(*columns: str, order: tuple[int, ...] = (0,), lanes: tuple[Lane, ...] = ()) -> Song:
    """A song of one section with a row a quarter note and a lane a column; chords make a chord lane."""
    cells = tuple(tuple(cell_of(word) for word in column.split()) for column in columns)
    made = tuple(
        Lane(f"lane {index}", Role.CHORDS if "[" in column else Role.OTHER, program=index)
        for index, column in enumerate(columns)
    )
    section = Section("A", len(cells[0]), cells, rows_per_beat=1)
    return Song("test", TEMPO, None, lanes or made, (section,), order)


def with_column(song: Song, lane: int, column: str) -> Song:
    """The same song with another column in its first section."""
    section = song.sections[0]
    cells = tuple(cell_of(word) for word in column.split())
    columns = (*section.columns[:lane], cells, *section.columns[lane + 1 :])
    return replace(song, sections=(replace(section, columns=columns), *song.sections[1:]))


def with_lane(song: Song, lane: int, **changes: object) -> Song:
    """The same song with a lane changed."""
    lanes = list(song.lanes)
    lanes[lane] = replace(lanes[lane], **changes)
    return replace(song, lanes=tuple(lanes))
