"""Recording against the metronome. Reads like a manual; the test is the clock and moves the playhead."""

from __future__ import annotations

import pytest
from driving import Hands, composing
from tui_fakes import FakeMidi, FakePlayhead, FakeWorld

from tuicomposer.playback.events import Kind
from tuicomposer.playback.metronome import count_in
from tuicomposer.score.cells import Note, Off
from tuicomposer.score.meter import parse_meter
from tuicomposer.score.song import new_song
from tuicomposer.tui.count_in import Count, counted

MELODY = 1
ROW = 0.15
"""Seconds of a row at 100 quarter notes a minute."""


async def strike(hands: Hands, key: str, row: float, *, ahead: float = 0.0) -> None:
    """Strike a key when the song is at a row; the player's last word is 20 ms old."""
    hands.world.now = 100 + row * ROW
    head = hands.world.player.playhead
    if head.playing:
        heard = hands.world.now - 0.02
        tick = max(0, round((row * ROW - 0.02) / ROW * 120))
        hands.world.player.playhead = FakePlayhead(
            True, 0, tick // 120, tick=tick, ahead=ahead, loop=head.loop, at=heard
        )
    await hands.press(key)


def pitches(hands: Hands) -> dict[int, int]:
    column = hands.song.sections[0].columns[MELODY]
    return {row: cell.pitch for row, cell in enumerate(column) if isinstance(cell, Note)}


async def test_the_first_key_begins_a_take_and_the_others_land_on_the_nearest_rows() -> None:
    async with composing(new_song()) as hands:
        await hands.press("at")
        assert "RECORD " in hands.line("entry")
        assert "the first key begins" in hands.line("entry")
        await strike(hands, "z", 0)
        assert ("play", 0) in hands.world.player.heard
        for key, row in (("x", 3.8), ("c", 8.3), ("v", 11.51)):
            await strike(hands, key, row)
        assert "● recording" in hands.line("entry")
        assert pitches(hands) == {0: 60, 4: 62, 8: 64, 12: 65}
        await hands.press("l")
        assert ("stop",) in hands.world.player.heard
        assert "REC" not in hands.line("entry")
        await hands.press("ctrl+z")
        assert pitches(hands) == {}
        await hands.press("ctrl+y")
        assert len(pitches(hands)) == 4


async def test_counted_bars_come_before_the_take_and_what_is_played_meanwhile_is_only_heard() -> None:
    async with composing(new_song()) as hands:
        await hands.run("play.count_in")
        await hands.press("dollar_sign", "at", "z")
        assert ("metronome",) in hands.world.player.heard
        assert ("play", 0, 1) in hands.world.player.heard
        await strike(hands, "x", -8, ahead=8 * ROW + 0.02)
        assert pitches(hands) == {}
        await strike(hands, "c", -0.4, ahead=0.4 * ROW + 0.02)
        await strike(hands, "v", 2)
        assert pitches(hands) == {0: 64, 2: 65}
        assert "metronome" in hands.line("entry")


async def test_the_beats_that_are_counted_are_shown_one_by_one() -> None:
    async with composing(new_song(), size=(60, 24)) as hands:
        await hands.run("play.count_in")
        await hands.run("play.count_in")
        await hands.press("at", "z")
        bar, beat = 16 * ROW, 4 * ROW
        for left, words in (
            (2 * bar + 0.03, "● count-in, 2 bars: 1"),
            (2 * bar - beat - 0.01, "● count-in, 2 bars: 1 2"),
            (bar + 0.05, "● count-in, 2 bars: 1 2 3 4"),
            (bar, "● count-in 1"),
            (beat, "● count-in 1 2 3 4"),
            (0.02, "● recording"),
            (0.0, "● recording"),
        ):
            hands.world.player.playhead = FakePlayhead(True, ahead=left)
            await hands.until(lambda words=words: f"{words}  " in hands.line("entry") + "  ")
        hands.world.player.playhead = FakePlayhead(True, ahead=beat)
        await hands.until(lambda: "count-in" in hands.line("entry"))
        await hands.press("l")
        await hands.until(lambda: not hands.composer.view.playhead.playing)
        assert "count-in" not in hands.line("entry")


@pytest.mark.parametrize(
    ("meter", "tempo", "beats"), [("4/4", 100.0, 4), ("3/4", 63.0, 3), ("6/8", 120.0, 2), ("7/8", 400.0, 7)]
)
@pytest.mark.parametrize("bars", [1, 2])
def test_each_beat_that_the_metronome_strikes_is_counted(
    meter: str, tempo: float, beats: int, bars: int
) -> None:
    song = new_song(meter=parse_meter(meter), tempo=tempo)
    clicks, begin = count_in(song.sections[0], tempo, bars, 0.03)
    struck = [timed.at for timed in clicks if timed.event.kind is Kind.NOTE_ON]
    shown = [counted(song, FakePlayhead(True, ahead=begin - at + 0.02)) for at in struck]
    assert shown == [Count(beat + 1, bars - bar) for bar in range(bars) for beat in range(beats)]
    assert counted(song, FakePlayhead(True, ahead=0.03)) is None
    assert counted(song, FakePlayhead(False, ahead=1.0)) is None


