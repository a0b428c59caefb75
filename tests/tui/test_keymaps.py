"""Keymaps: files that change keys, presets of other trackers, a sentence with its line for each mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from driving import composing
from test_action_registry import NEVER_ARRIVES
from tui_fakes import FakeWorld

from tuicomposer.errors import EntryError, SettingsError
from tuicomposer.tui.actions import ACTIONS, BY_ID
from tuicomposer.tui.key_names import parse_key
from tuicomposer.tui.keymap import ORIGINALS, PLAIN
from tuicomposer.tui.keymap_files import PRESETS, chosen_keymap, keymap_names, named_keymap
from tuicomposer.tui.keys import NOTE_KEYS, key_name

PRESET_NAMES = [file.stem for file in sorted(PRESETS.glob("*.toml"))]


def own(folder: Path, text: str, name: str = "my") -> Path:
    (folder / f"{name}.toml").write_text(text)
    return folder


def test_the_presets_of_the_readme_are_there(tmp_path: Path) -> None:
    assert keymap_names(tmp_path / "nowhere") == ("plain", "impulse", "renoise")
    assert keymap_names(own(tmp_path, "")) == ("plain", "impulse", "renoise", "my")


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_every_action_of_a_preset_has_a_key_that_every_terminal_sends(name: str, tmp_path: Path) -> None:
    keymap = named_keymap(name, tmp_path)
    for action in ACTIONS:
        keys = keymap.keys_of(action)
        if action.keys:
            assert any(not NEVER_ARRIVES.match(key) for key in keys), action.id
        for key in keys if not action.typed else ():
            assert keymap.actions[key] == action.id


def test_originals_reach_where_the_terminal_sends_them_and_take_nothing_away() -> None:
    for action, keys in ORIGINALS.items():
        assert action in BY_ID
        assert PLAIN.originals_of(BY_ID[action]) == keys
    assert PLAIN.actions["ctrl+shift+z"] == "write.redo"
    renoise = named_keymap("renoise", Path("none"))
    off = BY_ID["write.off"]
    assert "caps_lock" in renoise.keys_of(off)
    assert renoise.originals_of(off) == ()
    assert all(PLAIN.keys_of(action) == action.keys for action in ACTIONS)
    assert not set(PLAIN.actions) & set(NOTE_KEYS)


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = '[keys]\n"play.toggle" = ["F9", "Ctrl+Space"]\n"view.realness" = []\n'
    keymap = named_keymap("my", own(tmp_path, text))
    assert keymap.keys_of(BY_ID["play.toggle"]) == ("f9", "ctrl+@")
    assert keymap.actions["ctrl+space"] == "play.toggle", "as a terminal with the kitty protocol sends it"
    assert keymap.keys_of(BY_ID["lane.mute"]) == ()
    assert keymap.keys_of(BY_ID["view.realness"]) == ()
    assert "ctrl+r" not in keymap.actions
    assert keymap.keys_of(BY_ID["song.save"]) == ("ctrl+s",)


def test_a_file_can_build_on_a_preset_and_replace_one(tmp_path: Path) -> None:
    own(tmp_path, 'base = "impulse"\n[keys]\n"lane.mute" = ["F9"]\n')
    keymap = named_keymap("my", tmp_path)
    assert keymap.keys_of(BY_ID["lane.mute"]) == ("f9",)
    assert "f9" not in keymap.keys_of(BY_ID["song.open"])
    assert keymap.keys_of(BY_ID["write.repeat"]) == ("space",)
    own(tmp_path, '[keys]\n"lane.mute" = ["F2"]\n', "impulse")
    assert named_keymap("impulse", tmp_path).keys_of(BY_ID["play.start"]) == ("f5",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[keys]\nx = \n", "line 2"),
        ("\xff", "cannot be read"),
        ('[keys]\n"play.toggel" = ["F5"]\n', ":2: there is no action “play.toggel”. See “tuicomposer keys"),
        ('[keys]\n"write.note" = ["F5"]\n', ":2: write.note is typing"),
        ('[keys]\n"play.toggle" = "F5"\n', ":2: play.toggle needs a list of keys"),
        ('[keys]\n"play.toggle" = ["F99"]\n', ":2: “F99” is no key. Write it such as"),
        ('[keys]\n"play.toggle" = ["z"]\n', ":2: Z is a key of the piano"),
        ('[keys]\n\n"play.toggle" = ["F5"]\n"play.stop" = ["f5"]\n', ":4: F5 is given to play.stop and to"),
        ('colour = 1\n[keys]\n"play.toggle" = ["F5"]\n', ":1: that is not known"),
        ("base = 7\n", ":1: that is not known"),
        ("keys = 7\n", ":1: that is not known"),
        ('base = "nowhere"\n', "There is no keymap “nowhere”. Choose one of plain, impulse, renoise, my"),
        ('base = "my"\n', "There is no keymap “my”"),
    ],
)
def test_a_mistake_is_a_sentence_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "my.toml").write_text(text, encoding="latin-1")
    with pytest.raises(SettingsError) as caught:
        named_keymap("my", tmp_path)
    assert words in str(caught.value)
    chosen = chosen_keymap("my", tmp_path)
    assert chosen.keymap is PLAIN
    assert "plain keymap is in force" in chosen.notes[0]


@pytest.mark.parametrize("name", ["nobody", "../settings", "a/b", "\x1b"])
def test_a_keymap_that_is_not_there_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="There is no keymap") as caught:
        named_keymap(name, tmp_path)
    assert caught.value.what.isprintable()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ctrl+Z", "ctrl+z"),
        ("alt+F5", "alt+f5"),
        ("PgUp", "pageup"),
        ("Shift + Up", "shift+up"),
        ("<", "less_than_sign"),
        ("grave_accent", "grave_accent"),
        ("+", "plus"),
        ("Ctrl++", "ctrl+plus"),
        ("Caps Lock", "caps_lock"),
        ("Shift+Alt+Q", "alt+shift+q"),
        ("Q", "Q"),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, name: str) -> None:
    assert parse_key(written) == name


@pytest.mark.parametrize("written", ["", "Ctrl+", "Ctrl+Ctrl+A", "Foo+A", "F0", "F25", "Enterprise", "é€"])
def test_what_is_no_key_is_a_sentence(written: str) -> None:
    with pytest.raises(EntryError, match="is no key"):
        parse_key(written)


def test_every_key_of_the_registry_can_be_written_in_a_file() -> None:
    for action in ACTIONS:
        for key in action.keys if not action.typed else ():
            shown = key_name(key)
            assert parse_key(key) == key
            if not re.search("[↑↓←→]", shown) and len(key) > 1:
                assert parse_key(shown) == key


async def test_the_screen_obeys_the_keymap(tmp_path: Path) -> None:
    own(tmp_path, '[keys]\n"lane.mute" = ["Ctrl+B"]\n"play.stop" = ["F9"]\n')
    world = FakeWorld(keymap=named_keymap("my", tmp_path), notes=("A line was wrong.",))
    async with composing(world=world) as hands:
        await hands.until(lambda: bool(hands.told))
        assert hands.told == [" A line was wrong."]
        await hands.press("ctrl+b")
        assert hands.song.lanes[1].muted
        await hands.press("f9", "f8")
        assert hands.song.lanes[1].muted
        assert ("stop",) in world.player.heard


def test_status_lines_name_the_keys_in_force(tmp_path: Path) -> None:
    wanted = (("generate.open", "generate"), ("play.toggle", "play"), ("song.title", "title"))
    assert PLAIN.hints(wanted) == (("^G", "generate"), ("L", "play"))
    assert named_keymap("impulse", tmp_path).hints(wanted) == (("^G", "generate"), ("L", "play"))
