"""Ctrl-C and a reader that leaves: a short line or none, never a traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

TELLING = """
import sys
import tuicomposer.__main__ as program
def tell(event, seen):
    if event == "open" and str(seen[0]) == sys.argv[2]:
        print(flush=True)
sys.addaudithook(tell)
sys.exit(program.main())
"""
"""The program, with a line on stdout when it opens its song."""
PROGRAM = (sys.executable, "-m", "tuicomposer")


def test_an_interrupt_ends_with_130_and_a_line(tmp_path: Path) -> None:
    """The song is a pipe into which nothing is written, so that the command never ends by itself."""
    pipe = tmp_path / "song.tuic"
    os.mkfifo(pipe)
    both_ends = os.open(pipe, os.O_RDWR)
    command = [sys.executable, "-c", TELLING, "analyze", str(pipe)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    os.close(both_ends)
    assert (process.returncode, out, err) == (130, b"", b"Interrupted.\n")


def test_a_reader_that_leaves_is_no_traceback(song: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, "analyze", str(song)], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_full_standard_output_is_a_sentence(song: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "analyze", str(song)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
