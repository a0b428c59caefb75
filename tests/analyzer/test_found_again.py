"""What is found again: counted by hand, and as mir_eval counts."""

from __future__ import annotations

import mir_eval
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.found_again import TimedChord, TimedNote, chord_recall, melody_f
from tuicomposer.score.chord import parse_chord


def notes(*pairs: tuple[float, int]) -> list[TimedNote]:
    return [TimedNote(*pair) for pair in pairs]


def chords(*parts: tuple[float, float, str]) -> list[TimedChord]:
    return [TimedChord(start, end, parse_chord(symbol)) for start, end, symbol in parts]


@pytest.mark.parametrize(
    ("written", "heard", "expected"),
    [
        (notes((0, 60), (1, 62)), notes((0.05, 60), (0.95, 62)), 1.0),
        (notes((0, 60), (1, 62)), notes((0.06, 60), (1, 62)), 0.5),
        (notes((0, 60), (1, 62)), notes((0, 72), (1, 62)), 0.5),
        # One heard note answers for one written note only: 1 pair of 2 and 1.
        (notes((0, 60), (0.04, 60)), notes((0.02, 60)), 2 / 3),
        # Greedy from the left: 0.00-0.05 and 0.05-0.09 are both pairs.
        (notes((0, 60), (0.05, 60)), notes((0.05, 60), (0.09, 60)), 1.0),
        (notes((0, 60)), notes(), 0.0),
        (notes(), notes(), 0.0),
        (notes((0, 60)), notes((0, 60), (1, 60), (2, 60)), 0.5),
    ],
)
def test_melody_by_hand(written: list[TimedNote], heard: list[TimedNote], expected: float) -> None:
    assert melody_f(written, heard) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("written", "heard", "expected"),
    [
        (chords((0, 2, "C"), (2, 4, "Am")), chords((0, 2, "C"), (2, 4, "Am7")), 1.0),
        (chords((0, 4, "C")), chords((0, 1, "C"), (1, 4, "Cm")), 0.25),
        (chords((0, 4, "G7")), chords((1, 4, "G")), 0.75),
        (chords((0, 2, "C"), (2, 4, "Bdim")), chords((0, 4, "C")), 1.0),
        (chords((0, 2, "N.C."), (2, 4, "C")), chords((2, 4, "C")), 1.0),
        (chords((0, 2, "N.C."), (2, 4, "C")), chords((1, 4, "C")), 0.75),
        (chords((0, 2, "C/E")), chords((0, 2, "C")), 1.0),
        (chords((0, 2, "Caug")), chords((0, 2, "C")), None),
        ([], chords((0, 2, "C")), None),
    ],
)
def test_chords_by_hand(written: list[TimedChord], heard: list[TimedChord], expected: float | None) -> None:
    assert chord_recall(written, heard) == (None if expected is None else pytest.approx(expected))


# Times on a grid of 7 ms, so that none is a hair from the tolerance.
drawn = st.lists(
    st.tuples(st.integers(0, 200).map(lambda step: 0.007 * step), st.integers(60, 63)), max_size=25
)


@given(drawn.filter(bool), drawn.filter(bool))
def test_melody_as_mir_eval(written: list[tuple[float, int]], heard: list[tuple[float, int]]) -> None:
    def arrays(pairs: list[tuple[float, int]]) -> tuple[np.ndarray, np.ndarray]:
        starts = np.array([start for start, _ in pairs])
        pitches = np.array([440.0 * 2 ** ((pitch - 69) / 12) for _, pitch in pairs])
        return np.stack([starts, starts + 0.1], axis=1), pitches

    (one, its), (other, others) = arrays(written), arrays(heard)
    theirs = mir_eval.transcription.precision_recall_f1_overlap(one, its, other, others, offset_ratio=None)
    assert melody_f(notes(*written), notes(*heard)) == pytest.approx(theirs[2])


SYMBOLS = {"C": "C:maj", "Am": "A:min", "G7": "G:7", "Bdim": "B:dim", "Dm7": "D:min7", "N.C.": "N"}
labels = st.lists(st.sampled_from(sorted(SYMBOLS)), min_size=4, max_size=4)


@given(labels, labels)
def test_chords_as_mir_eval(written: list[str], heard: list[str]) -> None:
    def timed(names: list[str]) -> list[TimedChord]:
        return chords(*((float(at), at + 1.0, name) for at, name in enumerate(names)))

    judged = mir_eval.chord.majmin([SYMBOLS[name] for name in written], [SYMBOLS[name] for name in heard])
    known = judged[judged >= 0]
    expected = None if not len(known) else pytest.approx(known.mean())
    assert chord_recall(timed(written), timed(heard)) == expected
