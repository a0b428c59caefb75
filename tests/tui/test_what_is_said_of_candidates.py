"""What the composer says of candidates: why the rules wrote them, how they were judged, what they copy."""

from driving import Hands, composing
from tui_fakes import FakeGenerator, FakeWorld

NOTE = "The rules are at work because torch cannot be loaded (torch)."


async def proposed(hands: Hands) -> None:
    """Ask for music and wait for the candidates."""
    await hands.press("ctrl+g", "enter")
    await hands.until(lambda: hands.composer.view.ghost is not None)
    await hands.settle()


async def test_why_the_rules_are_at_work_is_told_once() -> None:
    async with composing(world=FakeWorld(generator=FakeGenerator(note=NOTE))) as hands:
        await proposed(hands)
        assert [one for one in hands.told if NOTE in one] == [" " + NOTE]
        await hands.press("escape")
        await proposed(hands)
        assert len(hands.told) == 1


async def test_nothing_is_told_of_a_model_at_work() -> None:
    async with composing() as hands:
        await proposed(hands)
        assert hands.told == []


async def test_candidates_that_nobody_judged_show_and_leave_no_realness() -> None:
    async with composing(world=FakeWorld(generator=FakeGenerator(judges=False))) as hands:
        await proposed(hands)
        assert "Candidate 1 of 4  ✓ melody ✓ chords" in hands.line("ghost")
        assert "realness" not in hands.line("ghost")
        hands.composer.commands.run("generate.keep")  # judged soon after: looked at before that
        assert hands.composer.view.ghost is None
        assert hands.composer.view.realness == {}


async def test_a_long_copied_run_is_told_with_its_piece() -> None:
    async with composing() as hands:
        await proposed(hands)
        assert "copies 36 rows of BWV 1.6" in hands.line("ghost")


async def test_where_nothing_long_is_copied_nothing_is_said_of_it() -> None:
    async with composing(world=FakeWorld(generator=FakeGenerator(copied_from=""))) as hands:
        await proposed(hands)
        assert "rows" not in hands.line("ghost")
