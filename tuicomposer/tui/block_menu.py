"""The letters of the block menu, so that every operation is two plain keys away in any terminal."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action
from tuicomposer.tui.block_actions import BLOCK_ACTIONS
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.keys import key_list, key_name

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

ACTION_OF_LETTER: Final = {letter: action for group in MENU.values() for letter, action in group.items()}
"""Action id of every letter."""
_LETTER_OF = {action: letter for letter, action in ACTION_OF_LETTER.items()}
_MENU_KEY = next(key_name(action.keys[0]) for action in BLOCK_ACTIONS if action.id == "block.menu")


def menu_keys(action: str) -> str:
    r"""The keys that reach an action by the menu, such as ``\ t``; empty where it is not in it."""
    return f"{_MENU_KEY} {_LETTER_OF[action]}" if action in _LETTER_OF else ""


def all_keys(action: Action, keymap: Keymap = PLAIN) -> str:
    """An action's own keys and those that reach it by the menu, as a person reads them."""
    return " ".join(filter(None, (key_list(keymap.keys_of(action)), menu_keys(action.id))))
