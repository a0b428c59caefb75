"""Generate: dialog, progress, candidates as ghosts, keep as one step, cancel, and edits meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import Hands, composing
from textual import events
from textual.widgets import Button, Checkbox, Input, Static
from tui_fakes import FakeWorld

from tuicomposer.jobs.messages import GenerateRequest, JudgeRequest
from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.song import new_song
from tuicomposer.tui.keymap_files import named_keymap
from tuicomposer.tui.plan import Plan
from tuicomposer.tui.widgets.grid import HEAD

ALTO, BASS = 2, 4


async def proposed(hands: Hands) -> None:
    """Ask for music and wait for the candidates."""
    await hands.press("ctrl+g", "enter")
    await hands.until(lambda: hands.composer.view.ghost is not None)
    await hands.settle()


async def test_the_dialog_says_what_is_kept_and_what_is_written() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        shown = hands.app.screen
        assert str(shown.query_one("#summary", Static).content) == (
            "Keeps all 33 typed cells of Chords and Melody exactly. "
            "Writes Alto, Tenor and Bass in bars 1 to 8."
        )
        assert str(shown.query_one("#line-1", Static).content) == "kept, 21 typed cells"
        assert str(shown.query_one("#line-4", Static).content) == "written"
        shown.query_one("#last", Input).value = "4"
        await hands.settle()
        assert "bars 1 to 4" in str(shown.query_one("#summary", Static).content)


async def test_a_long_name_does_not_touch_what_becomes_of_its_lane() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        shown = hands.app.screen
        assert shown.query_one("#lane-1").region.right < shown.query_one("#line-1").region.x


async def test_a_number_that_does_not_do_is_refused_in_the_dialog() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        hands.app.screen.query_one("#last", Input).value = "99"
        await hands.settle()
        hands.app.screen.query_one("#go", Button).press()
        await hands.settle()
        assert "not in this section" in str(hands.app.screen.query_one(".problem", Static).content)
        assert hands.world.generator.requests == []


async def test_a_marked_block_is_the_region() -> None:
    async with composing() as hands:
        await hands.press("right", "pagedown", "shift+right", *["shift+down"] * 15)
        await proposed(hands)
        request = hands.world.generator.requests[0]
        assert isinstance(request, GenerateRequest)
        assert (request.region.lanes, request.region.start, request.region.stop) == ((2, 3), 16, 32)


async def test_a_locked_lane_is_not_offered() -> None:
    async with composing() as hands:
        await hands.press("right", "ctrl+l")
        await proposed(hands)
        request = hands.world.generator.requests[0]
        assert isinstance(request, GenerateRequest)
        assert request.region.lanes == (3, 4)
        assert "lock" in hands.rows[1]


async def test_keeping_too_early_says_that_the_candidates_are_still_written() -> None:
    async with composing() as hands:
        hands.world.generator.gate.clear()
        await hands.press("ctrl+g", "enter")
        await hands.until(lambda: "40 %" in hands.line("work"))
        await hands.press("ctrl+k")
        assert "still at work" in hands.line("cell")
        hands.world.generator.gate.set()
        await hands.until(lambda: hands.composer.view.ghost is not None)
        await hands.press("escape", "ctrl+k")
        assert "Ctrl+G asks for some" in hands.line("cell")


@pytest.mark.parametrize("keymap", ["impulse", "renoise"])
async def test_enter_keeps_the_candidate_that_is_shown_and_else_does_what_it_does(keymap: str) -> None:
    async with composing(world=FakeWorld(keymap=named_keymap(keymap, Path("none")))) as hands:
        await proposed(hands)
        await hands.press("enter")
        assert hands.cell(BASS, 0) == Note(52, origin="fake seed 1")
        assert hands.composer.view.ghost is None
        assert hands.composer.view.editor is None
        kept = hands.song
        await hands.press("enter")
        assert hands.song == kept


async def test_enter_keeps_the_candidate_in_a_chord_lane_too() -> None:
    async with composing() as hands:
        await proposed(hands)
        await hands.press("left", "enter")
        assert hands.composer.view.cursor.lane == 0
        assert hands.composer.view.ghost is None
        assert hands.cell(BASS, 0) == Note(52, origin="fake seed 1")


async def test_candidates_are_ghosts_until_one_is_kept_as_one_step() -> None:
    async with composing() as hands:
        before = hands.song
        await proposed(hands)
        assert hands.song == before
        assert "Candidate 1 of 4  realness 91 %  ✓ melody ✓ chords" in hands.line("ghost")
        assert hands.rows[2].split()[-1] == "E-3"
        await hands.press("ctrl+right")
        assert "Candidate 2 of 4" in hands.line("ghost")
        assert hands.rows[2].split()[-1] == "D#3"
        await hands.press("ctrl+left", "ctrl+left")
        assert "Candidate 4 of 4" in hands.line("ghost")
        await hands.press("ctrl+right", "ctrl+k")
        assert hands.cell(BASS, 0) == Note(52, origin="fake seed 1")
        assert hands.line("ghost") == ""
        assert hands.song.sections[0].columns[:2] == before.sections[0].columns[:2]
        await hands.press("ctrl+z")
        assert hands.song == before


async def test_discarding_leaves_the_song_as_it_was() -> None:
    async with composing() as hands:
        before = hands.song
        await proposed(hands)
        await hands.press("escape")
        assert hands.composer.view.ghost is None
        assert hands.song == before
        assert not hands.composer.document.modified


async def test_hearing_a_candidate_plays_the_song_with_it() -> None:
    async with composing() as hands:
        await proposed(hands)
        await hands.press("f4")
        assert ("play", 0) in hands.world.player.heard
        played = hands.world.player.song
        assert played is not None
        assert played.sections[0].cell(BASS, 0) == Note(52, origin="fake seed 1")
        assert hands.cell(BASS, 0) is None


async def test_while_it_works_the_grid_is_live_and_escape_cancels() -> None:
    world = FakeWorld()
    world.generator.gate.clear()
    async with composing(world=world) as hands:
        await hands.press("ctrl+g", "enter")
        await hands.until(lambda: "40 %" in hands.line("work"))
        assert "drawing bar 3" in hands.line("work")
        await hands.press("right", "z")
        assert hands.cell(ALTO, 0) == Note(60)
        await hands.press("escape")
        assert hands.line("work") == ""
        assert "Cancelled" in hands.line("cell")
        world.generator.gate.set()
        await hands.press("f3")
        await hands.until(lambda: hands.composer.view.judged is not None)
        assert hands.composer.view.ghost is None


async def test_typing_where_a_candidate_would_write_drops_it_and_says_why() -> None:
    world = FakeWorld()
    world.generator.gate.clear()
    async with composing(world=world) as hands:
        await hands.press("ctrl+g", "enter")
        await hands.until(world.generator.started.is_set)
        await hands.press("right", "z")
        world.generator.gate.set()
        await hands.until(lambda: "dropped" in hands.line("cell"))
        assert "Bar 1 was typed over meanwhile." in hands.line("cell")
        assert hands.composer.view.ghost is None


async def test_typing_elsewhere_keeps_the_candidates() -> None:
    async with composing() as hands:
        await proposed(hands)
        await hands.press("right", "down", "z")
        assert hands.composer.view.ghost is not None
        await hands.press("ctrl+k")
        assert hands.cell(ALTO, 1) == Note(60)
        assert hands.cell(BASS, 0) is not None


async def test_two_requests_do_not_run_at_once() -> None:
    world = FakeWorld()
    world.generator.gate.clear()
    async with composing(world=world) as hands:
        await hands.press("ctrl+g", "enter")
        await hands.press("ctrl+g")
        assert "still at work" in hands.line("cell")
        await hands.press("escape")


async def test_on_an_empty_grid_the_dialog_takes_a_melody_and_chords() -> None:
    async with composing(new_song()) as hands:
        await hands.press("ctrl+g", *"C4:2 E4 G4", "tab", *"C | G7", "enter")
        await hands.until(lambda: hands.composer.view.ghost is not None)
        assert hands.cell(1, 0) == Note(60)
        assert hands.cell(1, 12) == Note(67)
        assert isinstance(hands.cell(0, 16), ChordCell)
        request = hands.world.generator.requests[0]
        assert isinstance(request, GenerateRequest)
        assert request.region.lanes == (2, 3, 4)
        assert request.region.stop == 32


async def test_on_an_empty_grid_an_unreadable_word_is_named() -> None:
    async with composing(new_song()) as hands:
        await hands.press("ctrl+g", *"C4 X9", "enter")
        assert "“X9” is not a pitch." in str(hands.app.screen.query_one(".problem", Static).content)
        assert not hands.composer.document.modified


def _problem(hands: Hands) -> str:
    return str(hands.app.screen.query_one(".problem", Static).content)


async def test_text_that_fits_no_grid_stays_in_the_dialog() -> None:
    async with composing(new_song()) as hands:
        await hands.press("ctrl+g")
        hands.app.screen.query_one("#melody", Input).value = "C4:1/7 D4 E4 F4"
        await hands.press("enter")
        assert "grid" in _problem(hands)
        assert hands.app.screen.query_one("#melody", Input).value == "C4:1/7 D4 E4 F4"
        assert not hands.composer.document.modified


async def test_text_that_leaves_nothing_to_write_stays_in_the_dialog() -> None:
    async with composing(new_song()) as hands:
        await hands.press("ctrl+g")
        shown = hands.app.screen
        for lane in (ALTO, 3, BASS):
            shown.query_one(f"#lane-{lane}", Checkbox).value = False
        shown.query_one("#melody", Input).value = "C4 D4"
        shown.query_one("#chords", Input).value = "C"
        await hands.press("enter")
        assert hands.app.screen is shown
        assert "No lane is chosen to be written." in _problem(hands)
        assert not hands.composer.document.modified


async def test_a_refused_plan_does_not_change_the_song() -> None:
    async with composing(new_song()) as hands:
        await hands.press("ctrl+g")
        plan = Plan(0, (0, 1), 1, 1, "chorale", melody="C4 D4", chords="C")
        hands.app.screen.dismiss(plan)
        await hands.until(lambda: bool(hands.told))
        assert "No lane is chosen to be written." in hands.told[0]
        assert not hands.composer.document.modified
        assert hands.composer.document.undo_label is None


async def test_the_panel_says_that_its_verdict_is_not_the_candidates() -> None:
    async with composing() as hands:
        await hands.press("f3")
        await hands.until(lambda: hands.composer.view.judged is not None)
        assert "without it" not in hands.line("panel")
        await hands.press("ctrl+g", "enter")
        await hands.until(lambda: hands.composer.view.ghost is not None)
        await hands.until(lambda: "Realness 72 % without it" in hands.line("panel"))


async def test_realness_colours_the_cells_and_the_panel_says_why() -> None:
    async with composing() as hands:
        await hands.press("f3")
        await hands.until(lambda: hands.composer.view.judged is not None)
        assert hands.composer.message == "Realness of this section: 72 %."
        assert "Realness 72 %" in hands.line("panel")
        assert "parallel fifths" in " ".join(hands.line("panel").split())
        await hands.press("pagedown", "pagedown")
        assert _behind_chord(hands, bar=3) != _behind_chord(hands, bar=4)
        await hands.press("ctrl+r")
        assert _behind_chord(hands, bar=3) == _behind_chord(hands, bar=4)


def _behind_chord(hands: Hands, bar: int) -> object:
    """The colour behind the chord at the start of a bar."""
    grid = hands.composer.grid
    line = grid.render_line(HEAD + 16 * (bar - 1) - grid.scroll_offset.y)
    style = list(line)[1].style
    assert style is not None
    return style.bgcolor


async def test_after_keeping_the_section_is_judged() -> None:
    async with composing() as hands:
        await proposed(hands)
        await hands.press("ctrl+k")
        await hands.until(
            lambda: any(isinstance(one, JudgeRequest) for one in hands.world.generator.requests)
        )


async def test_a_verdict_on_an_older_song_is_not_shown() -> None:
    async with composing() as hands:
        await hands.press("f3")
        hands.composer.press("z", "z", 0.0)
        await hands.settle()
        judged = hands.composer.view.judged
        assert judged is None or judged.request.song is hands.song


async def test_tab_in_one_burst_with_text_moves_to_the_next_field_first() -> None:
    """A slow line delivers both fields and the Tab between them at once."""
    async with composing(new_song(bars=2)) as hands:
        await hands.press("ctrl+g")
        burst = [events.Key(key, text) for key, text in (("c", "C"), ("4", "4"), ("tab", None), ("g", "G"))]
        for event in burst:
            event.set_sender(hands.app)
            hands.app.post_message(event)
        await hands.settle()
        await hands.settle()
        shown = hands.app.screen
        assert shown.query_one("#melody", Input).value == "C4"
        assert shown.query_one("#chords", Input).value == "G"
