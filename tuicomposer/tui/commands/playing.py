"""Hearing: play, loop, stop, tempo."""

from __future__ import annotations

from tuicomposer.playback.transport import LoopRange
from tuicomposer.score.edits import SetField
from tuicomposer.score.song import Place
from tuicomposer.score.tempo import parse_tempo
from tuicomposer.tui import cursor, screens
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.preferences import Preferences
from tuicomposer.tui.view import Follow, after

_FOLLOWS = {
    Follow.OFF: "The page stays where it is.",
    Follow.PAGE: "The page turns when the music leaves it.",
    Follow.CENTRE: "The row that sounds stays in the middle of the page.",
}


class Playing:
    """What the function keys from F5 to F8 do."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        self._desk = desk
        self._preferences = preferences

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "play.toggle": self._toggle,
            "play.start": lambda: self.play(0),
            "play.here": self._here,
            "play.stop": self.stop,
            "play.tempo": self._tempo,
            "play.follow": self._follow,
        }

    def play(self, tick: int, loop: LoopRange | None = None) -> None:
        """Play the song as it is shown from a tick on."""
        self._desk.sync_player()
        self._desk.player.loop(loop)
        self._desk.player.play(tick)
        self._desk.watch_playhead()

    def stop(self) -> None:
        """Fall silent."""
        self._desk.player.stop()
        self._desk.watch_playhead()

    def _toggle(self) -> None:
        if self._desk.player.playhead.playing:
            self.stop()
        else:
            self._here()

    def _here(self) -> None:
        tick = self.tick_of(self._desk.view.cursor)
        if tick is not None:
            self.play(tick)

    def tick_of(self, place: Place) -> int | None:
        """Tick at which a row sounds; a sentence where it never does."""
        tick = cursor.tick_of(self._desk.document.song, place, self._desk.view.passage)
        if tick is None:
            self._desk.say("This section is not in the song's order, so it is never played.")
        return tick

    def _follow(self) -> None:
        view = self._desk.view
        view.follow = after(view.follow)
        self._desk.say(_FOLLOWS[view.follow])
        self._preferences.remember("follow", view.follow)

    def _tempo(self) -> None:
        tempo = f"{self._desk.document.song.tempo:g}"
        self._desk.ask(
            screens.Prompt("Tempo", "Quarter notes a minute, 20 to 400", tempo, parse_tempo), self._set_tempo
        )

    def _set_tempo(self, text: str) -> None:
        self._desk.do(SetField("tempo", parse_tempo(text)), "Tempo")
