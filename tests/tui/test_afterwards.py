"""What can wait until a frame is out: each call once, and no frame is asked for while a key is dealt with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tuicomposer.tui.afterwards import Afterwards


class Frames:
    """Takes calls for the next frame, and is that frame."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], None]] = []

    def __call__(self, call: Callable[[], None]) -> None:
        self.calls.append(call)

    def pass_by(self) -> None:
        calls, self.calls = self.calls, []
        for call in calls:
            call()


def test_each_call_is_made_once_after_the_frame() -> None:
    frames, made = Frames(), list[str]()
    later = Afterwards(frames)
    later.ask("status", lambda: made.append("first"))
    later.ask("lines", lambda: made.append("lines"))
    later.ask("status", lambda: made.append("second"))
    assert len(frames.calls) == 1
    assert later.waiting
    frames.pass_by()
    assert made == ["second", "lines"]
    assert not later.waiting
    later.ask("status", lambda: made.append("third"))
    frames.pass_by()
    assert made[2:] == ["third"]


def test_a_frame_is_asked_for_when_what_comes_first_is_done() -> None:
    frames, made = Frames(), list[str]()
    later = Afterwards(frames)
    with later.last():
        with later.last():
            later.ask("lines", lambda: made.append("lines"))
        assert not frames.calls
    assert len(frames.calls) == 1
    frames.pass_by()
    assert made == ["lines"]
    with later.last():
        pass
    assert not frames.calls


def test_an_error_on_the_way_loses_no_call() -> None:
    frames, made = Frames(), list[str]()
    later = Afterwards(frames)

    def fail() -> None:
        with later.last():
            later.ask("lines", lambda: made.append("lines"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    frames.pass_by()
    assert made == ["lines"]


def test_what_was_made_early_does_not_keep_the_next_from_a_frame() -> None:
    frames, made = Frames(), list[str]()
    later = Afterwards(frames)
    later.ask("lines", lambda: made.append("lines"))
    frames.calls.clear()  # a dialog that closes takes them along
    later.run()
    later.ask("lines", lambda: made.append("again"))
    frames.pass_by()
    assert made == ["lines", "again"]
