"""What the terminal can do."""

from __future__ import annotations

import codecs
import os
import re
import select
import sys
import time
from collections.abc import Mapping
from typing import Final, NamedTuple

from tuicomposer.tui.kitty_keys import RELEASES

MIN_COLUMNS: Final = 80
MIN_ROWS: Final = 24
_QUERY: Final = b"\x1b[>%du\x1b[?u\x1b[<u\x1b[c" % RELEASES
"""Asks for releases as in the kitty keyboard protocol, whether that holds, takes it back, and then asks
for what every terminal answers."""
_ANSWER_END: Final = re.compile(rb"\x1b\[\?[0-9;]*c")
_KITTY: Final = re.compile(rb"\x1b\[\?(\d+)u")
_PATIENCE: Final = 0.3
"""Seconds to wait for the answer; a terminal at the far end of an SSH line needs a moment."""


class Terminal(NamedTuple):
    """What was found."""

    usable: bool
    sentence: str
    hint: str = ""


class Keyboard(NamedTuple):
    """How a terminal sends keys."""

    kitty: bool
    """Whether it answers that it speaks the kitty keyboard protocol."""
    releases: bool
    """Whether it answers that it reports when a key goes up."""


def describe_terminal(environment: Mapping[str, str]) -> Terminal:
    """Look at the terminal of this process."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Terminal(False, "none is attached", "“tuicomposer compose” works without one.")
    term = environment.get("TERM") or "dumb"
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    unicode = _is_utf8(sys.stdout.encoding)
    keyboard = describe_keyboard(ask_keyboard())
    sentence = f"{term}, {columns}x{rows}, {sys.stdout.encoding}, {keyboard}"
    return _verdict(term, columns, rows, unicode, sentence)


def _verdict(term: str, columns: int, rows: int, unicode: bool, sentence: str) -> Terminal:
    if term == "dumb":
        return Terminal(False, sentence, "Set TERM to what the terminal is, such as xterm-256color.")
    if not unicode:
        return Terminal(False, sentence, "Use a UTF-8 locale, such as LANG=C.UTF-8.")
    if columns < MIN_COLUMNS or rows < MIN_ROWS:
        return Terminal(False, sentence, f"The composer is best from {MIN_COLUMNS}x{MIN_ROWS}.")
    return Terminal(True, sentence)


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"


def describe_keyboard(keyboard: Keyboard) -> str:
    """The same in words."""
    if not keyboard.kitty:
        return "without the kitty keyboard protocol"
    releases = "with" if keyboard.releases else "without"
    return f"with the kitty keyboard protocol, {releases} releases of keys"


def ask_keyboard() -> Keyboard:
    """Ask the terminal of this process; one that does not answer sends keys as terminals always did."""
    import termios  # noqa: PLC0415 - not on every system
    import tty  # noqa: PLC0415

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        os.write(sys.stdout.fileno(), _QUERY)
        answer = _KITTY.search(_answer(descriptor))
        flags = int(answer[1]) if answer else 0
        return Keyboard(answer is not None, flags & RELEASES == RELEASES)
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _answer(descriptor: int) -> bytes:
    answer, deadline = b"", time.monotonic() + _PATIENCE
    while not _ANSWER_END.search(answer) and (left := deadline - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            answer += os.read(descriptor, 256)
    return answer
