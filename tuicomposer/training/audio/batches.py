"""Batches of stretches from takes on disk, among them takes that are still being recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import torch
from torch import Tensor

from tuicomposer.analyzer.audio.spectrum import BANDS, BINS_PER_SEMITONE, FINE, U8
from tuicomposer.analyzer.vocabulary import QUALITIES, SILENCE
from tuicomposer.training.audio.shards import Example, load_examples
from tuicomposer.training.audio.targets import Targets, targets

FRAMES: Final = 500
"""Frames of a stretch: ten seconds."""
_FAR: Final = 3
"""Semitones by which spectra are moved up or down."""
_FRESH: Final = 60
"""Batches after which the folder is looked at again."""


class Batch(NamedTuple):
    """Inputs and targets as tensors."""

    levels: Tensor
    """(batch, FRAMES, CHANNELS), 0 to 1."""
    onset: Tensor
    frame: Tensor
    melody: Tensor
    has_melody: Tensor
    beat: Tensor
    chord: Tensor
    bass: Tensor
    begins: Tensor


class Batches:
    """Draws stretches from all takes in a folder.

    Args:
        folder: Where shards are, and appear.
        pattern: Names of the shards.
        rng: Source of choices.
    """

    def __init__(self, folder: Path, pattern: str, rng: np.random.Generator) -> None:
        self._folder, self._pattern, self._rng = folder, pattern, rng
        self._known: set[Path] = set()
        self.examples: list[Example] = []
        self._drawn = 0
        self.look()

    def look(self) -> None:
        """Read the shards that have appeared."""
        for path in sorted(self._folder.glob(self._pattern)):
            if path not in self._known:
                self._known.add(path)
                self.examples += load_examples(path)

    def state(self) -> str:
        """Where the choices stand, for :meth:`set_state`."""
        return json.dumps({"drawn": self._drawn, "rng": self._rng.bit_generator.state})

    def set_state(self, text: str) -> None:
        """Go on from what :meth:`state` said."""
        state = json.loads(text)
        self._drawn, self._rng.bit_generator.state = int(state["drawn"]), state["rng"]

    def draw(self, size: int) -> Batch:
        """A batch for training, its levels changed as rooms and loudspeakers change them."""
        self._drawn += 1
        if self._drawn % _FRESH == 0:
            self.look()
        rows, wanted = [], []
        for _ in range(size):
            example = self.examples[int(self._rng.integers(len(self.examples)))]
            example = transposed(example, int(self._rng.integers(-_FAR, _FAR + 1)))
            first = int(self._rng.integers(max(1, len(example.levels) - FRAMES * 3 // 4)))
            rows.append(_coloured(stretch(example, first), self._rng))
            wanted.append(targets(example.label, first, FRAMES))
        return batch_of(rows, wanted)


def stretch(example: Example, first: int, frames: int = FRAMES) -> np.ndarray:
    """(frames, CHANNELS) levels from 0 to 1, silence behind the end."""
    part = example.levels[first : first + frames].astype(np.float32) / 255
    return np.pad(part, ((0, frames - len(part)), (0, 0)))


def transposed(example: Example, semitones: int) -> Example:
    """A take whose spectra are moved up, with silence where they come from nowhere, and its labels.

    Voices and instruments are moved with their formants, as a faster tape would; what lies in
    time stays where it is.
    """
    fine, fast = example.levels[:, :FINE], example.levels[:, FINE:]
    levels = np.concatenate([_moved(fine, semitones * BINS_PER_SEMITONE), _moved(fast, semitones)], axis=1)
    notes, chords = example.label.notes.copy(), example.label.chords.copy()
    notes[:, 2] += semitones
    rooted = (chords[:, 2] >= 0) & (chords[:, 2] < SILENCE)
    chords[rooted, 2] = (chords[rooted, 2] + semitones * QUALITIES) % SILENCE
    return Example(levels, example.label._replace(notes=notes, chords=chords))


def _moved(levels: U8, bins: int) -> U8:
    found = np.zeros_like(levels)
    if bins >= 0:
        found[:, bins:] = levels[:, : levels.shape[1] - bins]
    else:
        found[:, :bins] = levels[:, -bins:]
    return found


def batch_of(rows: list[np.ndarray], wanted: list[Targets]) -> Batch:
    """Stretches and targets as tensors."""
    columns = [
        torch.from_numpy(np.stack([np.asarray(one[i]) for one in wanted])) for i in range(len(wanted[0]))
    ]
    return Batch(torch.from_numpy(np.stack(rows)), *columns)


def _coloured(levels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Louder or softer as a whole, and by a smooth curve over the bands."""
    knots = np.cumsum(rng.normal(0, 0.03, 8)) * (rng.random() < 0.7)
    curve = np.interp(np.arange(BANDS), np.linspace(0, BANDS - 1, 8), knots - knots.mean())
    change = np.concatenate([np.repeat(curve, BINS_PER_SEMITONE), curve]) + rng.normal(0, 0.04)
    changed: np.ndarray = np.clip(levels + (change * (levels > 0)).astype(np.float32), 0, 1)
    return changed
