"""A black key has one name wherever it is shown: the one that it has in the key."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from driving import composing
from tui_fakes import FakeWorld, analyze

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest, KeyGuess
from tuicomposer.jobs.services import Report
from tuicomposer.score.key import Key
from tuicomposer.score.song import new_song
from tuicomposer.tui.ports import Ports


@dataclass
class WorldInDFlat(FakeWorld):
    """A world in which the analyzer hears D flat major."""

    @property
    def ports(self) -> Ports:
        def heard(request: AnalyzeRequest, report: Report, token: CancelToken) -> Analyzed:
            return replace(analyze(request, report, token), keys=(KeyGuess(Key("Db"), 0.9),))

        return replace(super().ports, analyzer_handler=heard)


@pytest.mark.parametrize(
    ("world", "key", "name"),
    [
        (WorldInDFlat(), None, "Db4"),
        (WorldInDFlat(), Key("D"), "C#4"),
        (FakeWorld(), Key("Ab"), "Db4"),
        (FakeWorld(), None, "C#4"),
    ],
)
async def test_a_black_key_has_one_name_in_the_grid_the_line_and_the_open_cell(
    world: FakeWorld, key: Key | None, name: str
) -> None:
    async with composing(new_song(key=key), world=world) as hands:
        await hands.press("s", "up")
        await hands.until(lambda: name in hands.line("cell"))
        assert name in hands.rows[2]
        await hands.press("enter")
        assert hands.composer.view.editor is not None
        assert hands.composer.view.editor.text == name
        await hands.press("enter")
        assert hands.composer.document.undo_label == "Type a note"


async def test_a_long_lane_name_leaves_room_for_what_is_said_of_the_cell() -> None:
    song = new_song()
    lanes = (song.lanes[0], replace(song.lanes[1], name="Melody of the violins"), *song.lanes[2:])
    async with composing(replace(song, lanes=lanes), size=(80, 24)) as hands:
        await hands.press("z")
        assert "1.1+1 Melody of the v… · C4 still sounds" in hands.line("cell")
