"""``keys``: what this terminal sends, which keys it cannot send, and what to press instead."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Final

from tuicomposer.cli.preferences import settings
from tuicomposer.cli.say import note, say, say_json
from tuicomposer.cli.terminal import Keyboard, ask_keyboard
from tuicomposer.errors import ComposerError
from tuicomposer.settings.layouts import Layout, layout_of
from tuicomposer.settings.load import keymaps_folder
from tuicomposer.tui.actions import ACTIONS
from tuicomposer.tui.keymap import Keymap
from tuicomposer.tui.keymap_files import chosen_keymap, keymap_names, named_keymap
from tuicomposer.tui.keys import key_list, key_name, piano_keys
from tuicomposer.tui.terminal_keys import Terminal, unsent

NOTES: Final = "write.note"
"""The action whose keys are those of the layout."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "--list", action="store_true", help="list every action with its keys, and test nothing"
    )
    parser.add_argument("--json", action="store_true", help="as --list, as one JSON object")
    parser.add_argument("--keymap", metavar="NAME", help="look at this keymap instead of the one in force")


def run(arguments: argparse.Namespace) -> int:
    """List the keys, or test them."""
    keymap, layout = _keymap(arguments.keymap), layout_of(settings().layout)
    listed = arguments.list or arguments.json
    if not (listed or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise ComposerError(
            "Keys are tested in a terminal, and this is none.", "“tuicomposer keys --list” works without one."
        )
    keyboard = _keyboard()
    terminal = Terminal(keyboard.kitty, os.environ.get("TERM", ""), keyboard.releases)
    if arguments.json:
        say_json(as_json(keymap, terminal, layout))
    elif listed:
        _list(keymap, terminal, layout)
    else:
        from tuicomposer.tui.key_tester import KeyTester  # noqa: PLC0415 - a list needs no screen

        KeyTester(keymap, terminal, layout).run()
    return 0


def _keymap(name: str | None) -> Keymap:
    if name is not None:
        return named_keymap(name, keymaps_folder())
    chosen = chosen_keymap(settings().keymap, keymaps_folder())
    for text in chosen.notes:
        note(text)
    return chosen.keymap


def _keyboard() -> Keyboard:
    attached = sys.stdin.isatty() and sys.stdout.isatty()
    return ask_keyboard() if attached else Keyboard(kitty=False, releases=False)


def as_json(keymap: Keymap, terminal: Terminal, layout: Layout) -> dict[str, object]:
    """The keymap and what the terminal cannot send, for programs."""
    return {
        "keymap": keymap.name,
        "keymaps": list(keymap_names(keymaps_folder())),
        "layout": layout.name,
        "kitty": terminal.kitty,
        "releases": terminal.releases,
        "term": terminal.term,
        "actions": [
            {
                "id": action.id,
                "title": action.title,
                "keys": list("".join(layout.rows) if action.id == NOTES else keymap.keys_of(action)),
                "more": list(keymap.originals_of(action)),
            }
            for action in ACTIONS
        ],
        "unsent": [one._asdict() for one in unsent(keymap, terminal)],
    }


def _list(keymap: Keymap, terminal: Terminal, layout: Layout) -> None:
    say(f"keymap {keymap.name}; there are {', '.join(keymap_names(keymaps_folder()))}")
    for action in ACTIONS:
        more = " ".join(map(key_name, keymap.originals_of(action)))
        keys = piano_keys(layout) if action.id == NOTES else key_list(keymap.keys_of(action)) or "-"
        say(f"{action.id:<24}  {action.title:<26}  {keys}" + (f"  ({more})" if more else ""))
    if terminal.releases:
        say()
        say("This terminal reports when a key is let go: a note sounds as long as its key is held.")
    lost = unsent(keymap, terminal)
    if lost:
        say()
        say("This terminal is without the kitty keyboard protocol; these do not arrive:")
        for one in lost:
            say(f"{one.key:<16}  {one.why}; press {one.instead}")
