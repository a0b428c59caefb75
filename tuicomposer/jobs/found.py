"""What the analyzer found, written into the song: an edit that can be taken back."""

from __future__ import annotations

from tuicomposer.jobs.found_melody import melody_edits
from tuicomposer.jobs.messages import Analyzed, ChordGuess
from tuicomposer.score.cells import Cell, ChordCell
from tuicomposer.score.edits import Batch, Edit, InsertLane, SetCells, SetField, apply
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.origin import read_origin
from tuicomposer.score.song import MAX_LANES, Passage, Place, Song


def found_edit(song: Song, analyzed: Analyzed) -> Batch:
    """The edit that states the key, marks the melody, and fills an empty or missing chord lane.

    What is stated or written already stays; the batch is empty where there is nothing to add. Each chord's
    origin says how sure it is, such as ``analyzer 83%``.

    Args:
        song: The song that was analyzed.
        analyzed: What was found in it.
    """
    edits: list[Edit] = []
    if song.key is None and analyzed.keys and analyzed.notes:
        edits.append(SetField("key", analyzed.keys[0].key))
    edits += melody_edits(song, analyzed.melody)
    return Batch((*edits, *_chord_edits(apply(song, Batch(tuple(edits))).song, analyzed)))


def with_analysis(song: Song, analyzed: Analyzed) -> Song:
    """The song after :func:`found_edit`."""
    return apply(song, found_edit(song, analyzed)).song


def _chord_edits(song: Song, analyzed: Analyzed) -> list[Edit]:
    lane = song.chord_lane
    if lane is not None:
        if any(cell is not None for section in song.sections for cell in section.columns[lane]):
            return []
        cells = _chord_cells(song, analyzed, lane)
        return [SetCells(tuple(cells))] if cells else []
    if not analyzed.chords or len(song.lanes) >= MAX_LANES:
        return []
    columns = tuple((None,) * section.length for section in song.sections)
    chords = SetCells(tuple(_chord_cells(song, analyzed, 0)))
    return [InsertLane(0, Lane("Chords", Role.CHORDS, volume=56), columns), chords]


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
