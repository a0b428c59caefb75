"""A composer's wishes as numbers added to the logits.

Density and syncopation are reached by quotas: at every step the holds of the cells still to be
chosen are made as much dearer or cheaper as it takes for the notes expected there, with those
already chosen, to be as many as wanted. Register, likeness and surprise are preferences.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tuicomposer.generator.canvas import Canvas
from tuicomposer.generator.rule_costs import PITCHES, heard_before, heard_in, table_of
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD, MASK, REST, TOKENS, VOICES, density_token
from tuicomposer.jobs.controls import Controls, Likeness
from tuicomposer.score.ticks import TICKS_PER_BEAT, ticks_per_row

F32 = NDArray[np.float32]
USUAL: Final = 0.5
"""The surprise that changes nothing."""
_PULL: Final = 0.03
"""Nats a squared semitone by which a pitch is drawn to the wanted register."""
_WIDEST: Final = 24
_RHYTHM_LIMIT: Final = 4.0
_INTERVAL_LIMIT: Final = 2.5
_DECAY: Final = 0.75
"""How much rarer each further semitone is in tunes at large: what a passage's intervals are held against."""
_LIMIT: Final = 14.0
_HALVINGS: Final = 24


def boldness(controls: Controls) -> float:
    """By how much the sampler's temperature is multiplied."""
    surprise = USUAL if controls.surprise is None else controls.surprise
    return float(4 ** (surprise - USUAL))


def plainness(controls: Controls) -> float:
    """By how much the price of tones outside the chord is multiplied."""
    surprise = USUAL if controls.surprise is None else controls.surprise
    return 2 * (1 - surprise)


class Steering:
    """The wishes of one request.

    Args:
        canvas: The canvas.
        controls: The wishes.
        temperature: The sampler's.
    """

    def __init__(self, canvas: Canvas, controls: Controls, temperature: float) -> None:
        self._canvas, self._controls, self._temperature = canvas, controls, temperature
        self._beat = torch.from_numpy(canvas.clock[:, 1] >= 2)
        self._natural: Tensor | None = None
        self._intervals = _interval_bias(canvas, controls.like) if controls.like is not None else None

    @property
    def wishes(self) -> bool:
        """Whether :meth:`steer` changes anything."""
        rhythm = self._controls.density is not None or self._controls.syncopation is not None
        return rhythm or self._intervals is not None

    def preferences(self) -> F32:
        """(rows, 4, TOKENS) added to the logits whatever the tokens are."""
        bias = np.zeros((self._canvas.rows, VOICES, TOKENS), np.float32)
        _add_register(bias, self._canvas, register_shifts(self._canvas, self._controls))
        if self._controls.like is not None:
            _add_rhythm(bias, self._canvas, self._controls.like)
        return bias

    def told(self, textures: NDArray[np.int64]) -> NDArray[np.int64]:
        """(N, 4) density tokens for the network: the wished one in written lanes, else the drawn."""
        if self._controls.density is None:
            return textures
        a_quarter = self._controls.density * TICKS_PER_BEAT / self._canvas.section.meter.pulse_ticks
        return np.where(self._canvas.written.any(axis=0), density_token(a_quarter), textures)

    def steer(self, logits: Tensor, tokens: Tensor, todo: Tensor, view: slice, which: Tensor) -> Tensor:
        """Logits (N, T, 4, TOKENS) of the rows of a view as the wishes would have them.

        The first call of a passage is for all candidates.

        Args:
            logits: What network, rules and preferences make of the cells.
            tokens: (N, T, 4) what is there; MASK where a cell is still to be chosen.
            todo: (N, T, 4) cells that belong to the passage under way.
            view: The rows.
            which: (N,) the candidates, counted from 0.
        """
        if self._intervals is not None:
            logits = logits + _interval_wishes(self._intervals, tokens)
        controls = self._controls
        if controls.density is None and controls.syncopation is None:
            return logits
        written = torch.from_numpy(self._canvas.written[view]) & todo
        onset = logits[..., FIRST_PITCH:].div(self._temperature).logsumexp(-1)
        margin = onset - logits[..., [REST, HOLD]].div(self._temperature).logsumexp(-1)
        beat = self._beat[view][None, :, None].expand_as(written)
        total = self._total(margin, written, beat, which)
        groups = [(written, total)]
        if controls.syncopation is not None:
            off = total * controls.syncopation
            groups = [(written & beat, total - off), (written & ~beat, off)]
        for cells, wanted in groups:
            masked = cells & (tokens == MASK)
            there = (cells & (tokens >= FIRST_PITCH)).sum(1)
            raised = _shift_for(margin, masked, wanted - there)
            logits[..., [REST, HOLD]] -= (masked * raised[:, None] * self._temperature)[..., None]
        return logits

    def _total(self, margin: Tensor, written: Tensor, beat: Tensor, which: Tensor) -> Tensor:
        """(N, 4) notes that are wanted in each lane of the passage."""
        if self._controls.density is not None:
            return self._controls.density * (written & beat).sum(1).float()
        if self._natural is None:
            # What the network would write by itself, told before anything is written.
            self._natural = (margin.sigmoid() * written).sum(1)
        return self._natural[which]

    def next_passage(self) -> None:
        """Forget what the network would have written in the passage before."""
        self._natural = None


