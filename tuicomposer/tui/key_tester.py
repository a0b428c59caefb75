"""The key tester: says what arrives for each key that is pressed, and what it does in the composer."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import RichLog, Static

from tuicomposer.score.text import visible
from tuicomposer.settings.layouts import QWERTY, Layout
from tuicomposer.tui.actions import ACTIONS, BY_ID
from tuicomposer.tui.keymap import Keymap
from tuicomposer.tui.keys import key_name, piano_keys
from tuicomposer.tui.terminal_input import PromptDriver
from tuicomposer.tui.terminal_keys import Terminal, twin, unsent

LEAVES: Final = "ctrl+q"


def said_of(
    key: str, character: str | None, keymap: Keymap, terminal: Terminal, layout: Layout = QWERTY
) -> str:
    """A line about a key that arrived; in a lane of notes the piano goes before every action."""
    action = keymap.actions.get(key)
    plays = character is not None and layout.semitone(character) is not None
    if action is not None:
        does = f"a note of the piano; elsewhere {BY_ID[action].title}" if plays else BY_ID[action].title
    elif plays:
        does = "a note of the piano; in the chord lane, text"
    else:
        does = "text in a chord lane" if character and character.isprintable() else "nothing"
    other = twin(key, terminal)
    also = f"   {other} cannot be told from it here" if other else ""
    return f"{visible(key_name(key)):<16} {visible(key):<24} {does}{also}"


def _on_releases(terminal: Terminal) -> str:
    if not terminal.kitty:
        return ""
    if terminal.releases:
        return " and reports releases: a note sounds as long as its key is held"
    return " and reports no releases: notes sound for a moment"


class KeyTester(App[None]):
    """Shows every key as it arrives; Ctrl+Q leaves.

    Args:
        keymap: The keys of the composer.
        terminal: What is known of the terminal.
        layout: Where the piano lies.
    """

    CSS = """
    #what { height: auto; padding: 0 1; text-style: bold; }
    #log { height: 1fr; border: round $primary 60%; padding: 0 1; }
    #left { height: auto; max-height: 10; padding: 0 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding(LEAVES, "quit", "Leave", priority=True)]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, keymap: Keymap, terminal: Terminal, layout: Layout = QWERTY) -> None:
        super().__init__(driver_class=PromptDriver)
        self._tested = keymap
        self._terminal = terminal
        self._piano = layout
        keys = [key for action in ACTIONS if not action.typed for key in keymap.keys_of(action)]
        self._unseen = [key for key in keys if key != LEAVES]

    def compose(self) -> ComposeResult:
        """What to do, what arrived, what did not."""
        protocol = "with" if self._terminal.kitty else "without"
        yield Static(
            Content(
                f"Press any key; it is said what arrives. Ctrl+Q leaves. This terminal is {protocol} the "
                f"kitty keyboard protocol{_on_releases(self._terminal)}; "
                f"the keymap is {visible(self._tested.name)}, "
                f"the piano {visible(piano_keys(self._piano))}."
            ),
            id="what",
        )
        yield _Log(id="log", wrap=True, min_width=1)  # or lines would be cut where the log is narrower
        yield Static("", id="left")

    def on_mount(self) -> None:
        """Begin with what is known not to arrive."""
        log = self.query_one(_Log)
        for one in unsent(self._tested, self._terminal):
            log.write(Text(f"{one.key} ({one.action}) {one.why}: press {one.instead} instead."))
        log.focus()
        self._show_unseen()

    def take(self, key: str, character: str | None) -> None:
        """A key arrived."""
        said = said_of(key, character, self._tested, self._terminal, self._piano)
        self.query_one(_Log).write(Text(said, "bold"))
        if key in self._unseen:
            self._unseen.remove(key)
            self._show_unseen()

    def _show_unseen(self) -> None:
        keys = " ".join(map(key_name, self._unseen))
        text = f"Not seen yet: {keys}" if keys else "Every key of the composer arrives here."
        self.query_one("#left", Static).update(Content(text))


class _Log(RichLog):
    """What arrived; it takes every key."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def on_key(self, event: events.Key) -> None:
        """Say it, and let it do nothing else."""
        event.stop()
        event.prevent_default()
        if isinstance(self.app, KeyTester):
            self.app.take(event.key, event.character if event.is_printable else None)
