"""What the discriminator learns to tell from music: rewritten windows and planted faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tuicomposer.generator.network import CanvasBatch, GridGenerator
from tuicomposer.generator.surroundings import sounding
from tuicomposer.generator.unmasking import Pace, unmask
from tuicomposer.generator.vocabulary import (
    BASS_MASK,
    CHORD_MASK,
    FIRST_PITCH,
    HOLD,
    MASK,
    NO_BASS,
    NO_CHORD_TOKEN,
    REST,
    TOKENS,
    VOICES,
)
from tuicomposer.score.chord_classes import LABEL_QUALITIES
from tuicomposer.training.dataset import Windows, density_of, draw_mask

Bools = NDArray[np.bool_]
_NEVER: Final = -1e9
PLANTED_SHARE: Final = 0.02
"""Share of the notes that get a planted fault."""


class Judgeable(NamedTuple):
    """Windows with the truth about them."""

    canvas: CanvasBatch
    cells: Tensor
    """(B, T, V) 1 where the cell is a person's, 0 where it was changed."""
    passage: Tensor
    """(B,) 1 where the whole window is a person's, NaN where its passage is not to be judged."""


def draw_real(windows: Windows, size: int) -> CanvasBatch:
    """Windows as people wrote them, with their chords."""
    drawn = [windows.draw() for _ in range(size)]
    style = [piece.style if windows.rng.random() > 0.5 else 0 for piece, _ in drawn]
    arrays = (
        np.stack([piece.voices for piece, _ in drawn]),
        np.stack([piece.chord for piece, _ in drawn]),
        np.stack([piece.bass for piece, _ in drawn]),
        np.stack([clock for _, clock in drawn]),
        np.array(style),
        np.stack([density_of(piece) for piece, _ in drawn]),
    )
    return CanvasBatch(*(torch.from_numpy(array) for array in arrays))


def rewrite(generator: GridGenerator, real: CanvasBatch, rng: np.random.Generator) -> CanvasBatch:
    """The same windows with regions drawn anew, chords given, at one random pace for the batch.

    A lane may rest only where the original rests somewhere.
    """
    rows = real.chord.shape[1]
    present = real.voices[:, 0] != MASK
    masks = [_request_mask(rows, rng, lanes.numpy()) for lanes in present]
    hidden = torch.from_numpy(np.stack(masks)) & present[:, None]
    bias = torch.zeros(TOKENS)
    bias[MASK] = _NEVER
    rests = ((real.voices == REST).sum(1) > 1)[:, None]
    random = torch.Generator().manual_seed(int(rng.integers(2**62)))
    pace = Pace(int(rng.integers(5, 14)), float(rng.uniform(0.8, 1.05)), float(rng.uniform(0.3, 1.5)))

    def logits(tokens: Tensor, wanted: Tensor) -> Tensor:
        found: Tensor = generator(real._replace(voices=tokens)).voices + bias
        found[:, 0, :, HOLD] = _NEVER
        found[..., REST].masked_fill_(~rests, _NEVER)
        return found[wanted]

    with torch.inference_mode():
        tokens = unmask(logits, real.voices.masked_fill(hidden, MASK), hidden, pace, random)
        for _ in range(int(rng.integers(0, 4))):
            again = hidden & (torch.rand(hidden.shape, generator=random) < 0.25)
            tokens = unmask(logits, tokens.masked_fill(again, MASK), again, pace._replace(steps=2), random)
    return real._replace(voices=tokens.clone())


def _request_mask(rows: int, rng: np.random.Generator, present: Bools) -> Bools:
    """(rows, 4) a whole region a person would ask for: most often all but the melody."""
    mask = np.zeros((rows, VOICES), bool)
    if present[1:].any() and rng.random() < 0.6:
        mask[:, 1:] = True
        return mask
    found = draw_mask(rows, rng, present)
    lanes, times = found.any(axis=0), found.any(axis=1)
    mask[np.ix_(times, lanes)] = True
    return mask


def plant(real: CanvasBatch, rng: np.random.Generator, share: float = PLANTED_SHARE) -> CanvasBatch:
    """The same windows with a share of their notes moved by one or two semitones."""
    voices = real.voices.numpy().copy()
    chosen = (voices >= FIRST_PITCH) & (rng.random(voices.shape) < share)
    moved = voices + rng.choice([-2, -1, 1, 2], size=voices.shape)
    voices = np.where(chosen, np.clip(moved, FIRST_PITCH, TOKENS - 1), voices)
    return real._replace(voices=torch.from_numpy(voices))


def cropped(batch: CanvasBatch, start: int, rows: int) -> CanvasBatch:
    """``rows`` rows of the windows from row ``start``; a note that sounds across the cut starts anew."""
    view = slice(start, start + rows)
    voices = batch.voices[:, view].clone()
    first = sounding(batch.voices[:, : start + 1])[:, -1]
    voices[:, 0] = torch.where(voices[:, 0] == HOLD, first, voices[:, 0])
    return batch._replace(
        voices=voices, chord=batch.chord[:, view], bass=batch.bass[:, view], clock=batch.clock[:, view]
    )


def transposed(batch: CanvasBatch, shifts: Tensor) -> CanvasBatch:
    """The same windows moved by semitones, each by its own; pitches stay within the tokens' range.

    Args:
        batch: The windows.
        shifts: (B,) semitones.
    """
    moved = batch.voices + shifts[:, None, None]
    fits = (moved >= FIRST_PITCH) & (moved < TOKENS)
    voices = torch.where((batch.voices >= FIRST_PITCH) & fits, moved, batch.voices)
    root, quality = (batch.chord - 1) // LABEL_QUALITIES, (batch.chord - 1) % LABEL_QUALITIES
    chord = (root + shifts[:, None]) % 12 * LABEL_QUALITIES + quality + 1
    kept = (batch.chord == NO_CHORD_TOKEN) | (batch.chord == CHORD_MASK)
    chord = torch.where(kept, batch.chord, chord)
    kept = (batch.bass == NO_BASS) | (batch.bass == BASS_MASK)
    bass = torch.where(kept, batch.bass, (batch.bass - 1 + shifts[:, None]) % 12 + 1)
    return batch._replace(voices=voices, chord=chord, bass=bass)


def without_passages(truth: Judgeable) -> Judgeable:
    """The same windows, judged by their cells alone."""
    return truth._replace(passage=torch.full_like(truth.passage, torch.nan))


def joined(batches: Sequence[CanvasBatch]) -> CanvasBatch:
    """Batches of windows of the same length as one."""
    return CanvasBatch(*(torch.cat(parts) for parts in zip(*batches, strict=True)))


def picked(batch: CanvasBatch, index: Tensor) -> CanvasBatch:
    """The windows at some indexes."""
    return CanvasBatch(*(part[index] for part in batch))


def together(parts: Sequence[Judgeable]) -> Judgeable:
    """Judgeable batches of windows of the same length as one."""
    cells, passages = (torch.cat(found) for found in zip(*((p.cells, p.passage) for p in parts), strict=True))
    return Judgeable(joined([part.canvas for part in parts]), cells, passages)


def judgeable(real: CanvasBatch, changed: CanvasBatch) -> Judgeable:
    """A changed batch with the truth: a cell counts as changed if its token differs."""
    same = changed.voices == real.voices
    return Judgeable(changed, same.float(), same.flatten(1).all(1).float())
