"""Which cells are drawn again: beats of one voice that are doubted, break a hard rule or are strained.

A strained move is one that people hardly ever make, such as a bass that leaps a seventh because the notes
on its two sides were drawn in different octaves. Drawing one of them again does not help while the rest of
its phrase stays where it is, so some beats before it or after it go too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from tuicomposer.generator.canvas import Canvas, sounding_pitches
from tuicomposer.generator.counterpoint import faults
from tuicomposer.generator.habits import ON_BEAT, Habits, worth_of_moves
from tuicomposer.generator.rule_costs import heard_in
from tuicomposer.generator.rule_table import RuleTable
from tuicomposer.generator.vocabulary import VOICES

STRAINED: Final = -1.0
"""Nats; a move worth less is strained."""
UNHEARD: Final = -2.0
"""Nats; a move worth less is not left standing if there is another way."""
STRETCH: Final = 4
"""Beats that are drawn again at most, for one strained move."""


@dataclass(frozen=True, slots=True)
class Redrawing:
    """What of one canvas may be drawn again, and by what it is judged; masks are (N, rows, 4)."""

    movable: Tensor
    """(rows, 4) free cells that nothing forces."""
    blocks: Tensor
    """(rows,) number of the felt beat that each row lies in, from 0."""
    table: RuleTable
    habits: Habits | None
    rng: np.random.Generator

    @classmethod
    def of(
        cls, canvas: Canvas, forced: Tensor, table: RuleTable, habits: Habits | None, rng: np.random.Generator
    ) -> Redrawing:
        """For a canvas and (rows, 4) cells that are forced."""
        beats = torch.from_numpy(np.cumsum(canvas.clock[:, 1] >= ON_BEAT))
        beats -= beats[0].item()
        return cls(torch.from_numpy(canvas.free) & ~forced, beats, table, habits, rng)

    def doubted(self, doubt: Tensor, share: float) -> Tensor:
        """The beats of single voices with the most doubt (N, rows, 4) a row: a share of all there are."""
        number, last = len(doubt), int(self.blocks.max())
        means = torch.zeros(number, last + 1, VOICES).index_add_(1, self.blocks, doubt)
        sizes = torch.zeros(last + 1).index_add_(0, self.blocks, torch.ones(len(self.blocks)))
        flat = (means / sizes[None, :, None]).flatten(1)
        chosen = flat >= flat.topk(max(1, int(share * flat.shape[1])), dim=1).values[:, -1:]
        return chosen.view_as(means)[:, self.blocks]

    def broken(self, tokens: Tensor) -> Tensor:
        """The beat of one movable voice of each place where a hard rule is broken."""
        again = torch.zeros_like(tokens, dtype=torch.bool)
        for index in range(len(tokens)):
            for fault in faults(sounding_pitches(tokens[index].numpy()), self.table):
                voice = self._one_of(fault.row, fault.voices) if fault.rule in self.table.hard else None
                if voice is not None:
                    again[index, self.blocks == self.blocks[fault.row], voice] = True
        return again

    def _one_of(self, row: int, voices_at_fault: tuple[int, ...]) -> int | None:
        voices = [voice for voice in voices_at_fault if self.movable[row, voice]]
        return voices[int(self.rng.integers(len(voices)))] if voices else None

    def strained(self, tokens: Tensor, limit: float) -> Tensor:
        """Beats of a voice up to a move worth less than ``limit`` or from it on; none without habits."""
        again = torch.zeros_like(tokens, dtype=torch.bool)
        if self.habits is None:
            return again
        worth = worth_of_moves(heard_in(tokens.numpy()), self.habits)
        for index, row, voice in np.argwhere(worth < limit):
            more = int(self.rng.integers(STRETCH))
            if self.rng.random() < 0.5:
                last = int(self.blocks[row - 1])
                beats = (self.blocks >= last - more) & (self.blocks <= last)
            else:
                first = int(self.blocks[row])
                beats = (self.blocks >= first) & (self.blocks <= first + more)
            again[index, beats, voice] = True
        return again
