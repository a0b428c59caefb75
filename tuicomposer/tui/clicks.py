"""Words that do something when they are clicked: the mark is on the words themselves."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

_CLICK: Final = "@click"
"""Textual's name for it, which its own widgets understand too."""


@lru_cache(maxsize=256)
def does_action(action: str) -> Style:
    """Marks words that do an action of the registry."""
    return does_on_screen(f"run('{action}')")


@lru_cache(maxsize=16)
def strikes_key(key: str) -> Style:
    """Marks words that stand for a key of the grid."""
    return does_on_screen(f"strike('{key}')")


def does_on_screen(call: str) -> Style:
    """Marks words that call an action method of the screen."""
    return Style.from_meta({_CLICK: f"screen.{call}"})


def append(text: Text, words: str, look: str, does: Style | None) -> None:
    """Add words with a look that do something, if they do."""
    start = len(text)
    text.append(words, look)
    if does is not None:
        text.stylize(does, start)


def clicked(line: Text, column: int) -> str:
    """What the words in a column of a line do; empty where they do nothing."""
    edges = accumulate(map(cell_len, line.plain))
    at = next((at for at, edge in enumerate(edges) if column < edge), len(line))
    here = (_does(span.style) for span in line.spans if span.start <= at < span.end)
    return next(filter(None, here), "")


def without_clicks(line: Text) -> Text:
    """A line as it is drawn: the marks of clicks would cut it into more pieces."""
    drawn = line.copy()
    drawn.spans = [span for span in line.spans if not _does(span.style)]
    return drawn


def _does(style: str | Style) -> str:
    """What a mark says; empty for a look."""
    return str(style.meta.get(_CLICK, "")) if isinstance(style, Style) else ""
