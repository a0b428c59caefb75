"""What the analyzer found, written into the song."""

from __future__ import annotations

from tuicomposer.jobs.messages import Analyzed, ChordGuess
from tuicomposer.score.cells import Cell, ChordCell
from tuicomposer.score.edits import Batch, Edit, InsertLane, SetCells, SetField, apply
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.origin import read_origin
from tuicomposer.score.song import Passage, Place, Song


def with_analysis(song: Song, analyzed: Analyzed) -> Song:
    """The song with the key stated and an empty or missing chord lane filled; nothing else is changed.

    Each chord's origin says how sure it is, such as ``analyzer 83%``.
    """
    edits: list[Edit] = []
    if song.key is None and analyzed.keys:
        edits.append(SetField("key", analyzed.keys[0].key))
    lane = song.chord_lane
    if lane is None:
        columns = tuple((None,) * section.length for section in song.sections)
        edits.append(InsertLane(0, Lane("Chords", Role.CHORDS, volume=56), columns))
        lane = 0
    elif any(cell is not None for section in song.sections for cell in section.columns[lane]):
        return apply(song, Batch(tuple(edits))).song
    edits.append(SetCells(tuple(_chord_cells(song, analyzed, lane))))
    return apply(song, Batch(tuple(edits))).song


def _chord_cells(song: Song, analyzed: Analyzed, lane: int) -> list[tuple[Place, Cell | None]]:
    """A cell for each chord in the first sounding of each section."""
    cells: list[tuple[Place, Cell | None]] = []
    seen: set[int] = set()
    for passage in song.passages():
        if passage.section not in seen:
            seen.add(passage.section)
            cells += [
                _cell(song, passage, guess, lane) for guess in analyzed.chords if _is_in(song, passage, guess)
            ]
    return cells


def _is_in(song: Song, passage: Passage, guess: ChordGuess) -> bool:
    return 0 <= guess.span.start - passage.start < song.sections[passage.section].ticks


def _cell(song: Song, passage: Passage, guess: ChordGuess, lane: int) -> tuple[Place, Cell | None]:
    row, offset = divmod(guess.span.start - passage.start, song.sections[passage.section].row_ticks)
    return Place(passage.section, lane, row), ChordCell(
        guess.span.chord, offset, read_origin(guess.confidence)
    )
