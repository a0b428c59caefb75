"""Hearing what is written, cell by cell and row by row. Nothing here changes the song."""

from __future__ import annotations

from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.moving import Moving
from tuicomposer.tui.commands.playing import Playing
from tuicomposer.tui.cursor import onward
from tuicomposer.tui.instrument_text import held


class Hearing:
    """What trackers have on 4 and 8."""

    def __init__(self, desk: Desk, playing: Playing, moving: Moving) -> None:
        self._desk = desk
        self._playing = playing
        self._moving = moving

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {"play.note": self._note, "play.row": self._row}

    def _note(self) -> None:
        song, place = self._desk.document.song, self._desk.view.cursor
        match held(song, place) if song.lanes else None:
            case Note(pitch=pitch):
                self._desk.player.audition(place.lane, pitch)
            case ChordCell(chord=chord) if not chord.is_silence:
                self._desk.player.audition(place.lane, chord)
            case _:
                self._desk.say("Nothing sounds here.")

    def _row(self) -> None:
        song, place = self._desk.document.song, self._desk.view.cursor
        tick = self._playing.tick_of(place)
        if tick is None:
            return
        self._desk.sync_player()
        self._desk.player.row(tick)
        on = onward(song, place._replace(row=place.row + 1))
        if on is None:
            self._desk.say("This is the last row.")
        else:
            self._moving.to(on)
