"""Operations on pitch: transpose by semitones and along the scale, mirror, runs between notes.

Drums are no pitches: their lanes stay, unless nothing but drums is marked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from tuicomposer.score.blocks.block import Block, lane_by_lane
from tuicomposer.score.blocks.scale import in_range, mirror_pitch, nearest_tone, step_chord, step_pitch
from tuicomposer.score.cells import Cell, ChordCell, Column, Note
from tuicomposer.score.edits import SetCells
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.song import Song


def _is_drums(song: Song, block: Block, lane: int) -> bool:
    """Whether a lane holds drums among lanes that do not."""
    others = any(song.lanes[other].role is not Role.DRUMS for other in block.lanes)
    return others and song.lanes[lane].role is Role.DRUMS


def _pitched(song: Song, block: Block, change: Callable[[Cell], Cell]) -> SetCells:
    """The edit that changes each filled cell of the lanes that hold pitches."""

    def changed(column: Column, lane: int) -> Column:
        if _is_drums(song, block, lane):
            return column
        return tuple(None if cell is None else change(cell) for cell in column)

    return lane_by_lane(song, block, changed, around_locks=True)


def transposed(song: Song, block: Block, semitones: int) -> SetCells:
    """The edit that moves notes and chords by semitones; 12 is an octave.

    Raises:
        EditError: A note would leave the MIDI range, or all lanes are locked.
    """
    key = song.key_at(block.section)
    flats = key is not None and key.flats

    def moved(cell: Cell) -> Cell:
        if isinstance(cell, Note):
            return replace(cell, pitch=in_range(cell.pitch + semitones))
        if isinstance(cell, ChordCell):
            return replace(cell, chord=cell.chord.transposed(semitones, flats=flats))
        return cell

    return _pitched(song, block, moved)


def transposed_in_scale(song: Song, block: Block, steps: int, key: Key) -> SetCells:
    """The edit that moves notes and chords by steps of a scale, so that they stay in the key.

    Raises:
        EditError: A note would leave the MIDI range, or all lanes are locked.
    """

    def moved(cell: Cell) -> Cell:
        if isinstance(cell, Note):
            return replace(cell, pitch=in_range(step_pitch(cell.pitch, steps, key)))
        if isinstance(cell, ChordCell):
            return replace(cell, chord=step_chord(cell.chord, steps, key))
        return cell

    return _pitched(song, block, moved)


def flipped(song: Song, block: Block) -> SetCells:
    """The edit that mirrors the pitches of each lane around the lane's first note in the block.

    Chords and note-offs stay.

    Raises:
        EditError: A note would leave the MIDI range, or all lanes are locked.
    """
    return _mirrored(song, block, lambda pitch, axis: 2 * axis - pitch)


def flipped_in_scale(song: Song, block: Block, key: Key) -> SetCells:
    """As :func:`flipped`, counted in steps of a scale, so that what is in the key stays in it.

    The alteration of a note beside the scale stays, as where it is moved along the scale.

    Raises:
        EditError: A note would leave the MIDI range, or all lanes are locked.
    """
    return _mirrored(song, block, lambda pitch, axis: mirror_pitch(pitch, axis, key))


def _mirrored(song: Song, block: Block, mirror: Callable[[int, int], int]) -> SetCells:
    def mirrored(column: Column, lane: int) -> Column:
        if _is_drums(song, block, lane):
            return column
        axis = next((cell.pitch for cell in column if isinstance(cell, Note)), 0)
        return tuple(
            replace(cell, pitch=in_range(mirror(cell.pitch, axis))) if isinstance(cell, Note) else cell
            for cell in column
        )

    return lane_by_lane(song, block, mirrored, around_locks=True)


def with_runs(song: Song, block: Block, key: Key, step: int = 1) -> SetCells:
    """The edit that fills the empty rows between neighbouring notes with the scale from one to the next.

    A new note stands at every ``step`` rows, at the scale tone nearest to the straight line between
    the two; a tone that would repeat the one before is left away. Velocities go straight as well.
    Rows behind a note-off stay empty.

    Raises:
        EditError: All lanes are locked.
    """

    def filled(column: Column, lane: int) -> Column:
        if _is_drums(song, block, lane):
            return column
        cells = list(column)
        events = [(row, cell) for row, cell in enumerate(column) if cell is not None]
        for (start, one), (end, other) in pairwise(events):
            if isinstance(one, Note) and isinstance(other, Note):
                cells[start:end] = _run(one, other, end - start, key, max(1, step))
        return tuple(cells)

    return lane_by_lane(song, block, filled, around_locks=True)


def _run(one: Note, other: Note, rows: int, key: Key, step: int) -> list[Cell | None]:
    cells: list[Cell | None] = [one, *[None] * (rows - 1)]
    before = one.pitch
    for row in range(step, rows, step):
        share = row / rows
        pitch = nearest_tone(one.pitch + share * (other.pitch - one.pitch), key)
        between_both = min(one.pitch, other.pitch) < pitch < max(one.pitch, other.pitch)
        if between_both and pitch != before:
            cells[row] = Note(pitch, round(one.velocity + share * (other.velocity - one.velocity)))
            before = pitch
    return cells
