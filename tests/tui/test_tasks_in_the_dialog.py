"""Tasks and wishes in the generate dialog: what they preset, and what reaches the generator."""

from __future__ import annotations

import pytest
from driving import composing
from textual.widgets import Input, Select, Static
from tui_fakes import ode

from tuicomposer.errors import RequestError
from tuicomposer.jobs.messages import GenerateRequest
from tuicomposer.jobs.tasks import Task
from tuicomposer.score.blocks.block import Block
from tuicomposer.score.cells import Note
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.song import LEADSHEET_LANES, Place, Song, new_song
from tuicomposer.tui.plan import Plan, Wishes, begin, first_plan, preset, request_of

BLOCK = Block(0, 2, 3, 20, 27)


def with_alto() -> Song:
    """The song with two generated notes in the alto."""
    cells = ((Place(0, 2, 16), Note(60, origin="x seed 1")), (Place(0, 2, 24), Note(62, origin="x seed 1")))
    return apply(ode(), SetCells(cells)).song


def asked(song: Song, task: Task, block: Block | None = None, **changes: object) -> GenerateRequest:
    """The request of a task as the dialog presets it."""
    plan = preset(song, first_plan(song, 0, block, "chorale", 1), task, block)
    begun = begin(song, plan)
    return request_of(begun.song, 0, begun.plan)


def test_each_task_presets_lanes_and_rows() -> None:
    rows = ode().sections[0].length
    regions = {task: asked(with_alto(), task).region for task in Task if task is not Task.INFILL}
    assert regions[Task.ACCOMPANY].lanes == (2, 3, 4)
    assert regions[Task.HARMONISE].lanes == (0,)
    assert regions[Task.MELODY].lanes == (1,)
    assert regions[Task.VARY].lanes == (2,)
    assert (regions[Task.CONTINUE].start, regions[Task.CONTINUE].stop) == (rows, 2 * rows)
    assert asked(with_alto(), Task.VARY).vary == 0.3
    assert asked(with_alto(), Task.ACCOMPANY).vary is None


def test_a_rectangle_bounds_every_task() -> None:
    for task, lanes in ((Task.INFILL, (2, 3)), (Task.VARY, (2,)), (Task.HARMONISE, (0,))):
        region = asked(with_alto(), task, BLOCK).region
        assert (region.lanes, region.start, region.stop) == (lanes, 20, 28)


def test_without_a_rectangle_there_is_nothing_to_infill() -> None:
    with pytest.raises(RequestError, match="No rectangle"):
        asked(ode(), Task.INFILL)


def test_wishes_become_controls() -> None:
    wishes = Wishes("1,5", "0.2", "0.8", "Bass-12", "2-3")
    controls = request_of(ode(), 0, Plan(0, (2,), 1, 8, "chorale", wishes=wishes)).controls
    assert (controls.density, controls.syncopation, controls.surprise) == (1.5, 0.2, 0.8)
    assert controls.register == ((4, -12),)
    assert controls.like is not None
    opened = request_of(
        ode(), 0, Plan(0, (2,), 1, 8, "chorale", wishes=Wishes(like="other.mid")), lambda _: ode()
    )
    assert opened.controls.like is not None
    with pytest.raises(RequestError, match="no surprise"):
        request_of(ode(), 0, Plan(0, (2,), 1, 8, "chorale", wishes=Wishes(surprise="7")))


async def test_a_task_and_wishes_are_chosen_in_the_dialog() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        shown = hands.app.screen
        assert not shown.query_one("#wishes").display
        shown.query_one("#task", Select).value = "continue"
        await hands.settle()
        assert shown.query_one("#first", Input).value == "9"
        assert "bars 9 to 16" in str(shown.query_one("#summary", Static).content)
        await hands.pilot.click("#more")
        shown.query_one("#density", Input).value = "2"
        await hands.press("enter")
        await hands.until(lambda: hands.world.generator.requests != [])
        request = hands.world.generator.requests[0]
        assert isinstance(request, GenerateRequest)
        assert (request.region.start, request.region.stop) == (128, 256)
        assert request.controls.density == 2
        assert hands.song.sections[0].length == 256
        assert hands.composer.document.undo_label == "Add bars"


async def test_space_ticks_what_is_to_be_proved_and_enter_generates_from_there() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        hands.app.screen.query_one("#verify").focus()
        await hands.press("space", "enter")
        await hands.until(lambda: hands.world.generator.requests != [])
        request = hands.world.generator.requests[0]
        assert isinstance(request, GenerateRequest)
        assert request.verify


async def test_a_wish_that_cannot_be_read_is_refused_in_the_dialog() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        shown = hands.app.screen
        shown.query_one("#register", Input).value = "Kazoo+3"
        await hands.settle()
        shown.query_one("#go").press()
        await hands.settle()
        assert "no lane" in str(shown.query_one(".problem", Static).content)
        assert hands.world.generator.requests == []


async def test_the_dialog_offers_the_style_of_the_lanes() -> None:
    async with composing(new_song(bars=2, lanes=LEADSHEET_LANES[:2])) as hands:
        await hands.press("ctrl+g")
        assert hands.app.screen.query_one("#style", Select).value == "folk"


async def test_the_dialog_offers_the_last_style_again() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        style = hands.app.screen.query_one("#style", Select)
        assert style.value == "chorale"
        style.value = "folk"
        await hands.settle()
        await hands.press("enter")
        await hands.until(lambda: hands.world.generator.requests != [])
        await hands.settle()
        await hands.press("ctrl+g")
        assert hands.app.screen.query_one("#style", Select).value == "folk"
