"""The settings screen: every setting explained, changed beside its comments, refused with a sentence."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from driving import composing
from textual.widgets import Input, OptionList, Static
from tui_fakes import FakeWorld

from tuicomposer.errors import SettingsError
from tuicomposer.settings.change import changed_text, value_of
from tuicomposer.settings.explained import EXPLAINED
from tuicomposer.settings.load import read_settings
from tuicomposer.settings.values import Settings
from tuicomposer.tui.screens.prompt import Prompt
from tuicomposer.tui.screens.settings import SettingsList
from tuicomposer.tui.settings_file import SettingsFile

MINE = "# my own machine\nthreads = 2  # it has four\n\nlayout = 'azerty'\n\n[notes]\nto = 'myself'\n"


def test_every_setting_is_explained() -> None:
    assert set(EXPLAINED) == {field.name for field in fields(Settings)}
    assert all(text.endswith(".") for text in EXPLAINED.values())


def test_a_change_keeps_comments_order_and_what_is_not_known() -> None:
    text = changed_text(MINE, "threads", 3)
    assert text == MINE.replace("threads = 2", "threads = 3")
    text = changed_text(MINE, "keymap", "impulse")
    assert text.replace('keymap = "impulse"\n', "") == MINE
    assert text.index("keymap") < text.index("[notes]")
    kept = [line for line in MINE.splitlines() if line and "azerty" not in line]
    assert [line for line in changed_text(MINE, "layout", None).splitlines() if line] == kept
    assert changed_text("", "threads", None) == ""


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("threads", " 3 ", 3), ("threads", "", None), ("layout", "dvorak", "dvorak"), ("soundfont", "7", "7")],
)
def test_what_is_typed_becomes_a_value(name: str, typed: str, value: object) -> None:
    assert value_of(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("threads", "many", "threads cannot be “many”. Use a whole number from 1 to 256"),
        ("threads", "0", "from 1 to 256"),
        ("layout", "qq", "Use qwerty, qwertz"),
        ("keymap", "nobody", "There is no keymap “nobody”. Choose one of plain"),
        ("soundfont", "~nobody-of-this-name/a.sf2", "home folder is known"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, typed: str, words: str
) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    with pytest.raises(SettingsError) as caught:
        file.change(name, typed)
    assert words in str(caught.value)
    assert not file.path.exists()


@pytest.mark.parametrize("content", [b"threads = \n", b"\xff\xfe"])
def test_a_broken_file_is_not_touched(tmp_path: Path, content: bytes) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    file.path.write_bytes(content)
    for use in (file.settings, lambda: file.change("threads", "2")):
        with pytest.raises(SettingsError):
            use()
    assert file.path.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be changed"):
        SettingsFile(tmp_path / "file" / "settings.toml").change("threads", "2")


async def test_a_setting_is_found_explained_refused_and_changed(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"
    world = FakeWorld(settings_file=SettingsFile(path))
    async with composing(world=world) as hands:
        await hands.run("view.settings")
        assert isinstance(hands.app.screen, SettingsList)
        shown = hands.app.screen.query_one(OptionList)
        assert "(the program chooses)" in str(shown.get_option_at_index(0).prompt)
        await hands.press("down", "down")
        assert "processor threads" in str(hands.app.screen.query_one("#about", Static).content)
        await hands.press("enter", *"many", "enter")
        assert isinstance(hands.app.screen, Prompt)
        assert "cannot be “many”" in str(hands.app.screen.query_one(".problem", Static).content)
        hands.app.screen.query_one("#value", Input).value = "2"
        await hands.press("enter")
        assert read_settings(path).settings == Settings(threads=2)
        assert isinstance(hands.app.screen, SettingsList)
        assert hands.app.screen.query_one(OptionList).highlighted == 2
        path.write_text("threads = ")
        await hands.press("enter", "enter")
        assert "cannot be read" in hands.told[-1]


async def test_without_a_file_there_is_nothing_to_set() -> None:
    async with composing() as hands:
        await hands.run("view.settings")
        assert "no settings file" in hands.line("cell")
