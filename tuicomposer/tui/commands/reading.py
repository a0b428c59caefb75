"""Key, chords and melody of the notes of a song, read by the analyzer and written as one step."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.found import found_edit
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest
from tuicomposer.jobs.services import Report
from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui.commands.desk import Desk, Handlers

LABEL = "Read the notes"
NOTHING_NEW = "Nothing was added: key, chords and melody are there already, or there are too few notes."


class Reading:
    """What an import does after it, and the action that does it later."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {"song.analyze": self.read}

    def opened(self, path: Path | None, warnings: str = "") -> None:
        """Read the notes of a file that another program wrote; other songs stay as they are.

        Args:
            path: The file that was opened.
            warnings: What the song does not hold as the file has it, which is said afterwards, too.
        """
        if path is not None and self._desk.ports.is_of_another_program(path):
            self.read(warnings)

    def read(self, warnings: str = "") -> None:
        """Analyze the song and write what was found into it."""
        song, revision = self._desk.document.song, self._desk.document.revision

        def task(report: Report, token: CancelToken) -> Analyzed:
            report(0.0, "reading the notes")
            answer = self._desk.ports.analyzer_handler(AnalyzeRequest(song, revision), report, token)
            token.check()
            return cast(Analyzed, answer)

        token = CancelToken()
        if self._desk.start_work(LABEL, token.cancel):
            self._desk.in_background(task, lambda analyzed: self._write(song, analyzed, warnings), token)

    def _write(self, song: Song, analyzed: Analyzed, warnings: str) -> None:
        if self._desk.document.song is not song:
            self._desk.say(f"The song was changed meanwhile, so nothing was added; “{LABEL}” reads it anew.")
            return
        edit = found_edit(song, analyzed)
        if not edit.edits:
            self._desk.say(warnings or NOTHING_NEW)
        elif self._desk.do(edit, LABEL):
            self._desk.say(f"{_found(song, self._desk.document.song)} {warnings}".rstrip())


def _found(before: Song, after: Song) -> str:
    """What was added, in a sentence."""
    parts = []
    if before.key is None and after.key is not None:
        parts.append(str(after.key))
    chords = _count(after, ChordCell) - _count(before, ChordCell)
    if chords:
        parts.append(f"{chords} chords")
    lane = after.melody_lane
    if lane is not None and _count(after, Note) and _name(before) != _name(after):
        parts.append(f"the melody in “{visible(after.lanes[lane].name)}”")
    return (
        f"Found: {', '.join(parts) or 'hardly anything'}. Ctrl+Z takes it back, Ctrl+F9 shows how sure it is."
    )


def _name(song: Song) -> str | None:
    return None if song.melody_lane is None else song.lanes[song.melody_lane].name


def _count(song: Song, kind: type[ChordCell] | type[Note]) -> int:
    return sum(
        isinstance(cell, kind) for section in song.sections for column in section.columns for cell in column
    )
