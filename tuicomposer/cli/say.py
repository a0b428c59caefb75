"""What the command line says: lines for people, one JSON object for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from tuicomposer.errors import ComposerError
from tuicomposer.score.text import visible


def say(text: str = "") -> None:
    """Print a line on stdout; control characters in it are shown, not sent."""
    print(visible(text))  # noqa: T201


def note(text: str) -> None:
    """Print a line about the work on stderr."""
    print(visible(text), file=sys.stderr)  # noqa: T201


def complain(error: ComposerError) -> None:
    """Print an error on stderr: what is wrong, then what to do."""
    note(f"tuicomposer: {error.what}")
    if error.hint:
        note(error.hint)


def say_json(value: Mapping[str, object]) -> None:
    """Print one JSON object on stdout, in ASCII."""
    print(json.dumps(value, allow_nan=False))  # noqa: T201


class ProgressLine:
    """Progress of long work, on one line of a terminal; silent elsewhere."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._width = 0

    def __call__(self, fraction: float, text: str) -> None:
        """Show how far the work is."""
        if self._shown:
            line = visible(f"{fraction:4.0%} {text}")[:78]
            sys.stderr.write(f"\r{line:<{self._width}}")
            sys.stderr.flush()
            self._width = len(line)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._shown and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0
