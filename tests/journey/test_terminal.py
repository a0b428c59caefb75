"""The whole loop in a real terminal: type, generate, keep, play, save, render, quit."""

import os
import signal
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal, started_before

from tuicomposer.formats.files import load_song
from tuicomposer.score.cells import BY_HAND, ChordCell, Note
from tuicomposer.score.song import Song

pytestmark = pytest.mark.terminal

ROOT = Path(__file__).resolve().parents[2]
MELODY_KEYS = "cvbnbvccnbvcvvxxcvbnmnbvcbnbvccc"
"""Eight bars of quarter notes on the lower piano row."""
SEMITONES = {"z": 0, "x": 2, "c": 4, "v": 5, "b": 7, "n": 9, "m": 11}
CHORDS = ("C", "Am7", "F", "G7")


def machine(folder: Path, **changes: str) -> dict[str, str]:
    """The environment of a program on a machine without settings, where the tour was seen."""
    # Where tests run side by side, these two say what is not so of the terminals that they open.
    inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return {
        **inherited,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": started_before(folder / "state"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "OMP_NUM_THREADS": "1",
        **changes,
    }


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[PseudoTerminal]:
    """The composer with a new song."""
    environment = machine(tmp_path)
    command = [sys.executable, "-m", "tuicomposer", "journey.tuic"]
    opened = PseudoTerminal(command, environment, tmp_path)
    try:
        yield opened
    finally:
        opened.close()


def typed(song: Song) -> tuple[list[tuple[int, int]], list[tuple[int, str]]]:
    """Row and pitch of the melody's notes by hand, row and symbol of the chords by hand."""
    section = song.sections[0]
    assert song.melody_lane is not None
    assert song.chord_lane is not None
    melody = enumerate(section.columns[song.melody_lane])
    chords = enumerate(section.columns[song.chord_lane])
    return (
        [(row, cell.pitch) for row, cell in melody if isinstance(cell, Note) and cell.origin == BY_HAND],
        [(row, cell.chord.symbol) for row, cell in chords if isinstance(cell, ChordCell)],
    )


def test_from_the_first_key_to_the_rendered_file(terminal: PseudoTerminal, tmp_path: Path) -> None:
    terminal.wait_for("Melody", "Chords", "journey.tuic")

    terminal.press("+", "+", "+")
    terminal.wait_for("step 4")
    terminal.press(*MELODY_KEYS)
    terminal.press("home", "left")
    for symbol in CHORDS:
        terminal.press(*symbol, "enter", "pagedown")
        terminal.wait_for(symbol)
        terminal.press("pagedown")

    terminal.press("ctrl+g")
    terminal.wait_for("Candidates", "Seed")
    terminal.press("enter")
    terminal.wait_for("Candidate 1 of", seconds=90)
    terminal.wait_for("✓ melody", "✓ chords")
    terminal.press("ctrl+k")
    terminal.wait_for(gone="Candidate 1 of")

    terminal.press("f5")
    terminal.wait_for("▶")
    terminal.press("f8")
    terminal.wait_for(gone="▶")

    terminal.press("ctrl+s")
    terminal.wait_for("Saved")
    terminal.press("ctrl+e")
    terminal.wait_for("Export", "journey.wav")
    terminal.press("enter")
    terminal.wait_for("Wrote", seconds=60)
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 0

    song = load_song(tmp_path / "journey.tuic").song
    melody, chords = typed(song)
    assert melody == [(4 * index, 60 + SEMITONES[key]) for index, key in enumerate(MELODY_KEYS)]
    assert chords == [(32 * index, symbol) for index, symbol in enumerate(CHORDS)]
    generated = {cell.origin for column in song.sections[0].columns for cell in column if cell} - {BY_HAND}
    assert len(generated) == 1
    with wave.open(str(tmp_path / "journey.wav")) as file:
        assert file.getnframes() / file.getframerate() > song.seconds
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    assert 1000 < max(map(abs, samples)) < 32767


def test_a_small_terminal_and_control_c_lose_nothing(tmp_path: Path) -> None:
    environment = machine(tmp_path)
    small = PseudoTerminal([sys.executable, "-m", "tuicomposer"], environment, tmp_path, (60, 20))
    try:
        small.wait_for("Melody")
        small.press("c", "ctrl+c", "v")
        small.wait_for("E-4", "F-4")
        small.press("ctrl+q")
        small.wait_for("not saved")
        small.press("escape")
        small.wait_for("E-4", "F-4", gone="not saved")
    finally:
        small.close()


def test_a_dumb_terminal_gets_a_sentence(tmp_path: Path) -> None:
    environment = machine(tmp_path, TERM="dumb")
    dumb = PseudoTerminal([sys.executable, "-m", "tuicomposer"], environment, tmp_path)
    try:
        assert dumb.wait_for_end() == 1
        assert "TERM says “dumb”" in dumb.text
        assert "compose" in dumb.text
    finally:
        dumb.close()


def test_the_doctor_looks_at_the_terminal(tmp_path: Path) -> None:
    opened = PseudoTerminal([sys.executable, "-m", "tuicomposer", "doctor"], machine(tmp_path), tmp_path)
    try:
        opened.wait_for("xterm-256color, 120x40, utf-8, without the kitty keyboard protocol")
        opened.wait_for_end()
    finally:
        opened.close()


def test_a_lost_connection_does_not_lose_the_song(terminal: PseudoTerminal, tmp_path: Path) -> None:
    terminal.wait_for("Melody", "journey.tuic")
    terminal.press("c", "v")
    terminal.wait_for("E-4", "F-4")
    os.kill(terminal.process, signal.SIGHUP)
    assert terminal.wait_for_end() == 1
    # The sentence may begin anywhere on a line and go on in the next.
    assert "the unsaved song is in “journey.rescue.tuic”" in terminal.text.replace("\n", "")
    assert typed(load_song(tmp_path / "journey.rescue.tuic").song)[0] == [(0, 64), (1, 65)]
    assert not (tmp_path / "journey.tuic").exists()
