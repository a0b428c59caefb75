"""Keymaps: which keys do what; the plain one is the registry's, others change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tuicomposer.tui.action import Action
from tuicomposer.tui.actions import ACTIONS, BY_ID
from tuicomposer.tui.keys import key_name

Keys = Mapping[str, tuple[str, ...]]
"""Keys in Textual's names by action id."""

ORIGINALS: Final[Keys] = {
    "block.mark": ("alt+b",),
    "block.double": ("alt+f",),
    "block.runs": ("ctrl+i",),
    "block.mix": ("ctrl+shift+v",),
    "write.redo": ("ctrl+shift+z",),
    "write.history": ("ctrl+backspace", "alt+backspace"),
    "play.here": ("ctrl+enter",),
    "write.step": tuple(f"alt+{digit}" for digit in range(10)),
    "write.off": ("caps_lock",),
    "write.octave_down": ("divide",),
    "write.octave_up": ("multiply",),
}
"""What trackers have in the fingers and only a terminal with the kitty protocol can send.

Elsewhere these keys never arrive, or under another name, and the plain ones do the same.
"""


@dataclass(frozen=True)
class Keymap:
    """Which keys do what.

    Args:
        name: What the settings call it.
        changed: All keys of each action whose keys are not the registry's.
    """

    name: str
    changed: Keys

    @cached_property
    def actions(self) -> Mapping[str, str]:
        """Action id of every key. What the keymap names goes before the registry's keys, and those
        before what only some terminals can send."""
        named = {key: action for action, keys in self.changed.items() for key in keys}
        usual = {
            key: action.id
            for action in ACTIONS
            if not action.typed and action.id not in self.changed
            for key in action.keys
        }
        originals = {key: action for action, keys in ORIGINALS.items() if action in BY_ID for key in keys}
        found = {**originals, **usual, **named}
        # One key with two names: the second is the one of the kitty protocol.
        return {**found, "ctrl+space": found["ctrl+@"]} if "ctrl+@" in found else found

    def action_of(self, key: str) -> str | None:
        """What a key does; with Caps Lock a letter does what it does without, unless it has an action."""
        plain = key.lower() if len(key) == 1 else key
        return self.actions.get(key) or self.actions.get(plain)

    def keys_of(self, action: Action) -> tuple[str, ...]:
        """The keys of an action that any terminal may send, the most important first."""
        keys = self.changed.get(action.id, action.keys)
        if action.typed:
            return keys
        return tuple(key for key in keys if self.actions.get(key) == action.id)

    def originals_of(self, action: Action) -> tuple[str, ...]:
        """More keys of an action, which only some terminals send."""
        usual = self.changed.get(action.id, action.keys)
        return tuple(
            key
            for key in ORIGINALS.get(action.id, ())
            if self.actions.get(key) == action.id and key not in usual
        )

    def first_key(self, action: str) -> str:
        """The key of an action to name in a sentence, else how the palette finds it."""
        keys = self.keys_of(BY_ID[action])
        return key_name(keys[0]) if keys else f"Ctrl+P, {BY_ID[action].title}"

    def hints(
        self, wanted: tuple[tuple[str, str], ...], taken: Callable[[str], bool] = lambda _: False
    ) -> tuple[tuple[str, str], ...]:
        """First key, written short, and word of each action that has a key, for a status line.

        Args:
            wanted: Actions and their words.
            taken: Whether a key does something else here.
        """
        found = (
            ([key for key in self.keys_of(BY_ID[action]) if not taken(key)][:1], word)
            for action, word in wanted
        )
        return tuple((key_name(key).replace("Ctrl+", "^"), word) for keys, word in found for key in keys)


PLAIN: Final = Keymap("plain", {})
"""The registry's own keys."""
