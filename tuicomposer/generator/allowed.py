"""Which tokens may stand in which cell, before any network is asked."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.canvas import Canvas, sounding_pitches
from tuicomposer.generator.rule_costs import table_of
from tuicomposer.generator.steering import plainness, shifted_ranges
from tuicomposer.generator.variation import asked_cells
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD, LOWEST, MASK, REST, TOKENS, VOICES
from tuicomposer.jobs.controls import Controls

I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]
_NEVER: Final = -1e9
_FOREIGN_TONE: Final = 1.5
"""Nats that a tone outside the chord loses on a felt beat."""
_PASSING_TONE: Final = 3.0
"""Nats that one between the beats loses where no surprise at all is wished."""


def allowed_tokens(canvas: Canvas, controls: Controls | None = None) -> NDArray[np.float32]:
    """(rows, 4, TOKENS) added to the logits: zero, a little less, or a large negative number for never.

    No masks; rests only where the style has them, or where all that is typed takes a breath; pitches near
    each voice's range; nothing to hold in the first row; chord tones rather than others on felt beats (where
    little surprise is wished, between them too); the chord's root or slash bass in the bass where a chord
    with a new bass begins. A melody over chords that are heard is free of the last two.

    Args:
        canvas: The canvas.
        controls: Wishes that move the ranges and the price of tones outside the chord.
    """
    controls = controls or Controls()
    bias = np.zeros((canvas.rows, VOICES, TOKENS), np.float32)
    bias[:, :, MASK] = _NEVER
    rests = table_of(canvas).rests | breaths(canvas)
    bias[:, :, REST] = np.where(rests, 0.0, _NEVER)[:, None]
    pitches = np.arange(TOKENS) - FIRST_PITCH + LOWEST
    for voice, (low, high) in enumerate(shifted_ranges(canvas, controls)):
        outside = (pitches < low - 5) | (pitches > high + 5)
        outside[:FIRST_PITCH] = False
        bias[:, voice, outside] = _NEVER
    bias[0, :, HOLD] = _NEVER
    if not canvas.accompanied:
        _nudge_to_chords(canvas, bias, pitches, plainness(controls))
    _bass_rules(canvas, bias, pitches)
    return bias


def breaths(canvas: Canvas) -> Bools:
    """(rows,) true where every typed voice that has begun is silent, as singers are between two lines."""
    heard = sounding_pitches(canvas.tokens) >= 0
    begun = np.logical_or.accumulate(heard, axis=0) & ~canvas.free
    return np.asarray(begun.any(axis=1) & ~(begun & heard).any(axis=1))


def _nudge_to_chords(canvas: Canvas, bias: NDArray[np.float32], pitches: I64, plain: float) -> None:
    """A tone outside a stated chord has to be wanted by the network more than others: on felt beats, and
    between them where plainness (1 is usual) is wished.
    """
    prices = np.where(canvas.clock[:, 1] >= 2, _FOREIGN_TONE * plain, _PASSING_TONE * max(0.0, plain - 1))
    for item in canvas.chords:
        outside = ~np.isin(pitches % 12, list(item.chord.pitch_classes))
        outside[:FIRST_PITCH] = False
        rows = slice(item.start, item.stop)
        bias[rows] -= prices[rows, None, None] * outside


def forced_cells(canvas: Canvas) -> Bools:
    """(rows, 4) cells whose pitch class a chord's bass prescribes: they cannot evade a parallel."""
    forced = np.zeros((canvas.rows, VOICES), bool)
    for item in () if canvas.accompanied else canvas.chords:
        voices = np.flatnonzero(asked_cells(canvas)[item.start])
        if len(voices):
            forced[item.start, voices[-1]] = True
    return forced


def _bass_rules(canvas: Canvas, bias: NDArray[np.float32], pitches: I64) -> None:
    before = -1
    for item in () if canvas.accompanied else canvas.chords:
        voices = np.flatnonzero(asked_cells(canvas)[item.start])
        if not len(voices) or item.chord.is_silence:
            before = -1
            continue
        wrong = pitches % 12 != item.chord.bass_class
        wrong[:FIRST_PITCH] = False
        wrong[HOLD] = before != item.chord.bass_class
        wrong[REST] = True
        bias[item.start, voices[-1], wrong] = _NEVER
        before = item.chord.bass_class
