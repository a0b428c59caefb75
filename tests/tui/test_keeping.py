"""Never lost, as a person meets it: the undo list, recovery, autosave, revert, versions, two at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from driving import Hands, composing
from textual.widgets import OptionList, Static
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.score.document import Document
from tuicomposer.score.edits import SetField
from tuicomposer.score.history import Steps
from tuicomposer.score.song import new_song
from tuicomposer.tui.commands.keeping import Keeping
from tuicomposer.tui.keeping import Backup, Begun, LeftBehind, Rescued
from tuicomposer.tui.pace import Pace
from tuicomposer.tui.screens.confirm import Confirm
from tuicomposer.tui.screens.history import HistoryList, Versions, history_lines
from tuicomposer.tui.screens.path_prompt import PathPrompt

RESCUED = replace(ode(), title="Rescued")


def lines(hands: Hands) -> list[str]:
    """What the open list shows."""
    options = hands.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]


def question(hands: Hands) -> str:
    """What the open dialog asks."""
    assert isinstance(hands.app.screen, Confirm)
    return " ".join(str(one.content) for one in hands.app.screen.query(Static) if one.content)


async def test_the_undo_list_names_every_step_and_goes_to_any() -> None:
    async with composing() as hands:
        await hands.press("z", "f9", "ctrl+up", "ctrl+z")
        assert hands.line("cell").strip() == "Undo Mute Melody."
        await hands.press("alt+t")
        assert lines(hands) == ["  ↷ Mute Melody", "▶   Type a note   Melody 1.1", "    the beginning"]
        await hands.press("down", "enter")
        assert hands.song == ode()
        assert hands.line("cell").strip() == "Undo Type a note."
        await hands.press("alt+t", "up", "up", "enter")
        assert hands.line("cell").strip() == "Redo 2 steps."
        assert hands.song.lanes[1].muted


async def test_with_nothing_done_there_is_no_list() -> None:
    async with composing() as hands:
        await hands.press("alt+t")
        assert not isinstance(hands.app.screen, HistoryList)
        assert "nothing to undo" in hands.line("cell")


def test_the_list_of_a_long_history_marks_where_the_song_is() -> None:
    document = Document(ode())
    for number in range(4):
        document.do(SetField("title", f"{number}\x1b"), f"Title {number}\x1b")
    document.travel(-2)
    assert history_lines(document.steps, document.song) == [
        (2, "  ↷ Title 3\\x1b"),
        (1, "  ↷ Title 2\\x1b"),
        (0, "▶   Title 1\\x1b"),
        (-1, "    Title 0\\x1b"),
        (-2, "    the beginning"),
    ]


async def test_what_was_done_on_earlier_days_can_be_undone() -> None:
    world, before = FakeWorld(), Document(replace(ode(), title="Yesterday"))
    before.do(SetField("title", ode().title), "Title")
    world.keeper.begun = Begun(before.steps, ("A part was damaged.",))
    async with composing(world=world) as hands:
        await hands.until(lambda: hands.composer.document.undo_label == "Title")
        assert hands.told == [" A part was damaged."]
        await hands.press("ctrl+z")
        assert hands.song.title == "Yesterday"


async def test_who_is_quicker_than_the_disk_gets_what_they_wanted() -> None:
    world, before = FakeWorld(), Document(replace(ode(), title="Yesterday"))
    before.do(SetField("title", ode().title), "Title")
    world.keeper.begun = Begun(before.steps)
    world.keeper.gate.clear()
    async with composing(world=world) as hands:
        await hands.press("ctrl+z")
        assert "Reading what was done before" in hands.line("cell")
        world.keeper.gate.set()
        await hands.until(lambda: hands.song.title == "Yesterday")


async def test_unsaved_work_is_kept_a_moment_after_the_last_change() -> None:
    async with composing(path=Path("walk.tuic")) as hands:
        keeper = hands.world.keeper
        await hands.press("z")
        await hands.until(lambda: bool(keeper.kept))
        song, path, steps = keeper.kept[-1]
        assert (song, path) == (hands.song, Path("walk.tuic"))
        assert [step.label for step in steps.done] == ["Type a note"]
        await hands.press("ctrl+z")
        await hands.until(lambda: "settled" in keeper.heard)


async def test_a_full_disk_is_told_once_and_tried_again() -> None:
    world = FakeWorld()
    world.keeper.full = True
    async with composing(world=world) as hands:
        for key in "zx":
            world.keeper.heard.clear()
            await hands.press(key)
            await hands.until(lambda: "full" in world.keeper.heard)
            await hands.until(lambda: bool(hands.told))
        assert hands.told == [" The unsaved song cannot be kept. The disk is full. Make room."]
        world.keeper.full = False
        await hands.press("c")
        await hands.until(lambda: bool(world.keeper.kept))


class Desk:
    """The little of a desk that autosaving needs."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self.ports = self

    def clock(self) -> float:
        return self.now

    def later(self, name: str, seconds: float, call: object) -> None:
        self.waits.append(seconds)


