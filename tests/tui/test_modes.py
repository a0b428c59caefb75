"""The mode at the cursor is one word at the left of the line below the grid."""

from __future__ import annotations

from dataclasses import replace

from driving import Hands, composing

from tuicomposer.score.lock import Lock
from tuicomposer.score.song import new_song


def mode(hands: Hands) -> str:
    return hands.line("entry").split()[0]


async def test_the_mode_is_what_typing_does_at_the_cursor() -> None:
    async with composing(new_song(), size=(60, 20)) as hands:
        assert mode(hands) == "NOTE"
        await hands.press("left")
        assert mode(hands) == "CHORD"
        await hands.press("c")
        assert hands.line("entry").split()[:2] == ["CHORD", "✎"]
        await hands.press("escape", "right", "tilde")
        assert mode(hands) == "LETTER"
        await hands.press("tilde")
        assert mode(hands) == "DEGREE"


async def test_jam_and_record_come_before_and_what_typing_is_taken_for_stays() -> None:
    async with composing(new_song()) as hands:
        await hands.press("exclamation_mark")
        assert hands.line("entry").split()[:2] == ["JAM", "octave"]
        await hands.press("tilde", "at")
        assert hands.line("entry").split()[:3] == ["RECORD", "as", "LETTER"]
        await hands.press("at", "left")
        assert hands.line("entry").split()[:3] == ["JAM", "as", "CHORD"]


async def test_locked_cells_and_a_song_without_lanes_take_no_typing() -> None:
    song = new_song()
    section = replace(song.sections[0], locks=(Lock(1, 0, 4),))
    async with composing(replace(song, sections=(section,))) as hands:
        assert mode(hands) == "LOCKED"
        await hands.press(*["down"] * 4)
        assert mode(hands) == "NOTE"
    async with composing(new_song(lanes=())) as hands:
        assert mode(hands) == "NORMAL"
