"""Keys: the piano rows, and how keys are written for people."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.settings.layouts import QWERTY, Layout

_OCTAVES: Final = ("", " after an octave", *(f" after {word} octaves" for word in ("two", "three", "four")))

NOTE_KEYS: Final = {
    key: octave * 12 + place for octave, row in enumerate(QWERTY.rows) for place, key in enumerate(row)
}
"""Semitones above C of the current octave, by the character of a key of the usual layout."""

NAMED: Final = {
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
    "colon": ":",
    "circumflex_accent": "^",
    "quotation_mark": '"',
    "backslash": "\\",
    "ampersand": "&",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "comma": ",",
    "tilde": "~",
    "underscore": "_",
    "number_sign": "#",
    "exclamation_mark": "!",
    "at": "@",
    "dollar_sign": "$",
    "vertical_line": "|",
    "percent_sign": "%",
    "caps_lock": "Caps Lock",
    "multiply": "Keypad *",
    "divide": "Keypad /",
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
"""How people write keys that Textual gives a longer name."""


def key_name(key: str) -> str:
    """How people write a key: ``ctrl+z`` is ``Ctrl+Z``, ``less_than_sign`` is ``<``; ranges stay as they are.

    >>> key_name("shift+pageup")
    'Shift+PgUp'
    """
    if "…" in key:
        return key
    if key == "ctrl+@":
        return "Ctrl+Space"
    *modifiers, base = key.split("+")
    name = NAMED.get(base) or (base.upper() if len(base) == 1 else base.capitalize())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def played_instead(key: str, layout: Layout) -> bool:
    """Whether a key is one of the piano, so that it does nothing else in a lane of notes.

    >>> played_instead("comma", QWERTY)
    False
    """
    return layout.semitone(NAMED.get(key, key)) is not None


def piano_keys(layout: Layout) -> str:
    """The rows of a piano by their ends.

    >>> piano_keys(QWERTY)
    'Z…M Q…P'
    """
    return " ".join(f"{row[0].upper()}…{row[-1].upper()}" for row in layout.rows)


def key_list(keys: tuple[str, ...]) -> str:
    """Keys as a person reads them; the piano rows are named by their ends."""
    if keys == tuple(NOTE_KEYS):
        return piano_keys(QWERTY)
    return " ".join(key_name(key) for key in keys)


def piano_words(layout: Layout) -> str:
    """Where the piano lies on a keyboard and how far it goes, as the beginning of a sentence."""
    highest = max(12 * octave + len(row) - 1 for octave, row in enumerate(layout.rows))
    end = f"up to the {SHARP_NAMES[highest % 12]}{_OCTAVES[highest // 12]}"
    if len(layout.rows) == 1:
        return f"The row {layout.beginnings} is a piano, {end}"
    return f"The rows {layout.beginnings} are a piano, {end}"


def in_layout(sentence: str, layout: Layout) -> str:
    """A sentence of the registry, which speaks of the usual keyboard, about another one."""
    return sentence.replace(piano_words(QWERTY), piano_words(layout))
