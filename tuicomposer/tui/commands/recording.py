"""Recording: what is played while the song runs lands on the nearest rows, as one step of undo."""

from __future__ import annotations

from contextlib import ExitStack

from tuicomposer.score.cells import Cell, Note, Off
from tuicomposer.score.edits import SetCells
from tuicomposer.score.lane import Role
from tuicomposer.score.quantise import nearest_row
from tuicomposer.score.song import Place
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.tui.auto_repeat import Arrival, AutoRepeat
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.cursor import tick_of
from tuicomposer.tui.entry_state import Take
from tuicomposer.tui.ports import Playhead

MOST_COUNTED = 2
"""Bars of count-in."""
LIVE = frozenset(
    (
        "write.off",
        "write.cut",
        "write.repeat",
        "play.metronome",
        "play.count_in",
        "play.follow",
        "write.octave_up",
        "write.octave_down",
        "view.help",
    )
)
"""Actions that leave a take running."""


class Recording:
    """Takes: begun by the first key, ended by Stop, by the song's end, or by any other action."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = ExitStack()
        self._lane = 0
        self._count = 0
        self._was_playing = False
        self._held = AutoRepeat()
        self._last: tuple[Place, Cell | None, Cell] | None = None

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "play.record": self._toggle,
            "play.metronome": self._metronome,
            "play.count_in": self._count_in,
        }

    @property
    def active(self) -> bool:
        """Whether what is played is recorded, or will be from the first key on."""
        return self._desk.view.entry.take is not Take.NONE

    def divert(self, cell: Cell) -> bool:
        """Take in what was played, if there is a take; the first of it begins one that was armed."""
        if not self.active:
            return False
        if self._desk.view.entry.take is Take.ARMED:
            self._begin(cell)
            return True
        place = self._place()
        if place is not None:
            self._put(place, cell)
        return True

    def released(self, pitch: int) -> None:
        """A key was let go: its note ends on the nearest row, if it still sounds."""
        place = self._place() if self._desk.view.entry.take is Take.RUNNING else None
        if place is None or self._last is None:
            return
        begun, _, cell = self._last
        if isinstance(cell, Note) and cell.pitch == pitch and begun.section == place.section:
            row = max(place.row, begun.row + 1)
            section = self._desk.document.song.sections[place.section]
            if row < section.length and section.cell(place.lane, row) is None:
                self._desk.do(SetCells(((place._replace(row=row), Off()),)), "Record")

    def is_repeat(self, key: str) -> bool:
        """Whether a key only arrives because it is held down; where that shows late, a note is taken back."""
        if not self.active:
            return False
        arrival = self._held.arrived(key, self._desk.view.entry.struck)
        if arrival is Arrival.SECOND_REPEAT and self._last is not None:
            place, old, _ = self._last
            self._desk.do(SetCells(((place, old),)), "Record")
            self._last, self._count = None, self._count - 1
        return arrival is not Arrival.STROKE

    def watch(self, head: Playhead) -> None:
        """End the take where the song ends."""
        if self._desk.view.entry.take is Take.RUNNING:
            self._was_playing = self._was_playing or head.playing
            if self._was_playing and not head.playing:
                self.finish()

    def finish(self) -> None:
        """End the take, if there is one: what was played becomes one step of undo."""
        if not self.active:
            return
        began = self._desk.view.entry.take is Take.RUNNING
        self._desk.view.entry.take = Take.NONE
        self._open.close()
        if began:
            self._desk.say(self._summary)
        else:
            self._desk.redraw_status()

    @property
    def _summary(self) -> str:
        if self._count < 1:
            return "Nothing was recorded."
        chords = self._lane in self._desk.document.song.lanes_with(Role.CHORDS)
        what = f"{'chord' if chords else 'note'}{'s' * (self._count != 1)}"
        return f"Recorded {self._count} {what}, as one step of undo."

    def _toggle(self) -> None:
        if self.active:
            self.finish()
            self._desk.player.stop()
            self._desk.watch_playhead()
        elif tick_of(self._desk.document.song, self._desk.view.cursor) is None:
            self._desk.say("This section is not in the song's order, so it is never played.")
        else:
            self._desk.view.entry.take = Take.ARMED
            bars = self._desk.view.entry.count_in
            after = (
                f"after {bars} counted {'bar' if bars == 1 else 'bars'}"
                if bars
                else "with it as the first note"
            )
            self._desk.say(f"The first key begins the take, {after}.")

    def _metronome(self) -> None:
        entry = self._desk.view.entry
        entry.metronome = not entry.metronome
        self._desk.player.metronome(on=entry.metronome)
        self._desk.say("The metronome strikes the beats." if entry.metronome else "The metronome is off.")

    def _count_in(self) -> None:
        entry = self._desk.view.entry
        entry.count_in = (entry.count_in + 1) % (MOST_COUNTED + 1)
        bars = ("no bar", "one bar", "two bars")[entry.count_in]
        self._desk.say(f"Before a take, {bars} will be counted.")

    def begin(self) -> None:
        """Begin the take that waits, with a finger whose chord is not known yet."""
        if self._desk.view.entry.take is Take.ARMED:
            self._begin(None)

    def _begin(self, cell: Cell | None) -> None:
        view, song = self._desk.view, self._desk.document.song
        tick = tick_of(song, view.cursor)
        if tick is None:
            return
        view.entry.take = Take.RUNNING
        self._desk.say("")
        self._lane, self._count, self._was_playing, self._last = view.cursor.lane, 0, False, None
        self._open.enter_context(self._desk.document.group("Record a take"))
        if self._desk.player.playhead.playing:
            # Punched in: the music goes on, a loop too.
            self._was_playing = True
            if cell is not None:
                self.divert(cell)
            return
        self._desk.sync_player()
        self._desk.player.loop(None)
        self._desk.player.play(tick, view.entry.count_in)
        self._desk.watch_playhead()
        if cell is not None and view.entry.count_in == 0:
            self._put(view.cursor, cell)

    def _put(self, place: Place, cell: Cell) -> None:
        old = self._desk.document.song.sections[place.section].cell(place.lane, place.row)
        if self._desk.do(SetCells(((place, cell),)), "Record"):
            self._last, self._count = (place, old, cell), self._count + 1

    def _place(self) -> Place | None:
        """Where a key that was struck just now lands; ``None`` while the metronome still counts in."""
        head, song = self._desk.player.playhead, self._desk.document.song
        if not head.playing and not self._was_playing:
            # The player has not begun yet: it was told a moment ago.
            return None if self._desk.view.entry.count_in else self._desk.view.cursor
        flow = song.flow(head.section)
        seconds = self._desk.view.entry.struck - head.at - head.ahead
        tick = head.tick + round(seconds * flow.tempo * TICKS_PER_BEAT / 60.0)
        row_ticks = song.sections[head.section].row_ticks
        if head.ahead and tick < head.tick - row_ticks // 2:
            return None
        section, row = nearest_row(song, tick, head.loop)
        return Place(section, self._lane, row)
