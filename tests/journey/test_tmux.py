"""Under tmux: what its keys arrive as, other sizes, pastes, and going on after a kill.

A terminal inside a terminal has the fewest keys of all: what arrives here arrives everywhere.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal
from test_terminal import machine, typed

from tuicomposer.formats.files import load_song
from tuicomposer.formats.song_lock import Holder, is_gone
from tuicomposer.tui.actions import ACTIONS
from tuicomposer.tui.key_tester import LEAVES
from tuicomposer.tui.keys import NAMED

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

KEYS = sorted({key for action in ACTIONS if not action.typed for key in action.keys} - {LEAVES})
WORDS = {
    "up": "Up", "down": "Down", "left": "Left", "right": "Right", "home": "Home", "end": "End",
    "pageup": "PPage", "pagedown": "NPage", "insert": "IC", "delete": "DC", "backspace": "BSpace",
    "enter": "Enter", "escape": "Escape", "tab": "Tab", "space": "Space",
}  # fmt: skip
"""tmux's names of keys."""
WHOLE = {"shift+tab": "BTab", "ctrl+@": "C-Space", "semicolon": "\\;"}


def in_tmux(key: str) -> str:
    """tmux's name of a key of the registry."""
    *held, name = key.split("+")
    if key in WHOLE:
        return WHOLE[key]
    base = WORDS.get(name) or (name.upper() if re.fullmatch(r"f\d+", name) else NAMED.get(name, name))
    return "".join({"ctrl": "C-", "alt": "M-", "shift": "S-"}[one] for one in held) + base


class Tmux:
    """A server of one's own, seen through one client."""

    def __init__(self, folder: Path) -> None:
        self._server = ["tmux", "-S", str(folder / "socket"), "-f", "/dev/null"]
        self._environment = machine(folder)
        self._environment.pop("TMUX", None)
        self._folder = folder
        self._ends = ExitStack()
        self._ends.callback(self.tell, "kill-server")

    def tell(self, *words: str) -> str:
        """A command to the server; what it answers."""
        done = subprocess.run([*self._server, *words], check=False, capture_output=True, text=True)
        return done.stdout.strip()

    def runs(self, *arguments: str) -> PseudoTerminal:
        """The client, with the program in its only window."""
        program = "exec " + shlex.join([sys.executable, "-m", "tuicomposer", *arguments])
        command = [*self._server, "new-session", program]
        client = PseudoTerminal(command, self._environment, self._folder)
        self._ends.callback(client.close)
        return client

    def send(self, *keys: str) -> None:
        """Press keys, by tmux's names, as fast as it can."""
        self.tell("send-keys", *keys)

    def close(self) -> None:
        """End the server and the client."""
        self._ends.close()


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A server that ends with the test."""
    server = Tmux(tmp_path)
    try:
        yield server
    finally:
        server.close()


def test_every_key_of_the_composer_arrives(tmux: Tmux) -> None:
    client = tmux.runs("keys")
    client.wait_for("Press any key", "Not seen yet")
    # Escape alone may be the beginning of another key: it is pressed last, with nothing behind it.
    keys = [*(key for key in KEYS if key != "escape"), "escape"]
    for key in keys:
        tmux.send(in_tmux(key))
    client.wait_for("Every key of the composer arrives here.")


def test_a_held_alt_key_stays_what_it_is(tmux: Tmux, tmp_path: Path) -> None:
    client = tmux.runs("walk.tuic")
    client.wait_for("Melody", "octave")
    tmux.send("z", "Up", *["M-q"] * 12)
    client.wait_for("C-5")
    tmux.send("C-s")
    client.wait_for("Saved walk.tuic")
    assert typed(load_song(tmp_path / "walk.tuic").song)[0] == [(0, 72)]


def test_the_size_of_the_client_is_the_size_of_the_composer(tmux: Tmux) -> None:
    client = tmux.runs("walk.tuic")
    client.wait_for("Melody", "octave", "Key")
    for size in ((70, 22), (30, 10), (160, 50), (80, 25)):
        client.resize(*size)
        client.press("z")
    client.wait_for("C-4", "Key", "octave")


def test_what_is_pasted_into_tmux_is_one_paste(tmux: Tmux) -> None:
    client = tmux.runs("walk.tuic")
    client.wait_for("Melody", "octave")
    tmux.tell("set-buffer", "C4:2 E4 \x1bkG4 r")
    tmux.tell("paste-buffer", "-p")
    client.wait_for("kG4")
    tmux.send("Escape")
    tmux.tell("set-buffer", "C4:2 E4 G4 r")
    tmux.tell("paste-buffer", "-p")
    client.wait_for("Pasted 4 cells.", "C-4", "E-4", "G-4")


def test_who_is_killed_under_tmux_goes_on(tmux: Tmux, tmp_path: Path) -> None:
    client = tmux.runs("walk.tuic")
    client.wait_for("Melody", "octave")
    tmux.send("c", "v")
    client.wait_for("E-4", "F-4")
    client.wait_until((tmp_path / "walk.rescue.tuic").exists)
    killed = Holder(int(tmux.tell("display-message", "-p", "#{pane_pid}")), "here")
    os.kill(killed.pid, signal.SIGKILL)
    client.wait_for_end()
    while not is_gone(killed, "here"):
        time.sleep(0.01)  # the kernel closes its terminal before it has ended
    again = tmux.runs("walk.tuic")
    again.wait_for("There is unsaved work")
    tmux.send("Enter")
    again.wait_for("E-4", "F-4", gone="There is unsaved work")
    tmux.send("C-s")
    again.wait_for("Saved walk.tuic")
    assert typed(load_song(tmp_path / "walk.tuic").song)[0] == [(0, 64), (1, 65)]
