"""Style profiles in the composer: looked at, made of several files, renamed, removed, generated with."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import Hands, composing
from textual.widgets import Input, OptionList, Select, Static
from tui_fakes import FakeWorld

from tuicomposer.tui.screens.files_prompt import FilesPrompt
from tuicomposer.tui.screens.generate import GenerateDialog
from tuicomposer.tui.screens.profiles import NONE_YET, ProfileList

OPEN = ("backslash", "comma", "Y")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.mid", "b.wav", "c.tuic", "d.txt"):
        (tmp_path / name).touch()
    return tmp_path


def listed(hands: Hands) -> list[str]:
    return [str(one.prompt) for one in hands.app.screen.query_one(OptionList).options]


def said(hands: Hands, what: str) -> str:
    return str(hands.app.screen.query_one(what, Static).render())


async def test_the_list_shows_what_a_profile_contains_and_enter_generates_like_it() -> None:
    async with composing() as hands:
        await hands.press(*OPEN)
        assert isinstance(hands.app.screen, ProfileList)
        assert listed(hands) == ["waltz"]
        assert "150 beats a minute, 3/4" in said(hands, "#about")
        await hands.press("enter")
        assert isinstance(hands.app.screen, GenerateDialog)
        assert hands.app.screen.query_one("#profile", Select).value == "waltz"
        await hands.press("enter")
        await hands.until(lambda: hands.composer.view.ghost is not None)
        assert hands.world.generator.requests[-1].controls.density == 2.0


async def test_a_profile_is_made_of_several_files(folder: Path) -> None:
    async with composing(path=folder / "c.tuic") as hands:
        await hands.press(*OPEN, "n", *"mine", "enter")
        assert isinstance(hands.app.screen, FilesPrompt)
        assert [Path(one.id or "").name for one in hands.app.screen.query_one(OptionList).options] == [
            "a.mid",
            "b.wav",
            "c.tuic",
        ]
        await hands.press("down", "enter", "down", "enter", "enter")
        assert said(hands, "#chosen") == "2 taken: a.mid, b.wav"
        await hands.press("shift+tab", "enter")
        await hands.until(lambda: isinstance(hands.app.screen, ProfileList))
        assert hands.world.profiles.made_of == [("a.mid", "b.wav")]
        assert listed(hands) == ["waltz", "mine"]
        assert hands.app.screen.query_one(OptionList).highlighted == 1
        assert "Made the profile “mine” of 2 files." in hands.composer.message


async def test_without_a_file_it_is_not_made_and_what_is_no_file_is_refused(folder: Path) -> None:
    async with composing(path=folder / "c.tuic") as hands:
        await hands.press(*OPEN, "n", *"mine", "enter")
        line = hands.app.screen.query_one("#value", Input)
        for text, refusal in ((str(folder / "d.txt"), "does not end in"), (str(folder / "x.mid"), "no file")):
            line.value = text
            await hands.press("enter")
            assert refusal in said(hands, ".problem")
        await hands.pilot.click("#done")
        await hands.settle()
        assert "No file is taken yet." in said(hands, ".problem")
        assert hands.world.profiles.made_of == []


async def test_making_one_is_told_and_cancelled(folder: Path) -> None:
    world = FakeWorld()
    world.profiles.gate.clear()
    async with composing(world=world, path=folder / "c.tuic") as hands:
        await hands.press(*OPEN, "n", *"mine", "enter", "down", "enter", "shift+tab", "enter")
        await hands.until(lambda: "25 %" in hands.line("work"))
        assert "Making “mine”" in hands.line("work")
        await hands.press("escape")
        world.profiles.gate.set()
        await hands.settle()
        assert hands.composer.work is None
        assert world.profiles.names == ["waltz"]


async def test_a_profile_gets_another_name_that_is_free() -> None:
    async with composing() as hands:
        await hands.press(*OPEN, "r", "enter")
        assert "There is a profile “waltz” already." in said(hands, ".problem")
        await hands.press(*"slow", "enter")
        assert listed(hands) == ["slow"]


async def test_a_profile_is_removed_after_a_question() -> None:
    async with composing() as hands:
        await hands.press(*OPEN, "d", "escape")
        assert hands.world.profiles.names == ["waltz"]
        await hands.press(*OPEN, "delete", "enter")
        await hands.settle()
        assert hands.world.profiles.names == []
        assert isinstance(hands.app.screen, ProfileList)
        assert NONE_YET in "".join(str(one.render()) for one in hands.app.screen.query(Static))
        await hands.press("r", "d", "enter")
        assert isinstance(hands.app.screen, ProfileList)
