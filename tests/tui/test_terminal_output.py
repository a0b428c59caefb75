"""What is sent arrives in order, at once where it can; a terminal that takes nothing holds nobody up."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread

from tuicomposer.tui.terminal_input import PromptDriver
from tuicomposer.tui.terminal_output import SHORT, PromptWriter

FULL = 1 << 20
"""More than a pipe holds."""


class Line:
    """A pipe in place of a terminal."""

    def __init__(self) -> None:
        self.reading, writing = os.pipe()
        self.file: IO[str] = os.fdopen(writing, "w", encoding="utf-8", newline="")
        self.writer = PromptWriter(self.file)

    def close(self) -> str:
        """Everything that was sent and not read before."""
        found: list[bytes] = []

        def read() -> None:
            while piece := os.read(self.reading, 65536):
                found.append(piece)

        reader = threading.Thread(target=read)
        reader.start()
        self.writer.stop()
        self.file.close()
        reader.join()
        os.close(self.reading)
        return b"".join(found).decode()


@pytest.fixture
def line() -> Iterator[Line]:
    return Line()


def test_what_is_short_is_there_at_once(line: Line) -> None:
    line.writer.write("\x1b[2;3H♪")  # the thread that would write it was not started
    assert os.read(line.reading, 100).decode() == "\x1b[2;3H♪"
    line.writer.start()
    assert line.close() == ""


def test_a_terminal_that_takes_nothing_holds_nobody_up(line: Line) -> None:
    line.writer.start()
    line.writer.write("x" * FULL)  # by the thread, which now waits
    line.writer.write("after")
    sent = line.close()
    assert len(sent) == FULL + 5
    assert sent.endswith("xafter")


def test_a_terminal_that_is_gone_is_no_error(line: Line) -> None:
    os.close(line.reading)
    line.writer.write("nobody reads this")
    with pytest.raises(BrokenPipeError):
        line.file.close()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([1, 5, SHORT, SHORT + 1, 100_000]), max_size=12))
def test_everything_arrives_in_order(lengths: list[int]) -> None:
    line = Line()
    line.writer.start()
    texts = [chr(ord("a") + index) * length for index, length in enumerate(lengths)]
    writing = threading.Thread(target=lambda: [line.writer.write(text) for text in texts])
    writing.start()
    sent = b""
    while len(sent) < sum(lengths):
        sent += os.read(line.reading, 65536)
    writing.join()
    assert (sent.decode() + line.close()) == "".join(texts)


def test_the_driver_writes_in_this_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux_driver, "WriterThread", WriterThread)
    made: list[type] = []
    monkeypatch.setattr(
        linux_driver.LinuxDriver, "start_application_mode", lambda _: made.append(linux_driver.WriterThread)
    )
    PromptDriver.start_application_mode(object.__new__(PromptDriver))
    assert made == [PromptWriter]
