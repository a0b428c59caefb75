"""MIDI files of other programs in the composer: opened, then read with progress and Cancel as one step."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from driving import Hands, composing
from textual.widgets import Input
from tui_fakes import FakeWorld, analyze

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest, ChordGuess, KeyGuess
from tuicomposer.jobs.services import Report
from tuicomposer.score.cells import ChordCell
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, NoteSpan, song_spans
from tuicomposer.tui.commands.reading import LABEL, NOTHING_NEW
from tuicomposer.tui.ports import Ports


def band() -> Song:
    """Notes without chords and key."""
    return song_from_text("C4 E4 G4 C5 | G4:2 E4:2", "", title="Band")


@dataclass
class SlowReader:
    """Reads G major and one chord in songs called Band; waits for ``gate`` if a test closed it."""

    gate: threading.Event = field(default_factory=threading.Event)
    cancelled: threading.Event = field(default_factory=threading.Event)

    def __call__(self, request: AnalyzeRequest, report: Report, token: CancelToken) -> object:
        if request.song.title != "Band" or threading.current_thread().name != "task":
            return analyze(request, report, token)
        while not self.gate.wait(0.01):
            if token.cancelled:
                self.cancelled.set()
            token.check()
        notes = tuple(span for span in song_spans(request.song) if isinstance(span, NoteSpan))
        chord = ChordGuess(ChordSpan(0, 0, 0, 1920, parse_chord("G")), "I", 0.7)
        return Analyzed(request, (KeyGuess(Key("G"), 0.9),), (chord,), notes, notes)


@dataclass
class ReadingWorld(FakeWorld):
    """A world whose analyzer takes its time."""

    reader: SlowReader = field(default_factory=SlowReader)

    @property
    def ports(self) -> Ports:
        return replace(super().ports, analyzer_handler=self.reader)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "band.mid"
    found.touch()
    return found


def world_of(path: Path, **more: Any) -> ReadingWorld:
    world = ReadingWorld(**more)
    world.files.songs[path] = band()
    return world


async def choose(hands: Hands, key: str, path: Path) -> None:
    await hands.press(key)
    hands.app.screen.query_one("#value", Input).value = str(path)
    await hands.press("enter")


@pytest.mark.parametrize("key", ["ctrl+o", "shift+f11"])
async def test_a_file_of_another_program_is_shown_and_then_read_in_one_step(key: str, path: Path) -> None:
    world = world_of(path, foreign=(path,))
    async with composing(world=world, size=(120, 30)) as hands:
        await choose(hands, key, path)
        await hands.until(lambda: LABEL in hands.line("work"))
        assert hands.song == band()
        world.reader.gate.set()
        await hands.until(lambda: hands.song != band())
        assert hands.song.key == Key("G")
        chord = hands.cell(0, 0)
        assert isinstance(chord, ChordCell)
        assert chord.origin == "analyzer 70%"
        assert hands.composer.document.undo_label == LABEL
        assert "Found: G major, 1 chords." in hands.line("cell")
        await hands.press("ctrl+z")
        assert hands.song == band()


async def test_escape_leaves_the_notes_as_they_are(path: Path) -> None:
    world = world_of(path, foreign=(path,))
    async with composing(world=world) as hands:
        await choose(hands, "ctrl+o", path)
        await hands.until(lambda: LABEL in hands.line("work"))
        await hands.press("escape")
        await hands.until(world.reader.cancelled.is_set)
        assert hands.song == band()
        assert not hands.composer.document.modified
        assert hands.told == []


async def test_a_file_of_our_own_comes_back_as_it_was(path: Path) -> None:
    async with composing(world=world_of(path)) as hands:
        await choose(hands, "ctrl+o", path)
        await hands.until(lambda: hands.song == band())
        assert hands.composer.work is None
        assert not hands.composer.document.modified


async def test_the_file_that_the_program_is_started_with_is_read_too(path: Path) -> None:
    world = world_of(path, foreign=(path,))
    world.reader.gate.set()
    async with composing(band(), world=world, path=path) as hands:
        await hands.until(lambda: hands.song.key == Key("G"))


async def test_what_was_written_meanwhile_stays_and_the_action_reads_again(path: Path) -> None:
    world = world_of(path, foreign=(path,))
    async with composing(band(), world=world) as hands:
        await hands.run("song.analyze")
        await hands.run("move.down")
        await hands.press("delete")
        changed = hands.song
        world.reader.gate.set()
        await hands.until(lambda: hands.composer.work is None)
        assert hands.song is changed
        assert "was changed meanwhile" in hands.composer.message
        await hands.run("song.analyze")
        await hands.until(lambda: hands.song.key == Key("G"))
        await hands.run("song.analyze")
        await hands.until(lambda: hands.composer.message == NOTHING_NEW)
