"""Keys: the piano rows, and how keys are written for people."""

from __future__ import annotations

from typing import Final

_LOWER: Final = "zsxdcvgbhnjm"
_UPPER: Final = "q2w3er5t6y7ui9o0p"

NOTE_KEYS: Final = {
    **{key: semitone for semitone, key in enumerate(_LOWER)},
    **{key: semitone + 12 for semitone, key in enumerate(_UPPER)},
}
"""Semitones above C of the current octave, by the character of a key."""

_NAMES: Final = {
    "grave_accent": "`",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "slash": "/",
    "asterisk": "*",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "semicolon": ";",
    "apostrophe": "'",
    "question_mark": "?",
    "quotation_mark": '"',
    "backslash": "\\",
    "ampersand": "&",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "delete": "Del",
    "insert": "Ins",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def key_name(key: str) -> str:
    """How people write a key: ``ctrl+z`` is ``Ctrl+Z``, ``less_than_sign`` is ``<``.

    >>> key_name("shift+pageup")
    'Shift+PgUp'
    """
    *modifiers, base = key.split("+")
    name = _NAMES.get(base) or (base.upper() if len(base) == 1 else base.capitalize())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def key_list(keys: tuple[str, ...]) -> str:
    """Keys as a person reads them; the piano rows are named by their ends."""
    if keys == tuple(NOTE_KEYS):
        return "Z…M Q…P"
    return " ".join(key_name(key) for key in keys)
