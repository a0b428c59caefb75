"""The unsaved song is kept when a signal or a defect ends the composer."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import PATIENCE
from textual.pilot import Pilot
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.errors import ComposerError
from tuicomposer.formats.files import load_song
from tuicomposer.tui.app import ComposerApp
from tuicomposer.wiring.keeper import Keeper
from tuicomposer.wiring.rescue import SIGNALS, run_rescued


@pytest.fixture(autouse=True)
def heard_signals() -> Iterator[None]:
    """Signals are heard here, also where the tests were started in a way that ignores them."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Driven(ComposerApp):
    """A composer without a terminal, in which something happens after some keys."""

    def __init__(self, world: FakeWorld, path: Path | None, keys: str, then: Callable[[], object]) -> None:
        super().__init__(world.ports, ode(), path, AT_ONCE)
        self._keys = keys
        self._then = then

    def run(self, **_: Any) -> None:
        async def drive(pilot: Pilot[None]) -> None:
            while self.composer.view.analyzed is None:
                await pilot.pause()
            await pilot.press(*self._keys)
            await pilot.pause()
            self.call_later(self._then)

        super().run(headless=True, auto_pilot=drive)


def told(number: signal.Signals) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


def broken() -> None:
    raise RuntimeError("a defect")


def ended(world: FakeWorld, path: Path | None, keys: str, then: Callable[[], object]) -> str:
    """What is said at the end."""
    keeper = Keeper((path or Path()).parent / "state")
    before = [signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGALRM)]
    with pytest.raises(ComposerError) as caught:
        run_rescued(Driven(world, path, keys, then), keeper)
    assert before == [signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGALRM)]
    return str(caught.value)


@pytest.mark.parametrize(
    ("then", "why"),
    [
        (told(signal.SIGHUP), "was told to end"),
        (told(signal.SIGTERM), "was told to end"),
        (told(signal.SIGINT), "was told to end"),
        (broken, "broke down"),
    ],
    ids=["hangup", "terminate", "interrupt", "defect"],
)
def test_an_unsaved_song_is_kept_beside_its_file(
    tmp_path: Path, then: Callable[[], object], why: str
) -> None:
    world = FakeWorld()
    said = ended(world, tmp_path / "walk.tuic", "z", then)
    place = tmp_path / "walk.rescue.tuic"
    assert said == (
        f"The composer {why}; the unsaved song is in “{place}”. Start again with the song to go on with it."
    )
    assert load_song(place).song != ode()
    assert not (tmp_path / "walk.tuic").exists()


def test_a_song_without_changes_needs_no_rescue(tmp_path: Path) -> None:
    world = FakeWorld()
    assert "nothing was unsaved" in ended(world, tmp_path / "walk.tuic", "", told(signal.SIGTERM))
    assert os.listdir(tmp_path) == []


class Quitter(Driven):
    """Leaves at once."""

    def run(self, **_: Any) -> None:
        super(Driven, self).run(headless=True, auto_pilot=lambda pilot: pilot.press("ctrl+q"))


def test_who_quits_is_told_nothing() -> None:
    world = FakeWorld()
    run_rescued(Quitter(world, None, "", broken), world.keeper)
    assert world.keeper.kept == []


def test_a_screen_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = threading.Event()
    codes: list[int] = []

    def leave(code: int) -> None:
        codes.append(code)
        assert (tmp_path / "walk.rescue.tuic").exists()
        given_up.set()

    def hang() -> None:
        told(signal.SIGTERM)()
        assert given_up.wait(PATIENCE)

    monkeypatch.setattr("tuicomposer.wiring.rescue.PATIENCE", 0.05)
    monkeypatch.setattr(os, "_exit", leave)
    world = FakeWorld()
    ended(world, tmp_path / "walk.tuic", "z", hang)
    assert codes == [1]


def test_a_signal_before_there_is_a_screen_is_heard(tmp_path: Path) -> None:
    class Early(Driven):
        def run(self, **_: Any) -> None:
            told(signal.SIGTERM)()
            threading.Event().wait(PATIENCE)

    with pytest.raises(ComposerError, match="was told to end"):
        run_rescued(Early(FakeWorld(), None, "", broken), FakeWorld().keeper)


def test_what_was_started_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        app = Driven(FakeWorld(), None, "", lambda: (told(signal.SIGHUP)(), app.exit()))
        run_rescued(app, FakeWorld().keeper)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_song_that_can_be_kept_nowhere_is_said(tmp_path: Path) -> None:
    world = FakeWorld()
    world.keeper.full = True
    with pytest.raises(ComposerError, match="could be written nowhere: The disk is full"):
        run_rescued(Driven(world, tmp_path / "walk.tuic", "z", broken), world.keeper)
