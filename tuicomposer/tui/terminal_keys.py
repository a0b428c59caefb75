"""What a terminal can send: which keys never arrive, which arrive under another name.

Measured on Textual's parser and, for the Linux console, taken from its default keyboard map. With
the kitty keyboard protocol every key arrives as itself.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tuicomposer.tui.action import Action
from tuicomposer.tui.actions import ACTIONS, BY_ID
from tuicomposer.tui.block_menu import menu_keys
from tuicomposer.tui.keymap import Keymap
from tuicomposer.tui.keys import key_name

_LEGACY: Final = tuple(
    (re.compile(pattern), why)
    for pattern, why in (
        (r"alt\+b\Z", "arrives as Ctrl+←"),
        (r"alt\+f\Z", "arrives as Ctrl+→"),
        (r"alt\+(shift\+)?\d\Z", "arrives as a sign of another keyboard"),
        (r"alt\+enter\Z", "arrives as Enter"),
        (r"alt\+backspace\Z", "arrives as Ctrl+W"),
        (r"alt\+\w+_\w+\Z|alt\+(plus|minus|slash|comma|asterisk|semicolon|backslash)\Z", "loses Alt"),
        (r"ctrl\+i\Z", "arrives as Tab"),
        (r"ctrl\+m\Z", "arrives as Enter"),
        (r"ctrl\+h\Z|ctrl\+backspace\Z", "arrives as Backspace"),
        (r"ctrl\+left_square_bracket\Z", "arrives as Esc"),
        (r"ctrl\+shift\+[a-z]\Z", "loses Shift"),
        (r"(ctrl|shift|alt|ctrl\+shift)\+(enter|space|tab)\Z", "loses its modifier"),
        (r"(shift|alt|ctrl)\+f3\Z", "is taken for the terminal's answer to a question"),
        (r"ctrl\+(plus|minus|equals_sign|comma|full_stop|semicolon|apostrophe|\d)\Z", "loses Ctrl"),
        (r"(.*\+)?(caps_lock|multiply|divide|subtract|add|decimal|separator)\Z", "never arrives as itself"),
        (r"(super|hyper|meta)\+", "never arrives"),
    )
)
_FINE: Final = frozenset({"shift+tab"})
_CONSOLE: Final = re.compile(
    r"(ctrl|shift|alt)\+.*(up|down|left|right|home|end|page\w+|insert|delete|f\d+)\Z"
)
_TWINS: Final = {
    "tab": "Ctrl+I",
    "enter": "Ctrl+M and Alt+Enter",
    "backspace": "Ctrl+H",
    "escape": "Ctrl+[",
    "ctrl+left": "Alt+B",
    "ctrl+right": "Alt+F",
    "ctrl+w": "Alt+Backspace",
}


_WHILE_MARKING: Final = {"block.up": "↑", "block.down": "↓", "block.left": "←", "block.right": "→"}
"""What extends a block once marking has begun."""


class Terminal(NamedTuple):
    """What matters of a terminal."""

    kitty: bool
    """Whether it speaks the kitty keyboard protocol."""
    term: str = ""
    """Its name in ``TERM``."""
    releases: bool = False
    """Whether it reports when a key goes up."""


class Unsent(NamedTuple):
    """A key of a keymap that a terminal does not send."""

    key: str
    action: str
    """Title of what it would do."""
    why: str
    instead: str
    """What to press."""


def why_not(key: str, terminal: Terminal) -> str:
    """Why a key does not arrive; empty where it does."""
    if terminal.kitty or key in _FINE:
        return ""
    if terminal.term == "linux" and _CONSOLE.match(key):
        return "loses its modifier on the Linux console"
    return next((why for pattern, why in _LEGACY if pattern.match(key)), "")


def unsent(keymap: Keymap, terminal: Terminal) -> tuple[Unsent, ...]:
    """The keys of a keymap that a terminal does not send, and what to press instead."""
    found = []
    for action in ACTIONS:
        if action.typed:
            continue
        keys = (*keymap.keys_of(action), *keymap.originals_of(action))
        arriving = [key_name(key) for key in keys if not why_not(key, terminal)]
        instead = arriving[0] if arriving else other_way(action, keymap) or f"Ctrl+P, {action.title}"
        found += [
            Unsent(key_name(key), action.title, why, instead)
            for key in keys
            if (why := why_not(key, terminal))
        ]
    return tuple(found)


def other_way(action: Action, keymap: Keymap) -> str:
    """The plain keys that reach an action one after the other; empty where only the palette does."""
    if action.id in _WHILE_MARKING:
        mark = next(map(key_name, keymap.keys_of(BY_ID["block.mark"])), menu_keys("block.mark"))
        return f"{mark} {_WHILE_MARKING[action.id]}"
    return menu_keys(action.id)


def twin(key: str, terminal: Terminal) -> str:
    """Which other keys arrive as this one; empty where none do."""
    return "" if terminal.kitty else _TWINS.get(key, "")
