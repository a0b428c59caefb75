"""The discriminator's verdict on a section, with reasons that name rules."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from tuicomposer.errors import RequestError
from tuicomposer.generator.canvas import Canvas, read, sounding_pitches
from tuicomposer.generator.network import CanvasBatch, GridDiscriminator, no_density
from tuicomposer.generator.reasons import lane_name, lanes_of, rule_reasons
from tuicomposer.generator.vocabulary import VOICES
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import CellRealness, Judged, JudgeRequest, Reason
from tuicomposer.score.song import Place

I64 = NDArray[np.int64]
_UNCONVINCING: Final = 0.35
_MAX_REASONS: Final = 40


@torch.inference_mode()
def judge(
    request: JudgeRequest, network: GridDiscriminator, model: str, token: CancelToken, window: int = 256
) -> Judged:
    """Realness of a section's cells and of the whole.

    Raises:
        RequestError: The section holds no notes.
        Cancelled: The token was cancelled.
    """
    canvas = read(request.song, request.section)
    if not (canvas.tokens != 0).any():
        raise RequestError(
            "There is nothing to judge: the section holds no notes.", "Type or generate some first."
        )
    cells, passages = [], []
    for start in range(0, canvas.rows, window):
        token.check()
        verdict = network(_batch(canvas, slice(start, min(start + window, canvas.rows))))
        cells.append(verdict.cells[0].sigmoid().double().numpy())
        passages.append(float(verdict.passage.sigmoid()))
    realness = np.concatenate(cells)
    return Judged(
        request, float(np.mean(passages)), _verdicts(canvas, realness), reasons(canvas, realness), model
    )


def _batch(canvas: Canvas, view: slice) -> CanvasBatch:
    arrays = (canvas.tokens, canvas.chord, canvas.bass, canvas.clock)
    tokens, chord, bass, clock = (torch.from_numpy(array[view])[None] for array in arrays)
    return CanvasBatch(tokens, chord, bass, clock, torch.tensor([canvas.style]), no_density(1))


def _verdicts(canvas: Canvas, realness: NDArray[np.float64]) -> tuple[CellRealness, ...]:
    heard = sounding_pitches(canvas.tokens)
    return tuple(
        CellRealness(Place(canvas.region.section, lane, row), float(realness[row, voice]))
        for voice, lane in enumerate(canvas.parts)
        if lane is not None
        for row in range(canvas.rows)
        if heard[row, voice] >= 0
    )


def reasons(canvas: Canvas, realness: NDArray[np.float64]) -> tuple[Reason, ...]:
    """Broken rules by bar, then the bars that the discriminator believes least."""
    heard = sounding_pitches(canvas.tokens)
    found = [*rule_reasons(canvas, heard), *_doubted_bars(canvas, heard, realness)]
    return tuple(sorted(found, key=lambda reason: (reason.bar, reason.rule)))[:_MAX_REASONS]


def _bar(canvas: Canvas, row: int) -> int:
    return canvas.section.position(row).bar


def _doubted_bars(canvas: Canvas, heard: I64, realness: NDArray[np.float64]) -> list[Reason]:
    found = []
    bars = np.array([_bar(canvas, row) for row in range(canvas.rows)])
    for bar in np.unique(bars):
        for voice in range(VOICES):
            there = (bars == bar) & (heard[:, voice] >= 0)
            if there.any() and (mean := float(realness[there, voice].mean())) < _UNCONVINCING:
                sentence = f"{lane_name(canvas, voice)} does not sound like a person wrote it ({mean:.0%})."
                found.append(Reason(int(bar), lanes_of(canvas, (voice,)), "unconvincing", sentence))
    return found
