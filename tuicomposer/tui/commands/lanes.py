"""The lane of the cursor: its place, name, sound and level; mute, solo and locks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from tuicomposer.errors import ComposerError
from tuicomposer.score import form, guard, lanes
from tuicomposer.score.blocks.rows import bars_of
from tuicomposer.score.edits import Edit, ReplaceLane
from tuicomposer.score.lane import Lane
from tuicomposer.score.text import visible
from tuicomposer.tui import screens
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers
from tuicomposer.tui.lane_fields import FIELDS, Field

_TURNS: Final[dict[str, Callable[[Lane], Lane]]] = {
    "lane.mute": lambda lane: replace(lane, muted=not lane.muted),
    "lane.solo": lambda lane: replace(lane, solo=not lane.solo),
    "lane.lock": lambda lane: replace(lane, locked=not lane.locked),
}


class Lanes:
    """What happens to the lane of the cursor."""

    def __init__(self, desk: Desk, run: Callable[[str], None]) -> None:
        self._desk = desk
        self._run = run

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "lane.open": self._open,
            "lane.mute": lambda: self.turn("lane.mute", self.index),
            "lane.solo": lambda: self.turn("lane.solo", self.index),
            "lane.lock": self._lock,
            "lane.lock_cells": self._lock_cells,
            "lane.add": self._add,
            "lane.remove": self._remove,
            "lane.left": lambda: self._move(-1),
            "lane.right": lambda: self._move(1),
            **{f"lane.{field.id}": self._asks(field) for field in FIELDS},
            "lane.instrument": self.choose_instrument,
        }

    @property
    def index(self) -> int:
        """The lane of the cursor."""
        return self._desk.view.cursor.lane

    def turn(self, action: str, index: int) -> None:
        """Mute, solo or lock a lane, or no longer."""
        lane = self._desk.document.song.lanes[index]
        label = BY_ID[action].title
        self._desk.do(ReplaceLane(index, _TURNS[action](lane)), f"{label} {visible(lane.name)}")

    def go_to(self, lane: int) -> None:
        """Put the cursor on another lane."""
        if lane != self.index:
            self._desk.move(self._desk.view.cursor._replace(lane=lane))

    def set_field(self, field: Field, text: str) -> ComposerError | None:
        """Change a field of the lane of the cursor; why it is refused, if it is."""
        song, index = self._desk.document.song, self.index
        try:
            edit = field.change(song, index, text)
        except ComposerError as error:
            return error
        if edit.lane != song.lanes[index]:
            self._desk.do(edit, f"{field.title} of {visible(song.lanes[index].name)}")
        return None

    def step_field(self, field: Field, by: int) -> None:
        """Change a field of the lane of the cursor one step up or down."""
        lane = self._desk.document.song.lanes[self.index]
        self._told(None if field.step is None else self.set_field(field, field.step(lane, by)))

    def choose_instrument(self) -> None:
        """Ask for a sound by typing its name."""
        lane = self._desk.document.song.lanes[self.index]
        field = next(field for field in FIELDS if field.id == "instrument")
        self._desk.ask(
            screens.Instruments(visible(lane.name), lane.program, self._hear),
            lambda program: self._told(self.set_field(field, str(program + 1))),
        )

    def _hear(self, program: int) -> None:
        """Let a sound be heard before it is chosen: the player has the song as it would be."""
        song, index = self._desk.document.song, self.index
        changed = replace(song.lanes[index], program=program)
        tried = (*song.lanes[:index], changed, *song.lanes[index + 1 :])
        self._desk.player.set_song(replace(song, lanes=tried))
        self._desk.player.audition(index, 60)
        self._desk.sync_player()

    def _open(self) -> None:
        self._desk.ask(screens.LaneScreen(self._desk, self, self._run), lambda _: None)

    def _add(self) -> None:
        song = self._desk.document.song
        at = min(self.index + 1, len(song.lanes))
        if self._try(lambda: lanes.added(song, at), "Add a lane"):
            self.go_to(at)

    def _remove(self) -> None:
        song, index = self._desk.document.song, self.index
        if self._try(lambda: lanes.removed(song, index), "Remove a lane"):
            self._desk.say(f"Lane {visible(song.lanes[index].name)} is gone; Ctrl+Z brings it back.")

    def _move(self, by: int) -> None:
        edit = lanes.moved(self._desk.document.song, self.index, by)
        if edit is not None and self._desk.do(edit, "Move a lane"):
            self.go_to(self.index + by)

    def _lock(self) -> None:
        if self._desk.view.marked is not None:
            self._lock_cells()
        else:
            self.turn("lane.lock", self.index)

    def _lock_cells(self) -> None:
        view, song = self._desk.view, self._desk.document.song
        section = song.sections[view.cursor.section]
        block = view.marked
        rows = bars_of(section, view.chosen) if block is None else block.rows
        changed = guard.turned(section, view.chosen.lanes, rows)
        locked = changed.is_locked(view.chosen.first_lane, rows.start)
        label = "Lock cells" if locked else "Free cells"
        if self._desk.do(form.with_section(song, view.cursor.section, changed), label):
            self._desk.say("Locked: nothing writes there until it is freed." if locked else "Free again.")

    def _asks(self, field: Field) -> Handler:
        def ask() -> None:
            song, index = self._desk.document.song, self.index
            lane = song.lanes[index]
            title = f"{field.title} of lane {visible(lane.name)}"
            prompt = screens.Prompt(
                title, field.hint, field.text(lane), lambda text: field.change(song, index, text)
            )
            self._desk.ask(prompt, lambda text: self._told(self.set_field(field, text)))

        return ask

    def _try(self, make: Callable[[], Edit], label: str) -> bool:
        try:
            edit = make()
        except ComposerError as error:
            self._desk.refuse(error)
            return False
        return self._desk.do(edit, label)

    def _told(self, error: ComposerError | None) -> None:
        if error is not None:
            self._desk.refuse(error)
