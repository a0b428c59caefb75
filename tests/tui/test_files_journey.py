"""Files: save, save as, open, new, quit with unsaved changes."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from driving import PATIENCE, Hands, composing
from textual.widgets import Input, OptionList, Select, Static
from tui_fakes import FakeFiles, FakeWorld, ode

from tuicomposer.score.song import Song, new_song
from tuicomposer.tui.background import TaskDone
from tuicomposer.tui.keeping import Backup
from tuicomposer.tui.screens.confirm import Confirm
from tuicomposer.tui.screens.path_prompt import PathPrompt
from tuicomposer.wiring.keeper import Keeper


async def test_save_writes_to_the_songs_file(tmp_path: Path) -> None:
    path = tmp_path / "walk.tuic"
    async with composing(path=path) as hands:
        await hands.press("z")
        assert "●" in hands.line("title")
        await hands.press("ctrl+s")
        assert hands.world.files.songs[path] == hands.song
        assert "●" not in hands.line("title")
        assert "Saved walk.tuic." in hands.line("cell")


async def test_a_song_without_a_title_is_called_by_its_file_once_it_has_one(tmp_path: Path) -> None:
    async with composing(new_song()) as hands:
        assert hands.line("title").startswith(" Untitled ")
        await hands.press("ctrl+s")
        hands.app.screen.query_one("#value", Input).value = str(tmp_path / "walk.tuic")
        await hands.press("enter")
        assert hands.line("title").startswith(" walk.tuic ")
        assert "Untitled" not in hands.line("title")
        assert hands.line("title").count("walk.tuic") == 1


async def test_a_song_without_a_file_is_asked_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with composing() as hands:
        await hands.press("ctrl+s")
        assert hands.app.screen.query_one("#value", Input).value == "evening-walk.tuic"
        await hands.press("enter")
        assert list(hands.world.files.songs) == [Path("evening-walk.tuic")]


async def test_an_existing_file_is_replaced_only_after_asking(tmp_path: Path) -> None:
    path = tmp_path / "there.tuic"
    path.write_text("someone's")
    async with composing() as hands:
        await hands.press("f12")
        hands.app.screen.query_one("#value", Input).value = str(path)
        await hands.press("enter")
        assert hands.world.files.songs == {}
        await hands.press("enter")
        assert list(hands.world.files.songs) == [path]


async def test_a_full_disk_is_told_and_the_song_stays_unsaved(tmp_path: Path) -> None:
    world = FakeWorld()
    world.files.full = True
    async with composing(world=world, path=tmp_path / "walk.tuic") as hands:
        await hands.press("z", "ctrl+s")
        assert hands.told == ["The disk is full. Make room, then save again."]
        assert hands.composer.document.modified


async def test_open_lists_songs_and_opens_one(tmp_path: Path) -> None:
    path = tmp_path / "other.tuic"
    path.touch()
    world = FakeWorld()
    world.files.songs[path] = new_song(title="Other", bars=4)
    async with composing(world=world, path=tmp_path / "walk.tuic") as hands:
        await hands.press("ctrl+o", "down", "enter", "enter")
        await hands.until(lambda: hands.song.title == "Other")
        assert "Other" in hands.line("title")
        assert "other.tuic" in hands.line("title")
        assert world.player.song is hands.song


async def test_what_is_kept_after_a_crash_is_offered_to_open_and_not_to_write_over(tmp_path: Path) -> None:
    for name in ("other.tuic", "walk.rescue.tuic"):
        (tmp_path / name).touch()

    def listed(hands: Hands) -> list[str]:
        return [Path(one.id or "").name for one in hands.app.screen.query_one(OptionList).options]

    async with composing(path=tmp_path / "walk.tuic") as hands:
        await hands.press("f12")
        assert listed(hands) == ["other.tuic"]
        await hands.press("escape", "ctrl+o")
        assert listed(hands) == ["other.tuic", "walk.rescue.tuic"]


async def test_a_version_before_is_opened_by_its_name_and_saved_only_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    world, version = FakeWorld(), tmp_path / "walk.tuic~5"
    version.touch()
    world.files.songs[version] = new_song(title="Walk", bars=4)
    async with composing(world=world, size=(120, 30)) as hands:
        await hands.press("ctrl+o")
        hands.app.screen.query_one("#value", Input).value = str(version)
        await hands.press("enter")
        await hands.until(lambda: hands.song.title == "Walk")
        assert "walk.tuic~5 is an earlier version of walk.tuic." in hands.line("cell")
        assert hands.composer.path is None
        await hands.press("ctrl+s")
        hands.app.screen.query_one("#value", Input).value = str(version)
        await hands.press("enter")
        assert "does not end in .tuic" in str(hands.app.screen.query_one(".problem", Static).render())
        assert list(world.files.songs) == [version]


async def test_a_click_on_a_file_of_the_list_writes_its_name(tmp_path: Path) -> None:
    for name in ("a.tuic", "b.tuic", "c.tuic"):
        (tmp_path / name).touch()
    async with composing(path=tmp_path / "a.tuic") as hands:
        await hands.press("ctrl+o")
        files = hands.app.screen.query_one(OptionList)
        lies = files.content_region
        await hands.pilot.mouse_down("#files", offset=(3, 1))
        await hands.settle()
        # A list that moves under the pressed button chooses another file, or none.
        assert files.has_focus
        assert files.content_region == lies
        await hands.pilot.click("#files", offset=(3, 1))
        await hands.settle()
        assert hands.app.screen.query_one(Input).value.endswith("b.tuic")


async def test_the_versions_before_of_the_chosen_song_are_listed_with_their_time_and_opened_as_copies(
    tmp_path: Path,
) -> None:
    world, song = FakeWorld(), tmp_path / "walk.tuic"
    for name in ("other.tuic", "walk.tuic"):
        (tmp_path / name).touch()
    for number in (1, 2):
        version = tmp_path / f"walk.tuic~{number}"
        version.touch()
        world.files.songs[version] = new_song(title=f"Walk {number}", bars=4)
        world.keeper.versions[Backup(version, f"2026-01-0{number} 03:04")] = world.files.songs[version]

    def listed(hands: Hands) -> list[str]:
        return [str(one.prompt).strip() for one in hands.app.screen.query_one(OptionList).options]

    async with composing(world=world, path=song, size=(120, 30)) as hands:
        await hands.press("f12")
        assert listed(hands) == ["other.tuic", "walk.tuic"]
        await hands.press("escape", "ctrl+o")
        assert listed(hands) == ["other.tuic", "walk.tuic"]
        await hands.press("down", "down", "enter")
        assert listed(hands) == [
            "other.tuic",
            "walk.tuic",
            "walk.tuic~1   an earlier version, saved 2026-01-01 03:04",
            "walk.tuic~2   an earlier version, saved 2026-01-02 03:04",
        ]
        await hands.press("down", *["down"] * 3, "enter")
        assert len(listed(hands)) == 4
        await hands.press("enter")
        await hands.until(lambda: hands.song.title == "Walk 2")
        assert hands.composer.path is None
        assert "walk.tuic~2 is an earlier version of walk.tuic." in hands.line("cell")
        await hands.press("z", "ctrl+s")
        assert isinstance(hands.app.screen, PathPrompt)
        assert song not in world.files.songs


class SlowFiles(FakeFiles):
    """A disk that reads only when a test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def load(self, path: Path) -> tuple[Song, tuple[str, ...]]:
        assert self.gate.wait(PATIENCE)
        return super().load(path)


