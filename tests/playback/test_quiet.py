"""Descriptor 2: libraries write to nowhere, the screen keeps its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tuicomposer.playback.quiet import silenced_stderr

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_written_inside_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with silenced_stderr():
        os.write(2, b"ALSA lib pcm.c: noise")
    os.write(2, b"kept")
    assert capfd.readouterr().err == "kept"


def test_blocks_that_overlap_in_two_threads_give_the_descriptor_back(
    capfd: pytest.CaptureFixture[str],
) -> None:
    first_in, second_in, first_out = (threading.Event() for _ in range(3))

    def first() -> None:
        with silenced_stderr():
            first_in.set()
            second_in.wait(5)
        first_out.set()

    thread = threading.Thread(target=first)
    thread.start()
    first_in.wait(5)
    with silenced_stderr():
        second_in.set()
        first_out.wait(5)
        os.write(2, b"noise")
    thread.join(5)
    os.write(2, b"kept")
    assert capfd.readouterr().err == "kept"


def test_the_screen_is_drawn_while_libraries_are_silent() -> None:
    code = (
        "import os, sys\n"
        "from tuicomposer.playback.quiet import screen_kept_apart, silenced_stderr\n"
        "with screen_kept_apart():\n"
        "    screen = sys.__stderr__\n"
        "    os.write(2, b'[noise]')\n"
        "    with silenced_stderr():\n"
        "        screen.write('frame 1 '); screen.flush()\n"
        "    os.write(2, b'[noise]')\n"
        "    screen.write('frame 2 '); screen.flush()\n"
        "os.write(2, b'after')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stderr == "frame 1 frame 2 after"


def test_what_the_program_says_last_is_heard_although_a_device_is_still_being_opened() -> None:
    code = (
        "import os, sys, threading\n"
        "from tuicomposer.playback.quiet import screen_kept_apart, silenced_stderr\n"
        "opens, ended = threading.Event(), threading.Event()\n"
        "def opener():\n"
        "    with silenced_stderr():\n"
        "        opens.set()\n"
        "        ended.wait(5)\n"
        "        os.write(2, b'[noise]')\n"
        "with screen_kept_apart():\n"
        "    thread = threading.Thread(target=opener)\n"
        "    thread.start()\n"
        "    opens.wait(5)\n"
        "sys.stderr.write('where the song is')\n"
        "ended.set()\n"
        "thread.join(5)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stderr == "where the song is"
