"""A sheet: rows of short texts with a cursor, one of which can be typed into in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple, Protocol

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tuicomposer.score.text import visible

OPEN: Final = "A cell is open: Enter writes it, Esc leaves it as it was."
"""What is said of a key that would change the song under an open cell."""


class Heading(NamedTuple):
    """A column of a sheet."""

    title: str
    width: int
    fixed: bool = False
    """Whether the cursor passes it by."""


class Row(NamedTuple):
    """A row of a sheet."""

    cells: tuple[str, ...]
    strong: bool = False


class SheetHands(Protocol):
    """What happens in a sheet means."""

    def chosen(self, sheet: Sheet) -> None:
        """The cursor went to another row or column."""
        ...

    def entered(self, sheet: Sheet, text: str) -> str:
        """A cell was typed; why it is refused, or nothing."""
        ...

    def touched(self, sheet: Sheet, row: int, x: int) -> None:
        """A column that the cursor passes by was clicked, at a place of its own."""
        ...

    def pressed(self, sheet: Sheet, key: str, character: str | None) -> bool:
        """A key that the sheet does not know; whether it meant something."""
        ...


class Sheet(Widget, can_focus=True):
    """Shows rows; arrows move its cursor. What is typed and pressed goes to its hands."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--head", "sheet--row", "sheet--strong", "sheet--here", "sheet--cursor", "sheet--typing",
    }  # fmt: skip
    DEFAULT_CSS = """
    Sheet { height: 1fr; width: 1fr; background: $surface; }
    Sheet > .sheet--head { color: $text-muted; background: $surface; }
    Sheet > .sheet--row { color: $foreground; background: $surface; }
    Sheet > .sheet--strong { color: $success; background: $surface; text-style: bold; }
    Sheet > .sheet--here { color: $foreground; background: $panel; text-style: bold; }
    Sheet > .sheet--cursor { color: $background; background: $foreground 80%; text-style: bold; }
    Sheet:focus > .sheet--cursor { color: $background; background: $primary; text-style: bold; }
    Sheet > .sheet--typing { color: $foreground; background: $panel; text-style: bold underline; }
    """

    def __init__(self, headings: Sequence[Heading], hands: SheetHands, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.headings = tuple(headings)
        self.rows: tuple[Row, ...] = ()
        self.row = 0
        self.column = next(at for at, one in enumerate(self.headings) if not one.fixed)
        self.typing: str | None = None
        """What is being typed into the cell; ``None`` while nothing is."""
        self._hands = hands
        self._top = 0
        self._had_focus = False

    def show(self, rows: Sequence[Row], row: int) -> None:
        """Show rows with the cursor in one of them."""
        self.rows = tuple(rows)
        self.row = max(0, min(row, len(self.rows) - 1))
        self.refresh()

    def type(self, text: str) -> None:
        """Open the cell of the cursor with a text in it."""
        self.typing = text
        self.refresh()

    def choose(self, row: int, column: int | None = None) -> None:
        """Put the cursor elsewhere, as far as there are rows."""
        self.row = max(0, min(row, len(self.rows) - 1))
        self.column = self.column if column is None else column
        self._hands.chosen(self)
        self.refresh()

    # Drawing ----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """The headings, then the rows from the one at the top on."""
        width = self.size.width
        if y == 0:
            look = self.get_component_rich_style("sheet--head")
            text = "".join(set_cell_size(f" {one.title}", one.width) for one in self.headings)
            return Strip([Segment(set_cell_size(text, width), look)])
        room = max(1, self.size.height - 1)
        self._top = max(self.row - room + 1, min(self._top, self.row), 0)
        at = self._top + y - 1
        plain = self.get_component_rich_style("sheet--row")
        if at >= len(self.rows):
            return Strip([Segment(" " * width, plain)])
        segments = [self._cell(at, column) for column in range(len(self.headings))]
        return Strip(segments).adjust_cell_length(width, segments[-1].style)

    def _cell(self, row: int, column: int) -> Segment:
        width, shown = self.headings[column].width, self.rows[row]
        at_cursor = (row, column) == (self.row, self.column)
        if at_cursor and self.typing is not None:
            text = f" {visible(self.typing)}▏"
            kept = text if cell_len(text) <= width else f" …{text[-(width - 2) :]}"
            return Segment(set_cell_size(kept, width), self.get_component_rich_style("sheet--typing"))
        name = "cursor" if at_cursor else "here" if row == self.row else "strong" if shown.strong else "row"
        text = set_cell_size(f" {visible(shown.cells[column])}", width - 1)
        return Segment(f"{text} ", self.get_component_rich_style(f"sheet--{name}"))

    # Keys -------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Move, type, or hand the key on; what comes after the screen was left changes nothing."""
        if not self.screen.is_current:
            return
        character = event.character if event.is_printable else None
        known = self._typed(event.key, character) if self.typing is not None else self._moved(event.key)
        if known or self._hands.pressed(self, event.key, character):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the open cell."""
        event.stop()
        if self.typing is not None:
            self.type(self.typing + " ".join(event.text.split())[:64])

    def focus_on_click(self) -> bool:
        """Every click brings the focus; one that does is no second click."""
        self._had_focus = self.has_focus
        return super().focus_on_click()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor where it is; one more there does what Enter does."""
        edges = [sum(one.width for one in self.headings[: at + 1]) for at in range(len(self.headings))]
        column = next((at for at, edge in enumerate(edges) if event.x < edge), len(edges) - 1)
        row = self._top + event.y - 1
        if self.typing is not None or event.y < 1:
            return
        if self.headings[column].fixed:
            if row < len(self.rows):
                start = edges[column] - self.headings[column].width
                self._hands.touched(self, row, event.x - start)
        elif (row, column) == (self.row, self.column) and self._had_focus:
            self._hands.pressed(self, "enter", None)
        else:
            self.choose(row, column)

    def _typed(self, key: str, character: str | None) -> bool:
        text = self.typing or ""
        match key:
            case "enter" | "up" | "down" | "tab" | "shift+tab":
                self.typing = None
                if self._hands.entered(self, text):
                    self.typing = text
                elif key in ("up", "down"):
                    self._moved(key)
            case "escape":
                self.typing = None
            case "backspace":
                self.typing = text[:-1]
            case "ctrl+u":
                self.typing = ""
            case _ if character is not None:
                self.typing = text + character
            case _:
                return False
        self.refresh()
        return True

    def _moved(self, key: str) -> bool:
        page = max(1, self.size.height - 2)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        open_columns = [at for at, one in enumerate(self.headings) if not one.fixed]
        if key in steps:
            self.choose(self.row + steps[key])
        elif key in ("home", "end"):
            self.choose(0 if key == "home" else len(self.rows) - 1)
        elif key in ("left", "right") and len(open_columns) > 1:
            at = open_columns.index(self.column) + (1 if key == "right" else -1)
            self.choose(self.row, open_columns[max(0, min(at, len(open_columns) - 1))])
        else:
            return False
        return True