@asynccontextmanager
async def reading(path: Path) -> AsyncIterator[tuple[Hands, SlowFiles]]:
    """A composer that reads another song's file, and has not finished yet."""
    files = SlowFiles()
    path.touch()
    files.songs[path] = new_song(title="Other", bars=4)
    async with composing(world=FakeWorld(files=files)) as hands:
        await hands.press("ctrl+o")
        hands.app.screen.query_one("#value", Input).value = str(path)
        await hands.press("enter")
        assert "Opening other.tuic" in hands.line("work")
        try:
            yield hands, files
        finally:
            files.gate.set()


async def test_what_is_written_while_a_file_opens_is_asked_about(tmp_path: Path) -> None:
    async with reading(tmp_path / "other.tuic") as (hands, files):
        await hands.press("z")
        written = hands.song
        files.gate.set()
        await hands.until(lambda: isinstance(hands.app.screen, Confirm))
        assert hands.song is written
        await hands.press("right", "enter")
        assert hands.song.title == "Other"


async def test_a_cancelled_open_changes_nothing_even_if_it_comes(tmp_path: Path) -> None:
    async with reading(tmp_path / "other.tuic") as (hands, files):
        before = hands.song
        await hands.press("escape")
        assert "Cancelled" in hands.line("cell")
        hands.world.generator.gate.clear()
        await hands.press("ctrl+g", "enter")
        await hands.until(lambda: "40 %" in hands.line("work"))
        heard = len(told := _overheard(hands))
        files.gate.set()
        await hands.until(lambda: len(told) > heard)
        await hands.settle()
        assert "Generating" in hands.line("work")
        assert hands.song is before
        hands.world.generator.gate.set()


