"""The cell that is open for typing: opening, completing, writing, and going on to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from tuicomposer.errors import ComposerError
from tuicomposer.score.blocks.block import changes
from tuicomposer.score.blocks.mask import Mask, masked
from tuicomposer.score.cells import Cell, ChordCell, Note
from tuicomposer.score.chord_cell import Written, read_chord_cell
from tuicomposer.score.chord_completion import completed, completions
from tuicomposer.score.edits import SetCells
from tuicomposer.score.lane import Role
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place
from tuicomposer.tui.beats import beat_up, next_beat
from tuicomposer.tui.cell_text import (
    ENDS,
    CellText,
    first_of_chord,
    is_whole,
    read_cell,
    read_paste,
    starts_chord,
    text_of,
)
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.notes import ONLY_VELOCITY, Notes
from tuicomposer.tui.cursor import bar_up, next_bar

_Way = Callable[[Section, int], int]
_ON: Final[dict[str, _Way]] = {
    "space": next_beat,
    "down": next_beat,
    "up": beat_up,
    "vertical_line": next_bar,
    "right": next_bar,
    "left": bar_up,
}
"""Where a key goes on to after a chord was typed."""
_AMONG_CHORDS: Final = (("space", "write.repeat"), ("vertical_line", "write.dot"), ("vertical_line", None))
"""Keys that go on from a closed cell, too, in place of the action."""
_OUT: Final = ("up", "down", "left", "right", "tab", "shift+tab", "pageup", "pagedown")


class CellEditor:
    """What happens in the cell that is open for typing."""

    def __init__(self, desk: Desk, notes: Notes) -> None:
        self._desk = desk
        self._notes = notes

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {"write.cell": self.open}

    def open(self) -> None:
        """Open the cell under the cursor with what it holds."""
        self._show(CellText(self._desk.view.cursor, self._text(self._desk.view.cursor)))

    def takes(self, character: str) -> bool:
        """Whether a character opens a cell here and is its first one."""
        return self.in_chords and starts_chord(character)

    def begin(self, character: str) -> None:
        """Open the cell under the cursor with a first character."""
        self._show(CellText(self._desk.view.cursor, first_of_chord(character)))

    def way_on(self, key: str, action: str | None) -> _Way | None:
        """Where a key goes from a chord lane's cell that is not open, as it does from an open one.

        Args:
            key: The key.
            action: What it does elsewhere.
        """
        return _ON[key] if self.in_chords and (key, action) in _AMONG_CHORDS else None

    def typed(self, key: str, character: str | None) -> bool:
        """A key while a cell is open; ``False`` if it is still to be done after the cell was written."""
        editor = self._desk.view.editor
        if editor is None:
            return False
        if self.in_chords and key in _ON:
            self.close(_ON[key])
            return True
        if (
            self.in_chords
            and key in ("tab", "shift+tab")
            and self._complete(editor, 1 if key == "tab" else -1)
        ):
            return True
        match key:
            case "enter":
                self.close(self._step)
            case "escape":
                self._show(None)
            case "backspace":
                self._show(editor.erased())
            case "ctrl+u":
                self._show(CellText(editor.place))
            case _ if character is not None and key not in _OUT:
                self._type(editor, character)
            case _:
                return not self.close()
        return True

    def pasted(self, text: str) -> None:
        """Text from the clipboard: into the open cell, or a line of melody or chords."""
        view = self._desk.view
        if view.editor is not None:
            self._show(view.editor.typed(" ".join(text.split())[:64]))
            return
        try:
            song = self._desk.document.song
            edit = masked(song, read_paste(song, view.cursor, text, view.velocity), view.mask)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        if self._desk.do(edit, "Paste text"):
            written = sum(cell is not None for _, cell in edit.cells)
            self._desk.say(f"Pasted {written} cells.")

    def close(self, on: _Way | None = None) -> bool:
        """Write what was typed; ``False`` if it was refused: then the cell stays as it was.

        Args:
            on: Which row to go on to, unless the text itself says where it ends.
        """
        view = self._desk.view
        editor = view.editor
        if editor is None:
            return True
        try:
            written = self._read(editor)
        except ComposerError as error:
            self._show(CellText(editor.place, editor.text, error))
            return False
        view.editor = None
        self._write(editor, written)
        if on is not None:
            section = self._desk.document.song.sections[editor.place.section]
            row = written.end if written.end > editor.place.row else on(section, editor.place.row)
            self._notes.go_on(editor.place._replace(row=row), editor.place)
        self._desk.redraw_cells(editor.place.row)
        return True

    def _read(self, editor: CellText) -> Written:
        song, place = self._desk.document.song, editor.place
        role = song.lanes[place.lane].role
        if role is Role.CHORDS and editor.text.strip().lower() not in ("", *ENDS):
            return read_chord_cell(song, place, editor.text)
        old = self._cell(place)
        velocity = old.velocity if isinstance(old, Note) else self._desk.view.velocity
        cell = read_cell(editor.text, role, velocity)
        if isinstance(old, Note) and isinstance(cell, Note):
            # What the text does not speak of stays; empty quotes take a syllable away.
            sung = cell.lyric if '"' in editor.text else old.lyric
            cell = replace(cell, offset=old.offset, lyric=sung)
        return Written({place.row: cell}, place.row)

    def _write(self, editor: CellText, written: Written) -> None:
        place = editor.place
        song, mask = self._desk.document.song, self._desk.view.mask
        edit = SetCells(tuple((place._replace(row=row), cell) for row, cell in written.cells.items()))
        last = next((cell for _, cell in reversed(edit.cells) if cell is not None), None)
        if editor.text == self._text(place):
            return
        if self._desk.view.entry.jam and last is not None:
            self._notes.audition(place, last)
        elif mask is Mask.VELOCITY and not masked(song, edit, mask).cells and changes(song, edit):
            self._desk.say(ONLY_VELOCITY)
        elif self._desk.do(masked(song, edit, mask), "Type a cell"):
            self._notes.wrote(last)
            self._notes.audition(place, last)

    def _type(self, editor: CellText, character: str) -> None:
        if character == "," and self.in_chords:
            self._hear(editor)
        if not self.in_chords and character.isalpha() and is_whole(editor.text):
            editor = CellText(editor.place)
        self._show(editor.typed(character))

    def _hear(self, editor: CellText) -> None:
        """Let the last chord be heard that was typed so far, if it can be read."""
        try:
            chords = read_chord_cell(
                self._desk.document.song, editor.place, editor.text.rpartition(",")[2]
            ).chords
        except ComposerError:
            return
        for chord in chords[-1:]:
            self._notes.audition(editor.place, ChordCell(chord))

    def choose(self, number: int) -> None:
        """Put a completion of what was typed into the cell, by its number in the line that lists them."""
        editor = self._desk.view.editor
        texts = () if editor is None else self._completions(editor)
        if editor is not None and number < len(texts):
            self._fill(editor, texts[number])

    def _completions(self, editor: CellText) -> tuple[str, ...]:
        """What the cell would hold with each completion, in the order in which they are listed."""
        stem, key = editor.stem or editor.text, self._desk.document.song.key_at(editor.place.section)
        return tuple(completed(stem, symbol) for symbol in completions(stem, key)) if self.in_chords else ()

    def _fill(self, editor: CellText, text: str) -> None:
        self._show(CellText(editor.place, text, stem=editor.stem or editor.text))
        self._hear(CellText(editor.place, text))

    def _complete(self, editor: CellText, change: int) -> bool:
        """Put the next completion of what was typed into the cell; ``False`` if there is none."""
        others = [text for text in self._completions(editor) if text != (editor.stem or editor.text)]
        if not others:
            return False
        at = others.index(editor.text) + change if editor.text in others else min(0, change)
        self._fill(editor, others[at % len(others)])
        return True

    def _step(self, _section: Section, row: int) -> int:
        return row + self._desk.view.rows_on

    def _show(self, editor: CellText | None) -> None:
        self._desk.view.editor = editor
        self._desk.redraw_cells(self._desk.view.cursor.row)

    @property
    def in_chords(self) -> bool:
        """Whether the cursor stands in a chord lane."""
        song = self._desk.document.song
        return bool(song.lanes) and song.lanes[self._desk.view.cursor.lane].role is Role.CHORDS

    def _text(self, place: Place) -> str:
        """What a cell holds, as it is opened."""
        return text_of(self._cell(place), flats=self._desk.view.flats_in(self._desk.document.song))

    def _cell(self, place: Place) -> Cell | None:
        return self._desk.document.song.sections[place.section].cell(place.lane, place.row)
