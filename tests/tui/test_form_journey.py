"""The form screen: sections and their order, changed in place; reads like the manual."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from driving import Hands, composing
from textual.widgets import Static
from tui_fakes import AT_ONCE, FakePlayhead, FakeWorld, ode

from tuicomposer.playback.transport import LoopRange
from tuicomposer.score.swing import Swing
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.screens.confirm import Confirm
from tuicomposer.tui.screens.form import FormScreen
from tuicomposer.tui.widgets.sheet import Sheet


@asynccontextmanager
async def at_the_form(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hands]:
    async with composing(size=size) as hands:
        await hands.press("alt+w")
        assert isinstance(hands.app.screen, FormScreen)
        yield hands


def sheet(hands: Hands, name: str) -> list[str]:
    shown = hands.app.screen.query_one(f"#{name}", Sheet)
    return [" ".join(shown.render_line(y).text.split()) for y in range(1, len(shown.rows) + 1)]


def form(hands: Hands) -> list[tuple[str, int]]:
    return [(section.name, section.length) for section in hands.song.sections]


def sounding(hands: Hands) -> str:
    return " ".join(hands.song.sections[index].name for index in hands.song.order)


async def test_sections_are_added_copied_split_joined_named_and_removed() -> None:
    async with at_the_form() as hands:
        await hands.press("d")
        assert form(hands) == [("A", 128), ("A2", 128)]
        assert sounding(hands) == "A A2"
        assert hands.cursor.section == 1
        await hands.press("enter", *["backspace"] * 2, *"Verse", "enter")
        assert sounding(hands) == "A Verse"
        await hands.press("a")
        assert sounding(hands) == "A Verse B"
        await hands.press("x")
        assert sounding(hands) == "A Verse"
        await hands.press("escape", "home", "pagedown", "pagedown", "alt+w", "up", "escape")
        await hands.press("pagedown", "pagedown", "alt+w", "s")
        assert form(hands) == [("A", 32), ("A2", 96), ("Verse", 128)]
        await hands.press("up", "j")
        assert form(hands) == [("A", 128), ("Verse", 128)]
        while hands.composer.document.undo_label:
            await hands.press("ctrl+z")
        assert hands.song == ode()


async def test_the_letters_of_the_hints_work_with_shift_too() -> None:
    async with at_the_form() as hands:
        await hands.press("D")
        assert sounding(hands) == "A A2"
        await hands.press("X", "A", "tab", "X")
        assert sounding(hands) == "A"
        assert form(hands) == [("A", 128), ("B", 128)]


async def test_the_fields_of_a_section_are_typed_in_place() -> None:
    async with at_the_form() as hands:
        await hands.press("right", "enter", "backspace", "9", "enter")
        assert hands.song.sections[0].length == 9 * 16
        await hands.press("right", "enter", *["backspace"] * 3, *"3/4", "enter")
        assert str(hands.song.sections[0].meter) == "3/4"
        await hands.press("right", "right", "plus", "plus")
        assert hands.song.sections[0].tempo == 98
        await hands.press("right", "enter", "G", "enter")
        await hands.press("right", "enter", *"62", "enter", "right", "plus")
        section = hands.song.sections[0]
        assert (str(section.key), section.swing, section.pickup) == ("G major", Swing(62), 1)
        assert sheet(hands, "sections") == ["A 12 3/4 4 98 G 62/8 1"]


async def test_what_cannot_be_is_refused_in_a_sentence_and_stays_open() -> None:
    async with at_the_form() as hands:
        before = hands.song
        await hands.press("right", "right", "enter", *["backspace"] * 3, *"3/5", "enter")
        assert "not a metre" in str(hands.app.screen.query_one("#said").render())
        assert hands.song is before
        await hands.press("escape", "x")
        assert any("at least one section" in one for one in hands.told)


async def test_what_would_be_lost_is_counted_and_asked() -> None:
    async with at_the_form() as hands:
        await hands.press("right", "minus")
        assert isinstance(hands.app.screen, Confirm)
        assert "2 cells would be lost" in hands.app.screen.query_one(".strong").render().plain  # type: ignore[union-attr]
        await hands.press("escape")
        assert hands.song == ode()
        await hands.press("minus", "enter")
        assert hands.song.sections[0].length == 7 * 16


async def test_the_order_is_changed_in_place() -> None:
    async with at_the_form() as hands:
        await hands.press("d", "tab", "home", "plus")
        assert sounding(hands) == "A A A2"
        await hands.press("end", "a", "1", "enter")
        assert sounding(hands) == "A A A A2"
        await hands.press("home", "greater_than_sign")
        assert sounding(hands) == "A2 A A A"
        assert sheet(hands, "order") == ["A2 1", "A 3"]
        await hands.press("up", "enter", *"nobody", "enter")
        assert "No section is called" in str(hands.app.screen.query_one("#said").render())
        await hands.press("escape", "right", "enter", "backspace", "2", "enter", "left", "down", "x")
        assert sounding(hands) == "A2 A2"
        await hands.press("a", *"A2", "enter", "x")
        assert sounding(hands) == "A2 A2 A2"


async def test_an_entry_can_be_put_behind_the_last() -> None:
    async with at_the_form() as hands:
        await hands.press("d", "tab", "end", "right")
        assert "E after" in str(hands.app.screen.query_one("#help").render())
        await hands.press("e", "1", "enter")
        assert sounding(hands) == "A A2 A"
        await hands.press("e", *"A2", "enter")
        assert sounding(hands) == "A A2 A A2"
        await hands.press("ctrl+z", "ctrl+z")
        assert sounding(hands) == "A A2"


async def test_what_plays_is_marked_and_the_keys_of_playing_work() -> None:
    async with at_the_form() as hands:
        await hands.press("d", "up", "space")
        assert hands.world.player.heard[-1] == ("play", 0)
        hands.world.player.playhead = FakePlayhead(True, 1, 0, 1)
        await hands.until(lambda: any("▶" in line for line in sheet(hands, "sections")[1:]))
        await hands.until(lambda: "▶ A2 1" in sheet(hands, "order"))
        await hands.press("f8")
        assert hands.world.player.heard[-1] == ("stop",)


async def test_the_palette_asks_for_one_field_at_a_time() -> None:
    async with composing() as hands:
        await hands.run("form.tempo")
        await hands.press(*"72", "enter")
        assert hands.song.sections[0].tempo == 72
        assert "♩ 72" in hands.line("title")
        await hands.run("form.song_swing")
        await hands.press(*["backspace"] * 4, *"66", "enter")
        assert hands.song.swing == Swing(66)
        assert "swing 66%" in hands.line("title")


def test_picture_of_the_form(snap_compare: Any) -> None:
    async def run(pilot: Any) -> None:
        hands = Hands(pilot, pilot.app, FakeWorld())
        await hands.until(lambda: pilot.app.composer.view.analyzed is not None)
        await pilot.press(
            "alt+w", "d", "a", "tab", "plus", "tab", "up", "right", "right", "right", "right", "enter"
        )
        await pilot.press("8", "8")
        await pilot.pause()

    app = ComposerApp(FakeWorld().ports, ode(), None, AT_ONCE)
    assert snap_compare(app, terminal_size=(80, 24), run_before=run)


async def test_a_loop_changes_without_stopping_and_ends_when_asked_again() -> None:
    async with composing() as hands:
        heard = hands.world.player.heard
        await hands.press("f6")
        assert heard[-2:] == [("loop", LoopRange(0, 128 * 120)), ("play", 0)]
        await hands.press("pagedown", "colon")
        assert heard[-1] == ("loop", LoopRange(16 * 120, 32 * 120))
        await hands.press("shift+down", "shift+down", "shift+down", "colon")
        assert heard[-1] == ("loop", LoopRange(16 * 120, 20 * 120))
        await hands.press("colon")
        assert heard[-1] == ("loop", None)
        assert [one for one in heard if one[0] == "play"] == [("play", 0)]


async def test_the_section_that_is_shown_is_queued_or_the_next_one() -> None:
    async with composing() as hands:
        heard = hands.world.player.heard
        await hands.press("alt+u")
        assert "Nothing plays" in hands.line("cell")
        for action in ("form.duplicate", "form.duplicate"):
            await hands.run(action)
        await hands.press("alt+up", "alt+up", "f5")
        await hands.until(lambda: hands.composer.view.playhead.playing)
        await hands.press("alt+u")
        assert heard[-1] == ("queue", 1, "bar")
        await hands.until(lambda: "→ A2" in hands.line("title"))
        await hands.press("alt+u")
        assert heard[-1] == ("queue", None, "bar")
        await hands.press("alt+down", "alt+down", "ctrl+f8")
        assert heard[-1] == ("queue", 2, "section")
        assert "comes when the section ends" in hands.line("cell")


async def test_nothing_changes_under_a_cell_that_is_open() -> None:
    async with at_the_form() as hands:
        await hands.press("d", "enter", *"xyz", "ctrl+z", "delete", "shift+up", "f5")
        said = str(hands.app.screen.query_one("#said").render())
        assert said.startswith("A cell is open")
        assert form(hands) == [("A", 128), ("A2", 128)]
        assert hands.world.player.heard[-1] == ("play", 0)
        await hands.press("ctrl+u", *"Verse", "enter")
        assert form(hands) == [("A", 128), ("Verse", 128)]
        await hands.press("tab", "enter", *"xyz", "ctrl+u", "a", "enter")
        assert sounding(hands) == "A A"
        await hands.press("ctrl+u")
        assert hands.composer.document.undo_label == "Section name"


async def test_what_was_said_is_gone_with_the_next_edit() -> None:
    async with at_the_form() as hands:
        said = hands.app.screen.query_one("#said", Static)
        await hands.press("a")
        assert str(said.content) == "Section B is new."
        await hands.press("enter", *["backspace"], *"Bridge", "enter")
        assert str(said.content) == ""
