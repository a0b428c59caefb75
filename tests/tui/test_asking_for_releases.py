"""The driver asks a terminal for releases and relies on them only after its answer."""

from __future__ import annotations

from threading import Event

import pytest
from textual import constants
from textual.message import Message
from textual.message_pump import MessagePump

from tuicomposer.tui.key_strokes import KeyboardFlags, KeyPressed, KeyReleased, Stroke
from tuicomposer.tui.terminal_input import PromptDriver

ASK = "\x1b[?u"
ADD = "\x1b[=2;2u"
DROP = "\x1b[=2;3u"


class Wired(PromptDriver):
    """A driver between a test and an application that is none."""

    def __init__(self, *, tty: bool = True) -> None:
        self._app = MessagePump()  # type: ignore[assignment]
        self.input_tty = tty
        self.cursor_origin = None
        self.exit_event = Event()
        self.exit_event.set()
        self.written: list[str] = []
        self.sent: list[Message] = []

    def write(self, data: str) -> None:
        self.written.append(data)

    def send_message(self, message: Message) -> None:
        self.sent.append(message)

    def begin(self) -> None:
        """What Textual calls when it takes the terminal."""
        self._request_terminal_sync_mode_support()

    def answer(self, flags: int) -> None:
        self.process_message(KeyboardFlags(flags))

    def code_of_a_key(self) -> str:
        self.process_message(KeyPressed("z", "z", Stroke("122u")))
        (key,) = [one for one in self.sent if isinstance(one, KeyPressed)]
        self.sent.clear()
        return key.stroke.code


def test_releases_are_asked_for_and_relied_on_once_the_terminal_says_that_it_sends_them() -> None:
    driver = Wired()
    driver.begin()
    assert driver.written[-1] == ASK
    assert driver.code_of_a_key() == ""
    driver.answer(25)
    assert driver.written[-1] == ADD + ASK
    assert driver.code_of_a_key() == ""
    driver.answer(27)
    assert driver.code_of_a_key() == "122u"
    assert not [one for one in driver.sent if isinstance(one, KeyboardFlags)]
    driver.process_message(KeyReleased("z", "122u"))
    assert [type(one) for one in driver.sent] == [KeyReleased]


def test_a_terminal_that_does_not_answer_is_sent_the_question_and_nothing_else() -> None:
    driver = Wired()
    driver.begin()
    driver.disable_input()
    assert [each for each in driver.written if each.endswith("u")] == [ASK]
    assert driver.code_of_a_key() == ""


@pytest.mark.parametrize("flags", [0, 1, 2, 24])
def test_a_terminal_that_sends_letters_as_themselves_is_not_asked_for_releases(flags: int) -> None:
    driver = Wired()
    driver.begin()
    driver.answer(flags)
    assert ADD + ASK not in driver.written
    assert driver.code_of_a_key() == ""


def test_a_terminal_that_goes_on_without_them_is_asked_once() -> None:
    driver = Wired()
    driver.begin()
    for _ in range(3):
        driver.answer(25)
    assert driver.written.count(ADD + ASK) == 1
    assert driver.code_of_a_key() == ""


def test_on_leaving_they_are_dropped_and_on_coming_back_asked_for_again() -> None:
    driver = Wired()
    for _ in range(2):
        driver.begin()
        driver.answer(25)
        driver.answer(27)
        assert driver.code_of_a_key() == "122u"
        driver.disable_input()
        driver.disable_input()
        assert driver.code_of_a_key() == ""
    assert [each for each in driver.written if each.endswith("u")] == [ASK, ADD + ASK, DROP] * 2


def test_without_a_terminal_or_without_the_protocol_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = Wired(tty=False)
    piped.begin()
    assert piped.written == []
    monkeypatch.setattr(constants, "DISABLE_KITTY_KEY", True)
    plain = Wired()
    plain.begin()
    assert ASK not in plain.written
