"""The registry is the one truth about keys: every action works, every key can be sent by a terminal."""

from __future__ import annotations

import re

import pytest
from driving import composing

from tuicomposer.tui.actions import ACTIONS, Action, Group
from tuicomposer.tui.block_menu import ACTION_OF_LETTER, all_keys
from tuicomposer.tui.commands.table import ACTION_OF_KEY
from tuicomposer.tui.key_table import key_table
from tuicomposer.tui.keys import NOTE_KEYS, key_list, key_name
from tuicomposer.tui.palette import NIGHT
from tuicomposer.tui.palette_commands import LISTED, label
from tuicomposer.tui.screens.composer import Composer
from tuicomposer.tui.screens.help import help_text

NEVER_ARRIVES = re.compile(
    r"""
    alt\+[bf]$                      # arrives as ctrl+left and ctrl+right
    | alt\+(shift\+)?\d$            # arrives as the sign of a Mac's Option key
    | alt\+(enter|backspace)$       # loses Alt
    | alt\+\w+_\w+                  # Alt and punctuation: loses Alt
    | ctrl\+[imh]$                  # Tab, Enter and Backspace
    | ctrl\+left_square_bracket$    # Escape
    | ctrl\+shift\+\w$              # loses Shift
    | (shift|alt|ctrl)\+f3$         # swallowed as a cursor report
    | .*(kp_|numpad|caps_lock|_up$)
    """,
    re.VERBOSE,
)
FKEY = re.compile(r"((shift|ctrl|alt)\+)?f([1-9]|1[0-2])$")

every_action = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)


@every_action
def test_every_key_reaches_the_program_in_an_old_terminal_and_in_tmux(action: Action) -> None:
    for key in action.keys:
        assert not NEVER_ARRIVES.match(key), key
        if re.search(r"f\d", key):
            assert FKEY.match(key), key


@every_action
def test_every_action_has_a_title_and_a_sentence(action: Action) -> None:
    assert action.title
    assert action.title[0].isupper()
    assert action.sentence.endswith(".")
    assert action.id.split(".")[0] in {group.name.lower() for group in Group}


def test_ids_and_keys_are_unique() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert sorted(keys) == sorted(set(keys))


def test_no_command_takes_a_key_of_the_piano() -> None:
    assert not set(NOTE_KEYS) & set(ACTION_OF_KEY)


def test_the_block_menu_has_every_operation_on_blocks() -> None:
    chosen = set(ACTION_OF_LETTER.values())
    blocks = {one.id for one in ACTIONS if one.group is Group.BLOCK and not one.held}
    cells = {"write.semitone_up", "write.semitone_down", "write.delete_row", "lane.lock_cells"}
    around = {
        "view.more",
        "move.previous_section",
        "move.next_section",
        "generate.previous",
        "generate.next",
        "view.roll",
    }
    assert chosen - blocks == cells | around
    assert blocks - chosen == {"block.menu"}
    assert len(ACTION_OF_LETTER) == len(chosen)


async def test_every_action_does_something_and_nothing_else_is_done() -> None:
    async with composing() as hands:
        assert set(hands.composer.commands.handlers) == {one.id for one in ACTIONS if not one.typed}


def test_the_screen_binds_every_key_of_the_registry() -> None:
    bound = {binding.key for binding in Composer.BINDINGS}
    assert bound == set(ACTION_OF_KEY)


def test_help_shows_every_action_with_its_keys_and_sentence() -> None:
    text = help_text(NIGHT).plain
    for action in ACTIONS:
        assert action.sentence in text
        assert key_list(action.keys) in text


def test_the_readme_table_has_a_line_for_every_action_with_a_key() -> None:
    lines = key_table().splitlines()[2:]
    assert [line.split("|")[2].strip() for line in lines] == [
        one.title for one in ACTIONS if one.keys or one.id in ACTION_OF_LETTER.values()
    ]
    assert all(all_keys(one) for one in ACTIONS)


def test_the_palette_lists_every_action_with_a_key_where_it_has_one() -> None:
    assert {one.id for one in LISTED} == {one.id for one in ACTIONS}
    for action in LISTED:
        shown = label(action)
        assert shown.startswith(action.title)
        assert ("(" in shown.removeprefix(action.title)) == bool(all_keys(action))


def test_keys_are_written_as_people_write_them() -> None:
    assert key_name("ctrl+z") == "Ctrl+Z"
    assert key_name("less_than_sign") == "<"
    assert key_name("shift+pageup") == "Shift+PgUp"
    assert key_list(tuple(NOTE_KEYS)) == "Z…M Q…P"


async def test_every_action_can_be_run_and_undone() -> None:
    """Each action once, its dialog left again; then undoing everything brings the song back."""
    async with composing() as hands:
        before, run = hands.song, hands.composer.commands.run
        for action in ACTIONS:
            if not action.typed and action.id not in ("song.quit", "song.save", "song.example"):
                run(action.id)
                await hands.settle()
                while hands.app.screen is not hands.composer:
                    hands.app.pop_screen()
                run("generate.drop")
        while hands.composer.document.undo_label:
            run("write.undo")
        assert hands.song == before
