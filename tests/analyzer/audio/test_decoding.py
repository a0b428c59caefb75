"""From probabilities to beats, notes, melody and chords."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuicomposer.analyzer.audio.beats import divisions, track
from tuicomposer.analyzer.audio.harmony import STEP_SECONDS, Steps, found_chords, segment_edges
from tuicomposer.analyzer.audio.notes import FoundNote, found_notes, melody_of
from tuicomposer.analyzer.audio.spectrum import FRAME_RATE, LOWEST, PITCHES
from tuicomposer.analyzer.network import log_softmax
from tuicomposer.analyzer.vocabulary import CLASSES, class_of
from tuicomposer.errors import Cancelled
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.chord import parse_chord


def activity(times: np.ndarray, seconds: float, per_bar: int, phase: int) -> np.ndarray:
    """What a network says of beats at these times."""
    found = np.full((int(seconds * FRAME_RATE), 2), 0.02, np.float32)
    for number, time in enumerate(times):
        frame = round(time * FRAME_RATE)
        if frame < len(found):
            found[frame, 0] = 0.8
            found[frame, 1] = 0.7 if number % per_bar == phase else 0.05
    return found


def notes_at(times: np.ndarray, seconds: float) -> np.ndarray:
    """What a network says of onsets at these times."""
    found = np.full(int(seconds * FRAME_RATE), 0.05, np.float32)
    frames = np.rint(times * FRAME_RATE).astype(int)
    found[frames[frames < len(found)]] = 0.9
    return found


def eighths(times: np.ndarray, seconds: float) -> np.ndarray:
    return notes_at(np.sort(np.concatenate([times, (times[1:] + times[:-1]) / 2])), seconds)


@settings(max_examples=10)
@given(st.floats(70, 155), st.sampled_from([3, 4]), st.integers(0, 2), st.floats(0.1, 0.9))
def test_a_steady_beat_and_its_bars_are_found(tempo: float, per_bar: int, phase: int, first: float) -> None:
    times = np.arange(first, 30, 60 / tempo)
    found = track(activity(times, 30, per_bar, phase), eighths(times, 30))
    inner = [time for time in times if 2 < time < 28]
    assert all(min(abs(beat - time) for beat in found.times) < 0.04 for time in inner)
    assert found.tempo == pytest.approx(tempo, rel=0.05)
    assert found.per_bar == per_bar
    down = round((found.times[found.downbeat] - first) / (60 / tempo))
    assert (down - phase) % per_bar == 0


def test_beats_follow_a_player_who_slows_down() -> None:
    times = np.cumsum(np.linspace(0.45, 0.7, 50))
    found = track(activity(times, float(times[-1]) + 1, 4, 0), eighths(times, float(times[-1]) + 1))
    assert all(min(abs(beat - time) for beat in found.times) < 0.06 for time in times[2:-2])


@pytest.mark.parametrize("frames", [0, 1, 10])
def test_what_is_too_short_has_no_beat(frames: int) -> None:
    assert track(np.full((frames, 2), 0.5, np.float32), np.full(frames, 0.5, np.float32)).times == ()


def test_the_search_for_beats_can_be_cancelled_midway() -> None:
    frames, token = 9000, CancelToken()
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == 2:
            token.cancel()
        token.check()

    with pytest.raises(Cancelled):
        track(np.full((frames, 2), 0.5, np.float32), np.full(frames, 0.5, np.float32), check)
    assert asked == 2


def test_a_slow_beat_full_of_fourths_is_two_beats() -> None:
    times = np.arange(0.4, 30, 60 / 70)
    heard = activity(times, 30, 4, 0)
    quick = notes_at(np.arange(0.4, 29, 60 / 70 / 4), 30)
    assert track(heard, eighths(times, 30)).tempo == pytest.approx(70, rel=0.03)
    assert track(heard, quick).tempo == pytest.approx(140, rel=0.03)


def test_two_fast_beats_that_nothing_divides_are_one() -> None:
    times = np.arange(0.4, 30, 60 / 150)
    heard = activity(times, 30, 4, 0)
    assert track(heard, eighths(times, 30)).tempo == pytest.approx(150, rel=0.03)
    assert track(heard, notes_at(times, 30)).tempo == pytest.approx(75, rel=0.03)


@given(st.lists(st.integers(2, 40), min_size=2, max_size=20), st.lists(st.integers(0, 300), max_size=60))
def test_divisions_count_each_note_inside_the_beats_once_at_most(steps: list[int], notes: list[int]) -> None:
    frames = np.cumsum(steps).astype(float)
    onsets = np.zeros(302, np.float32)
    onsets[[note + 1 for note in notes]] = 0.9
    found = divisions(onsets, frames)
    assert (found >= 0).all()
    assert round(found.sum() * (len(frames) - 1)) <= len(set(notes))


def test_divisions_tell_where_in_the_beat_notes_begin() -> None:
    frames = np.arange(10.0, 130, 24)
    onsets = np.zeros(140, np.float32)
    onsets[[10, 16, 22, 28, 34, 58, 66, 74, 82]] = 0.9
    assert divisions(onsets, frames).tolist() == [4 / 4, 1 / 4, 1 / 4, 1 / 4]


def test_notes_begin_at_peaks_and_end_where_they_fade() -> None:
    onset, frame, melody = (np.zeros((100, PITCHES), np.float32) for _ in range(3))
    for start, stop, row in ((10, 30, 36), (30, 50, 36), (20, 60, 40)):
        onset[start - 1 : start + 2, row] = (0.3, 0.9, 0.3)
        frame[start:stop, row] = 0.9
    melody[10:50, 36] = 0.8
    notes = found_notes(onset, frame, melody)
    assert [(round(n.start * FRAME_RATE), round(n.end * FRAME_RATE), n.pitch - LOWEST) for n in notes] == [
        (10, 30, 36), (20, 60, 40), (30, 50, 36),
    ]  # fmt: skip
    assert [note.pitch - LOWEST for note in melody_of(notes)] == [36, 36]


def test_the_melody_has_one_note_at_a_time() -> None:
    notes = [FoundNote(i * 0.2, i * 0.2 + 0.5, 60 + i, 0.9, 0.9 - 0.1 * (i % 3)) for i in range(20)]
    tune = melody_of(notes)
    assert len(tune) > 5
    assert all(a.end <= b.start for a, b in pairwise(tune))
    assert melody_of([]) == []


@given(st.floats(0, 3), st.lists(st.floats(0.2, 1.5), max_size=40), st.floats(0.05, 40))
def test_segments_cover_the_recording_in_order(first: float, gaps: list[float], seconds: float) -> None:
    edges = segment_edges((first + np.cumsum([0.0, *gaps])).tolist(), seconds)
    assert edges[0] == 0
    assert edges[-1] == pytest.approx(seconds)
    assert (np.diff(edges) >= 0).all()


def test_chords_change_at_beats_and_leave_no_gap() -> None:
    names = ("C", "Am7", "F", "G7")
    seconds, each = 16.0, 4.0
    count = int(seconds / STEP_SECONDS)
    scores = np.zeros((count, CLASSES), np.float32)
    for index in range(count):
        scores[index, class_of(parse_chord(names[min(3, int(index * STEP_SECONDS / each))]))] = 6
    steps = Steps(log_softmax(scores), np.zeros((count, 12, 12), np.float32), np.zeros(count, np.float32))
    found = list(found_chords(steps, np.arange(0, 16, 0.5).tolist(), seconds))
    assert [one.chord().symbol for one in found] == list(names)
    assert [one.start for one in found] == pytest.approx([0, 4, 8, 12], abs=0.01)
    assert all(a.end == b.start for a, b in pairwise(found))


def at_parts(times: np.ndarray, *parts: float) -> np.ndarray:
    """Notes on beats and at parts of the way to the next."""
    gaps = np.diff(times)
    return notes_at(np.sort(np.concatenate([times, *(times[:-1] + part * gaps for part in parts)])), 30)


def test_beats_in_thirds_are_compound_and_swung_ones_are_not() -> None:
    times = np.arange(0.4, 30, 60 / 90)
    heard = activity(times, 30, 4, 1)
    jig = track(heard, at_parts(times, 1 / 3, 2 / 3))
    assert (jig.compound, jig.per_bar, jig.downbeat % 2) == (True, 2, 1)
    assert not track(heard, at_parts(times, 2 / 3)).compound
    assert not track(heard, at_parts(times, 1 / 2)).compound


@pytest.mark.parametrize(
    ("twos", "threes", "tempo"), [(0.6, 0.62, 71), (0.6, 0.3, 106.5), (0.4, 0.6, 71), (0.3, 0.32, 106.5)]
)
def test_eighths_in_threes_are_dotted_beats_where_those_are_as_sure(
    twos: float, threes: float, tempo: float
) -> None:
    times = np.arange(0.4, 30, 60 / 213)
    heard = np.full((int(30 * FRAME_RATE), 2), 0.02, np.float32)
    for number, time in enumerate(times):
        heard[round(time * FRAME_RATE), 0] = max(twos * (number % 2 == 0), threes * (number % 3 == 0), 0.02)
    found = track(heard, notes_at(times, 30))
    assert found.tempo == pytest.approx(tempo, rel=0.03)
    assert found.compound == (tempo == 71)


def test_bars_begin_where_chords_change() -> None:
    times = np.arange(0.4, 30, 60 / 100)
    heard = activity(times, 30, 1, 1)  # No beat is stronger than another.
    changes = np.zeros(len(heard), np.float32)
    changes[np.rint(times[2::3] * FRAME_RATE).astype(int)] = 0.8
    found = track(heard, eighths(times, 30), changes=changes)
    assert (found.per_bar, found.downbeat) == (3, 2)
