"""Loops that change while the music plays, and what is played next."""

from __future__ import annotations

from tuicomposer.playback.transport import LoopRange, When
from tuicomposer.score.blocks.rows import bars_of
from tuicomposer.score.order import passage_of
from tuicomposer.score.text import visible
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers
from tuicomposer.tui.commands.playing import Playing
from tuicomposer.tui.ports import Playhead

_WHEN = {When.BAR: "when the bar ends", When.SECTION: "when the section ends"}


class Looping:
    """What is repeated, and what is queued."""

    def __init__(self, desk: Desk, playing: Playing) -> None:
        self._desk = desk
        self._playing = playing
        self._announced = ""
        """What was said of the section that is queued."""
        self._waits = False
        """Whether a section was queued when the playhead was last looked at."""

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "play.loop": self._loop_section,
            "play.loop_block": self._loop_block,
            "play.queue_bar": self._queues(When.BAR),
            "play.queue_section": self._queues(When.SECTION),
        }

    def watch(self, head: Playhead) -> None:
        """The playhead was looked at: what was said of a queued section goes once it has come."""
        waited, self._waits = self._waits, head.queued is not None
        if waited and not self._waits and self._announced == self._desk.message:
            self._desk.say("")

    def _loop_section(self) -> None:
        song, cursor = self._desk.document.song, self._desk.view.cursor
        self._loop(range(song.sections[cursor.section].length), "the section")

    def _loop_block(self) -> None:
        view, song = self._desk.view, self._desk.document.song
        block = view.marked
        if block is None:
            self._loop(bars_of(song.sections[view.cursor.section], view.chosen), "the bar")
        else:
            self._loop(range(block.first_row, block.last_row + 1), "the block")

    def _loop(self, rows: range, what: str) -> None:
        """Repeat rows of the section of the cursor; the same loop again ends it. Playing goes on."""
        song, cursor = self._desk.document.song, self._desk.view.cursor
        start = self._playing.tick_of(cursor._replace(row=rows.start))
        if start is None:
            return
        loop = LoopRange(start, start + len(rows) * song.sections[cursor.section].row_ticks)
        head = self._desk.player.playhead
        if not head.playing:
            self._playing.play(start, loop)
        elif head.loop == loop:
            self._desk.player.loop(None)
            self._desk.say("The loop ends; the music goes on.")
        else:
            self._desk.player.loop(loop)
            self._desk.say(f"Loops {what}.")

    def _queues(self, when: When) -> Handler:
        return lambda: self._queue(when)

    def _queue(self, when: When) -> None:
        """Play the section that is shown next; if it plays already, the one that follows it in the order."""
        song, view, head = self._desk.document.song, self._desk.view, self._desk.player.playhead
        if not head.playing:
            play = self._desk.view.keymap.first_key("play.toggle")
            self._desk.say(f"Nothing plays yet; {play} plays from the cursor.")
            return
        passage: int | None = (head.passage + 1) % len(song.order)
        if view.cursor.section != head.section:
            passage = passage_of(song.order, view.cursor.section, view.passage)
        if passage is None:
            self._desk.say("This section is not in the song's order, so it is never played.")
        elif head.queued == passage:
            self._desk.player.queue(None, when)
            self._desk.say("Nothing is queued any more.")
        else:
            self._desk.player.queue(passage, when)
            name = visible(song.sections[song.order[passage]].name)
            self._announced = f"Section {name} comes {_WHEN[when]}."
            self._desk.say(self._announced)