def test_the_last_change_is_waited_for_but_not_for_ever() -> None:
    desk = Desk()
    keeping = Keeping(desk, Pace(), lambda _: None, lambda _: None)  # type: ignore[arg-type]
    for now in (0.0, 4.0, 24.0, 28.0, 31.0):
        desk.now = now
        keeping.changed()
    assert desk.waits == [5.0, 5.0, 5.0, 2.0, 0.0]


def left_behind(world: FakeWorld) -> None:
    steps = Steps()
    world.keeper.begun = Begun(rescued=Rescued(Path("walk.rescue.tuic"), RESCUED, steps, "2026-01-02 03:04"))
    world.keeper.left = [Rescued(Path("walk.rescue-2.tuic"), ode(), steps, "2026-01-01 03:04")]


async def test_unsaved_work_of_the_last_run_is_offered_and_gone_on_with() -> None:
    world = FakeWorld()
    left_behind(world)
    async with composing(world=world, path=Path("walk.tuic")) as hands:
        await hands.until(lambda: isinstance(hands.app.screen, Confirm))
        assert "unsaved work of 2026-01-02 03:04" in question(hands)
        assert "walk.rescue.tuic" in question(hands)
        await hands.press("enter")
        assert hands.song == RESCUED
        assert hands.composer.path == Path("walk.tuic")
        assert hands.composer.document.modified
        assert world.keeper.heard == ["take over walk.rescue.tuic"]
        await hands.press("ctrl+s")
        assert world.files.songs[Path("walk.tuic")] == RESCUED
        assert world.keeper.heard[-1] == "saved walk.tuic"


async def test_unsaved_work_can_be_deleted_and_the_next_is_offered() -> None:
    world = FakeWorld()
    left_behind(world)
    async with composing(world=world) as hands:
        await hands.until(lambda: isinstance(hands.app.screen, Confirm))
        await hands.press("right", "enter")
        assert world.keeper.heard == ["drop walk.rescue.tuic"]
        assert "2026-01-01" in question(hands)
        await hands.press("escape")
        assert hands.song == ode()


@pytest.mark.parametrize("keys", [["enter"], ["right", "enter"]])
async def test_unsaved_work_that_another_went_on_with_is_left_alone(keys: list[str]) -> None:
    world = FakeWorld()
    left_behind(world)
    world.keeper.left, world.keeper.taken = [], True
    async with composing(world=world) as hands:
        await hands.until(lambda: isinstance(hands.app.screen, Confirm))
        await hands.press(*keys)
        assert hands.song == ode()
        assert "Another tuicomposer has gone on with that work" in hands.line("cell")


async def test_work_begun_before_the_answer_is_not_replaced() -> None:
    world = FakeWorld()
    left_behind(world)
    async with composing(world=world) as hands:
        await hands.until(lambda: isinstance(hands.app.screen, Confirm))
        hands.composer.do(SetField("title", "Typed meanwhile"), "Title")
        await hands.press("enter")
        assert hands.song.title == "Typed meanwhile"
        assert "offered at the next start" in hands.line("cell")


async def test_a_song_that_is_open_elsewhere_can_be_worked_on_as_a_copy() -> None:
    world = FakeWorld()
    world.keeper.begun = Begun(other="Process 12 on zeus has it open since 10:00.")
    async with composing(world=world, path=Path("walk.tuic")) as hands:
        await hands.until(lambda: isinstance(hands.app.screen, Confirm))
        assert "Process 12 on zeus" in question(hands)
        await hands.press("enter")
        assert hands.composer.path is None
        assert hands.song == ode()


async def test_a_file_that_another_program_changed_is_not_replaced_unasked() -> None:
    world = FakeWorld()
    async with composing(world=world, path=Path("walk.tuic")) as hands:
        world.keeper.outside = True
        await hands.press("z", "ctrl+s")
        assert "changed by another program" in question(hands)
        assert world.files.songs == {}
        await hands.press("right", "enter")
        assert world.files.songs[Path("walk.tuic")] == hands.song


