"""The lanes screen: every lane with its sound and level, changed in place while the music plays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tuicomposer.score.text import visible
from tuicomposer.tui.actions import BY_ID, Group
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.commands.desk import Desk
from tuicomposer.tui.commands.lanes import Lanes
from tuicomposer.tui.lane_fields import FIELDS
from tuicomposer.tui.screens.sheet_screen import SheetScreen
from tuicomposer.tui.widgets.sheet import Heading, Row, Sheet

_INSTRUMENT: Final = next(at for at, field in enumerate(FIELDS) if field.id == "instrument")
_WIDTHS: Final = (15, 10, 0, 6, 6)
"""Columns of the fields; the instrument has what is left."""
_FULL: Final = 78
"""Columns from which there is room for lock, mute and solo in words."""
_FLAGS: Final = ("lock", "mute", "solo")
_KEYS: Final = {
    "a": "lane.add",
    "x": "lane.remove",
    "delete": "lane.remove",
    "m": "lane.mute",
    "s": "lane.solo",
    "l": "lane.lock",
    "i": "lane.instrument",
    "less_than_sign": "lane.left",
    "shift+up": "lane.left",
    "greater_than_sign": "lane.right",
    "shift+down": "lane.right",
}
_HELP: Final = (
    "Enter or a digit edits · + - step · I finds an instrument · M mutes · S solo · L locks · "
    "A adds · X removes · < > move · H hears it"
)
_PASSED_ON: Final = ("write.undo", "write.redo", "song.save")


def _flags(width: int) -> tuple[str, ...]:
    """How lock, mute and solo are called in a sheet of some columns."""
    return _FLAGS if width >= _FULL else tuple(word[0].upper() for word in _FLAGS)


def headings(width: int) -> tuple[Heading, ...]:
    """The columns of a sheet of some columns; lock, mute and solo are always on it."""
    title = " ".join(word.capitalize() for word in _flags(width))
    flags = Heading(title, len(title) + 2, fixed=True)
    left = max(8, width - sum(_WIDTHS) - flags.width)
    return (*(Heading(one.title, kept or left) for one, kept in zip(FIELDS, _WIDTHS, strict=True)), flags)


class LaneScreen(SheetScreen):
    """Shows and changes the lanes; the lane of its cursor is the one of the composer's.

    Args:
        desk: The composer.
        lanes: What can be done to a lane.
        run: Does an action of the registry.
    """

    DEFAULT_CSS = """
    LaneScreen { align: center middle; background: $background 60%; }
    LaneScreen > #box {
        width: 80; max-width: 100%; height: 100%; max-height: 26; background: $surface;
        border: round $primary 60%; border-title-color: $primary; border-title-style: bold;
        border-subtitle-color: $text-muted;
    }
    LaneScreen #said { height: 2; padding: 0 1; color: $warning; }
    LaneScreen #help { height: auto; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, desk: Desk, lanes: Lanes, run: Callable[[str], None]) -> None:
        super().__init__(desk, run, _PASSED_ON)
        self._lanes = lanes
        self._sheet = Sheet(headings(_FULL), self, id="lanes")

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Lanes"
            box.border_subtitle = key_hints("Space plays · Ctrl+Z undoes · Esc closes")
            yield self._sheet
            yield Static("", id="said")
            yield Static(key_hints(_HELP), id="help")

    def on_mount(self) -> None:
        """Show the lanes."""
        self._sheet.focus()
        self.draw()

    def on_resize(self) -> None:
        """The columns fit the terminal."""
        self.draw()

    def on_screen_resume(self) -> None:
        """Show what a question on top of this screen has changed."""
        if self.query("#said"):
            self.draw()

    def draw(self) -> None:
        """Show the lanes as they are."""
        rows = []
        for lane in self._desk.document.song.lanes:
            switched = zip((lane.locked, lane.muted, lane.solo), _flags(self._width), strict=True)
            words = " ".join(word if on else " " * len(word) for on, word in switched)
            rows.append(Row((*(field.text(lane) for field in FIELDS), words), strong=lane.solo))
        self._sheet.headings = headings(self._width)
        self._sheet.show(rows, self._lanes.index)
        self.query_one("#said", Static).update(Content(visible(self._said or self._desk.message)))

    @property
    def _width(self) -> int:
        """Columns between the borders of the box."""
        return min(_FULL, self.app.size.width - 2)

    # Hands ------------------------------------------------------------------------------

    def chosen(self, sheet: Sheet) -> None:
        """The cursor is on another lane: so is the composer's."""
        self._lanes.go_to(sheet.row)
        self._said = ""
        self.draw()

    def touched(self, sheet: Sheet, row: int, x: int) -> None:
        """Lock, mute or solo was clicked: it is switched, whether it is written there or not."""
        sheet.choose(row)
        flags = _flags(self._width)
        at = (x - 1) // (len(flags[0]) + 1)
        self._lanes.turn(f"lane.{_FLAGS[max(0, min(at, len(flags) - 1))]}", row)
        self.draw()

    def entered(self, sheet: Sheet, text: str) -> str:
        """A cell was typed."""
        self._forget()
        error = self._lanes.set_field(FIELDS[sheet.column], text)
        self._said = "" if error is None else str(error)
        refused = self._said
        self.draw()
        return refused

    def pressed(self, sheet: Sheet, key: str, character: str | None) -> bool:
        """A command."""
        if sheet.typing is not None:
            return self._pressed_in_cell(key)
        self._forget()
        command = self._letter(key)
        empty = not self._desk.document.song.lanes
        if key == "escape":
            self.dismiss(None)
            return True
        if key == "space":
            self._run("play.toggle")
        elif command == "a" or (command in _KEYS and not empty):
            self._run(_KEYS[command])
        elif empty or not self._field_key(command):
            action = self._desk.view.keymap.actions.get(key)
            known = action is not None and (
                BY_ID[action].group in (Group.PLAY, Group.LANE) or action in _PASSED_ON
            )
            if action is None or not known or action == "lane.open":
                return character is not None
            self._run(action)
        self.draw()
        return True

    def _field_key(self, key: str) -> bool:
        field, lane = FIELDS[self._sheet.column], self._desk.document.song.lanes[self._lanes.index]
        match key:
            case "enter" if self._sheet.column == _INSTRUMENT:
                self._lanes.choose_instrument()
            case "enter":
                self._sheet.type(field.text(lane))
            case "plus" | "equals_sign":
                self._lanes.step_field(field, 1)
            case "minus":
                self._lanes.step_field(field, -1)
            case "h":
                self._desk.player.audition(self._lanes.index, 60)
            case _ if key.isdigit() and field.id in ("volume", "pan"):
                self._sheet.type(key)
            case _:
                return False
        return True
