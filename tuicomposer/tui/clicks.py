"""Words that do something when they are clicked: the mark is on the words themselves."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, takewhile
from string import ascii_uppercase
from typing import Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.content import Content
from textual.style import Style as ContentStyle

_CLICK: Final = "@click"
"""Textual's name for it, which its own widgets understand too."""

BETWEEN_HINTS: Final = " · "
_KEYS: Final = {
    "Enter": "enter", "Esc": "escape", "Space": "space", "Tab": "tab", "F4": "f4", "Ctrl+Z": "ctrl+z",
    "←": "left", "↑": "up", "↓": "down", "PgUp": "pageup", "PgDn": "pagedown", "+": "plus", "-": "minus",
    "<": "less_than_sign", ">": "greater_than_sign", **{letter: letter.lower() for letter in ascii_uppercase},
}  # fmt: skip
"""Keys by the words that hints begin with."""


def key_hints(line: str) -> Content:
    """A line such as ``Enter goes there · + - step · Esc leaves``; a click on a hint strikes its key.

    Hints that begin with no key that is known here are words and no more.
    """
    parts: list[str | tuple[str, ContentStyle]] = []
    for hint in line.split(BETWEEN_HINTS):
        parts.append(BETWEEN_HINTS if parts else "")
        words = hint.split(" ")
        keys = list(takewhile(_KEYS.__contains__, words))
        for key in keys[:-1]:
            parts += [(key, _strikes(_KEYS[key])), " "]
        rest = " ".join(words[max(0, len(keys) - 1) :])
        parts.append((rest, _strikes(_KEYS[keys[-1]])) if keys else rest)
    return Content.assemble(*parts)


def _strikes(key: str) -> ContentStyle:
    return ContentStyle.from_meta({_CLICK: f"app.simulate_key('{key}')"})


@lru_cache(maxsize=256)
def does_action(action: str) -> Style:
    """Marks words that do an action of the registry."""
    return does_on_screen(f"run('{action}')")


@lru_cache(maxsize=16)
def strikes_key(key: str) -> Style:
    """Marks words that stand for a key of the grid."""
    return does_on_screen(f"strike('{key}')")


@lru_cache(maxsize=128)
def sounds_pitch(pitch: int) -> Style:
    """Marks a key or a fret that stands for a pitch."""
    return does_on_screen(f"sound({pitch})")


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
