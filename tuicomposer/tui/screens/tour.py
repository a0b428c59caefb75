"""The tour of a minute for who is here for the first time."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tuicomposer.settings.layouts import QWERTY, Layout
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.block_menu import all_keys
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.keymap import Keymap
from tuicomposer.tui.screens.dialog import Dialog


class Page(NamedTuple):
    """One stop of the tour; in its text ``{id}`` is the first key of an action, ``{rows}`` the piano."""

    title: str
    text: str


PAGES = (
    Page(
        "A grid of lanes",
        "Each column is a lane, each row a step in time, downwards. The arrows move, Tab goes to the next"
        " lane. In a lane of notes the rows of keys {rows} are a piano: press a few and hear them. "
        "{write.repeat} writes the last one again, {write.octave_up} goes an octave up, {write.step_up} lets "
        "the cursor step further.",
    ),
    Page(
        "Chords as text",
        "In the lane Chords a letter opens the cell: type Am7, C/E or N.C., then Enter, or "
        "Space for the next beat. What cannot be read stays red and changes nothing.",
    ),
    Page(
        "Ask for music",
        "{generate.open} writes the empty lanes, so that every note and chord you typed stays exactly as "
        "it is. {generate.hear} hears a candidate, {generate.next} shows the next, {generate.keep} keeps "
        "it.",
    ),
    Page(
        "Listen",
        "{play.toggle} plays from the cursor and stops, {play.loop} loops the section, {lane.mute} mutes "
        "a lane. You can go on writing while it plays.",
    ),
    Page(
        "Nothing is lost",
        "{write.undo} takes back any change, also tomorrow; {write.history} lists them all. Unsaved work "
        "is kept beside the song and offered again if the line drops. {song.save} saves and keeps the "
        "versions before.",
    ),
    Page(
        "Find your way",
        "{view.palette} finds any action and its key. {view.help} explains where you are. Settings are in"
        " the palette too, and so is this tour. “tuicomposer keys” says which keys your terminal sends.",
    ),
)


def page_text(page: Page, keymap: Keymap, layout: Layout = QWERTY) -> str:
    """The text of a page with the keys of a keymap and of the piano."""
    text = page.text.replace("{rows}", layout.beginnings)
    for name, action in BY_ID.items():
        if "{" + name + "}" in text:
            keys = all_keys(action, keymap, layout).split(" ")[0] or f"Ctrl+P, {action.title}"
            text = text.replace("{" + name + "}", keys)
    return text


class Tour(Dialog[None]):
    """Shows the pages one after the other; Esc skips what is left.

    Args:
        keymap: The keys in force.
        layout: Where the piano lies.
    """

    DEFAULT_CSS = """
    Tour > #box { width: 72; }
    Tour #words { height: 7; margin-top: 1; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,pagedown,space", "turn(1)", "Next", show=False, priority=True),
        Binding("left,pageup,backspace", "turn(-1)", "Back", show=False, priority=True),
    ]

    def __init__(self, keymap: Keymap, layout: Layout = QWERTY) -> None:
        super().__init__()
        self._piano = layout
        self._keys = keymap
        self._page = 0

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "A minute's tour"
            box.border_subtitle = key_hints("Enter goes on · ← back · Esc skips")
            yield Static("", id="title", classes="strong")
            yield Static("", id="words")
            with Horizontal(classes="buttons"):
                yield Button("Next", id="next", compact=True)
                yield Button("Skip", id="skip", compact=True)

    def on_mount(self) -> None:
        """The first page."""
        following = self.query_one("#next", Button)
        following.active_effect_duration = 0  # or it would not take the next Enter for a moment
        following.focus()
        self._show()

    def action_turn(self, pages: int) -> None:
        """Go on or back; past the last page the tour ends."""
        self._page = max(0, self._page + pages)
        if self._page >= len(PAGES):
            self.dismiss(None)
        else:
            self._show()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on, or skip the rest."""
        if event.button.id == "skip":
            self.dismiss(None)
        else:
            self.action_turn(1)

    def _show(self) -> None:
        page = PAGES[self._page]
        self.query_one("#title", Static).update(Content(f"{self._page + 1} of {len(PAGES)}   {page.title}"))
        self.query_one("#words", Static).update(Content(page_text(page, self._keys, self._piano)))
        last = self._page == len(PAGES) - 1
        self.query_one("#next", Button).label = "Begin" if last else "Next"
