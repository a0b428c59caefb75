"""How well the discriminator tells music from what the generator wrote, on pieces neither has seen.

Prints, over four-bar windows of held-back chorales: balanced accuracy and area under the curve
for whole passages (the original against alto, tenor and bass rewritten for the same melody and
chords); the area under the curve of single cells (kept against changed ones in rewritten
windows); the same for planted faults (2 % of the notes moved by a semitone or two); and the
calibration error of the passage score (ten bins, weighted; Guo et al., arXiv 1706.04599).
"""

from __future__ import annotations

import argparse

import numpy as np
import torch
from held_back import Window
from measured_windows import add_source, setting

from tuicomposer.generator.canvas import Canvas, read
from tuicomposer.generator.checkpoint import Model
from tuicomposer.generator.network import CanvasBatch, no_density
from tuicomposer.training.as_song import typed_song
from tuicomposer.training.fakes import plant
from tuicomposer.training.measures import area_under_curve, balanced_accuracy


def batch(canvas: Canvas, tokens: np.ndarray) -> CanvasBatch:
    """One canvas with other tokens."""
    arrays = (tokens, canvas.chord, canvas.bass, canvas.clock)
    tensors = [torch.from_numpy(np.asarray(array))[None] for array in arrays]
    return CanvasBatch(*tensors, torch.tensor([0]), no_density(1))


def cells_and_passage(model: Model, found: CanvasBatch) -> tuple[np.ndarray, float]:
    """(rows, 4) and one probability that a person wrote it."""
    with torch.inference_mode():
        verdict = model.discriminator(found)
    return verdict.cells[0].sigmoid().numpy(), float(verdict.passage.sigmoid())


def calibration_error(scores: np.ndarray, truth: np.ndarray) -> float:
    """Mean distance of confidence and frequency over ten bins, weighted by their size."""
    bins = np.minimum((scores * 10).astype(int), 9)
    return float(
        sum(
            (bins == index).mean() * abs(scores[bins == index].mean() - truth[bins == index].mean())
            for index in np.unique(bins)
        )
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 100)
    found, model = (chosen := setting(parser.parse_args())).windows, chosen.model
    rng = np.random.default_rng(0)
    real, fake, kept, changed, sound, planted = [], [], [], [], [], []
    for index, window in enumerate(found):
        canvas = original(window)
        cells, passage = cells_and_passage(model, batch(canvas, canvas.tokens))
        real.append(passage)
        drawn = chosen.draw(window, index)[0]
        cells, passage = cells_and_passage(model, batch(canvas, drawn.tokens))
        fake.append(passage)
        same = drawn.tokens == canvas.tokens
        kept.append(cells[same])
        changed.append(cells[~same])
        faulty = plant(batch(canvas, canvas.tokens), rng)
        moved = faulty.voices[0].numpy() != canvas.tokens
        cells, _ = cells_and_passage(model, faulty)
        sound.append(cells[~moved])
        planted.append(cells[moved])
    scores, truth = np.array(real + fake), np.repeat([1.0, 0.0], [len(real), len(fake)])
    print(f"{len(found)} windows of 4 bars, {model.name}")
    print(f"passages: balanced accuracy {balanced_accuracy(real, fake):.3f}")
    print(f"passages: area under the curve {area_under_curve(np.array(real), np.array(fake)):.3f}")
    print(f"passages: calibration error {calibration_error(scores, truth):.3f}")
    print(
        f"cells: area under the curve {area_under_curve(np.concatenate(kept), np.concatenate(changed)):.3f}"
    )
    faults = area_under_curve(np.concatenate(sound), np.concatenate(planted))
    print(f"planted faults: area under the curve {faults:.3f} ({sum(map(len, planted))} faults)")


def original(window: Window) -> Canvas:
    """The window as it was composed."""
    return read(typed_song(window.piece, all_voices=True), 0)


if __name__ == "__main__":
    main()
