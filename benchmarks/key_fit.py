"""Learn the weights of the key model and print ``tuicomposer/analyzer/key_weights.py``.

    python benchmarks/key_fit.py --billboard PATH > tuicomposer/analyzer/key_weights.py

Two models, one over notes and one over chord symbols. For the notes it counts the chorales and
tunes that :mod:`key_pieces` does not hold out, each whole, cut and thinned (soprano alone,
soprano and bass, first half, first eight beats and fewer); for the chords the songs of the McGill
Billboard collection that :mod:`key_songs` does not hold out, each whole and cut (first four,
eight and sixteen chords, four chords from the middle). So little music is judged as carefully as
much. Multinomial logistic regression over the 24 keys; the weights are shared by
the twelve transpositions. The temperature is the one with the least log loss over five folds of
pieces. Takes about two minutes and the same answer every time.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from key_pieces import Piece, chorales, cut, folk_tunes, voices
from key_songs import ChordSong, chord_songs
from numpy.typing import NDArray

from tuicomposer.analyzer.key_evidence import (
    CHORD_WITNESSES,
    NOTE_WITNESSES,
    chord_evidence,
    note_evidence,
)
from tuicomposer.score.key import MODES, Key
from tuicomposer.score.spans import ChordSpan, NoteSpan
from tuicomposer.score.ticks import TICKS_PER_BEAT

F64 = NDArray[np.float64]

_FOLK_PIECES: Final = 450
_FRAGMENT_WEIGHT: Final = 0.5
_RIDGE: Final = 5e-4
_STEPS: Final = 400
_FOLDS: Final = 5


class Examples(NamedTuple):
    """Evidence seen from each tonic, with the known keys."""

    seen: F64
    """(examples, 12 tonics, witnesses, 12)"""
    known: NDArray[np.int64]
    """(examples,) mode * 12 + tonic"""
    weight: F64
    piece: NDArray[np.int64]


class Fitted(NamedTuple):
    """Weights (modes, witnesses, 12) and bias (modes,)."""

    weights: F64
    bias: F64


def views(piece: Piece) -> Iterator[tuple[NoteSpan, ...]]:
    """The piece and its fragments."""
    end = piece.ticks
    yield piece.notes
    yield cut(piece.notes, end // 2)
    yield cut(piece.notes, 8 * TICKS_PER_BEAT)
    yield cut(piece.notes, TICKS_PER_BEAT)
    if any(note.lane for note in piece.notes):
        soprano = voices(piece.notes, 0)
        yield soprano
        yield voices(piece.notes, 0, 3)
        yield cut(soprano, end // 2)
        yield cut(soprano, 8 * TICKS_PER_BEAT)
        yield cut(soprano, 2 * TICKS_PER_BEAT)


def chord_views(song: ChordSong) -> Iterator[tuple[ChordSpan, ...]]:
    """The song and its fragments."""
    middle = len(song.chords) // 2
    yield song.chords
    for count in (4, 8, 16):
        yield song.chords[:count]
    yield song.chords[middle : middle + 4]


def collect_notes() -> Examples:
    """Count all pieces that are not held out."""
    pieces = chain(chorales(test=False), folk_tunes(test=False, limit=_FOLK_PIECES))
    return _examples((piece.key, [note_evidence(view) for view in views(piece) if view]) for piece in pieces)


def collect_chords(folder: Path) -> Examples:
    """Count all songs that are not held out."""
    songs = chord_songs(folder, test=False)
    return _examples((song.key, [chord_evidence(view) for view in chord_views(song)]) for song in songs)


def _examples(found: Iterable[tuple[Key, list[F64]]]) -> Examples:
    seen, known, weight, number = [], [], [], []
    for index, (key, evidences) in enumerate(found):
        for view, evidence in enumerate(evidences):
            seen.append([np.roll(evidence, -tonic, axis=1) for tonic in range(12)])
            known.append(MODES.index(key.mode) * 12 + key.tonic_class)
            weight.append(_FRAGMENT_WEIGHT if view else 1.0)
            number.append(index)
    return Examples(np.array(seen), np.array(known), np.array(weight), np.array(number))


def scores(examples: Examples, fitted: Fitted) -> F64:
    """(examples, 24) score of each key."""
    sums = np.einsum("ntwi,mwi->nmt", examples.seen, fitted.weights, optimize=True)
    result: F64 = (sums + fitted.bias[:, None]).reshape(len(sums), 24)
    return result


def softmax(values: F64) -> F64:
    """Row-wise softmax."""
    odds = np.exp(values - values.max(axis=1, keepdims=True))
    result: F64 = odds / odds.sum(axis=1, keepdims=True)
    return result


def fit(examples: Examples) -> Fitted:
    """Ridge-regularised maximum likelihood by Adam on all examples at once (the problem is convex)."""
    count = len(examples.known)
    flat = examples.seen.reshape(count * 12, -1)
    share = examples.weight / examples.weight.sum()
    truth = np.eye(24)[examples.known]
    theta = np.zeros((2, flat.shape[1] + 1))
    mean, square = np.zeros_like(theta), np.zeros_like(theta)
    for step in range(1, _STEPS + 1):
        fitted = _unpacked(theta)
        error = ((softmax(scores(examples, fitted)) - truth) * share[:, None]).reshape(count, 2, 12)
        by_row = error.transpose(1, 0, 2).reshape(2, -1)
        gradient = np.concatenate([by_row @ flat, by_row.sum(axis=1, keepdims=True)], axis=1)
        gradient[:, :-1] += _RIDGE * theta[:, :-1]
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = 0.1 * (1 - 0.9 * step / _STEPS)
        theta -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return _unpacked(theta)


def _unpacked(theta: F64) -> Fitted:
    return Fitted(theta[:, :-1].reshape(2, -1, 12), theta[:, -1])


def temperature(examples: Examples) -> float:
    """The divisor of the scores with the least log loss on pieces that the weights have not seen."""
    unseen = np.zeros((len(examples.known), 24))
    for fold in range(_FOLDS):
        out = examples.piece % _FOLDS == fold
        fitted = fit(Examples(*(values[~out] for values in examples)))
        unseen[out] = scores(Examples(*(values[out] for values in examples)), fitted)

    def loss(divisor: float) -> float:
        chosen = softmax(unseen / divisor)[np.arange(len(unseen)), examples.known]
        return float(-(examples.weight * np.log(chosen)).sum())

    return float(min(np.arange(0.5, 3.0, 0.05), key=loss))


def learned(examples: Examples) -> Fitted:
    """The fitted weights with the temperature divided out; says on stderr how well they fit."""
    divisor = temperature(examples)
    fitted = fit(examples)
    right = float((scores(examples, fitted).argmax(axis=1) == examples.known).mean())
    print(f"{len(examples.known)} views, {right:.3f} right, temperature {divisor:.2f}", file=sys.stderr)
    return Fitted(fitted.weights / divisor, fitted.bias / divisor)


def module_text(notes: Fitted, chords: Fitted) -> str:
    """The module that holds the weights: (modes,) biases and (modes, witnesses, 12) weights."""
    lines = [
        '"""Weights of the key model, written by ``benchmarks/key_fit.py``; not edited by hand.',
        "",
        "Biases are (modes,), weights (modes, witnesses, steps above the tonic).",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        "import numpy as np",
        "",
        "# fmt: off",
        *_table("NOTE", NOTE_WITNESSES, notes),
        *_table("CHORD", CHORD_WITNESSES, chords),
        "# fmt: on",
    ]
    return "\n".join(lines) + "\n"


def _table(name: str, witnesses: Sequence[str], fitted: Fitted) -> Iterator[str]:
    yield f"{name}_BIAS: Final = np.array([{', '.join(f'{value:.2f}' for value in fitted.bias)}])"
    yield f"{name}_WEIGHTS: Final = np.array(["
    for mode, rows in zip(MODES, fitted.weights, strict=True):
        yield f"    [  # {mode}"
        for witness, row in zip(witnesses, rows, strict=True):
            yield f"        [{', '.join(f'{value:5.2f}' for value in row)}],  # {witness}"
        yield "    ],"
    yield "])"


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description="Learn the weights of the key model.")
    parser.add_argument("--billboard", type=Path, required=True, help="unpacked McGill Billboard folder")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    chords = learned(collect_chords(options.billboard))
    notes = learned(collect_notes())
    print(module_text(notes, chords), end="")


if __name__ == "__main__":
    main()
