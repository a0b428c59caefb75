"""Names in text files: bare where they are harmless, else in double quotes with escapes."""

from __future__ import annotations

import json
import re
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.text import visible

_WORD: Final = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([^\s"]+))')


def quoted(text: str) -> str:
    """The text in double quotes; characters that cannot be seen are written as ``\\uXXXX``."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    return char if visible(char) == char else json.dumps(char)[1:-1]


def bare_or_quoted(text: str) -> str:
    """The text as it is where :func:`unquoted` reads it back so, else in quotes."""
    harmless = bool(text) and text == text.strip() and not text.startswith('"') and visible(text) == text
    return text if harmless else quoted(text)


def unquoted(text: str) -> str:
    """What :func:`quoted` or :func:`bare_or_quoted` wrote.

    Raises:
        EntryError: The quotes are not closed, or an escape is unknown.
    """
    text = text.strip()
    if not text.startswith('"'):
        return text
    try:
        value = json.loads(text, strict=False)
    except ValueError:
        value = None
    if not isinstance(value, str):
        raise EntryError(
            f"{visible(text[:40])} is not a text in double quotes.",
            'Close the quotes, and write \\" for a quote and \\\\ for a backslash inside.',
        )
    return value


def words(text: str) -> tuple[str, ...]:
    """The words of a line; what stands in double quotes is one word and keeps its quotes.

    Raises:
        EntryError: Quotes are not closed.
    """
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            raise EntryError("A text in double quotes does not end.", 'Add the missing ".')
        found.append(match[1] or match[2])
        at = match.end()
    return tuple(found)
