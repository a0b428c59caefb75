"""A MIDI keyboard in place of the computer's: notes into the cell or the take, held chords as symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuicomposer.errors import ComposerError
from tuicomposer.score.cells import ChordCell
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_naming import named
from tuicomposer.score.pitch import pitch_name
from tuicomposer.score.text import visible
from tuicomposer.tui.background import KeyStruck
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.notes import Notes
from tuicomposer.tui.commands.recording import Recording
from tuicomposer.tui.held_keys import HeldKeys

if TYPE_CHECKING:
    from tuicomposer.playback.midi_input import KeyStroke
    from tuicomposer.tui.ports import MidiPort


class MidiKeys:
    """What the keys of a MIDI keyboard do."""

    def __init__(self, desk: Desk, notes: Notes, recording: Recording) -> None:
        self._desk = desk
        self._notes = notes
        self._recording = recording
        self._port: MidiPort | None = None
        self._opening = False
        self._held = HeldKeys()
        self._began = 0.0

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {"play.midi": self._toggle}

    def open_stated(self) -> None:
        """Open the keyboard of the settings, if they name one."""
        if self._desk.ports.midi_keyboard:
            self.open()

    def open(self) -> None:
        """Open the keyboard of the settings, or the first there is."""
        if self._port is not None or self._opening:
            return
        self._opening = True
        opener, tell = self._desk.ports.open_midi, self._desk.tell
        wanted = self._desk.ports.midi_keyboard
        self._desk.quietly(
            lambda: opener(wanted, lambda stroke: tell(KeyStruck(stroke))), self._opened, self._failed
        )

    def close(self) -> None:
        """Give the keyboard back."""
        port, self._port = self._port, None
        self._desk.view.entry.midi = ""
        if port is not None:
            port.close()

    def heard(self, stroke: KeyStroke) -> None:
        """A key was struck or let go."""
        if self._port is None or not self._desk.document.song.lanes:
            return
        if stroke.velocity:
            # As a typed key does: what was said is read by now.
            self._desk.say("")
        if self._notes.in_notes:
            self._note(stroke)
        else:
            self._chord(stroke)

    def _toggle(self) -> None:
        if self._port is None:
            self.open()
        else:
            self.close()
            self._desk.say("The MIDI keyboard is closed.")

    def _opened(self, port: MidiPort) -> None:
        self._opening, self._port = False, port
        self._desk.view.entry.midi = port.name
        self._desk.say(f"Playing on {visible(port.name)}.")

    def _failed(self, error: ComposerError) -> None:
        self._opening = False
        self._desk.refuse(error)

    def _note(self, stroke: KeyStroke) -> None:
        self._desk.view.entry.struck = stroke.at
        if stroke.velocity:
            self._notes.played(stroke.pitch, stroke.velocity)
        else:
            self._recording.released(stroke.pitch)

    def _chord(self, stroke: KeyStroke) -> None:
        lane = self._desk.view.cursor.lane
        if stroke.velocity:
            if self._held.struck(stroke.pitch):
                self._began = stroke.at
                self._recording.begin()
            chord = self._named(self._held.down)
            self._desk.player.audition(lane, stroke.pitch if chord is None else chord)
            return
        pitches = self._held.released(stroke.pitch)
        if not pitches:
            return
        chord = self._named(pitches)
        # A chord begins with its first finger.
        self._desk.view.entry.struck = self._began
        if chord is None:
            names = " ".join(pitch_name(pitch, flats=self._flats) for pitch in sorted(pitches))
            self._desk.say(f"{names} is no chord known here.")
        else:
            self._notes.enter(ChordCell(chord), "Play a chord")

    def _named(self, pitches: frozenset[int]) -> Chord | None:
        return named(pitches, flats=self._flats)

    @property
    def _flats(self) -> bool:
        return self._desk.view.flats_in(self._desk.document.song)
