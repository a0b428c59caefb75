"""The lane of the cursor: mute, solo, lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tuicomposer.score.edits import ReplaceLane
from tuicomposer.score.lane import Lane
from tuicomposer.score.text import visible
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers


class Lanes:
    """What happens to the lane of the cursor."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "lane.mute": self._changes(lambda lane: replace(lane, muted=not lane.muted), "Mute"),
            "lane.solo": self._changes(lambda lane: replace(lane, solo=not lane.solo), "Solo"),
            "lane.lock": self._changes(lambda lane: replace(lane, locked=not lane.locked), "Lock"),
        }

    def _changes(self, change: Callable[[Lane], Lane], label: str) -> Handler:
        def run() -> None:
            song, index = self._desk.document.song, self._desk.view.cursor.lane
            lane = song.lanes[index]
            self._desk.do(ReplaceLane(index, change(lane)), f"{label} {visible(lane.name)}")

        return run
