"""A one-shot timer goes off, although the machine was too busy to begin waiting for it in time."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from driving import composing
from textual import timer
from textual.geometry import Size


class Clock:
    """Textual's clock, on a machine that others can hold up."""

    def __init__(self) -> None:
        self.held_up = False
        """Whether a second passes after the next look at the clock."""
        self._lost = 0.0

    def get_time(self) -> float:
        now = time.monotonic() + self._lost
        if self.held_up:
            self.held_up = False
            self._lost += 1.0
        return now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timer, "_time", SimpleNamespace(get_time=clock.get_time))
    return clock


async def test_what_the_screen_does_later_is_done(clock: Clock) -> None:
    async with composing() as hands:
        done: list[bool] = []
        clock.held_up = True
        hands.composer.later("a test", 0.001, lambda: done.append(True))
        await hands.until(lambda: done == [True])


async def test_a_change_of_size_is_drawn(clock: Clock) -> None:
    async with composing() as hands:
        clock.held_up = True
        await hands.pilot.resize_terminal(80, 24)
        await hands.until(lambda: hands.composer.outer_size == Size(80, 24))
