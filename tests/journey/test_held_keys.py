"""In terminals with the kitty keyboard protocol: keys that are held, and a shell that is left as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kitty_terminal import KittyTerminal
from pseudo_terminal import PseudoTerminal
from test_terminal import machine

from tuicomposer.formats.files import load_song
from tuicomposer.score.cells import Note

pytestmark = pytest.mark.terminal


class WithoutReleases(KittyTerminal):
    """One that speaks the protocol without them."""

    releases = False


@pytest.fixture
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KittyTerminal]:
    """The composer with a new song, in a terminal of the kind asked for."""
    kind: type[KittyTerminal] = getattr(request, "param", KittyTerminal)
    command = [sys.executable, "-m", "tuicomposer", "held.tuic"]
    terminal = kind(command, machine(tmp_path), tmp_path)
    try:
        terminal.wait_for("Melody", "held.tuic")
        yield terminal
    finally:
        terminal.close()


def saved(terminal: KittyTerminal, folder: Path) -> list[int]:
    """The pitches of the melody once the song is saved and the program left."""
    terminal.press("\x1b[115;5u")
    terminal.wait_for("Saved")
    terminal.press("\x1b[113;5u")
    assert terminal.wait_for_end() == 0
    song = load_song(folder / "held.tuic").song
    assert song.melody_lane is not None
    column = song.sections[0].columns[song.melody_lane]
    return [cell.pitch for cell in column if isinstance(cell, Note)]


def test_a_held_key_writes_once_and_the_shell_gets_its_terminal_back(
    opened: KittyTerminal, tmp_path: Path
) -> None:
    opened.wait_until(lambda: opened.flags == 27)
    opened.hold("z", repeats=25)
    opened.hold("c", repeats=5)
    opened.let_go("z")
    opened.let_go("c")
    opened.wait_for("C-4", "E-4")
    opened.hold("b")
    opened.let_go("b")
    opened.wait_for("G-4")
    assert saved(opened, tmp_path) == [60, 64, 67]
    assert opened.stack == [0]
    assert opened.received.rindex(b"\x1b[=2;3u") < opened.received.rindex(b"\x1b[<u")


@pytest.mark.parametrize("opened", [WithoutReleases], indirect=True)
def test_a_terminal_that_declines_is_as_before(opened: KittyTerminal, tmp_path: Path) -> None:
    opened.wait_until(lambda: opened.received.count(b"\x1b[?u") == 2)
    assert opened.flags == 25
    for _ in range(2):
        opened.hold("z")
        opened.let_go("z")
    opened.hold("x")
    opened.wait_for("C-4", "D-4")
    assert saved(opened, tmp_path) == [60, 60, 62]
    assert opened.stack == [0]


def test_a_terminal_that_does_not_answer_is_asked_once(tmp_path: Path) -> None:
    plain = PseudoTerminal([sys.executable, "-m", "tuicomposer"], machine(tmp_path), tmp_path)
    try:
        plain.wait_for("Melody")
        plain.press("z", "z")
        plain.wait_for("C-4")
        plain.press("ctrl+q")
        plain.wait_for("not saved")
        assert plain.received.count(b"\x1b[?u") == 1
        assert b"\x1b[=" not in plain.received
    finally:
        plain.close()


@pytest.mark.parametrize(("kind", "word"), [(KittyTerminal, "with"), (WithoutReleases, "without")])
def test_doctor_and_keys_say_whether_releases_are_reported(
    kind: type[KittyTerminal], word: str, tmp_path: Path
) -> None:
    program = [sys.executable, "-m", "tuicomposer"]
    doctor = kind([*program, "doctor"], machine(tmp_path), tmp_path)
    try:
        doctor.wait_for(f"with the kitty keyboard protocol, {word} releases of keys")
        assert doctor.stack == [0]
    finally:
        doctor.close()
    tester = kind([*program, "keys"], machine(tmp_path), tmp_path)
    try:
        long = {
            "with": "releases: a note sounds as long as",
            "without": "no releases: notes sound for a moment",
        }
        tester.wait_for(long[word], "Not seen yet")
        tester.hold("z", repeats=1)
        tester.let_go("z")
        tester.wait_for("a note of the piano")
        tester.press("\x1b[113;5u")
        assert tester.wait_for_end() == 0
        assert tester.stack == [0]
    finally:
        tester.close()
