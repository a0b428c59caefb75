"""Following the playhead: which rows are drawn anew, when the page flips."""

from __future__ import annotations

from typing import NamedTuple

from tuicomposer.score.song import Song
from tuicomposer.tui.count_in import counted
from tuicomposer.tui.ports import Playhead
from tuicomposer.tui.view import Follow, View
from tuicomposer.tui.widgets.grid import Grid

PATIENCE = 40
"""Looks at a resting playhead after which nothing is expected any more."""


class Look(NamedTuple):
    """What a look at the playhead showed."""

    moved: bool
    turned: bool
    """Whether another section is shown."""
    resting: bool
    """Whether there is nothing to look at for now."""


def _shown(head: Playhead) -> tuple[object, ...]:
    """What of a playhead can be seen."""
    return head.playing, head.section, head.row, head.loop, head.queued


class Follower:
    """Draws the bar of the playhead on a still page and turns the page when the bar leaves it."""

    def __init__(self, view: View, grid: Grid) -> None:
        self._view = view
        self._grid = grid
        self._idle = 0
        self._seen = False

    def start(self) -> None:
        """Expect the playhead to move soon."""
        self._idle, self._seen = 0, False

    def look(self, head: Playhead, song: Song) -> Look:
        """Show where the playhead is now in a song."""
        self._idle = 0 if head.playing else self._idle + 1
        resting = self._idle > PATIENCE or (self._seen and not head.playing)
        self._seen = self._seen or head.playing
        before, counting = self._view.playhead, self._view.counting
        self._view.counting = counted(song, head)
        # While the metronome counts, the playhead stands still: only another beat is to be drawn.
        if _shown(head) == _shown(before) and self._view.counting == counting:
            return Look(moved=False, turned=False, resting=resting)
        section = self._view.cursor.section
        self._view.playhead = head
        self._draw(before, head)
        return Look(moved=True, turned=self._view.cursor.section != section, resting=resting)

    def _draw(self, before: Playhead, head: Playhead) -> None:
        if self._view.follow is not Follow.OFF and head.playing:
            self._turn(before, head)
        self._grid.rows_changed(before.row, head.row)
        if self._view.show_meters:
            self._grid.head_changed()

    def _turn(self, before: Playhead, head: Playhead) -> None:
        """Turn the page when the bar leaves it; a page that the person turned away stays."""
        if head.section != self._view.cursor.section:
            if before.playing and before.section == self._view.cursor.section:
                self._view.cursor = self._view.cursor._replace(section=head.section, row=0)
                self._view.passage = head.passage
                self._grid.everything_changed()
                self._grid.flip_to(head.row)
        elif self._view.follow is Follow.CENTRE:
            self._grid.centre(head.row)
        elif not before.playing or self._grid.is_visible(before.row):
            self._grid.flip_to(head.row)
