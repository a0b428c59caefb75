"""Reading and predicting cells by intervals: from the notes around a cell, and from the root of its chord.

Each pitch gets a logit for its interval from five notes nearby and one for its degree above the chord's
root, so that most of what is learned does not depend on the key. Shapes: B batch, T rows, V voices (4),
D width, H width of the head.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tuicomposer.generator.surroundings import (
    INTERVALS,
    NO_ROOT,
    REFERENCES,
    WIDEST,
    Surroundings,
    lines,
    surroundings,
)
from tuicomposer.generator.vocabulary import FIRST_PITCH, LOWEST, TOKENS, VOICES

_CLASSES: Final = 12


class TableSizes(NamedTuple):
    """Rows of the tables that indexes of :mod:`tuicomposer.generator.surroundings` point into."""

    rows: int
    cells: int
    lines: int


@cache
def table_sizes() -> TableSizes:
    """The sizes, as the functions that make the indexes say them."""
    row = torch.zeros(1, 1, dtype=torch.int64)
    voices = row[..., None].expand(1, 1, VOICES)
    around = surroundings(voices, row, row, row[..., None].expand(1, 1, 5))
    return TableSizes(*around.sizes, lines(voices, row)[1])


class RowSurroundings(nn.Module):
    """(B, T, D) what (B, T, F) indexes say of each row; nothing before it is trained."""

    def __init__(self, rows: int, width: int) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(rows, width, mode="sum")
        nn.init.zeros_(self.table.weight)

    def forward(self, indexes: Tensor) -> Tensor:
        found: Tensor = self.table(indexes.flatten(0, 1))
        return found.view(*indexes.shape[:2], -1)


class RelativeHeads(nn.Module):
    """(B, T, V, TOKENS) logits by intervals and degrees, or (M, V, TOKENS) of some rows; zero untrained."""

    def __init__(self, width: int, head_width: int) -> None:
        super().__init__()
        self.head_width = head_width
        self.near = nn.EmbeddingBag(table_sizes().cells, head_width, mode="sum")
        nn.init.normal_(self.near.weight, std=0.1)
        self.state = nn.Linear(width, VOICES * head_width)
        self.mix = nn.Sequential(nn.GELU(), nn.Linear(head_width, head_width), nn.GELU())
        self.plain = nn.Parameter(torch.zeros(VOICES, head_width, FIRST_PITCH))
        self.degree = nn.Parameter(torch.zeros(VOICES, head_width, _CLASSES))
        self.interval = nn.Parameter(torch.zeros(VOICES, head_width, REFERENCES * INTERVALS))

    def forward(self, x: Tensor, around: Surroundings) -> Tensor:
        shape = (*x.shape[:-1], VOICES)
        near = self.near(around.cells.flatten(0, -2)).view(*shape, self.head_width)
        z = self.mix(near + self.state(x).view(*shape, self.head_width))
        by_voice = z.flatten(0, -3).transpose(0, 1)

        def said(weight: Tensor) -> Tensor:
            return torch.bmm(by_voice, weight).transpose(0, 1).reshape(*shape, -1)

        pitches = _from_references(said(self.interval).view(*shape, REFERENCES, INTERVALS), around.references)
        pitches = pitches + _from_root(said(self.degree), around.root)
        return torch.cat([said(self.plain), pitches], dim=-1)


def _from_references(relative: Tensor, references: Tensor) -> Tensor:
    """(..., R, INTERVALS) logits of intervals from (..., R) tokens as (..., pitches) logits."""
    wanted = F.embedding(references, _places(relative.device))
    return F.pad(relative, (1, 1)).gather(-1, wanted).sum(-2)


@cache
def _places(device: torch.device) -> Tensor:
    """(TOKENS, pitches) where each pitch's interval from each token stands in a padded table of them."""
    tokens = torch.arange(TOKENS, device=device)
    # What is no pitch lies far from every one, and what is far is said nothing of.
    known = torch.where(tokens >= FIRST_PITCH, tokens, -INTERVALS - WIDEST)
    return (tokens[FIRST_PITCH:] - known[:, None] + (WIDEST + 1)).clamp(0, INTERVALS + 1)


def _from_root(degrees: Tensor, root: Tensor) -> Tensor:
    """(..., V, 12) logits of degrees above (...,) roots as (..., V, pitches) logits."""
    pitches = torch.arange(LOWEST, LOWEST + TOKENS - FIRST_PITCH, device=degrees.device)
    wanted = (pitches - root[..., None]) % _CLASSES
    wanted = torch.where((root == NO_ROOT)[..., None], _CLASSES, wanted)
    wanted = wanted[..., None, :].expand(*degrees.shape[:-1], -1)
    found: Tensor = F.pad(degrees, (0, 1)).gather(-1, wanted)
    return found
