"""What is known of recordings that others made, and how an answer is compared with it."""

from __future__ import annotations

import mido
import numpy as np
import pytest
from chord_accuracy import Labelled
from hearing_set import RATE
from real_recordings import chord_recall, order_f
from real_takes import lateness, played, scale


def _clicks(times: list[float], seconds: float) -> np.ndarray:
    out = np.zeros(int(seconds * RATE), np.float32)
    for time in times:
        start = int(time * RATE)
        out[start : start + 4000] = np.sin(np.arange(4000) / 7) * np.exp(-np.arange(4000) / 800)
    return out


@pytest.mark.parametrize("late", [-0.1, 0.0, 0.07])
def test_lateness_is_found(late: float) -> None:
    onsets = [0.5, 0.9, 1.6, 1.75, 2.6]
    sound = _clicks([onset + late for onset in onsets], 3.5)
    assert lateness(sound, np.array(onsets)) == pytest.approx(late, abs=0.011)


def test_notes_of_a_file_without_drums() -> None:
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("set_tempo", tempo=500_000))
    track.append(mido.Message("note_on", note=60, velocity=80))
    track.append(mido.Message("note_on", note=36, velocity=80, channel=9))
    track.append(mido.Message("note_on", note=60, velocity=0, time=480))
    notes, tempo = played(mido.MidiFile(tracks=[track], ticks_per_beat=480))
    assert tempo == pytest.approx(120)
    assert notes.tolist() == [[0.0, 0.5, 60.0]]


def test_order_of_pitches() -> None:
    assert order_f([60, 62, 64], [60, 62, 64]) == 1
    assert order_f([60, 62, 64], [60, 72, 62, 64]) == pytest.approx(6 / 7)
    assert order_f([60, 62], []) == 0


def test_a_chord_throughout() -> None:
    half = Labelled(np.array([[0.0, 1.0], [1.0, 2.0]]), ["E:min7", "C:maj"])
    assert chord_recall("E:min9", 2.0, half) == {"root": 0.5, "majmin": 0.5, "sevenths": 0.5}


def test_a_note_alone_has_a_root_only() -> None:
    heard = Labelled(np.array([[0.0, 2.0]]), ["C:maj"])
    assert chord_recall("C:1", 2.0, heard) == {"root": 1.0}


def test_the_recording_of_music21_is_there() -> None:
    take = scale()
    assert len(take.order) == 18
    assert len(take.samples) / RATE == pytest.approx(20, abs=0.1)
