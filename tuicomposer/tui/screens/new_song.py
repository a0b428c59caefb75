"""A dialog for a new, empty song."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_uppercase

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label, Select

from tuicomposer.errors import ComposerError, EntryError
from tuicomposer.jobs.profile import StyleProfile
from tuicomposer.jobs.profile_song import song_like
from tuicomposer.score.key import parse_key
from tuicomposer.score.meter import parse_meter
from tuicomposer.score.song import Song, new_song
from tuicomposer.score.text import visible
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.screens.dialog import Dialog, problem
from tuicomposer.tui.widgets.field import Field

MAX_BARS = 64
_FIELDS = (
    ("title", "Title", "Untitled"),
    ("bars", "Bars", "8"),
    ("meter", "Metre", "4/4"),
    ("rows", "Rows a beat", "4"),
    ("tempo", "Tempo", "100"),
    ("key", "Key", ""),
)


class NewSong(Dialog[Song]):
    """Asks for the measures of a song and answers with it.

    Args:
        profiles: Names of the style profiles, one of which may fill in what it is like.
        load: The profile of a name.
    """

    DEFAULT_CSS = """
    NewSong Horizontal.field { height: 1; margin-bottom: 1; }
    NewSong Label { width: 14; color: $text-muted; }
    NewSong Input, NewSong Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    NewSong Input:focus { background: $primary 30%; }
    """

    def __init__(self, profiles: tuple[str, ...], load: Callable[[str], StyleProfile]) -> None:
        super().__init__()
        self._profiles, self._load = profiles, load

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "New song"
            box.border_subtitle = key_hints("Enter starts · Tab goes on · Esc leaves")
            for name, label, value in _FIELDS:
                with Horizontal(classes="field"):
                    yield Label(label)
                    yield Field(value, id=name, placeholder="none stated" if name == "key" else "")
            if self._profiles:
                with Horizontal(classes="field"):
                    yield Label("Like")
                    names = [("none", ""), *((visible(name), name) for name in self._profiles)]
                    yield Select(names, value="", allow_blank=False, id="profile", compact=True)
            yield problem()
            with Horizontal(classes="buttons"):
                yield Button("Start", id="start", variant="primary", compact=True)
                yield Button("Leave", id="leave", compact=True)

    def on_select_changed(self, event: Select.Changed) -> None:
        """Fill in what the chosen profile is like; it stays open to change."""
        name = str(event.value)
        if not name:
            return
        try:
            song = song_like(self._load(name))
        except ComposerError as error:
            self.refuse(error)
            return
        found = {
            "bars": " ".join(str(section.bars) for section in song.sections),
            "meter": str(song.sections[0].meter),
            "tempo": f"{song.tempo:.0f}",
            "key": str(song.key),
        }
        for field, text in found.items():
            self.query_one(f"#{field}", Input).value = text

    def on_input_submitted(self) -> None:
        """Enter in any field starts the song."""
        self._start()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Start, or leave."""
        if event.button.id == "start":
            self._start()
        else:
            self.dismiss(None)

    def _start(self) -> None:
        try:
            self.dismiss(self._song())
        except ComposerError as error:
            self.refuse(error)

    def _song(self) -> Song:
        key = self._value("key")
        return new_song(
            title=self._value("title")[:200] or "Untitled",
            bars=self._bars(),
            meter=parse_meter(self._value("meter")),
            rows_per_beat=self._number("rows", 1, 12),
            tempo=float(self._number("tempo", 20, 400)),
            key=parse_key(key) if key else None,
        )

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _bars(self) -> tuple[int, ...]:
        """Bars of each section: ``8``, or ``8 8 4`` for three."""
        words = self._value("bars").split() or [""]
        if len(words) > len(ascii_uppercase):
            raise EntryError(
                f"A new song cannot have {len(words)} sections.", f"Write at most {len(ascii_uppercase)}."
            )
        return tuple(_whole("bars", word, 1, MAX_BARS) for word in words)

    def _number(self, name: str, low: int, high: int) -> int:
        return _whole(name, self._value(name), low, high)


def _whole(name: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and low <= int(text) <= high):
        raise EntryError(
            f"{name.capitalize()} cannot be “{text[:20]}”.", f"Write a number from {low} to {high}."
        )
    return int(text)
