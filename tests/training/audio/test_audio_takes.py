"""What is recorded is what was played, with labels in the right places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from tuicomposer.analyzer.audio.spectrum import (
    BINS_PER_SEMITONE,
    CHANNELS,
    CHORD_STRIDE,
    FINE,
    FRAME_RATE,
    LOWEST,
    SAMPLE_RATE,
)
from tuicomposer.analyzer.vocabulary import QUALITIES, SILENCE
from tuicomposer.playback.events import Kind, SoundEvent
from tuicomposer.score.meter import Meter
from tuicomposer.training.audio.batches import Batches, transposed
from tuicomposer.training.audio.clock import drawn_tempo
from tuicomposer.training.audio.loop import HearingRecipe, HearingTraining
from tuicomposer.training.audio.network import HearingConfig
from tuicomposer.training.audio.recording import Studio
from tuicomposer.training.audio.scene import Part, Scene, scene_of
from tuicomposer.training.audio.shards import Example, load_examples, save_examples
from tuicomposer.training.audio.singer import SungNote, sing
from tuicomposer.training.audio.take import UNKNOWN, Label, record
from tuicomposer.training.audio.targets import targets
from tuicomposer.training.chords.charts import Chart, Sounding
from tuicomposer.training.chords.invented import invented_chart

RATE = 44_100


class Beeps:
    """A synthesizer of sines, for tests of what is labelled."""

    sample_rate = RATE

    def __init__(self) -> None:
        self._on: set[int] = set()
        self._now = 0

    def send(self, event: SoundEvent) -> None:
        if event.kind is Kind.NOTE_ON:
            self._on.add(event.number)
        elif event.kind is Kind.NOTE_OFF:
            self._on.discard(event.number)

    def render(self, frames: int) -> np.ndarray:
        time = (self._now + np.arange(frames)) / RATE
        self._now += frames
        total = sum(
            (np.sin(2 * np.pi * 440 * 2 ** ((p - 69) / 12) * time) for p in self._on), np.zeros(frames)
        )
        return np.stack([total, total], axis=1).astype(np.float32) * 0.1

    def close(self) -> None:
        """Nothing is held."""


def examples(count: int, seed: int) -> list[Example]:
    studio = Studio({"invented": []}, {"invented": 1.0}, [Beeps()], [1.0], seconds=6.0)
    return list(studio.examples(count, np.random.default_rng(seed)))


def test_a_take_has_its_length_and_its_labels_inside_it() -> None:
    rng = np.random.default_rng(3)
    scene = scene_of(invented_chart(rng), 8, 100, rng)
    take = record(scene, 100, Beeps(), rng, hard=False)
    seconds = len(take.samples) / SAMPLE_RATE
    assert np.isfinite(take.samples).all()
    assert np.abs(take.samples).max() > 0.05
    label = take.label
    assert (label.notes[:, 0] < label.notes[:, 1]).all()
    assert label.beats[-1, 0] < seconds
    assert (label.chords[:, 1] <= seconds + 0.01).all()
    assert label.beats[0, 1] == 1


def test_the_same_seed_records_the_same() -> None:
    first, again = examples(2, 5), examples(2, 5)
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.levels, other.levels)
        np.testing.assert_array_equal(one.label.notes, other.label.notes)


def test_levels_are_high_where_the_labels_say_that_a_note_sounds() -> None:
    sounding, silent = [], []
    for one in examples(3, 8):
        wanted = targets(one.label, 0, len(one.levels) // CHORD_STRIDE * CHORD_STRIDE)
        fine = one.levels[: len(wanted.frame), 1 : 3 * wanted.frame.shape[1] : 3]
        if wanted.frame.any():
            sounding.append(fine[wanted.frame > 0].mean())
            silent.append(fine[wanted.frame == 0].mean())
    assert np.mean(sounding) > np.mean(silent) + 50


def test_targets_mark_notes_beats_and_chords_at_their_frames() -> None:
    one = examples(1, 11)[0]
    wanted = targets(one.label, 0, 400)
    for start, _, pitch, _, _ in one.label.notes.tolist():
        frame = start * FRAME_RATE
        if 2 < frame < 398 and 0 <= pitch - LOWEST < wanted.onset.shape[1]:
            assert wanted.onset[round(frame), int(pitch) - LOWEST] > 0.7
    for time, down in one.label.beats.tolist():
        if 2 < time * FRAME_RATE < 398:
            assert wanted.beat[round(time * FRAME_RATE), 0] > 0.7
            assert (wanted.beat[round(time * FRAME_RATE), 1] > 0.7) == bool(down)
    start, end, kind, _ = one.label.chords[0].tolist()
    middle = int((start + min(end, 8)) / 2 * FRAME_RATE / CHORD_STRIDE)
    assert wanted.chord[middle] == kind


@pytest.mark.parametrize("semitones", [-3, 0, 2])
def test_a_transposed_take_has_its_labels_where_its_spectra_are(semitones: int) -> None:
    rng = np.random.default_rng(4)
    levels = rng.integers(1, 255, (20, CHANNELS)).astype(np.uint8)
    notes = np.array([[0.0, 0.2, 60, 80, 1]], np.float32)
    chords = np.array([[0, 0.2, 11 * QUALITIES + 1, 0], [0.2, 0.3, SILENCE, UNKNOWN]], np.float32)
    moved = transposed(Example(levels, Label(notes, np.zeros((0, 2), np.float32), chords)), semitones)
    row, bin_ = 60 - LOWEST, (60 - LOWEST) * BINS_PER_SEMITONE + 1
    assert moved.label.notes[0, 2] == 60 + semitones
    np.testing.assert_array_equal(moved.levels[:, bin_ + semitones * BINS_PER_SEMITONE], levels[:, bin_])
    np.testing.assert_array_equal(moved.levels[:, FINE + row + semitones], levels[:, FINE + row])
    assert moved.label.chords[:, 2].tolist() == [((11 + semitones) % 12) * QUALITIES + 1, SILENCE]
    assert (moved.levels == 0).sum() == 20 * abs(semitones) * (BINS_PER_SEMITONE + 1)


def test_cut_time_is_tapped_in_quarters() -> None:
    bars = (0, 1920, 3840)
    chart = Chart("cut", "leadsheets", Meter(2, 2), bars, (), ())
    scene = Scene(chart, (Part("melody", (Sounding(0, 480, 60, 80),)),), "tune", has_bass=False)
    take = record(scene, 120.0, Beeps(), np.random.default_rng(0), hard=False)
    assert take.label.beats[:, 1].tolist() == [1, 0, 0, 0, 1, 0, 0, 0]


def test_time_runs_forward_however_alive_the_tempo() -> None:
    for seed in range(20):
        tempo = drawn_tempo(9600, 90, 0.5, np.random.default_rng(seed))
        assert (np.diff(tempo.at(np.arange(0, 9600, 60.0))) > 0).all()
        assert tempo.at(np.array([0.0]))[0] == pytest.approx(0.5)


def test_the_singer_sings_the_pitch_and_is_silent_between() -> None:
    notes = [SungNote(0.2, 1.2, 69, 100)]
    voice = sing(notes, 2.0, SAMPLE_RATE, np.random.default_rng(2))
    assert np.abs(voice[: int(0.15 * SAMPLE_RATE)]).max() == 0
    assert np.abs(voice[int(1.5 * SAMPLE_RATE) :]).max() == 0
    part = voice[int(0.5 * SAMPLE_RATE) : int(1.0 * SAMPLE_RATE)]
    strength = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    strongest = np.fft.rfftfreq(len(part), 1 / SAMPLE_RATE)[strength.argmax()]
    assert min(strongest % 440, 440 - strongest % 440) < 25


def test_training_that_was_interrupted_ends_as_one_that_was_not(tmp_path: Path) -> None:
    save_examples(examples(2, 1), tmp_path / "train0001.npz")
    assert len(load_examples(tmp_path / "train0001.npz")) == 2
    recipe = HearingRecipe(network=HearingConfig(4, 8, 1, 8, 8, 8), batch=1)

    def training() -> HearingTraining:
        return HearingTraining(recipe, Batches(tmp_path, "train*.npz", np.random.default_rng(1)), [])

    def ticking():
        now = iter(range(1000))
        return lambda: float(next(now))

    torch.set_num_threads(1)
    whole = training()
    whole.run(ticking(), 4, lambda _: None, tmp_path / "whole.pt", every=100)
    first = training()
    first.spent = 0.0
    first._step(0.0)
    first._step(0.25)
    first.spent = 2.0
    first.save(tmp_path / "part.pt")
    second = training()
    second.resume(tmp_path / "part.pt")
    second._step(0.5)
    second._step(0.75)
    for name, value in whole.averaged.state_dict().items():
        torch.testing.assert_close(value, second.averaged.state_dict()[name], msg=name)
