"""Playing notes into cells, from the computer's keyboard or another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tuicomposer.errors import ComposerError
from tuicomposer.score.blocks.mask import Mask, masked
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.edits import SetCells
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.song import Place
from tuicomposer.score.text import visible
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.holding import Holding
from tuicomposer.tui.commands.recording import Recording
from tuicomposer.tui.cursor import onward, stepped
from tuicomposer.tui.entry_state import EntryState
from tuicomposer.tui.note_typing import check_pitch, is_note_key, typed_pitch

ONLY_VELOCITY: Final = "Only velocities are written now; the mask lets nothing else change."
"""What is said of a cell that the mask keeps as it is."""


class Notes:
    """What the keys of the piano do, and what repeats or ends their notes."""

    def __init__(self, desk: Desk, recording: Recording, holding: Holding) -> None:
        self._desk = desk
        self._recording = recording
        self._holding = holding

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "write.off": lambda: self.enter(Off(), "Note off"),
            "write.cut": lambda: self.enter(Off(cut=True), "Note cut"),
            "write.repeat": self._repeat,
        }

    def takes(self, character: str) -> bool:
        """Whether a character is a note here."""
        return self.in_notes and is_note_key(character, self._entry)

    @property
    def in_notes(self) -> bool:
        """Whether the cursor stands in a lane of notes."""
        return bool(self._desk.document.song.lanes) and self._lane_role is not Role.CHORDS

    def typed(self, character: str, code: str = "") -> None:
        """A key of the piano; one with a code sounds until its release is told."""
        view = self._desk.view
        try:
            pitch = typed_pitch(
                character, self._entry, octave=view.octave, key=self._key, before=self._pitch_before()
            )
        except ComposerError as error:
            self._desk.say(str(error))
            return
        self._write(Note(pitch, view.velocity), code)

    def played(self, pitch: int, velocity: int) -> None:
        """A key of another keyboard, struck with a velocity."""
        try:
            check_pitch(pitch, self._entry, self._key)
        except ComposerError as error:
            self._desk.say(str(error))
            return
        self._write(Note(pitch, velocity))

    def struck(self, pitch: int) -> None:
        """A key of the drawn instrument: as one of the piano; in a chord lane it is only heard."""
        if self.in_notes:
            self.played(pitch, self._desk.view.velocity)
        else:
            self._desk.player.audition(self._desk.view.cursor.lane, pitch)

    def enter(self, cell: Cell | None, label: str, code: str = "") -> None:
        """Write a cell at the cursor through the mask, let it be heard, and step on; in a jam only that."""
        if cell is not None and (self._recording.divert(cell) or self._entry.jam):
            self.audition(self._desk.view.cursor, cell, code)
        elif cell is None or self.may_write():
            self._put(cell, label, code)

    def _put(self, cell: Cell | None, label: str, code: str) -> None:
        song, place, mask = self._desk.document.song, self._desk.view.cursor, self._desk.view.mask
        old = self._cell(place)
        if isinstance(cell, Note) and isinstance(old, Note) and not cell.lyric:
            # Another pitch is still sung on the same syllable.
            cell = replace(cell, lyric=old.lyric)
        if mask is Mask.VELOCITY and cell is not None and not isinstance(old, Note):
            self._desk.say("Only velocities are written now, and there is no note here.")
            return
        if mask is Mask.VELOCITY and isinstance(cell, Off):
            self._desk.say(ONLY_VELOCITY)
            return
        through = masked(song, SetCells(((place, cell),)), mask).cells
        written = through[0][1] if through else old
        if self._desk.do(SetCells(((place, written),)), label):
            self.wrote(written)
            self.audition(place, written, code)
            self.step(within=cell is None)

    def may_write(self) -> bool:
        """Whether there is a place for what is typed: not where writing came to the end of the song.

        What was written last stays until the cursor is moved to it; where the song has grown
        meanwhile, writing goes on there.
        """
        view, song = self._desk.view, self._desk.document.song
        beyond = view.beyond
        # Where its section is gone the cursor is elsewhere, without having been moved.
        if beyond is None or beyond[:2] != view.cursor[:2] or self._cell(view.cursor) is None:
            return True
        on = onward(song, beyond)
        if on is None:
            self.say_end()
            return False
        self._desk.move(on)
        return True

    def wrote(self, cell: Cell | None) -> None:
        """Remember what was written, to be repeated."""
        match cell:
            case ChordCell():
                self._entry.last_chord = cell
            case Note() | Off():
                self._entry.last_note = replace(cell, lyric="") if isinstance(cell, Note) else cell
                self._entry.octave_chosen = False

    def audition(self, place: Place, cell: Cell | None, code: str = "") -> None:
        """Let a cell be heard as its lane plays it, for a moment or while a key is held."""
        if isinstance(cell, Note) and code:
            self._holding.sound(place.lane, cell.pitch, code)
        elif isinstance(cell, Note):
            self._desk.player.audition(place.lane, cell.pitch)
        elif isinstance(cell, ChordCell):
            self._desk.player.audition(place.lane, cell.chord)

    def step(self, *, within: bool) -> None:
        """Go down by the edit step, into the next section too unless it is to be within this one."""
        view = self._desk.view
        if within:
            view.selection.moved()
            self._desk.move(stepped(self._desk.document.song, view.cursor, rows=view.rows_on))
        else:
            self.go_on(view.cursor._replace(row=view.cursor.row + view.rows_on), view.cursor)

    def go_on(self, place: Place, written: Place) -> None:
        """To where writing goes on, which may lie below the end of the section.

        Args:
            place: Where that is.
            written: Where was written last.
        """
        self._to(place)
        self._desk.view.written = written

    def _to(self, place: Place) -> None:
        view, song = self._desk.view, self._desk.document.song
        on = onward(song, place)
        view.selection.moved()
        if on is None:
            self._desk.move(view.cursor)
            view.beyond = place
            self.say_end()
            return
        self._desk.move(on)
        if on.section != place.section:
            self._desk.say(f"On in section {visible(song.sections[on.section].name)}.")

    def say_end(self) -> None:
        """Say that writing came to the end of the song, and what to do."""
        key = self._desk.view.keymap.first_key("form.open")
        self._desk.say(
            f"This is the end of the last section: {key} adds one; an arrow lets you write here again."
        )

    def _write(self, note: Note, code: str = "") -> None:
        self.enter(note, "Record" if self._recording.active else "Type a note", code)

    def _repeat(self) -> None:
        last = self._entry.last_note if self.in_notes else self._entry.last_chord
        if last is None:
            play = self._desk.view.keymap.first_key("play.toggle")
            self._desk.say(f"Nothing was typed yet that could be repeated here; {play} plays.")
        else:
            self.enter(last, "Repeat the last entry")

    def _pitch_before(self) -> int | None:
        place = self._desk.view.cursor
        column = self._desk.document.song.sections[place.section].columns[place.lane][: place.row]
        return next((cell.pitch for cell in reversed(column) if isinstance(cell, Note)), None)

    @property
    def _entry(self) -> EntryState:
        return self._desk.view.entry

    @property
    def _key(self) -> Key | None:
        return self._desk.document.song.key_at(self._desk.view.cursor.section)

    @property
    def _lane_role(self) -> Role:
        return self._desk.document.song.lanes[self._desk.view.cursor.lane].role

    def _cell(self, place: Place) -> Cell | None:
        return self._desk.document.song.sections[place.section].cell(place.lane, place.row)