async def test_while_a_beat_is_counted_nothing_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with composing(new_song()) as hands:
        await hands.run("play.count_in")
        await hands.press("at", "z")
        drawn: list[None] = []
        monkeypatch.setattr(hands.composer, "redraw_lines", lambda: drawn.append(None))
        looks = hands.composer._look
        beat = 4 * ROW
        for left in (beat, 0.8 * beat, 0.6 * beat, 0.4 * beat):
            hands.world.player.playhead = FakePlayhead(True, ahead=3 * beat + left)
            looks()
        assert len(drawn) <= 1
        hands.world.player.playhead = FakePlayhead(True, ahead=2.9 * beat)
        looks()
        assert len(drawn) <= 2


async def test_a_held_key_is_one_note() -> None:
    async with composing(new_song()) as hands:
        await hands.press("at")
        await strike(hands, "z", 0)
        await strike(hands, "x", 2)
        for repeat in range(6):
            await strike(hands, "x", 2 + (0.5 + 0.03 * repeat) / ROW)
        assert pitches(hands) == {0: 60, 2: 62}


async def test_a_take_ends_with_the_song_and_with_any_other_action() -> None:
    async with composing(new_song()) as hands:
        await hands.press("at")
        await strike(hands, "z", 0)
        hands.composer.commands.recording.watch(FakePlayhead(True))
        hands.composer.commands.recording.watch(FakePlayhead())
        await hands.until(lambda: "Recorded 1 note, as one step of undo." in hands.line("cell"))
        await hands.press("home", "at")
        await strike(hands, "c", 0)
        await strike(hands, "v", 4)
        await hands.press("ctrl+z")
        assert pitches(hands) == {0: 60}


async def test_punching_in_keeps_the_loop_and_its_end_is_its_start() -> None:
    async with composing(new_song()) as hands:
        await hands.press("f6", "at")
        played = [told for told in hands.world.player.heard if told[0] == "play"]
        hands.world.player.playhead = FakePlayhead(True, loop=(0, 128 * 120))
        await strike(hands, "z", 127.7)
        await strike(hands, "1", 6)
        assert hands.cell(MELODY, 0) == Note(60)
        assert hands.cell(MELODY, 6) == Off()
        assert [told for told in hands.world.player.heard if told[0] == "play"] == played


async def test_what_was_said_before_a_take_goes_with_its_first_key() -> None:
    async with composing(new_song()) as hands:
        await hands.press("at")
        assert "The first key begins the take" in hands.line("cell")
        await strike(hands, "z", 0)
        assert "The first key" not in hands.line("cell")


@pytest.mark.parametrize(("lane", "said"), [(0, "Recorded 1 chord, as"), (MELODY, "Recorded 1 note, as")])
async def test_what_was_recorded_is_counted_by_its_kind(lane: int, said: str) -> None:
    async with composing(new_song(), world=FakeWorld(midi=FakeMidi("Keystation"))) as hands:
        await hands.run("play.midi")
        await hands.until(lambda: bool(hands.composer.view.entry.midi))
        hands.composer.point(lane, 0)
        await hands.press("at")
        hands.world.midi.play(*(60, 64, 67) if lane == 0 else (60,))
        await hands.until(lambda: "● recording" in hands.line("entry"))
        await hands.press("at")
        assert said in hands.line("cell")


async def test_a_take_in_which_nothing_was_played_says_so() -> None:
    async with composing(new_song()) as hands:
        await hands.run("play.count_in")
        await hands.press("at", "z", "at")
        assert "Nothing was recorded." in hands.line("cell")


async def test_recording_again_disarms() -> None:
    async with composing(new_song()) as hands:
        await hands.press("at", "at", "z")
        assert pitches(hands) == {0: 60}
        assert hands.cursor.row == 1


async def test_a_chord_that_is_typed_is_a_part_of_the_take() -> None:
    async with composing(new_song()) as hands:
        await hands.press("at")
        await strike(hands, "z", 0)
        hands.composer.point(0, 8)
        await hands.press(*"Am", "enter")
        assert hands.cell(0, 8) is not None
        assert "● recording" in hands.line("entry")
        hands.composer.point(1, 9)
        await strike(hands, "x", 12)
        await hands.press("f8")
        assert "Recorded 2 notes" in hands.line("cell")
        assert hands.cell(0, 8) is not None
        await hands.press("ctrl+z")
        assert hands.song == new_song()
