"""Lines of styled text: widgets that only show what they are given, drawn line by line."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tuicomposer.tui.clicks import clicked, without_clicks


class Page(Widget):
    """Shows a text of lines, each cut off where there is no room; draws only the lines that changed."""

    DEFAULT_CSS = """
    Page { height: 1fr; width: 1fr; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._text = Text()
        self._lines: list[Text] = []

    def show(self, text: Text) -> None:
        """Show another text."""
        # Texts that are equal to Rich may still be of another colour as a whole.
        restyled = text.style != self._text.style
        if text == self._text and not restyled:
            return
        before = self._lines
        self._text, self._lines = text, list(text.split("\n", allow_blank=True))
        for y in range(max(len(before), len(self._lines))):
            if restyled or before[y : y + 1] != self._lines[y : y + 1]:
                self.refresh(Region(0, y, max(1, self.size.width), 1))

    def render(self) -> Text:
        """The text."""
        return self._text

    def render_line(self, y: int) -> Strip:
        """A line of the text on the widget's background."""
        width, ground = self.size.width, Style(bgcolor=self.background_colors[1].rich_color)
        if y >= len(self._lines):
            return Strip.blank(width, ground)
        line = without_clicks(self._lines[y])
        if line.cell_len > width:
            line.rstrip()
        line.truncate(width, overflow="ellipsis")
        # Rich leaves the style of a whole text out where no part of it has one of its own.
        look = ground + self.app.console.get_style(line.style, default=Style.null())
        segments = Segment.apply_style(line.render(self.app.console), look)
        return Strip(segments).adjust_cell_length(width, ground)

    async def on_click(self, event: events.Click) -> None:
        """Do what the clicked words stand for."""
        does = clicked(self._lines[event.y], event.x) if event.y < len(self._lines) else ""
        if event.button == 1 and does:
            await self.run_action(does)


class Line(Page):
    """Shows a text in one line."""

    DEFAULT_CSS = """
    Line { height: 1; }
    """


class Paragraph(Widget):
    """Shows a text that goes on in the next line where there is no room; a click anywhere does one thing."""

    def __init__(self, *, id: str, does: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._text = Text()
        self._does = does

    def show(self, text: Text) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    async def on_click(self) -> None:
        """Do its one thing."""
        await self.run_action(self._does)

    def render(self) -> Text:
        """The text."""
        return self._text
