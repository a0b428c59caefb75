"""Recordings: what is heard in them, how sure that is, and the pace they were played at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tuicomposer.errors import EntryError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Report
from tuicomposer.score.edits import SetField
from tuicomposer.score.recording import Recording
from tuicomposer.score.text import visible
from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handlers

if TYPE_CHECKING:
    from tuicomposer.playback.take import Take

NO_RECORDING = "This song was not heard in a recording; “Import a recording” makes one that is."


_USUAL_LEVEL = 110


class Takes:
    """What is done with the recording that a song was heard in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._take: Take | None = None
        self._level = _USUAL_LEVEL

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "view.confidence": self._confidence,
            "play.pace": self._pace,
            "play.take": self._toggle,
            "play.take_volume": self._volume,
        }

    @property
    def recording(self) -> Recording | None:
        """The song's recording; without one, a sentence says so."""
        recording = self._desk.document.song.recording
        if recording is None:
            self._desk.say(NO_RECORDING)
        return recording

    def forget(self) -> None:
        """Play no recording any more: its song is no longer open."""
        if self._take is not None:
            self._play(None)

    def _toggle(self) -> None:
        if self._take is not None:
            self._play(None)
            self._desk.say("The song is played by itself.")
            return
        recording = self.recording
        if recording is None:
            return
        path, token = self._file(recording), CancelToken()

        def task(report: Report, token: CancelToken) -> Take:
            return self._desk.ports.open_take(path, report, token)

        if self._desk.start_work(f"Reading {visible(path.name)}", token.cancel):
            self._desk.in_background(task, self._opened, token)

    def _opened(self, take: Take) -> None:
        recording = self.recording
        if recording is None:
            return
        if not recording.followed:
            self._desk.do(SetField("recording", replace(recording, followed=True)), "Pace")
            self._desk.sync_player()
        self._play(replace(take, volume=self._level))
        self._desk.say("The recording is played beside the song. Ctrl+F6 ends it.")

    def _play(self, take: Take | None) -> None:
        self._take = take
        self._desk.player.take(take)

    def _file(self, recording: Recording) -> Path:
        folder = Path() if self._desk.path is None else self._desk.path.parent
        return folder / recording.file

    def _volume(self) -> None:
        dialog = screens.Prompt(
            "Volume of the recording", "0 is silent, 127 is loudest", str(self._level), read_level
        )
        self._desk.ask(dialog, self._set_volume)

    def _set_volume(self, text: str) -> None:
        self._level = read_level(text)
        if self._take is not None:
            self._play(replace(self._take, volume=self._level))

    def _confidence(self) -> None:
        view = self._desk.view
        view.show_confidence = not view.show_confidence
        if view.show_confidence:
            view.show_realness = False
            self._desk.say("Cells are tinted: the browner, the less surely heard. Ctrl+F9 ends it.")
        self._desk.redraw()

    def _pace(self) -> None:
        recording = self.recording
        if recording is not None:
            followed = not recording.followed
            self._desk.do(SetField("recording", replace(recording, followed=followed)), "Pace")
            pace = "at the pace of its recording" if followed else "at its own tempo"
            self._desk.say(f"The song is played {pace}.")


def read_level(text: str) -> int:
    """A MIDI volume.

    Raises:
        EntryError: The text is no whole number from 0 to 127.
    """
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) <= 127):
        raise EntryError(f"“{visible(typed[:20])}” is no volume.", "Write a whole number from 0 to 127.")
    return int(typed)