async def test_revert_goes_back_to_what_was_saved_and_can_be_undone() -> None:
    async with composing(path=Path("walk.tuic")) as hands:
        run = hands.composer.commands.run
        run("song.revert")
        await hands.settle()
        assert "as it was saved" in hands.line("cell")
        await hands.press("z", "ctrl+s", "x", "f9")
        saved, changed = hands.world.files.songs[Path("walk.tuic")], hands.song
        run("song.revert")
        assert hands.song == saved
        assert not hands.composer.document.modified
        await hands.settle()
        assert "Reverted to the saved song. Ctrl+Z takes it back." in hands.line("cell")
        await hands.press("ctrl+z")
        assert hands.song == changed


async def test_an_earlier_version_comes_back_as_one_step() -> None:
    world = FakeWorld()
    async with composing(world=world, path=Path("walk.tuic")) as hands:
        run = hands.composer.commands.run
        run("song.versions")
        await hands.settle()
        assert "No version before" in hands.line("cell")
        world.keeper.versions = {Backup(Path("walk.tuic~1"), "2026-01-02 03:04"): RESCUED}
        run("song.versions")
        await hands.settle()
        assert isinstance(hands.app.screen, Versions)
        assert lines(hands) == ["2026-01-02 03:04   walk.tuic~1"]
        await hands.press("enter")
        assert hands.song == RESCUED
        assert hands.composer.document.undo_label == "Go back to walk.tuic~1"
        await hands.press("ctrl+z")
        assert hands.song == ode()
        world.keeper.full = True
        run("song.versions")
        await hands.press("enter")
        assert hands.told[-1] == "That version cannot be read. Choose another."


@pytest.mark.parametrize("changed", [False, True])
async def test_an_earlier_version_is_opened_as_a_copy_without_a_file(changed: bool) -> None:
    world, file = FakeWorld(), Path("walk.tuic~2")
    world.keeper.versions = {Backup(file, "2026-01-02 03:04"): RESCUED}
    world.files.songs[file] = RESCUED
    async with composing(world=world, path=Path("walk.tuic")) as hands:
        await hands.press(*"z" if changed else ())
        before = hands.song
        await hands.run("song.versions")
        await hands.press("o")
        if changed:
            assert "not saved" in question(hands)
            assert hands.song == before
            await hands.press("right", "enter")
        await hands.until(lambda: hands.song == RESCUED)
        assert hands.composer.path is None
        await hands.press("ctrl+s")
        assert isinstance(hands.app.screen, PathPrompt)
        assert list(world.files.songs) == [file]


async def test_who_leaves_without_saving_leaves_nothing_behind() -> None:
    async with composing() as hands:
        await hands.press("z", "ctrl+q", "right", "enter")
        assert hands.app._exit
    assert hands.world.keeper.heard[-2:] == ["settled", "close"]


def test_the_pace_of_a_person_is_five_seconds() -> None:
    assert (Pace().autosave, AT_ONCE.autosave) == (5.0, 0.005)


LEFT = (
    LeftBehind(Path("waltz.rescue.tuic"), Path("waltz.tuic"), "2026-01-02 03:04"),
    LeftBehind(Path("polka.rescue.tuic"), Path("polka.tuic"), "2026-01-01 03:04"),
)


async def test_a_start_without_a_file_offers_unsaved_work_of_other_songs() -> None:
    world = FakeWorld()
    world.keeper.begun = Begun(elsewhere=LEFT)
    world.files.songs[Path("polka.rescue.tuic")] = RESCUED
    async with composing(new_song(), world=world) as hands:
        await hands.until(lambda: isinstance(hands.app.screen, Confirm))
        assert "waltz.tuic, 2026-01-02 03:04 (1 of 2)" in question(hands)
        await hands.press("right", "enter")
        assert "polka.tuic" in question(hands)
        await hands.press("enter")
        await hands.until(lambda: hands.song == RESCUED)
        assert hands.composer.path is None


async def test_a_start_with_another_file_says_that_there_is_unsaved_work(tmp_path: Path) -> None:
    world = FakeWorld()
    world.keeper.begun, world.keeper.others = Begun(elsewhere=LEFT), LEFT
    async with composing(world=world, path=tmp_path / "walk.tuic") as hands:
        await hands.until(lambda: "unsaved work of waltz.tuic" in hands.line("cell"))
        assert "Ctrl+P, Unsaved work…" in hands.line("cell")
        await hands.run("song.unsaved")
        assert isinstance(hands.app.screen, Confirm)
        await hands.press("escape")
        world.keeper.others = ()
        await hands.run("song.unsaved")
        assert "no unsaved work" in hands.line("cell")