def _overheard(hands: Hands) -> list[object]:
    """What tasks tell from now on."""
    told: list[object] = []
    hear = hands.composer.hands.hear

    def overhear(what: object) -> None:
        hear(what)
        told.extend([what] if isinstance(what, TaskDone) else [])

    hands.composer.hands.hear = overhear  # type: ignore[method-assign]
    return told


async def test_an_example_is_a_template_that_saving_leaves_alone(tmp_path: Path) -> None:
    path = tmp_path / "chorale.tuic"
    world = FakeWorld()
    world.files.songs[path] = new_song(title="Example", bars=4)
    async with composing(world=world) as hands:
        hands.composer.ports = replace(hands.composer.ports, example_path=path)
        await hands.run("song.example")
        await hands.until(lambda: hands.song.title == "Example")
        assert hands.composer.path is None
        await hands.press("z", "ctrl+s")
        assert hands.app.screen.query_one("#value", Input).value == "example.tuic"


async def test_a_file_that_cannot_be_read_is_told_and_the_song_stays(tmp_path: Path) -> None:
    path = tmp_path / "broken.tuic"
    path.touch()
    async with composing(path=tmp_path / "walk.tuic") as hands:
        await hands.press("ctrl+o")
        hands.app.screen.query_one("#value", Input).value = str(path)
        await hands.press("enter")
        await hands.until(lambda: bool(hands.told))
        assert "cannot be read" in hands.told[0]
        assert hands.song == ode()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("song.xyz", "does not end in"), ("nowhere.tuic", "There is no file"), ("", "That is a folder")],
)
async def test_a_path_that_does_not_do_is_refused_with_its_reason(
    tmp_path: Path, name: str, reason: str
) -> None:
    async with composing() as hands:
        await hands.press("ctrl+o")
        hands.app.screen.query_one("#value", Input).value = f"{tmp_path}/{name}"
        await hands.press("enter")
        assert reason in str(hands.app.screen.query_one(".problem", Static).content)
        await hands.press("escape")
        assert hands.app.screen is hands.composer


NOBODY = "~nobody-of-this-name"


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("f12", f"{NOBODY}/song.tuic", "home folder that is not known"),
        ("ctrl+o", NOBODY, "home folder that is not known"),
        ("f12", f"{'a' * 300}.tuic", "File name too long"),
        ("ctrl+o", f"{'a' * 300}/song.tuic", "File name too long"),
        ("f12", "a\0b.tuic", "not the name of a file"),
    ],
)
async def test_a_name_that_no_system_takes_is_refused_and_the_dialog_stays(
    key: str, text: str, reason: str
) -> None:
    async with composing() as hands:
        await hands.press(key)
        dialog = hands.app.screen
        dialog.query_one("#value", Input).value = text
        await hands.press("enter")
        assert hands.app.screen is dialog
        assert reason in str(dialog.query_one(".problem", Static).content)
        await hands.press("escape")
        assert hands.app.screen is hands.composer


