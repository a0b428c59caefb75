"""Alt and a letter, Escape and a paste are what they are, whatever follows and however soon."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual import _parser, events
from textual.message import Message

from tuicomposer.tui import terminal_input
from tuicomposer.tui.terminal_input import PromptParser


class Line:
    """A parser at the end of a line, with a clock of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1.0
        monkeypatch.setattr(_parser, "get_time", lambda: self.now)
        monkeypatch.setattr(terminal_input, "get_time", lambda: self.now)
        self.parser = PromptParser()

    def brings(self, data: str, after: float = 0.0) -> list[str]:
        """The keys and pastes that some characters make, some seconds after the last."""
        self.now += after
        return [*told(self.parser.tick()), *told(self.parser.feed(data))]

    def rests(self, seconds: float) -> list[str]:
        """The keys that a rest makes."""
        self.now += seconds
        return told(self.parser.tick())


def told(messages: Iterable[Message]) -> list[str]:
    return [
        one.key if isinstance(one, events.Key) else one.text
        for one in messages
        if isinstance(one, events.Key | events.Paste)
    ]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


def test_alt_and_a_letter_need_no_rest_behind_them(line: Line) -> None:
    assert line.brings("\x1bk") == ["alt+k"]
    assert line.brings("\x1bk\x1bkz\x1bq") == ["alt+k", "alt+k", "z", "alt+q"]
    assert line.brings("\x1b1\x1b00") == ["alt+1", "alt+0", "0"]


def test_escape_comes_alone(line: Line) -> None:
    assert line.brings("\x1b") == []
    assert line.brings("z", after=0.05) == ["escape", "z"]
    assert line.brings("\x1b") == []
    assert line.rests(0.2) == ["escape"]
    assert line.brings("\x1b\x1b[A") == ["escape", "up"]


def test_escape_and_ctrl_with_a_letter_may_come_in_one_burst(line: Line) -> None:
    assert line.brings("\x1b\x1a") == ["escape", "ctrl+z"]
    assert line.brings("\x1b\x00z") == ["escape", "ctrl+@", "z"]
    assert line.brings("\x1b[200~a\x1b\x1ab\x1b[201~") == ["a\x1ab"]
    assert [*line.brings("\x1b\r"), *line.rests(0.2)] == ["enter"]


def test_escape_and_ctrl_with_a_letter_may_come_at_once_in_two_pieces(line: Line) -> None:
    assert [*line.brings("\x1b"), *line.brings("\x10")] == ["escape", "ctrl+p"]
    assert [*line.rests(1.0), *line.brings("\x10")] == ["ctrl+p"]
    assert [*line.brings("\x1b"), *line.rests(1.0), *line.brings("\x10")] == ["escape", "ctrl+p"]


def test_a_slow_line_may_cut_what_belongs_together(line: Line) -> None:
    assert line.brings("\x1b") == []
    assert line.brings("[A", after=0.05) == ["up"]
    assert line.brings("\x1b") == []
    assert [*line.brings("k", after=0.001), *line.rests(0.2)] == ["alt+k"]


def test_what_is_pasted_is_text_whatever_is_in_it(line: Line) -> None:
    assert line.brings("\x1b[200~a\x1bkb\x1b[31mc\x1b[201~\x1bk") == ["akb[31mc", "alt+k"]
    assert line.brings("\x1b[200~a\x1b") == []
    assert line.brings("[20") == []
    assert line.brings("1~z") == ["a", "z"]
    assert line.brings("\x1b[200~a\x1b") == []
    assert line.brings("kb\x1b[201~") == ["akb"]


def test_what_old_terminals_send_for_other_keys_stays_theirs(line: Line) -> None:
    assert line.brings("\x1bb\x1bf\x1bOP\x1b[1;5C") == ["ctrl+left", "ctrl+right", "f1", "ctrl+right"]
