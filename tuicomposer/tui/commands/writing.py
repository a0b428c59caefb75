"""Changing cells: clearing, rows, transposing, velocity."""

from __future__ import annotations

from collections.abc import Callable

from tuicomposer.errors import ComposerError
from tuicomposer.score.blocks import pitches, rows, velocities
from tuicomposer.score.blocks.block import Block, between, cleared, kept_remark
from tuicomposer.score.blocks.mask import masked
from tuicomposer.score.cells import Cell, Note
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.notes import Notes
from tuicomposer.tui.cursor import stepped
from tuicomposer.tui.remarks import remark

VELOCITY_STEP = 8


class Writing:
    """What changes cells that are there."""

    def __init__(self, desk: Desk, notes: Notes) -> None:
        self._desk = desk
        self._notes = notes

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "write.clear": self.clear,
            "write.back": self.clear_back,
            "write.insert_row": lambda: self._move_rows(rows.pushed_down, "Insert a row"),
            "write.delete_row": lambda: self._move_rows(rows.pulled_up, "Delete a row"),
            "write.softer": lambda: self._velocity(-VELOCITY_STEP),
            "write.louder": lambda: self._velocity(VELOCITY_STEP),
            "write.semitone_up": lambda: self._transpose(1),
            "write.semitone_down": lambda: self._transpose(-1),
        }

    # Changing cells ---------------------------------------------------------------------

    def clear(self) -> None:
        """Empty the block around the cursor, or the cell and step on."""
        view = self._desk.view
        if view.marked is not None and view.cursor in view.marked:
            edit = self._edit_of(cleared, view.block)
            if edit is not None:
                self._desk.do(masked(self._desk.document.song, edit, view.mask), "Clear the block")
        else:
            self._notes.enter(None, "Clear a cell")

    def clear_back(self) -> None:
        """Step back and empty that cell."""
        view = self._desk.view
        song, place = self._desk.document.song, view.cursor
        # At the end of the song the cursor did not step on from what was written last.
        if view.beyond is None:
            place = stepped(song, place, rows=-max(view.step, 1))
        if self._desk.do(masked(song, SetCells(((place, None),)), view.mask), "Clear a cell"):
            self._desk.move(place)

    def _move_rows(self, move: Callable[[Song, Block], SetCells], label: str) -> None:
        song, cell = self._desk.document.song, between(self._desk.view.cursor, self._desk.view.cursor)
        edit = self._edit_of(move, cell)
        if edit is not None and self._desk.do(edit, label) and move is rows.pushed_down:
            self._desk.say(rows.fallen_remark(rows.fallen(song, cell)))

    def _transpose(self, semitones: int) -> None:
        view = self._desk.view
        edit = self._edit_of(lambda song, block: pitches.transposed(song, block, semitones), view.chosen)
        if edit is None or not edit.cells or not self._desk.do(edit, "Transpose"):
            return
        if view.marked is None:
            self._notes.audition(view.cursor, self._cell(view.cursor))
        else:
            kept = kept_remark(self._desk.document.song, view.chosen)
            self._desk.say(remark("Transposed", kept=kept) if kept else "")

    def _velocity(self, change: int) -> None:
        view = self._desk.view
        if not any(isinstance(self._cell(place), Note) for place in view.block.places()):
            view.velocity = max(1, min(127, view.velocity + change))
            self._desk.redraw_status()
            return
        edit = self._edit_of(lambda song, block: velocities.with_velocity(song, block, change), view.block)
        if edit is not None:
            self._desk.do(edit, "Velocity")

    def _edit_of(self, operation: Callable[[Song, Block], SetCells], block: Block) -> SetCells | None:
        """The edit of an operation; ``None`` and a sentence where it is refused."""
        try:
            return operation(self._desk.document.song, block)
        except ComposerError as error:
            self._desk.refuse(error)
            return None

    def _cell(self, place: Place) -> Cell | None:
        return self._desk.document.song.sections[place.section].cell(place.lane, place.row)
