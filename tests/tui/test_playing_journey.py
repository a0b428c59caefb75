"""Playing: the keys, the bar on a still page, the page that turns, the banner."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from driving import PATIENCE, Hands, composing
from rich.cells import cell_len
from tui_fakes import AT_ONCE, FakePlayer, FakePlayhead, FakeWorld

from tuicomposer.errors import SoundError
from tuicomposer.playback.player import SoundStatus
from tuicomposer.playback.transport import LoopRange
from tuicomposer.tui.background import SoundTold
from tuicomposer.tui.messages import Told
from tuicomposer.tui.widgets.line import Line


async def test_the_function_keys_play_loop_and_stop() -> None:
    async with composing() as hands:
        heard = hands.world.player.heard
        await hands.press("pagedown", "f5")
        assert heard[-2:] == [("loop", None), ("play", 0)]
        await hands.press("f7")
        assert heard[-1] == ("play", 16 * 120)
        await hands.press("f6")
        assert heard[-1] == ("loop", LoopRange(0, 128 * 120))
        await hands.press("f8")
        assert heard[-1] == ("stop",)
        await hands.press("l")
        assert heard[-1] == ("play", 16 * 120)
        await hands.press("l")
        assert heard[-1] == ("stop",)


async def test_the_title_says_what_plays() -> None:
    async with composing() as hands:
        await hands.press("f6")
        await hands.until(lambda: "▶ loop 1" in hands.line("title"))
        await hands.press("f8")
        await hands.until(lambda: "▶" not in hands.line("title"))


class RestlessPlayer(FakePlayer):
    """While it plays, its playhead is elsewhere whenever it is looked at."""

    def __getattribute__(self, name: str) -> Any:
        head = super().__getattribute__("playhead")
        if name == "playhead" and head.playing:
            self.playhead = head._replace(row=(head.row + 1) % 128)
        return super().__getattribute__(name)


async def test_the_words_about_the_cell_follow_the_cursor_while_the_song_plays() -> None:
    pace = AT_ONCE._replace(panel=0.5)
    async with composing(world=FakeWorld(player=RestlessPlayer()), pace=pace) as hands:
        await hands.press("home")
        await hands.pilot.press("l")
        await seen(hands, lambda: hands.composer.view.playhead.playing)
        await hands.pilot.press("right", "down", "down")
        await seen(hands, lambda: "1.1+2 Alto" in hands.line("cell"))
        assert hands.composer.view.playhead.playing


async def seen(hands: Hands, so: Callable[[], bool]) -> None:
    """Let the program run until something is so, where there is always something left to draw."""
    async with asyncio.timeout(PATIENCE):
        while not so():
            await hands.pilot.pause()


async def test_what_is_said_of_a_queued_section_goes_when_it_has_come() -> None:
    async with composing() as hands:
        await hands.run("form.duplicate")
        await hands.press("alt+up", "f5")
        await hands.until(lambda: hands.composer.view.playhead.playing)
        await hands.press("alt+u")
        await hands.until(lambda: hands.composer.view.playhead.queued == 1)
        assert "comes when the bar ends" in hands.line("cell")
        hands.world.player.playhead = FakePlayhead(True, 1, 0, 1)
        await hands.until(lambda: "comes when" not in hands.line("cell"))


async def test_what_plays_and_comes_is_seen_where_the_line_is_too_short_for_all() -> None:
    async with composing(size=(70, 24)) as hands:
        await hands.run("form.duplicate")
        await hands.press("alt+up", "f5")
        await hands.until(lambda: hands.composer.view.playhead.playing)
        await hands.press("alt+u")
        await hands.until(lambda: hands.composer.view.playhead.queued == 1)
        title = hands.composer.query_one("#title", Line)
        shown = title.render_line(0).text
        assert cell_len(hands.line("title")) > title.size.width
        assert "▶ 1 → A2  section" in shown


async def test_the_page_stands_still_until_the_bar_leaves_it_then_turns() -> None:
    async with composing(size=(100, 24)) as hands:
        grid = hands.composer.grid
        await hands.press("f5")
        hands.world.player.playhead = FakePlayhead(True, 0, grid.page - 1)
        await hands.until(lambda: hands.composer.view.playhead.row == grid.page - 1)
        assert grid.scroll_offset.y == 0
        hands.world.player.playhead = FakePlayhead(True, 0, grid.page)
        await hands.until(lambda: grid.scroll_offset.y == grid.page)


async def test_without_follow_the_page_stays() -> None:
    async with composing(size=(100, 24)) as hands:
        grid = hands.composer.grid
        await hands.press("ctrl+f", "f5")
        hands.world.player.playhead = FakePlayhead(True, 0, 100)
        await hands.until(lambda: hands.composer.view.playhead.row == 100)
        assert grid.scroll_offset.y == 0


async def test_the_row_that_sounds_is_marked() -> None:
    async with composing() as hands:
        quiet = hands.composer.grid.render_line(4)
        hands.world.player.playhead = FakePlayhead(True, 0, 2)
        hands.composer.watch_playhead()
        await hands.until(lambda: hands.composer.view.playhead.playing)
        assert hands.composer.grid.render_line(4) != quiet


async def test_an_edit_while_playing_reaches_the_player() -> None:
    async with composing() as hands:
        await hands.press("f5", "z")
        assert hands.world.player.song is hands.song


async def test_mute_and_solo_are_shown_and_undone() -> None:
    async with composing() as hands:
        await hands.press("f9", "f10")
        assert "mute" in hands.rows[1]
        assert hands.song.lanes[1].muted
        assert hands.song.lanes[1].solo
        await hands.press("ctrl+z", "ctrl+z")
        assert not hands.song.lanes[1].muted


async def test_without_sound_a_banner_says_so_and_the_composer_goes_on() -> None:
    async with composing() as hands:
        error = SoundError("No audio device was found.", "Render to a file instead.")
        hands.composer.post_message(Told(SoundTold(SoundStatus("", error))))
        await hands.until(lambda: "No sound: No audio device was found." in hands.line("banner"))
        await hands.press("z")
        assert hands.composer.document.modified


async def test_the_banner_takes_one_line_of_a_narrow_terminal() -> None:
    error = SoundError("There is no audio device (tried pulseaudio and alsa).", "You can still render.")
    async with composing(size=(70, 24)) as hands:
        hands.composer.post_message(Told(SoundTold(SoundStatus("", error))))
        await hands.until(lambda: hands.line("banner") == f"No sound: {error.what}")
        await hands.resize(120, 40)
        await hands.until(lambda: hands.line("banner") == f"No sound: {error}")


async def test_the_banner_is_closed_until_there_is_another_reason() -> None:
    def told(error: SoundError | None) -> Told:
        return Told(SoundTold(SoundStatus("", error)))

    missing, busy = SoundError("No audio device was found."), SoundError("The device is busy.")
    async with composing() as hands:
        hands.composer.post_message(told(missing))
        await hands.until(lambda: missing.what in hands.line("banner"))
        await hands.press("shift+down", "escape")
        assert missing.what in hands.line("banner")
        assert hands.composer.view.marked is None
        await hands.press("escape")
        assert hands.line("banner") == ""
        hands.composer.post_message(told(missing))
        await hands.press("down")
        assert hands.line("banner") == ""
        hands.composer.post_message(told(busy))
        await hands.until(lambda: busy.what in hands.line("banner"))
        await hands.pilot.click("#banner")
        await hands.until(lambda: hands.line("banner") == "")
        hands.composer.post_message(told(None))
        hands.composer.post_message(told(busy))
        await hands.until(lambda: busy.what in hands.line("banner"))


async def test_leaving_gives_the_device_back() -> None:
    async with composing() as hands:
        player = hands.world.player
    assert player.heard[-1] == ("close",)
