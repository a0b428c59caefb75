"""Chords for a melody: the network's chord lane, decided beat by beat."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from tuicomposer.generator.canvas import Canvas, RowChord, open_rows
from tuicomposer.generator.network import CanvasBatch, GridGenerator, no_density
from tuicomposer.generator.vocabulary import CHORD_MASK, NO_BASS, NO_CHORD_TOKEN
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.chord_classes import LABEL_QUALITIES, chord_of
from tuicomposer.score.key import Key

I64 = NDArray[np.int64]
_TEMPERATURE: Final = 0.7


def choose_chords(
    generator: GridGenerator, canvas: Canvas, rng: np.random.Generator, token: CancelToken
) -> tuple[RowChord, ...]:
    """Chords of a canvas: those a person typed, and the network's choice for the other rows of the region.

    One chord to a felt beat, the surest beats first, a half of what is open at a time; equal
    neighbours become one chord.
    """
    chord, bass = canvas.chord.copy(), canvas.bass.copy()
    rows = open_rows(canvas)
    blocks = _beats(canvas, rows)
    while blocks:
        token.check()
        logits = _logits(generator, canvas, chord, bass)
        scored = [(*_draw(logits[block].mean(0), rng), block) for block in blocks]
        scored.sort(key=lambda item: -item[0])
        for _, choice, block in scored[: max(1, (len(scored) + 1) // 2)]:
            chord[block] = choice
            bass[block] = NO_BASS if choice == NO_CHORD_TOKEN else (choice - 1) // LABEL_QUALITIES + 1
        blocks = [block for block in blocks if chord[block[0]] == CHORD_MASK]
    return tuple(sorted([*canvas.chords, *_merged(canvas, chord, rows)], key=lambda item: item.start))


def _beats(canvas: Canvas, rows: list[int]) -> list[list[int]]:
    blocks: list[list[int]] = []
    for row in rows:
        if not blocks or canvas.clock[row, 1] >= 2 or row != blocks[-1][-1] + 1:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _logits(generator: GridGenerator, canvas: Canvas, chord: I64, bass: I64) -> NDArray[np.float64]:
    batch = CanvasBatch(
        torch.from_numpy(canvas.tokens)[None],
        torch.from_numpy(chord)[None],
        torch.from_numpy(bass)[None],
        torch.from_numpy(canvas.clock)[None],
        torch.tensor([canvas.style]),
        no_density(1),
    )
    logits = generator(batch).chord[0].log_softmax(-1)
    logits[:, [CHORD_MASK, NO_CHORD_TOKEN]] = -1e9
    return np.asarray(logits.double().numpy())


def _draw(scores: NDArray[np.float64], rng: np.random.Generator) -> tuple[float, int]:
    choice = int((scores / _TEMPERATURE + rng.gumbel(size=scores.shape)).argmax())
    return float(scores[choice]), choice


def _merged(canvas: Canvas, chord: I64, rows: list[int]) -> list[RowChord]:
    flats = (canvas.song.key or Key("C")).flats
    merged: list[tuple[int, int, int]] = []
    for row in rows:
        if merged and merged[-1][2] == row and merged[-1][0] == chord[row]:
            merged[-1] = (merged[-1][0], merged[-1][1], row + 1)
        else:
            merged.append((int(chord[row]), row, row + 1))
    return [RowChord(chord_of(token - 1, flats=flats), start, stop) for token, start, stop in merged]
