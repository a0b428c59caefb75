"""Recordings: what is heard in them, how sure that is, and the pace they were played at."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.score.edits import SetField
from tuicomposer.score.recording import Recording
from tuicomposer.tui.commands.desk import Desk, Handlers

NO_RECORDING = "This song was not heard in a recording; “Import a recording” makes one that is."


class Takes:
    """What is done with the recording that a song was heard in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {"view.confidence": self._confidence, "play.pace": self._pace}

    @property
    def recording(self) -> Recording | None:
        """The song's recording; without one, a sentence says so."""
        recording = self._desk.document.song.recording
        if recording is None:
            self._desk.say(NO_RECORDING)
        return recording

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
