"""Writing into cells: notes, chords, offs, velocity, rows, undo."""

from __future__ import annotations

from collections.abc import Callable

from tuicomposer.errors import ComposerError
from tuicomposer.score.blocks import pitches, rows, velocities
from tuicomposer.score.blocks.block import Block, between, cleared
from tuicomposer.score.blocks.mask import masked
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.document import Change
from tuicomposer.score.edits import SetCells
from tuicomposer.score.lane import Role
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.cell_text import CellText, first_of_chord, read_cell, read_paste, starts_chord, text_of
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.cursor import clamped, stepped
from tuicomposer.tui.keys import NOTE_KEYS
from tuicomposer.tui.view import HIGHEST_OCTAVE, LOWEST_OCTAVE, MAX_STEP

VELOCITY_STEP = 8


class Writing:
    """What typing does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "write.cell": self.open_cell,
            "write.off": lambda: self._enter(Off(), "Note off"),
            "write.clear": self.clear,
            "write.back": self.clear_back,
            "write.insert_row": lambda: self._move_rows(rows.pushed_down, "Insert a row"),
            "write.delete_row": lambda: self._move_rows(rows.pulled_up, "Delete a row"),
            "write.octave_down": lambda: self._set_octave(-1),
            "write.octave_up": lambda: self._set_octave(1),
            "write.step_down": lambda: self._set_step(-1),
            "write.step_up": lambda: self._set_step(1),
            "write.softer": lambda: self._velocity(-VELOCITY_STEP),
            "write.louder": lambda: self._velocity(VELOCITY_STEP),
            "write.semitone_up": lambda: self._transpose(1),
            "write.semitone_down": lambda: self._transpose(-1),
            "write.undo": self.undo,
            "write.redo": self.redo,
        }

    # Typing -----------------------------------------------------------------------------

    def typed(self, character: str) -> bool:
        """A character that is no command; whether it meant something."""
        if not self._desk.document.song.lanes:
            return False
        if self._role is Role.CHORDS:
            if starts_chord(character):
                self._edit(first_of_chord(character))
            elif character.isalnum():
                self._desk.say("This is a chord lane: type a chord such as Am7, F#dim, C/E or N.C.")
            return character.isalnum()
        if character.lower() in NOTE_KEYS:
            self._note(NOTE_KEYS[character.lower()])
            return True
        return False

    def typed_in_cell(self, key: str, character: str | None) -> bool:
        """A key while a cell is open."""
        editor = self._desk.view.editor
        if editor is None:
            return False
        match key:
            case "enter":
                self.close_cell(step=True)
            case "escape":
                self._show(None)
            case "backspace":
                self._show(editor.erased())
            case "up" | "down" | "left" | "right" | "tab" | "shift+tab" | "pageup" | "pagedown":
                return not self.close_cell(step=False)
            case _ if character is not None:
                self._show(editor.typed(character))
            case _:
                return not self.close_cell(step=False)
        return True

    def pasted(self, text: str) -> None:
        """Text from the clipboard: into the open cell, or a line of melody or chords."""
        view = self._desk.view
        if view.editor is not None:
            self._show(view.editor.typed(" ".join(text.split())[:64]))
            return
        try:
            edit = read_paste(self._desk.document.song, view.cursor, text, view.velocity)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        if self._desk.do(edit, "Paste text"):
            written = sum(cell is not None for _, cell in edit.cells)
            self._desk.say(f"Pasted {written} cells.")

    def _note(self, semitone: int) -> None:
        view = self._desk.view
        pitch = 12 * (view.octave + 1) + semitone
        if pitch > 127:
            self._desk.say("That is above the highest MIDI pitch; lower the octave with <.")
            return
        self._enter(Note(pitch, view.velocity), "Type a note")

    def _enter(self, cell: Cell | None, label: str) -> None:
        place = self._desk.view.cursor
        if self._desk.do(SetCells(((place, cell),)), label):
            self._audition(place, cell)
            self._step()

    def _audition(self, place: Place, cell: Cell | None) -> None:
        if isinstance(cell, Note):
            self._desk.player.audition(place.lane, cell.pitch)
        elif isinstance(cell, ChordCell):
            self._desk.player.audition(place.lane, cell.chord)

    def _step(self) -> None:
        view = self._desk.view
        view.selection.moved()
        self._desk.move(stepped(self._desk.document.song, view.cursor, rows=view.step))

    # The open cell ----------------------------------------------------------------------

    def open_cell(self) -> None:
        """Open the cell under the cursor with what it holds."""
        self._edit(text_of(self._cell(self._desk.view.cursor)))

    def close_cell(self, *, step: bool) -> bool:
        """Write what was typed; ``False`` if it was refused: then the cell stays as it was."""
        view = self._desk.view
        editor = view.editor
        if editor is None:
            return True
        try:
            cell = read_cell(editor.text, self._role, view.velocity)
        except ComposerError as error:
            self._show(CellText(editor.place, editor.text, error))
            return False
        view.editor = None
        old = self._cell(editor.place)
        if text_of(cell) != text_of(old):
            self._desk.do(SetCells(((editor.place, cell),)), "Type a cell")
            self._audition(editor.place, cell)
        if step:
            self._step()
        self._desk.redraw_cells(editor.place.row)
        return True

    def _edit(self, text: str) -> None:
        self._show(CellText(self._desk.view.cursor, text))

    def _show(self, editor: CellText | None) -> None:
        self._desk.view.editor = editor
        self._desk.redraw_cells(self._desk.view.cursor.row)

    # Changing cells ---------------------------------------------------------------------

    def clear(self) -> None:
        """Empty the block around the cursor, or the cell and step on."""
        view = self._desk.view
        if view.marked is not None and view.cursor in view.marked:
            edit = self._edit_of(cleared, view.block)
            if edit is not None:
                self._desk.do(masked(self._desk.document.song, edit, view.mask), "Clear the block")
        else:
            self._enter(None, "Clear a cell")

    def clear_back(self) -> None:
        """Step back and empty that cell."""
        view = self._desk.view
        place = stepped(self._desk.document.song, view.cursor, rows=-max(view.step, 1))
        if self._desk.do(SetCells(((place, None),)), "Clear a cell"):
            self._desk.move(place)

    def _move_rows(self, move: Callable[[Song, Block], SetCells], label: str) -> None:
        edit = self._edit_of(move, between(self._desk.view.cursor, self._desk.view.cursor))
        if edit is not None:
            self._desk.do(edit, label)

    def _transpose(self, semitones: int) -> None:
        view = self._desk.view
        edit = self._edit_of(lambda song, block: pitches.transposed(song, block, semitones), view.chosen)
        if edit is not None and edit.cells and self._desk.do(edit, "Transpose") and view.marked is None:
            self._audition(view.cursor, self._cell(view.cursor))

    def _velocity(self, change: int) -> None:
        view = self._desk.view
        edit = self._edit_of(lambda song, block: velocities.with_velocity(song, block, change), view.block)
        if edit is None:
            return
        if edit.cells:
            self._desk.do(edit, "Velocity")
        else:
            view.velocity = max(1, min(127, view.velocity + change))
            self._desk.redraw_status()

    def _edit_of(self, operation: Callable[[Song, Block], SetCells], block: Block) -> SetCells | None:
        """The edit of an operation; ``None`` and a sentence where it is refused."""
        try:
            return operation(self._desk.document.song, block)
        except ComposerError as error:
            self._desk.refuse(error)
            return None

    # Entry settings ---------------------------------------------------------------------

    def _set_octave(self, change: int) -> None:
        view = self._desk.view
        view.octave = max(LOWEST_OCTAVE, min(HIGHEST_OCTAVE, view.octave + change))
        self._desk.redraw_status()

    def _set_step(self, change: int) -> None:
        view = self._desk.view
        view.step = max(0, min(MAX_STEP, view.step + change))
        self._desk.redraw_status()

    # History ----------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last change."""
        self._replayed(self._desk.document.undo(), "There is nothing to undo.")

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self._replayed(self._desk.document.redo(), "There is nothing to redo.")

    def _replayed(self, change: Change | None, nothing: str) -> None:
        if change is None:
            self._desk.say(nothing)
            return
        self._desk.say(f"{change.label}.")
        first = min(change.touched.cells, default=self._desk.view.cursor)
        self._desk.move(clamped(change.song, first))

    @property
    def _role(self) -> Role:
        return self._desk.document.song.lanes[self._desk.view.cursor.lane].role

    def _cell(self, place: Place) -> Cell | None:
        return self._desk.document.song.sections[place.section].cell(place.lane, place.row)