def _interval_wishes(intervals: F32, tokens: Tensor) -> Tensor:
    """(N, T, 4, TOKENS) what the step to each pitch is worth, where the pitch before is known."""
    before = heard_before(heard_in(tokens.numpy()))
    steps = np.clip(PITCHES - before[..., None], -_WIDEST, _WIDEST) + _WIDEST
    wishes = np.zeros((*tokens.shape, TOKENS), np.float32)
    for voice in range(VOICES):
        found = intervals[voice][steps[:, :, voice]]
        wishes[:, :, voice, FIRST_PITCH:] = np.where(before[:, :, voice, None] >= 0, found, 0)
    return torch.from_numpy(wishes)


def _shift_for(margin: Tensor, cells: Tensor, wanted: Tensor) -> Tensor:
    """(N, 4) what to add to the margin of cells so that the notes expected in them are as many as wanted."""
    low = torch.full(wanted.shape, -_LIMIT)
    high = torch.full(wanted.shape, _LIMIT)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        expected = ((margin + middle[:, None]).sigmoid() * cells).sum(1)
        few = expected < wanted
        low, high = torch.where(few, middle, low), torch.where(few, high, middle)
    return (low + high) / 2


def register_shifts(canvas: Canvas, controls: Controls) -> tuple[int, ...]:
    """Semitones by which each voice is wished to lie higher than it would."""
    shifts = dict(controls.register)
    return tuple(0 if lane is None else shifts.get(lane, 0) for lane in canvas.parts)


def _add_register(bias: F32, canvas: Canvas, shifts: tuple[int, ...]) -> None:
    for voice, ((low, high), shift) in enumerate(zip(table_of(canvas).ranges, shifts, strict=True)):
        if shift:
            centre = (low + high) / 2 + shift
            pull = -_PULL * (PITCHES - centre) ** 2
            bias[:, voice, FIRST_PITCH:] += np.maximum(pull - pull.max(), -12).astype(np.float32)


def shifted_ranges(canvas: Canvas, controls: Controls) -> tuple[tuple[int, int], ...]:
    """Each voice's range with its wished register: wider on the side to which it is to move."""
    shifts = zip(table_of(canvas).ranges, register_shifts(canvas, controls), strict=True)
    return tuple((low + min(0, shift), high + max(0, shift)) for (low, high), shift in shifts)


def _add_rhythm(bias: F32, canvas: Canvas, like: Likeness) -> None:
    """Onsets are dearer or cheaper as the passage has few or many at that place of the bar."""
    section = canvas.section
    ticks = (np.arange(canvas.rows) - section.pickup) * ticks_per_row(section.rows_per_beat)
    places = ticks % section.meter.bar_ticks // ticks_per_row(section.rows_per_beat)
    per_bar = section.rows_per_bar
    for voice in range(VOICES):
        lanes = like.voices(canvas.parts[voice])
        ticks_a_row = ticks_per_row(section.rows_per_beat)
        found = Counter(note.tick // ticks_a_row % per_bar for notes in lanes for note in notes)
        bars = like.bars * len(lanes)
        share = np.array([(found[place] + 0.15) / (bars + 0.6) for place in range(per_bar)])
        share = np.clip(share, 0.01, 0.99)
        wish = np.clip(np.log(share / (1 - share)), -_RHYTHM_LIMIT, _RHYTHM_LIMIT)
        bias[:, voice, HOLD] -= (like.strength * wish[places]).astype(np.float32)


def _interval_bias(canvas: Canvas, like: Likeness) -> NDArray[np.float32]:
    """(4, 49) nats for each interval from -24 to 24 semitones: how much oftener the passage has it."""
    usual = _DECAY ** np.abs(np.arange(-_WIDEST, _WIDEST + 1))
    usual /= usual.sum()
    found = []
    for voice in range(VOICES):
        counts = 4 * usual.copy()
        for note in (note for notes in like.voices(canvas.parts[voice]) for note in notes):
            if note.interval is not None:
                counts[int(np.clip(note.interval, -_WIDEST, _WIDEST)) + _WIDEST] += 1
        wish = np.log(counts / counts.sum() / usual)
        found.append(np.clip(like.strength * wish, -_INTERVAL_LIMIT, _INTERVAL_LIMIT))
    return np.array(found, np.float32)
