"""Marking blocks without Shift: by a key that starts and ends a block, and by what is around the cursor."""

from __future__ import annotations

from collections.abc import Callable

from tuicomposer.score.blocks import widen
from tuicomposer.score.blocks.block import Block
from tuicomposer.score.song import Song
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers


class Marking:
    """What is marked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "block.mark": self._mark,
            "block.unmark": self._unmark,
            "block.all": self._around(widen.widened),
            "block.beat": self._around(widen.beats_around),
            "block.bar": self._around(widen.bars_around),
            "block.lane": self._around(widen.lanes_around),
            "block.section": self._around(widen.section_around),
        }

    def _mark(self) -> None:
        view = self._desk.view
        selection, block = view.selection, view.marked
        if block is None or selection.stays:
            selection.clear()
            selection.begin(view.cursor, marking=True)
            self._desk.say('Marking: move the cursor; " again ends it, \\ lists what can be done.')
        else:
            selection.place(block, stays=True)
            self._desk.say(f"Marked {size(block)}. The block stays until Esc.")
        self._desk.redraw()

    def _unmark(self) -> None:
        self._desk.view.selection.clear()
        self._desk.redraw()

    def _around(self, around: Callable[[Song, Block], Block]) -> Handler:
        def run() -> None:
            view = self._desk.view
            block = around(self._desk.document.song, view.chosen)
            view.selection.place(block, stays=view.selection.stays or view.selection.marking)
            if view.cursor not in block:
                self._desk.move(block.first)
            self._desk.say(f"Marked {size(block)}.")
            self._desk.redraw()

        return run


def size(block: Block) -> str:
    """Lanes and rows of a block in words."""
    lanes, rows = len(block.lanes), len(block.rows)
    return f"{lanes} lane{'s' * (lanes != 1)} × {rows} row{'s' * (rows != 1)}"
