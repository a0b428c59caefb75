"""Notes that sound as long as their keys are held, where the terminal tells when a key goes up."""

from __future__ import annotations

from tuicomposer.tui.commands.desk import Desk
from tuicomposer.tui.commands.recording import Recording
from tuicomposer.tui.held_notes import HeldNotes


class Holding:
    """Lets notes sound and ends them; in a take a release writes where the note ends."""

    def __init__(self, desk: Desk, recording: Recording) -> None:
        self._desk = desk
        self._recording = recording
        self._held = HeldNotes()

    def sound(self, lane: int, pitch: int, code: str) -> None:
        """A key went down that sounds a pitch."""
        # Had its last release been lost, that note would go on.
        self._end(self._held.released(code))
        self._held.struck(code, pitch)
        self._desk.player.hold(lane, pitch)

    def released(self, code: str) -> None:
        """A key went up."""
        pitches = self._held.released(code)
        self._end(pitches)
        for pitch in pitches:
            self._recording.released(pitch)

    def let_go(self) -> None:
        """End every note that is held: its release goes elsewhere."""
        self._end(self._held.all_released())

    def _end(self, pitches: tuple[int, ...]) -> None:
        if pitches:
            self._desk.player.let_go(pitches)
