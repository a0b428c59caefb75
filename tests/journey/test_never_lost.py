"""In a real terminal: killed and recovered, undone after a restart, pasted, detached and attached again."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal
from test_terminal import machine, typed

from tuicomposer.formats.files import load_song, save_song
from tuicomposer.score.song import new_song

pytestmark = pytest.mark.terminal

Start = Callable[..., PseudoTerminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the composer with some arguments, in a terminal that is closed at the end."""
    with ExitStack() as ends:

        def started(*arguments: str) -> PseudoTerminal:
            command = [sys.executable, "-m", "tuicomposer", *arguments]
            terminal = PseudoTerminal(command, machine(tmp_path), tmp_path)
            ends.callback(terminal.close)
            return terminal

        yield started


def test_who_is_killed_goes_on_where_they_were(start: Start, tmp_path: Path) -> None:
    named, untitled = start("walk.tuic"), start()
    places = (tmp_path / "walk.rescue.tuic", tmp_path / "state" / "tuicomposer" / "untitled.rescue.tuic")
    for terminal, keys, notes in ((named, "cv", ("E-4", "F-4")), (untitled, "zx", ("C-4", "D-4"))):
        terminal.wait_for("Melody")
        terminal.press(*keys)
        terminal.wait_for(*notes)
    for terminal, place in zip((named, untitled), places, strict=True):
        terminal.wait_until(place.exists)
        terminal.kill()
    assert not (tmp_path / "walk.tuic").exists()

    again = start("walk.tuic")
    again.wait_for("There is unsaved work", "walk.rescue.tuic", "Go on with it")
    again.press("enter")
    again.wait_for("E-4", "F-4", gone="There is unsaved work")
    again.press("ctrl+z")
    again.wait_for("Undo Type a note", gone="F-4")
    again.press("ctrl+y")
    again.wait_for("F-4")
    again.press("ctrl+s")
    again.wait_for("Saved walk.tuic")
    assert typed(load_song(tmp_path / "walk.tuic").song)[0] == [(0, 64), (1, 65)]
    assert not places[0].exists()
    again.press("ctrl+q")
    assert again.wait_for_end() == 0

    other = start()
    other.wait_for("There is unsaved work", "untitled.rescue.tuic")
    other.press("enter")
    other.wait_for("C-4", "D-4")


def test_undo_survives_a_restart(start: Start) -> None:
    first = start("walk.tuic")
    first.wait_for("Melody")
    first.press("c", "v")
    first.wait_for("E-4", "F-4")
    first.press("ctrl+s")
    first.wait_for("Saved walk.tuic")
    first.press("ctrl+q")
    assert first.wait_for_end() == 0
    second = start("walk.tuic")
    second.wait_for("E-4", "F-4")
    second.press("\x1bt")
    second.wait_for("Undo list", "Type a note", "the beginning")
    second.press("down", "enter")
    second.wait_for("Undo Type a note", "E-4", gone="F-4")


def test_a_version_before_is_opened_by_its_name(start: Start, tmp_path: Path) -> None:
    for title in ("First", "Second"):
        save_song(new_song(title=title, bars=1), tmp_path / "walk.tuic")
    terminal = start("walk.tuic~1")
    terminal.wait_for("First", "is an earlier version of walk.tuic")
    terminal.press("z")
    terminal.wait_for("C-4")
    terminal.press("ctrl+s")
    terminal.wait_for("Save as", "first.tuic")
    assert load_song(tmp_path / "walk.tuic~1").song.title == "First"


def test_a_song_that_is_open_twice_is_told(start: Start, tmp_path: Path) -> None:
    save_song(new_song(bars=1), tmp_path / "walk.tuic")
    first = start("walk.tuic")
    first.wait_until((tmp_path / ".walk.tuic.lock").exists)
    second = start("walk.tuic")
    second.wait_for("walk.tuic is open elsewhere", f"Process {first.process} on")
    second.press("enter")
    second.wait_for("Melody", gone="walk.tuic")


def test_pasted_text_is_a_paste_and_not_a_hundred_commands(start: Start) -> None:
    terminal = start()
    terminal.wait_for("Melody")
    terminal.press("\x1b[200~C4:2 E4 G4 r\x1b[201~")
    terminal.wait_for("Pasted 4 cells.", "C-4", "E-4", "G-4")
    terminal.press("ctrl+z")
    terminal.wait_for("Undo Paste text.", gone="C-4")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_who_detaches_finds_everything_on_attaching_again(tmp_path: Path) -> None:
    server = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null"]
    program = shlex.join([sys.executable, "-m", "tuicomposer", "walk.tuic"])
    environment = machine(tmp_path)
    environment.pop("TMUX", None)
    try:
        first = PseudoTerminal([*server, "new-session", program], environment, tmp_path)
        first.wait_for("Melody", "walk.tuic")
        first.press("c", "v")
        first.wait_for("E-4", "F-4")
        first.press("ctrl+b", "d")
        assert first.wait_for_end() == 0
        first.close()
        second = PseudoTerminal([*server, "attach"], environment, tmp_path, (100, 30))
        second.wait_for("E-4", "F-4", "Melody")
        second.press("n")
        second.wait_for("A-4")
        second.press("ctrl+s")
        second.wait_for("Saved walk.tuic")
        second.close()
    finally:
        subprocess.run([*server, "kill-server"], check=False, capture_output=True)
    assert [pitch for _, pitch in typed(load_song(tmp_path / "walk.tuic").song)[0]] == [64, 65, 69]
