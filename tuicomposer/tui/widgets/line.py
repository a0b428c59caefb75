"""A line of styled text, and the analysis panel: widgets that only show what they are given."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget


class Line(Widget):
    """Shows a text in one line; draws again only when the text is another."""

    DEFAULT_CSS = """
    Line { height: 1; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._text = Text()

    def show(self, text: Text) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Text:
        """The text."""
        return self._text


class Page(Line):
    """Shows a text of several lines."""

    DEFAULT_CSS = """
    Page { height: 1fr; text-wrap: wrap; }
    """
