"""How well the discriminator tells music from what the generator wrote, on pieces neither has seen.

Prints, over four-bar windows of held-back chorales: balanced accuracy and area under the curve
for whole passages (the original against alto, tenor and bass rewritten for the same melody and
chords); the area under the curve of single cells (kept against changed ones in rewritten
windows); the same for planted faults (2 % of the notes moved by a semitone or two), also by the
discriminator alone, without the generator as a witness, and among notes alone; and the
calibration error of the passage score (ten bins, weighted; Guo et al., arXiv 1706.04599). Each with a 95 %
interval, by drawing pieces with replacement.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from held_back import Window
from intervals import over_pieces, shown
from measured_windows import add_source, setting

from tuicomposer.generator.canvas import Canvas, read
from tuicomposer.generator.judging import Jury, batch_of, verdicts
from tuicomposer.generator.vocabulary import FIRST_PITCH
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.training.as_song import typed_song
from tuicomposer.training.fakes import plant
from tuicomposer.training.measures import area_under_curve, balanced_accuracy


def with_tokens(canvas: Canvas, tokens: np.ndarray) -> Canvas:
    """The canvas with other tokens."""
    return replace(canvas, tokens=tokens)


def calibration_error(scores: np.ndarray, truth: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Mean distance of confidence and frequency over ten bins, weighted by what is in them."""
    weights = np.ones(len(scores)) if weights is None else weights
    bins = np.minimum((scores * 10).astype(int), 9)
    gaps = [abs((weights * (scores - truth))[bins == index].sum()) for index in np.unique(bins)]
    return float(sum(gaps) / weights.sum())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 220)
    found, model = (chosen := setting(parser.parse_args())).windows, chosen.model
    rng, jury = np.random.default_rng(0), Jury(model.discriminator, model.generator)
    real, fake, kept, changed, sound, planted = [], [], [], [], [], []
    alone: tuple[list[np.ndarray], list[np.ndarray]] = [], []
    notes: list[np.ndarray] = []
    for index, window in enumerate(found):
        canvas = original(window)
        real.append(verdicts(canvas, jury, CancelToken()).passage)
        drawn = chosen.draw(window, index)[0]
        verdict = verdicts(with_tokens(canvas, drawn.tokens), jury, CancelToken())
        fake.append(verdict.passage)
        same = drawn.tokens == canvas.tokens
        kept.append(verdict.cells[same])
        changed.append(verdict.cells[~same])
        tokens = plant(batch_of(canvas), rng).voices[0].numpy()
        moved = tokens != canvas.tokens
        verdict = verdicts(with_tokens(canvas, tokens), jury, CancelToken())
        sound.append(verdict.cells[~moved])
        planted.append(verdict.cells[moved])
        notes.append(verdict.cells[~moved & (tokens >= FIRST_PITCH)])
        for side, where in zip(alone, (~moved, moved), strict=True):
            side.append((verdict.cells / verdict.sound)[where])
    names = [window.piece.name for window in found]
    print(
        f"{len(found)} windows of 4 bars, {len(set(names))} pieces, {model.name}; [95 % interval over pieces]"
    )
    of = np.array([real, fake])
    figures: dict[str, Callable[[np.ndarray], float]] = {
        "passages: balanced accuracy": lambda rows: balanced_accuracy(*of[:, rows].tolist()),
        "passages: area under the curve": lambda rows: area_under_curve(*of[:, rows]),
        "passages: calibration error": lambda rows: calibration_error(
            of[:, rows].ravel(), np.repeat([1.0, 0.0], len(rows))
        ),
        "cells: area under the curve": lambda rows: _area(kept, changed, rows),
        f"planted faults ({sum(map(len, planted))}): area under the curve": lambda rows: _area(
            sound, planted, rows
        ),
        "planted faults among notes": lambda rows: _area(notes, planted, rows),
        "planted faults, discriminator alone": lambda rows: _area(*alone, rows),
    }
    for name, figure in figures.items():
        print(f"{name:44}{shown(over_pieces(figure, names, np.random.default_rng(0)))}")


def _area(sound: list[np.ndarray], planted: list[np.ndarray], rows: np.ndarray) -> float:
    """Area under the curve of the cells of some windows; not a number where nothing is planted in them."""
    both = [np.concatenate([cells[row] for row in rows]) for cells in (sound, planted)]
    return area_under_curve(*both) if all(map(len, both)) else float("nan")


def original(window: Window) -> Canvas:
    """The window as it was composed."""
    return read(typed_song(window.piece, all_voices=True), 0)


if __name__ == "__main__":
    main()
