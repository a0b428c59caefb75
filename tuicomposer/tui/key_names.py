"""Keys as people write them, read into Textual's names."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.text import visible
from tuicomposer.tui.keys import NAMED

MODIFIERS: Final = ("ctrl", "alt", "shift", "super", "hyper", "meta")
"""In the order in which Textual names them."""
_ORDER: Final = ("alt", "ctrl", "hyper", "meta", "shift", "super")
_SPECIAL: Final = {
    "return": "enter",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "bksp": "backspace",
}
_WORDS: Final = """
    enter escape delete insert pageup pagedown backspace tab space home end up down left right
    caps_lock divide multiply subtract add decimal separator
"""
_PLAIN: Final = frozenset(_WORDS.split())
_FUNCTION: Final = re.compile(r"f([1-9]|1\d|2[0-4])\Z")
_SIGNS: Final = {sign: name for name, sign in NAMED.items() if len(sign) == 1}


def parse_key(text: str) -> str:
    """Textual's name of a key such as ``Ctrl+Z``, ``alt+f5``, ``PgUp``, ``<`` or ``grave_accent``.

    Raises:
        EntryError: There is no such key.
    """
    words = text.strip()
    if words.lower() in ("ctrl+space", "ctrl+@"):
        return "ctrl+@"  # as Textual names it wherever there is no kitty protocol
    base = words if len(words) == 1 else words[-1] if words.endswith("++") else words.rpartition("+")[2]
    modifiers = [word.strip().lower() for word in words[: len(words) - len(base)].split("+") if word.strip()]
    name = _base(base.strip())
    if name is None or not set(modifiers) <= set(MODIFIERS) or len(set(modifiers)) != len(modifiers):
        raise EntryError(
            f"“{visible(text[:40])}” is no key.", "Write it such as Ctrl+Z, Alt+F5, PgUp, Shift+Up or <."
        )
    if len(name) == 1 and name.isupper() and modifiers:
        name = name.lower()
    return "+".join([*(one for one in _ORDER if one in modifiers), name])


def _base(text: str) -> str | None:
    if len(text) == 1:
        if text.isalnum():
            return text
        return _SIGNS.get(text)
    lower = text.lower().replace(" ", "_")
    lower = _SPECIAL.get(lower, lower)
    if lower in _PLAIN or lower in NAMED or _FUNCTION.match(lower):
        return lower
    return None
