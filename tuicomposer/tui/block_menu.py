"""The letters of the menus, so that every action is a few plain keys away in any terminal.

The block menu has what is done with blocks and what many terminals cannot send a key for; behind
its comma is a second menu with everything else that has no plain key of its own.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tuicomposer.settings.layouts import QWERTY, Layout
from tuicomposer.tui.action import Action
from tuicomposer.tui.block_actions import BLOCK_ACTIONS
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.keys import key_list, key_name, played_instead
from tuicomposer.tui.more_menu import MORE

_MORE_LETTER: Final = ","

MENU: Final[dict[str, dict[str, str]]] = {
    "Mark": {
        "m": "block.mark",
        "u": "block.unmark",
        "a": "block.all",
        "1": "block.beat",
        "2": "block.bar",
        "3": "block.lane",
        "4": "block.section",
    },
    "Copies": {
        "c": "block.copy",
        "x": "block.cut",
        "v": "block.paste",
        "e": "block.mix",
        "i": "block.insert",
        "f": "block.flood",
        "y": "block.clips",
        "z": "block.mask",
    },
    "Pitch": {
        "+": "write.semitone_up",
        "-": "write.semitone_down",
        "O": "block.octave_up",
        "o": "block.octave_down",
        "S": "block.scale_up",
        "s": "block.scale_down",
        "t": "block.flip",
        "T": "block.flip_scale",
        "p": "block.runs",
    },
    "Velocity": {
        "n": "block.ramp",
        "%": "block.loudness",
    },
    "Around": {
        "<": "move.previous_section",
        ">": "move.next_section",
        "[": "generate.previous",
        "]": "generate.next",
        "P": "view.roll",
        _MORE_LETTER: "view.more",
    },
    "Time": {
        "r": "block.reverse",
        "d": "block.double",
        "h": "block.halve",
        "j": "block.later",
        "k": "block.earlier",
    },
    "Rows, bars, lanes": {
        "l": "block.open_rows",
        "L": "block.close_rows",
        "X": "write.delete_row",
        "w": "block.open_all",
        "W": "block.close_all",
        "b": "block.open_bars",
        "B": "block.close_bars",
        "g": "block.swap",
        "q": "lane.lock_cells",
    },
}
"""Action id of each letter, group by group."""


class Menu(NamedTuple):
    """A menu of letters."""

    title: str
    groups: dict[str, dict[str, str]]
    columns: tuple[tuple[str, ...], ...]
    """Groups that stand under each other."""

    @property
    def letters(self) -> dict[str, str]:
        """Action id of every letter."""
        return {letter: action for group in self.groups.values() for letter, action in group.items()}


BLOCK_MENU: Final = Menu(
    "Block", MENU, (("Mark", "Copies"), ("Pitch", "Around"), ("Time", "Velocity", "Rows, bars, lanes"))
)
MORE_MENU: Final = Menu("More", MORE, (("Song", "Sound"), ("View", "Lane"), ("Section", "Program")))

ACTION_OF_LETTER: Final = BLOCK_MENU.letters
"""Action id of every letter of the block menu."""
_MENU_KEY = next(key_name(action.keys[0]) for action in BLOCK_ACTIONS if action.id == "block.menu")


_PATHS: Final = {
    **{action: f"{_MENU_KEY} {_MORE_LETTER} {letter}" for letter, action in MORE_MENU.letters.items()},
    **{action: f"{_MENU_KEY} {letter}" for letter, action in ACTION_OF_LETTER.items()},
}


def menu_keys(action: str) -> str:
    r"""The keys that reach an action by a menu, such as ``\ t`` or ``\ , k``; empty where it is in none."""
    return _PATHS.get(action, "")


def all_keys(action: Action, keymap: Keymap = PLAIN, layout: Layout = QWERTY) -> str:
    """An action's own keys and those that reach it by a menu, as a person reads them.

    Keys of the piano are left out.
    """
    keys = keymap.keys_of(action)
    free = keys if action.typed else tuple(key for key in keys if not played_instead(key, layout))
    return " ".join(filter(None, (key_list(free), menu_keys(action.id))))