async def test_new_starts_an_empty_song_of_the_given_measures() -> None:
    async with composing() as hands:
        await hands.press("ctrl+n", *"Waltz", "tab", *"12", "tab", *"3/4", "enter")
        assert (hands.song.title, hands.song.sections[0].bars) == ("Waltz", 12)
        assert str(hands.song.sections[0].meter) == "3/4"
        assert hands.composer.path is None


async def test_several_numbers_of_bars_are_several_sections() -> None:
    async with composing() as hands:
        await hands.press("ctrl+n", "tab", *"8 8 4", "enter")
        assert [section.bars for section in hands.song.sections] == [8, 8, 4]
        assert hands.song.order == (0, 1, 2)
        await hands.press("ctrl+n", "tab", *"8 x", "enter")
        assert "“x”" in str(hands.app.screen.query_one(".problem", Static).content)


async def test_a_profile_fills_in_what_a_new_song_is_like() -> None:
    async with composing() as hands:
        await hands.press("ctrl+n")
        dialog = hands.app.screen
        dialog.query_one("#profile", Select).value = "waltz"
        await hands.settle()
        dialog.query_one("#key", Input).value = "G"
        await hands.press("enter")
        section = hands.song.sections[0]
        assert (section.bars, str(section.meter), hands.song.tempo) == (8, "3/4", 150.0)
        assert str(hands.song.key) == "G major"


async def test_quitting_an_unchanged_song_just_quits() -> None:
    async with composing() as hands:
        await hands.press("ctrl+q")
        assert hands.app._exit


async def test_quitting_with_changes_asks_and_can_stay() -> None:
    async with composing() as hands:
        await hands.press("z", "ctrl+q", "escape")
        assert not hands.app._exit
        await hands.press("ctrl+q", "right", "right", "enter")
        assert not hands.app._exit
        await hands.press("ctrl+q", "right", "enter")
        assert hands.app._exit


async def test_quitting_can_save_first(tmp_path: Path) -> None:
    path = tmp_path / "walk.tuic"
    async with composing(path=path) as hands:
        await hands.press("z", "ctrl+q", "enter")
        assert path in hands.world.files.songs
        assert hands.app._exit


async def test_quitting_leaves_open_dialogs_behind() -> None:
    async with composing() as hands:
        await hands.press("f1", "ctrl+q")
        assert hands.app._exit


async def test_tempo_title_and_key_are_set_by_a_line() -> None:
    async with composing() as hands:
        await hands.press("ctrl+t", *"fast", "enter")
        assert "is not a tempo" in str(hands.app.screen.query_one(".problem", Static).content)
        hands.app.screen.query_one("#value", Input).value = "132"
        await hands.press("enter")
        assert hands.song.tempo == 132
        await hands.run("song.key")
        await hands.press(*"F# minor", "enter")
        assert str(hands.song.key) == "F# minor"
        await hands.press("ctrl+z", "ctrl+z")
        assert hands.song == ode()


async def test_bars_are_added_and_removed() -> None:
    async with composing() as hands:
        await hands.run("song.add_bar")
        assert hands.song.sections[0].bars == 9
        await hands.run("song.remove_bar")
        assert hands.song == ode()


@pytest.mark.parametrize("text", ["/", "//", ".", "..", "~"])
async def test_open_takes_what_is_no_file(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    monkeypatch.setenv("HOME", "/")
    world = FakeWorld()
    world.keeper.backups = Keeper(tmp_path).backups  # type: ignore[method-assign]
    async with composing(world=world) as hands:
        await hands.press("ctrl+o", *text)
        assert hands.app.screen.query_one("#value", Input).value == text
        await hands.press("enter")
        assert "is a folder" in str(hands.app.screen.query_one(".problem", Static).render())
