"""Wherever one is, the keys that are named are those of the keymap and the layout in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from driving import composing
from textual import events
from textual.widgets import Static
from tui_fakes import FakeWorld

from tuicomposer.score.song import new_song
from tuicomposer.settings.layouts import LAYOUTS
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.block_menu import all_keys
from tuicomposer.tui.key_tester import said_of
from tuicomposer.tui.keymap import PLAIN
from tuicomposer.tui.keymap_files import named_keymap
from tuicomposer.tui.palette_commands import ActionProvider, label
from tuicomposer.tui.screens.form import FormScreen
from tuicomposer.tui.screens.help import Help
from tuicomposer.tui.terminal_keys import Terminal

RENOISE = named_keymap("renoise", Path("none"))


async def test_the_work_line_names_the_key_that_cancels() -> None:
    world = FakeWorld(keymap=RENOISE)
    world.generator.gate.clear()
    async with composing(world=world) as hands:
        await hands.run("generate.open")
        await hands.press("enter")
        await hands.until(lambda: "cancel" in hands.line("work"))
        assert "^D cancel" in hands.line("work")
        assert "Esc" not in hands.line("work")
        await hands.run("song.example")
        await hands.run("generate.open")
        assert "^D stops it" in hands.line("cell")
        world.generator.gate.set()
        await hands.press("ctrl+d")
        assert hands.composer.work is None


async def test_no_letter_has_priority_where_the_grid_is_so_that_what_is_typed_goes_to_it_at_once() -> None:
    async with composing(world=FakeWorld(keymap=RENOISE)) as hands:
        chain = hands.app.screen._binding_chain
        prior = {
            binding.key
            for _, bindings in chain
            for found in bindings.key_to_bindings.values()
            for binding in found
            if binding.priority
        }
        assert "ctrl+q" in prior
        assert not any(events.Key(key, key if len(key) == 1 else None).is_printable for key in prior)
        assert "space" not in prior


async def test_help_in_a_dialog_knows_keymap_and_layout() -> None:
    async with composing(world=FakeWorld(keymap=RENOISE)) as hands:
        hands.composer.view.entry.layout = LAYOUTS["azerty"]
        await hands.press("ctrl+t", "f1")
        assert isinstance(hands.app.screen, Help)
        text = str(hands.app.screen.query_one("#text", Static).render())
        await hands.press("escape", "escape")
        await hands.run("view.help")
        outside = str(hands.app.screen.query_one("#text", Static).render())
        everything = "Everything, group by group"
        assert text.partition(everything)[2] == outside.partition(everything)[2] != ""
        assert "W…," in text


@pytest.mark.parametrize("opens", ["ctrl+t", "f1", "alt+d", "alt+w", "backslash", "ctrl+n", "ctrl+g"])
async def test_the_palette_leaves_a_dialog_and_does_what_is_chosen(opens: str) -> None:
    async with composing() as hands:
        await hands.press(opens)
        assert hands.app.screen is not hands.composer
        await hands.press("ctrl+p", *"jam")
        await hands.until(lambda: bool(hands.app.screen.query_one("CommandList").option_count))
        await hands.press("enter", "enter")
        await hands.until(lambda: hands.composer.view.entry.jam)
        assert hands.app.screen is hands.composer


async def test_the_palette_goes_from_one_dialog_to_another() -> None:
    async with composing(new_song(bars=1)) as hands:
        await hands.press("alt+d", "ctrl+p", *"song form")
        await hands.until(lambda: bool(hands.app.screen.query_one("CommandList").option_count))
        await hands.press("enter", "enter")
        await hands.until(lambda: isinstance(hands.app.screen, FormScreen))
        assert len(hands.app.screen_stack) == 2


async def test_the_palette_in_a_dialog_shows_the_keys_in_force() -> None:
    async with composing(world=FakeWorld(keymap=RENOISE)) as hands:
        await hands.run("play.tempo")
        hits = [str(hit.text) async for hit in ActionProvider(hands.app.screen).discover()]
        await hands.press("escape")
        assert hits == [str(hit.text) async for hit in ActionProvider(hands.composer).discover()]


def test_the_tester_knows_the_layout() -> None:
    old = Terminal(False, "xterm")
    azerty = LAYOUTS["azerty"]
    assert "note of the piano" in said_of("w", "w", PLAIN, old, azerty)
    assert "note" not in said_of("z", "z", replace(PLAIN), old, LAYOUTS["dvorak"])
    said = said_of("comma", ",", PLAIN, old, azerty)
    assert "note of the piano; elsewhere Repeat the last entry" in said


async def test_a_key_that_the_piano_takes_is_named_for_nothing_else() -> None:
    async with composing(size=(120, 30)) as hands:
        assert "L play" in hands.line("entry")
        hands.composer.view.entry.layout = LAYOUTS["dvorak"]
        await hands.press("down")
        assert "^F5 play" in hands.line("entry")
        await hands.press("f1")
        assert "Play or stop             Ctrl+F5\n" in str(
            hands.app.screen.query_one("#text", Static).render()
        )
        await hands.press("escape", "left", "left")
        # No piano lies in a chord lane.
        assert "L play" in hands.line("entry")


def test_help_and_palette_leave_out_what_an_azerty_piano_takes() -> None:
    repeat = BY_ID["write.repeat"]
    assert all_keys(repeat) == "Space ,"
    assert all_keys(repeat, PLAIN, LAYOUTS["azerty"]) == "Space"
    assert label(BY_ID["play.toggle"], PLAIN, LAYOUTS["dvorak"]) == "Play or stop  (Ctrl+F5)"
