"""Dotted notes: what was just written gets half a step more, and the next entry steps the other half."""

from __future__ import annotations

from tuicomposer.score.song import Place
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.notes import Notes
from tuicomposer.tui.cursor import clamped
from tuicomposer.tui.view import Dot


class Dotting:
    """What a dot does. It moves the cursor and changes nothing in the song."""

    def __init__(self, desk: Desk, notes: Notes) -> None:
        self._desk = desk
        self._notes = notes

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {"write.dot": self._dot}

    def _dot(self) -> None:
        """Dot what was just written; the dot again takes it back."""
        view = self._desk.view
        written, dot = view.written, view.dot
        if dot is not None:
            self._desk.move(dot.undotted)
            view.written = written
            self._desk.say("No longer dotted.")
        elif written is None or self._is_empty(written):
            self._desk.say("A dot lengthens what was just written; write it first.")
        elif view.beyond is not None:
            self._notes.say_end()
        elif view.step < 2 or view.step % 2:
            rows = "1 row" if view.step == 1 else f"{view.step} rows"
            longer = view.keymap.first_key("write.step_up")
            self._desk.say(f"A step of {rows} has no half; {longer} makes it longer.")
        else:
            self._lengthen(written, view.step // 2)

    def _lengthen(self, written: Place, half: int) -> None:
        view = self._desk.view
        undotted = view.cursor
        self._notes.go_on(undotted._replace(row=undotted.row + half), written)
        if view.beyond is None:
            view.dot = Dot(half, undotted)
            self._desk.say(f"Dotted: the next step is {half} {'row' if half == 1 else 'rows'}.")

    def _is_empty(self, place: Place) -> bool:
        """Whether there is nothing in a place, which may have left the song meanwhile."""
        song = self._desk.document.song
        return clamped(song, place) != place or not song.sections[place.section].cell(place.lane, place.row)
