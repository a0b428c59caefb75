"""How the hands are set: mode, octave, step, locks, layout. Nothing here changes the song."""

from __future__ import annotations

from tuicomposer.errors import EntryError
from tuicomposer.settings.layouts import Layout, layout_of
from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.preferences import Preferences
from tuicomposer.tui.entry_state import EntryMode, EntryState
from tuicomposer.tui.view import HIGHEST_OCTAVE, LOWEST_OCTAVE, MAX_STEP

_DIGITS = tuple("0123456789")
_MODES = {
    EntryMode.NOTE: "The rows of keys are a piano.",
    EntryMode.LETTER: "A to G are notes of the key, near the note before; Shift raises them.",
    EntryMode.DEGREE: "1 to 7 are the degrees of the key, near the note before.",
}


class HandSettings:
    """What sets how typing is taken."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        self._desk = desk
        self._preferences = preferences
        self._awaits_digit = False

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "write.octave_down": lambda: self._set_octave(-1),
            "write.octave_up": lambda: self._set_octave(1),
            "write.step_down": lambda: self._set_step(self._desk.view.step - 1),
            "write.step_up": lambda: self._set_step(self._desk.view.step + 1),
            "write.step": self._await_digit,
            "write.mode": self._mode,
            "write.scale_lock": self._scale_lock,
            "write.jam": self._jam,
            "write.layout": self._layout,
        }

    @property
    def _entry(self) -> EntryState:
        return self._desk.view.entry

    def _set_octave(self, change: int) -> None:
        view = self._desk.view
        view.octave = max(LOWEST_OCTAVE, min(HIGHEST_OCTAVE, view.octave + change))
        view.entry.octave_chosen = True
        self._desk.redraw_status()

    def _set_step(self, rows: int) -> None:
        self._desk.view.step = max(0, min(MAX_STEP, rows))
        self._desk.redraw_status()

    def _await_digit(self) -> None:
        self._awaits_digit = True
        self._desk.say("The step: press 0 to 9, for so many rows after each note.")

    def takes_digit(self, character: str | None) -> bool:
        """Whether a key was the digit that the step waited for; any other key ends the waiting."""
        waited, self._awaits_digit = self._awaits_digit, False
        if not waited or character is None or character not in _DIGITS:
            return False
        self._set_step(_DIGITS.index(character))
        self._desk.say("")
        return True

    def takes_digit_of(self, key: str) -> None:
        """A key such as Alt+4 asks for the digit and is it."""
        digit = key.rpartition("+")[2]
        if "+" in key and digit in _DIGITS:
            self.takes_digit(digit)

    def _mode(self) -> None:
        modes = list(EntryMode)
        self._entry.mode = modes[(modes.index(self._entry.mode) + 1) % len(modes)]
        self._desk.say(_MODES[self._entry.mode])

    def _scale_lock(self) -> None:
        self._entry.scale_lock = not self._entry.scale_lock
        key = self._desk.document.song.key_at(self._desk.view.cursor.section)
        if not self._entry.scale_lock:
            self._desk.say("Every note can be written.")
        elif key is None:
            self._desk.say("Every note is refused until a key is stated: Ctrl+P, Key….")
        else:
            self._desk.say(f"Notes outside {key} are refused.")

    def _jam(self) -> None:
        self._entry.jam = not self._entry.jam
        self._desk.say("Keys sound and write nothing." if self._entry.jam else "Keys write again.")

    def _layout(self) -> None:
        layout = self._entry.layout
        value = " ".join(layout.rows) if layout.name == "custom" else layout.name
        label = (
            "qwerty, qwertz, azerty, dvorak, or the keys of your piano rows from C up, at least 12,"
            " the lowest row first"
        )
        self._desk.ask(screens.Prompt("Keyboard layout", label, value, read_layout), self._set_layout)

    def _set_layout(self, text: str) -> None:
        self._entry.layout = read_layout(text)
        self._desk.say(f"The piano is on {' and '.join(self._entry.layout.rows)}.")
        self._preferences.remember("layout", text)


def read_layout(text: str) -> Layout:
    """A keyboard layout as a person writes it.

    Raises:
        EntryError: The text names no layout and is no row of keys.
    """
    try:
        return layout_of(text)
    except ValueError as error:
        raise EntryError("That is no keyboard layout.", f"Use {error}.") from error
