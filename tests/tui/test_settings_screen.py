"""The settings screen: every setting explained, changed beside its comments, refused with a sentence."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from driving import composing
from textual.widgets import Input, OptionList, Static
from tui_fakes import FakeWorld

from tuicomposer.errors import SettingsError
from tuicomposer.score.cells import Note
from tuicomposer.settings.change import changed_text, value_of
from tuicomposer.settings.explained import EXPLAINED
from tuicomposer.settings.layouts import QWERTY, layout_of
from tuicomposer.settings.load import read_settings
from tuicomposer.settings.values import Settings
from tuicomposer.tui.screens.prompt import Prompt
from tuicomposer.tui.screens.settings import SettingsList
from tuicomposer.tui.settings_file import AT_ONCE, SettingsFile
from tuicomposer.tui.themes import suitable
from tuicomposer.tui.view import Follow

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


def test_the_screen_says_which_settings_hold_at_once(tmp_path: Path) -> None:
    listed = SettingsFile(tmp_path / "settings.toml").settings()
    assert {setting.name for setting in listed if setting.at_once} == AT_ONCE


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
async def test_each_setting_says_when_it_holds_and_is_applied_then(tmp_path: Path, name: str) -> None:
    world = FakeWorld(settings_file=SettingsFile(tmp_path / "settings.toml"))
    async with composing(world=world) as hands:
        words = "at once" if name in AT_ONCE else "from the next start"
        hands.composer.commands.guidance._settings(name)
        await hands.until(lambda: isinstance(hands.app.screen, SettingsList))
        await hands.settle()
        assert words in str(hands.app.screen.query_one("#when", Static).content)
        await hands.press("enter", "enter")
        assert hands.composer.message.startswith(name)
        assert ("holds now" in hands.composer.message) == (name in AT_ONCE)


async def test_what_is_set_holds_at_once_and_nothing_means_the_default_again(tmp_path: Path) -> None:
    world = FakeWorld(settings_file=SettingsFile(tmp_path / "settings.toml"))
    async with composing(world=world) as hands:
        view = hands.composer.view
        before = view.keymap, hands.app.theme

        async def put(name: str, value: str) -> None:
            hands.composer.commands.guidance._settings(name)
            await hands.until(lambda: isinstance(hands.app.screen, SettingsList))
            await hands.press("enter")
            hands.app.screen.query_one("#value", Input).value = value
            await hands.press("enter")
            assert isinstance(hands.app.screen, SettingsList)
            await hands.press("escape")

        await put("theme", "contrast")
        assert hands.app.theme == "contrast"
        await put("layout", "azerty")
        await hands.press("w")
        assert hands.cell(1, 0) == Note(60)
        await put("follow", "centre")
        assert view.follow is Follow.CENTRE
        await put("keymap", "impulse")
        assert view.keymap.name == "impulse"
        await hands.press("f5")
        assert "play" in {told[0] for told in world.player.heard}
        for name in ("theme", "layout", "follow", "keymap"):
            await put(name, "")
        assert (view.keymap, view.entry.layout, view.follow) == (before[0], QWERTY, Follow.PAGE)
        assert hands.app.theme == suitable(hands.app.console.color_system, no_color=False)


async def test_what_is_chosen_while_composing_is_kept_beside_comments_and_unknown_words(
    tmp_path: Path,
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(MINE)
    async with composing(world=FakeWorld(settings_file=SettingsFile(path))) as hands:
        await hands.press("shift+f9", "ctrl+f")
        await hands.run("write.layout")
        hands.app.screen.query_one("#value", Input).value = "zsxdcvgbhnjm q2w3er5t6y7u"
        await hands.press("enter")
        kept = read_settings(path).settings
        assert (kept.theme, kept.follow) == (hands.app.theme, hands.composer.view.follow)
        assert layout_of(kept.layout) == hands.composer.view.entry.layout
        assert kept.threads == 2
    for line in MINE.splitlines():
        assert line in path.read_text().splitlines() or line.startswith("layout")


@pytest.mark.parametrize("content", [None, b"threads = \n"])
async def test_a_choice_that_cannot_be_kept_holds_and_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "folder" / "settings.toml"
    if content is None:
        (tmp_path / "folder").touch()
    else:
        path.parent.mkdir()
        path.write_bytes(content)
    async with composing(world=FakeWorld(settings_file=SettingsFile(path))) as hands:
        before = hands.app.theme
        await hands.press("shift+f9")
        await hands.until(lambda: hands.app.theme != before)
        assert "The settings file" in hands.told[-1]
        assert "Your choice of theme holds until you leave." in hands.told[-1]
        await hands.press("z")
        assert hands.cell(1, 0) == Note(60)
    assert content is None or path.read_bytes() == content
