"""MIDI keyboards through a backend that is faked; each thing that can be missing has its sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, cast

import mido
import pytest

from tuicomposer.errors import SoundError
from tuicomposer.playback.clock import ManualClock
from tuicomposer.playback.midi_input import KeyStroke, open_keyboard, rtmidi_backends


@dataclass
class FakeBackend:
    names: list[str] = field(default_factory=list)
    broken: str = ""
    callback: Callable[[Any], None] = print
    closed: int = 0

    def get_input_names(self) -> list[str]:
        if self.broken == "system":
            raise RuntimeError("no sequencer")
        return self.names

    def open_input(self, name: str, *, callback: Callable[[Any], None]) -> Any:
        if self.broken == "port":
            raise OSError("busy\x1b[31m")
        self.callback = callback
        return self

    def close(self) -> None:
        self.closed += 1


NAMES = ["Midi Through:Port-0", "Keystation 49", "Launchkey"]


@pytest.mark.parametrize(
    ("wanted", "name"), [("", "Keystation 49"), ("any", "Keystation 49"), ("launch", "Launchkey")]
)
def test_a_keyboard_is_found_by_a_part_of_its_name(wanted: str, name: str) -> None:
    backend = FakeBackend(NAMES)
    keyboard = open_keyboard(wanted, lambda _: None, load=lambda: [backend])
    assert keyboard.name == name
    keyboard.close()
    assert backend.closed == 1


def test_strokes_and_releases_are_told_with_their_time() -> None:
    backend, told, clock = FakeBackend(NAMES), [], ManualClock(3.0)
    open_keyboard("", told.append, clock, lambda: [backend])
    for message in (
        mido.Message("note_on", note=60, velocity=90),
        mido.Message("control_change", control=64, value=127),
        mido.Message("note_on", note=60, velocity=0),
        mido.Message("note_off", note=62, velocity=40),
    ):
        backend.callback(message)
        clock.advance(0.5)
    assert told == [KeyStroke(60, 90, 3.0), KeyStroke(60, 0, 4.0), KeyStroke(62, 0, 4.5)]


@pytest.mark.parametrize(
    ("backend", "wanted", "sentence"),
    [
        (FakeBackend(), "", "No MIDI keyboard is connected."),
        (FakeBackend(["Midi Through:Port-0"]), "", "No MIDI keyboard is connected."),
        (
            FakeBackend(NAMES),
            "moog",
            "There is no MIDI keyboard “moog”. There are: Keystation 49, Launchkey.",
        ),
        (FakeBackend(broken="system"), "", "This system's MIDI cannot be used: no sequencer."),
        (FakeBackend(NAMES, "port"), "", "cannot be opened: busy\\x1b[31m."),
    ],
)
def test_what_is_missing_is_said(backend: FakeBackend, wanted: str, sentence: str) -> None:
    with pytest.raises(SoundError) as caught:
        open_keyboard(wanted, lambda _: None, load=lambda: [backend])
    assert sentence in str(caught.value)
    assert caught.value.hint


def test_where_one_way_to_midi_fails_the_next_is_tried() -> None:
    alsa, jack = FakeBackend(broken="system"), FakeBackend(["a2j:Midi Through", "Keys:out"])
    assert open_keyboard("", lambda _: None, load=lambda: [alsa, jack]).name == "Keys:out"
    alsa, told = FakeBackend(NAMES), []
    open_keyboard("keys:", told.append, ManualClock(1.0), lambda: [alsa, jack])
    jack.callback(mido.Message("note_on", note=60, velocity=90))
    assert told == [KeyStroke(60, 90, 1.0)]


def test_where_all_ways_fail_the_first_says_why() -> None:
    ways = [FakeBackend(broken="system"), FakeBackend(broken="system")]
    with pytest.raises(SoundError, match=r"This system's MIDI cannot be used: no sequencer\."):
        open_keyboard("", lambda _: None, load=lambda: ways)


def test_the_library_offers_each_way_it_was_built_with(monkeypatch: pytest.MonkeyPatch) -> None:
    library = ModuleType("mido.backends.rtmidi")
    monkeypatch.setattr(library, "get_api_names", lambda: ["LINUX_ALSA", "UNIX_JACK"], raising=False)
    monkeypatch.setitem(sys.modules, "mido.backends.rtmidi", library)
    assert [backend.api for backend in cast("list[mido.Backend]", rtmidi_backends())] == [
        "LINUX_ALSA",
        "UNIX_JACK",
    ]


def test_without_the_library_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    monkeypatch.delitem(sys.modules, "mido.backends.rtmidi", raising=False)
    with pytest.raises(SoundError, match="python-rtmidi, which is not installed"):
        rtmidi_backends()
