"""Ctrl-C and a reader that leaves: a short line or none, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

INTERRUPTED = """
import signal, sys
import tuicomposer.__main__ as program
def interrupt(event, seen):
    if event == "open" and str(seen[0]) == sys.argv[2]:
        signal.raise_signal(signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.addaudithook(interrupt)
sys.exit(program.main())
"""
"""The program, interrupted at the moment at which it opens its song, be the tests run in the background."""
PROGRAM = (sys.executable, "-m", "tuicomposer")


def test_an_interrupt_ends_with_130_and_a_line(song: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, "analyze", str(song)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"Interrupted.\n")


def test_a_reader_that_leaves_is_no_traceback(song: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, "analyze", str(song)], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    # Without a model the analyzer says that templates are at work, and nothing else is said.
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert done.stderr.startswith(b"Chords are named by templates.")


def test_a_full_standard_output_is_a_sentence(song: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "analyze", str(song)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
