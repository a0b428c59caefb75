"""Recordings in the composer: import with progress and Cancel, how sure each cell is, the pace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from driving import Hands, composing
from textual.widgets import Checkbox, Input, Select
from tui_fakes import FakeWorld, heard_take, waltz

from tuicomposer.jobs.messages import FoundAgain
from tuicomposer.score.cells import ChordCell
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.origin import read_origin
from tuicomposer.score.song import Place, new_song
from tuicomposer.tui.commands.takes import NO_RECORDING
from tuicomposer.tui.screens.confirm import Confirm
from tuicomposer.tui.words import describe


@pytest.fixture
def take(tmp_path: Path) -> Path:
    path = tmp_path / "take.wav"
    path.write_bytes(b"music")
    return path


async def choose(hands: Hands, path: Path) -> None:
    await hands.press("shift+f11")
    hands.app.screen.query_one("#value", Input).value = str(path)
    await hands.press("enter")


async def test_a_recording_becomes_an_unsaved_song_in_one_step(take: Path) -> None:
    async with composing() as hands:
        await choose(hands, take)
        await hands.until(lambda: hands.song == heard_take())
        assert hands.composer.path is None
        assert hands.composer.document.modified
        assert hands.composer.document.undo_label == "Import a recording"
        assert "Heard take.wav." in hands.line("cell")
        await hands.press("ctrl+z")
        assert hands.song == new_song()


async def test_progress_is_shown_and_escape_ends_it(take: Path) -> None:
    world = FakeWorld()
    world.recordings.gate.clear()
    async with composing(world=world) as hands:
        before = hands.song
        await choose(hands, take)
        await hands.until(lambda: "40 %" in hands.line("work"))
        assert "Listening to take.wav" in hands.line("work")
        await hands.press("escape")
        await hands.until(lambda: world.recordings.cancelled)
        assert hands.song is before
        assert hands.told == []


async def test_unsaved_changes_are_asked_about_first(take: Path) -> None:
    async with composing() as hands:
        await hands.press("z", "shift+f11")
        assert isinstance(hands.app.screen, Confirm)


async def test_what_is_no_recording_is_told_and_loses_nothing(take: Path) -> None:
    take.write_bytes(b"text")
    async with composing() as hands:
        before = hands.song
        await choose(hands, take)
        await hands.until(lambda: bool(hands.told))
        assert "no audio that can be read" in hands.told[0]
        assert hands.song is before


async def test_cells_are_tinted_by_how_surely_they_were_heard(take: Path) -> None:
    async with composing(heard_take()) as hands:
        grid = hands.composer.grid

        def grounds() -> list[str]:
            return [str(grid.render_line(y)) for y in (2, 6)]

        before = grounds()
        await hands.press("ctrl+f9")
        sure, unsure = grounds()
        assert sure == before[0]
        assert unsure != before[1]
        hands.composer.move(hands.cursor._replace(lane=1, row=4))
        assert describe(hands.song, hands.cursor).endswith("heard, 20% sure")
        await hands.press("ctrl+f9")
        assert not hands.composer.view.show_confidence


async def test_the_pace_of_the_recording_is_followed_or_not() -> None:
    async with composing(heard_take()) as hands:
        hands.composer.commands.run("play.pace")
        assert hands.song.recording is not None
        assert not hands.song.recording.followed
        await hands.press("ctrl+z")
        assert hands.song == heard_take()
    async with composing() as hands:
        hands.composer.commands.run("play.pace")
        assert hands.composer.message == NO_RECORDING


async def test_the_dialog_asks_for_a_proof_and_the_candidate_says_what_was_heard() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        hands.app.screen.query_one("#verify", Checkbox).value = True
        hands.world.generator.found = FoundAgain(0.8, 1.0)
        await hands.press("enter")
        await hands.until(lambda: hands.composer.view.ghost is not None)
        assert hands.world.generator.requests[-1].verify
        await hands.until(lambda: "heard badly: melody 80 %, chords 100 %" in hands.line("ghost"))


async def test_the_dialog_offers_profiles_and_the_chosen_one_is_followed() -> None:
    async with composing() as hands:
        await hands.press("ctrl+g")
        hands.app.screen.query_one("#profile", Select).value = "waltz"
        await hands.press("enter")
        await hands.until(lambda: hands.composer.view.ghost is not None)
        controls = hands.world.generator.requests[-1].controls
        assert (controls.density, controls.syncopation) == (2.0, 0.5)
        assert controls.like is not None
        assert hands.composer.view.harmony == waltz("waltz").harmony
        await hands.press("escape", "ctrl+g")
        assert hands.app.screen.query_one("#profile", Select).value == "waltz"


async def test_the_recording_is_played_beside_the_song(tmp_path: Path) -> None:
    async with composing(heard_take(), path=tmp_path / "take.tuic") as hands:
        told = hands.world.player.heard
        await hands.press("ctrl+f6")
        await hands.until(lambda: ("take", ("take.wav", 110)) in told)
        hands.composer.commands.run("play.take_volume")
        await hands.pilot.pause()
        hands.app.screen.query_one("#value", Input).value = "40"
        await hands.press("enter")
        assert told[-1] == ("take", ("take.wav", 40))
        await hands.press("ctrl+f6")
        assert told[-1] == ("take", None)
    async with composing() as hands:
        await hands.press("ctrl+f6")
        assert hands.composer.message == NO_RECORDING
        assert ("take", None) not in hands.world.player.heard


async def test_playing_it_follows_its_pace_again_and_another_song_ends_it(tmp_path: Path) -> None:
    async with composing(heard_take(), path=tmp_path / "take.tuic") as hands:
        hands.composer.commands.run("play.pace")
        await hands.press("ctrl+f6")
        await hands.until(lambda: hands.song.recording is not None and hands.song.recording.followed)
        hands.composer.open_song(new_song(), None)
        assert ("take", None) in hands.world.player.heard


def test_what_was_read_in_notes_says_how_surely() -> None:
    song = song_from_text("C4 D4 E4 F4", "C")
    place = Place(0, song.chord_lane or 0, 0)
    cell = song.sections[0].cell(place.lane, 0)
    assert isinstance(cell, ChordCell)
    read = apply(song, SetCells(((place, replace(cell, origin=read_origin(0.834))),))).song
    assert describe(read, place).endswith("read in the notes, 83% sure")
