"""Chords for a melody: the network's chord lane, decided beat by beat."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from tuicomposer.generator.canvas import Canvas, RowChord, open_rows
from tuicomposer.generator.harmony_wish import HarmonyWish, has_counts, likeliest_key
from tuicomposer.generator.network import CanvasBatch, GridGenerator, no_density
from tuicomposer.generator.vocabulary import CHORD_MASK, CHORD_TOKENS, NO_BASS, NO_CHORD_TOKEN
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import Harmony
from tuicomposer.score.chord_classes import LABEL_QUALITIES, NO_CHORD_LABEL, chord_of
from tuicomposer.score.key import Key

I64 = NDArray[np.int64]
_TEMPERATURE: Final = 0.7


def choose_chords(
    generator: GridGenerator,
    canvas: Canvas,
    rng: np.random.Generator,
    token: CancelToken,
    harmony: Harmony | None = None,
) -> tuple[RowChord, ...]:
    """Chords of a canvas: those a person typed, and the network's choice for the other rows of the region.

    One chord to a felt beat, the surest beats first, a half of what is open at a time; equal
    neighbours become one chord.

    Args:
        generator: Wants some chords more than others.
        canvas: Where they are to stand.
        rng: Source of choices.
        token: Asked often.
        harmony: Successions of chords that are wished besides.
    """
    chord, bass = canvas.chord.copy(), canvas.bass.copy()
    rows = open_rows(canvas)
    blocks = _beats(canvas, rows)
    wish: HarmonyWish | None = None
    while blocks:
        token.check()
        logits = _logits(generator, canvas, chord, bass)
        if harmony is not None and has_counts(harmony):
            wish = wish or _wish(harmony, canvas, np.stack([logits[block].mean(0) for block in blocks]))
        scored = [
            (*_draw(logits[block].mean(0) + _worth(wish, chord, block), rng), block) for block in blocks
        ]
        scored.sort(key=lambda item: -item[0])
        for _, choice, block in scored[: max(1, (len(scored) + 1) // 2)]:
            chord[block] = choice
            bass[block] = NO_BASS if choice == NO_CHORD_TOKEN else (choice - 1) // LABEL_QUALITIES + 1
        blocks = [block for block in blocks if chord[block[0]] == CHORD_MASK]
    return tuple(sorted([*canvas.chords, *_merged(canvas, chord, rows)], key=lambda item: item.start))


def _wish(harmony: Harmony, canvas: Canvas, logits: NDArray[np.float64]) -> HarmonyWish:
    key = canvas.song.key or likeliest_key(harmony, np.exp(logits[:, 1 : NO_CHORD_LABEL + 1]))
    return HarmonyWish(harmony, key)


def _worth(wish: HarmonyWish | None, chord: I64, block: list[int]) -> NDArray[np.float64]:
    """(CHORD_TOKENS,) what the wish adds for the chord of a block, by what stands beside it."""
    found = np.zeros(CHORD_TOKENS)
    if wish is not None:
        sides = (block[0] - 1, block[-1] + 1)
        before, after = (_label(int(chord[row])) if 0 <= row < len(chord) else None for row in sides)
        found[1 : NO_CHORD_LABEL + 1] = wish.worth(before, after)
    return found


def _label(token: int) -> int | None:
    return None if token in (CHORD_MASK, NO_CHORD_TOKEN) else token - 1


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
