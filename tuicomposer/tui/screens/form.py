"""The form screen: the sections on the left, the order in which they sound on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tuicomposer.score import order
from tuicomposer.score.text import visible
from tuicomposer.tui.actions import BY_ID, Group
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.commands.desk import Desk
from tuicomposer.tui.commands.form import Form
from tuicomposer.tui.form_fields import FIELDS, shown
from tuicomposer.tui.screens.sheet_screen import SheetScreen
from tuicomposer.tui.widgets.sheet import Heading, Row, Sheet

_WIDTHS: Final = (9, 6, 7, 5, 8, 7, 9, 7)
SECTIONS: Final = (
    Heading("", 3, fixed=True),
    *(Heading(field.title, width) for field, width in zip(FIELDS, _WIDTHS, strict=True)),
)
ORDER: Final = (Heading("", 3, fixed=True), Heading("Order", 9), Heading("×", 4))
_SECTION_KEYS: Final = {
    "a": "form.add",
    "d": "form.duplicate",
    "s": "form.split",
    "j": "form.join",
    "delete": "form.remove",
    "x": "form.remove",
}
_HELP: Final = {
    "sections": "Enter or a digit edits · + - step · A adds · D duplicates · S splits at the cursor · "
    "J joins with the next · X removes · Tab to the order · ( ) is the song's",
    "order": "Enter names another section · + - how often · A inserts before · E after · X removes · "
    "< > move · Tab to the sections",
}
_PASSED_ON: Final = ("write.undo", "write.redo", "song.save", "lane.mute", "lane.solo")


class FormScreen(SheetScreen):
    """Shows and changes the form; the section of its cursor is the one that the composer shows.

    Args:
        desk: The composer.
        form: What can be done to the form.
        run: Does an action of the registry.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "other", "Other list", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    FormScreen { align: center middle; background: $background 60%; }
    FormScreen > #box {
        width: 100%; max-width: 100; height: 100%; max-height: 30; background: $surface;
        border: round $primary 60%; border-title-color: $primary; border-title-style: bold;
        border-subtitle-color: $text-muted;
    }
    FormScreen #order { width: 16; margin-left: 1; }
    FormScreen #said { height: 2; padding: 0 1; color: $warning; }
    FormScreen #help { height: auto; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, desk: Desk, form: Form, run: Callable[[str], None]) -> None:
        super().__init__(desk, run, _PASSED_ON)
        self._form = form
        self._inserting: int | None = None
        """How far below the entry of the cursor a new one goes; ``None`` where none is typed."""
        self._sections = Sheet(SECTIONS, self, id="sections")
        self._order = Sheet(ORDER, self, id="order")

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Song form"
            box.border_subtitle = key_hints("Space plays · Ctrl+Z undoes · Esc closes")
            with Horizontal():
                yield self._sections
                yield self._order
            yield Static("", id="said")
            yield Static("", id="help")

    def on_mount(self) -> None:
        """Show everything, and from then on what plays."""
        self._sections.focus()
        self.set_interval(0.25, self._follow)
        self.draw()

    def on_screen_resume(self) -> None:
        """Show what a question on top of this screen has changed."""
        if self.query("#said"):
            self.draw()

    # The picture ------------------------------------------------------------------------

    def draw(self) -> None:
        """Show the form as it is."""
        song, head = self._desk.document.song, self._desk.view.playhead
        section, passage = self._desk.view.cursor.section, self._form.passage
        rows = [
            Row(
                (
                    "▶" if head.playing and head.section == at else "",
                    *(shown(song, at, one) for one in FIELDS),
                ),
                strong=head.playing and head.section == at,
            )
            for at in range(len(song.sections))
        ]
        self._sections.show(rows, section)
        entries = order.entries(song.order)
        playing = order.entry_at(song.order, head.passage) if head.playing else None
        self._order.show(
            [
                Row(
                    ("▶" if at == playing else "", song.sections[one.section].name, str(one.times)),
                    strong=at == playing,
                )
                for at, one in enumerate(entries)
            ],
            self._order.row if passage is None else order.entry_at(song.order, passage),
        )
        self.query_one("#said", Static).update(Content(visible(self._said or self._desk.message)))
        here = "order" if self._order.has_focus else "sections"
        self.query_one("#help", Static).update(key_hints(_HELP[here]))

    def _follow(self) -> None:
        if self._desk.view.playhead.playing or any(row.strong for row in self._sections.rows):
            self.draw()

    def action_other(self) -> None:
        """To the other list."""
        (self._sections if self._order.has_focus else self._order).focus()
        self.call_after_refresh(self.draw)

    # Hands ------------------------------------------------------------------------------

    def chosen(self, sheet: Sheet) -> None:
        """The cursor is on another section or entry: so is the composer's."""
        if sheet is self._sections:
            self._form.go_to(sheet.row)
        else:
            entry = order.entries(self._desk.document.song.order)[sheet.row]
            self._form.go_to(entry.section, entry.passage)
        self._said = ""
        self.draw()

    def touched(self, sheet: Sheet, row: int, x: int) -> None:  # noqa: ARG002
        """The mark of what plays was clicked: the row is meant."""
        sheet.choose(row)

    def entered(self, sheet: Sheet, text: str) -> str:
        """A cell was typed."""
        self._forget()
        if sheet is self._sections:
            error = self._form.set_field(FIELDS[sheet.column - 1], sheet.row, text)
            self._said = "" if error is None else str(error)
        elif sheet.column == 1:
            self._said = self._name_entry(text)
        else:
            self._said = self._times(text)
        refused = self._said
        self.draw()
        return refused

    def pressed(self, sheet: Sheet, key: str, character: str | None) -> bool:
        """A command."""
        if sheet.typing is not None:
            return self._pressed_in_cell(key)
        self._forget()
        command = self._letter(key)
        known = self._section_key(command) if sheet is self._sections else self._order_key(command)
        if not known and key == "escape":
            self.dismiss(None)
            return True
        if not known and key == "space":
            self._run("play.toggle")
        elif not known:
            action = self._desk.view.keymap.actions.get(key)
            if action is None or not (BY_ID[action].group is Group.PLAY or action in _PASSED_ON):
                return character is not None
            self._run(action)
        self.draw()
        return True

    def _section_key(self, key: str) -> bool:
        index, field = self._sections.row, FIELDS[self._sections.column - 1]
        match key:
            case "enter":
                self._sections.type(field.text(self._desk.document.song.sections[index]))
            case "plus" | "equals_sign":
                self._form.step_field(field, index, 1)
            case "minus":
                self._form.step_field(field, index, -1)
            case _ if key in _SECTION_KEYS:
                self._run(_SECTION_KEYS[key])
            case _ if key.isdigit():
                self._sections.type(key)
            case _:
                return False
        return True

    def _order_key(self, key: str) -> bool:
        song, at = self._desk.document.song, self._order.row
        entry = order.entries(song.order)[at]
        match key:
            case "enter" | "a" | "insert" | "e":
                self._inserting = None if key == "enter" else int(key == "e")
                if self._inserting is not None:
                    self._order.column = 1
                self._order.type("" if self._order.column == 1 else str(entry.times))
                if self._order.column == 1:
                    self._said = "Type a section's name or number, then Enter."
            case "plus" | "equals_sign" | "minus":
                times = entry.times + (-1 if key == "minus" else 1)
                self._form.set_order(order.repeated(song.order, at, times), "Repeats")
            case "x" | "delete":
                self._form.set_order(order.without(song.order, at), "Remove from the order")
            case "less_than_sign" | "shift+up" | "greater_than_sign" | "shift+down":
                self._move(at, -1 if key in ("less_than_sign", "shift+up") else 1)
            case _:
                return False
        return True

    def _move(self, at: int, by: int) -> None:
        before = self._desk.document.song.order
        after = order.moved(before, at, by)
        section = order.entries(before)[at].section
        self._form.set_order(after, "Move in the order")
        found = order.entries(after)
        to = max(0, min(at + by, len(found) - 1))
        if found[to].section == section:
            self._form.go_to(section, found[to].passage)

    def _name_entry(self, text: str) -> str:
        """Let another section sound in an entry: by its name, or by its number."""
        song, at = self._desk.document.song, self._order.row
        word = text.strip().casefold()
        if not word:
            return ""
        names = [section.name.strip().casefold() for section in song.sections]
        numbers = [str(number) for number in range(1, len(names) + 1)]
        begun = [index for index, name in enumerate(names) if name.startswith(word)]
        found = next((each.index(word) for each in (names, numbers) if word in each), None)
        if found is None and len(begun) == 1:
            found = begun[0]
        if found is None:
            return f"No section is called “{text.strip()[:20]}”. Type a name or its number in the list."
        if self._inserting is not None:
            at += self._inserting
            new = order.inserted(song.order, at, found)
            self._form.set_order(new, "Insert into the order")
            passages = [entry.passage for entry in order.entries(new)]
            self._form.go_to(found, passages[min(at, len(passages) - 1)])
        else:
            self._form.set_order(order.replaced(song.order, at, found), "Change the order")
        return ""

    def _times(self, text: str) -> str:
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= order.MAX_TIMES):
            return f"Write how often it sounds in a row: 1 to {order.MAX_TIMES}."
        self._form.set_order(
            order.repeated(self._desk.document.song.order, self._order.row, int(text)), "Repeats"
        )
        return ""
