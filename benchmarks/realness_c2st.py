"""Can a fresh classifier tell what is written from what people wrote? (classifier two-sample test)

After Lopez-Paz and Oquab, arXiv 1610.06545. Windows of four bars of held-back pieces against the same
windows with their lanes rewritten; features that know nothing of the networks (melodic intervals,
onsets by place in the bar, intervals between voices, parallels, crossing, register, pitch classes);
gradient-boosted trees; folds by piece, so that no piece is on both sides; balanced accuracy with a
95 % interval over pieces. 0.5: cannot tell. Beside it two controls: the pieces split in two by
chance (must come out at 0.5), and the originals with 2 % of their notes moved by one or two semitones.
Ends with 1 above 0.72.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
from measured_windows import Setting, add_source, original_tokens, setting
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.generator.counterpoint import PAIRS, crossings, parallels, voice_pair_moves
from tuicomposer.generator.vocabulary import FIRST_PITCH, TOKENS, VOICES

MUST, AIM = 0.72, 0.58
MOVED = 0.02
FOLDS = 5
PLACES = 12
"""Places of onsets that are told apart in a felt beat, whatever the grid."""


def features(tokens: np.ndarray, beat: int) -> np.ndarray:
    """A vector about (rows, 4) tokens.

    Args:
        tokens: A window that begins on a beat.
        beat: Rows of a felt beat: 4 for a quarter note in sixteenths, 3 in triplets, 6 in compound metres.
    """
    places = np.arange(len(tokens)) % beat * PLACES // beat
    heard = sounding_pitches(tokens)
    onset = tokens >= FIRST_PITCH
    parts: list[np.ndarray] = []
    for voice in range(VOICES):
        pitches = heard[onset[:, voice], voice]
        steps = np.clip(np.diff(pitches), -13, 13) + 13
        parts.append(np.bincount(steps, minlength=27) / max(1, len(steps)))
        begins = np.bincount(places, onset[:, voice], PLACES) * beat / len(tokens)
        sounds = heard[heard[:, voice] >= 0, voice]
        parts.append(
            np.array([*begins, sounds.mean() if len(sounds) else 0, sounds.std() if len(sounds) else 0])
        )
    beats = heard[::beat]
    for upper, lower in PAIRS:
        both = (beats[:, upper] >= 0) & (beats[:, lower] >= 0)
        between = (beats[both, upper] - beats[both, lower]) % 12
        parts.append(np.bincount(between, minlength=12) / max(1, both.sum()))
    classes = np.sort(np.bincount(heard[heard >= 0] % 12, minlength=12))[::-1]
    parts.append(classes / max(1, classes.sum()))
    moves = max(1, voice_pair_moves(heard))
    parts.append(np.array([len(parallels(heard)) / moves, crossings(heard).mean(), onset.mean()]))
    distinct = np.array([len(set((column[column >= 0] % 12).tolist())) for column in heard])
    parts.append(np.bincount(distinct, minlength=5) / len(distinct))
    return np.concatenate(parts)


def moved(tokens: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same window with 2 % of its notes, and at least one, a semitone or two off."""
    notes = np.argwhere(tokens >= FIRST_PITCH)
    chosen = notes[rng.choice(len(notes), max(1, round(MOVED * len(notes))), replace=False)]
    found = tokens.copy()
    for row, voice in chosen:
        found[row, voice] = np.clip(found[row, voice] + rng.choice([-2, -1, 1, 2]), FIRST_PITCH, TOKENS - 1)
    return found


def told_apart(real: np.ndarray, fake: np.ndarray, groups: list[np.ndarray]) -> tuple[float, float, float]:
    """Balanced accuracy over folds of pieces, and its 95 % interval over pieces.

    Args:
        real: (n, features) of what people wrote.
        fake: (m, features) of the other kind.
        groups: Piece of each row of ``real`` and of ``fake``.
    """
    inputs = np.concatenate([real, fake])
    truth = np.concatenate([np.ones(len(real), int), np.zeros(len(fake), int)])
    pieces = np.concatenate(groups)
    right = np.zeros(len(truth))
    for train, test in GroupKFold(FOLDS).split(inputs, truth, pieces):
        judge = HistGradientBoostingClassifier(
            max_iter=120, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=8, random_state=0
        )
        right[test] = judge.fit(inputs[train], truth[train]).predict(inputs[test]) == truth[test]

    def balanced(rows: np.ndarray) -> float:
        return float((right[rows][truth[rows] == 1].mean() + right[rows][truth[rows] == 0].mean()) / 2)

    rng, names = np.random.default_rng(0), np.unique(pieces)
    rows_of = {name: np.flatnonzero(pieces == name) for name in names}
    drawn = [np.concatenate([rows_of[name] for name in rng.choice(names, len(names))]) for _ in range(300)]
    both = [rows for rows in drawn if 0 < truth[rows].sum() < len(rows)]
    low, high = np.percentile([balanced(rows) for rows in both], [2.5, 97.5])
    return balanced(np.arange(len(truth))), float(low), float(high)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 150)
    parser.add_argument("--candidates", type=int, default=1, help="the best of how many is judged (1)")
    arguments = parser.parse_args()
    found = setting(arguments)
    rng = np.random.default_rng(1)
    originals = [original_tokens(window) for window in found.windows]
    beats = [window.piece.pulse_steps for window in found.windows]
    real = np.array([features(*window) for window in zip(originals, beats, strict=True)])
    pieces = np.array([window.piece.name for window in found.windows])
    print(f"{len(real)} windows of {len(set(pieces))} pieces; balanced accuracy [95 % interval over pieces]")
    half = np.isin(pieces, rng.permutation(np.unique(pieces))[: len(set(pieces)) // 2])
    _print("originals v. originals", told_apart(real[half], real[~half], [pieces[half], pieces[~half]]))
    noisy = np.array(
        [features(moved(tokens, rng), beat) for tokens, beat in zip(originals, beats, strict=True)]
    )
    _print("2 % of notes moved", told_apart(real, noisy, [pieces, pieces]))
    ours = told_apart(real, np.array(_written(found, arguments.candidates)), [pieces, pieces])
    _print(f"{found.model.name}, {found.style}", ours)
    print(f"must {MUST}, aim {AIM}")
    return 0 if ours[0] <= MUST else 1


def _written(found: Setting, candidates: int) -> list[np.ndarray]:
    return [
        features(
            max(found.draw(window, index, candidates), key=lambda one: one.merit).tokens,
            window.piece.pulse_steps,
        )
        for index, window in enumerate(found.windows)
    ]


def _print(name: str, measured: tuple[float, float, float]) -> None:
    print(f"{name:32}{measured[0]:.3f} [{measured[1]:.3f}, {measured[2]:.3f}]", flush=True)


if __name__ == "__main__":
    sys.exit(main())
