"""Confidence decoding: fill what is masked in a few steps, the surest cells first; any first with much noise.

After Chang et al., MaskGIT, arXiv 2202.04200.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from tuicomposer.generator.vocabulary import MASK


class Pace(NamedTuple):
    """How fast and how boldly :func:`unmask` goes."""

    steps: int
    temperature: float = 0.9
    noise: float = 1.0


def unmask(
    logits_of: Callable[[Tensor, Tensor], Tensor],
    tokens: Tensor,
    todo: Tensor,
    pace: Pace,
    random: torch.Generator,
) -> Tensor:
    """Fill masked cells in a number of steps, the surest first.

    Args:
        logits_of: Logits (M, 4, TOKENS) of tokens (N, rows, 4), for the M rows that (N, rows) marks.
        tokens: What is there; cells to fill are MASK.
        todo: (N, rows, 4) cells that may be filled.
        pace: Steps, temperature and noise.
        random: Source of all randomness.
    """
    total = (todo & (tokens == MASK)).sum((1, 2))
    for step in range(1, pace.steps + 1):
        left = (total * math.cos(math.pi / 2 * step / pace.steps)).long() if step < pace.steps else total * 0
        masked = (tokens == MASK) & todo
        rows = masked.any(-1)
        if not rows.any():
            break
        logits = logits_of(tokens, rows)
        drawn = (logits / pace.temperature + _gumbel(logits.shape, random)).argmax(-1)
        chosen = logits.log_softmax(-1).gather(-1, drawn[..., None])[..., 0]
        sure = torch.full(tokens.shape, math.inf)
        sure[rows] = chosen + pace.noise * (1 - step / pace.steps) * _gumbel(chosen.shape, random)
        filled = tokens.clone()
        filled[rows] = torch.where(masked[rows], drawn, tokens[rows])
        tokens = _mask_least_sure(filled, sure.masked_fill(~masked, math.inf), left)
    return tokens


def _gumbel(shape: torch.Size, random: torch.Generator) -> Tensor:
    uniform = torch.rand(shape, generator=random).clamp_(1e-9, 1 - 1e-7)
    return -(-uniform.log()).log()


def _mask_least_sure(tokens: Tensor, sure: Tensor, count: Tensor) -> Tensor:
    """Mask the ``count`` (N,) cells with the lowest ``sure`` (N, rows, 4)."""
    flat, order = tokens.flatten(1).clone(), sure.flatten(1).argsort(dim=1)
    for index, left in enumerate(count.tolist()):
        flat[index, order[index, :left]] = MASK
    return flat.view_as(tokens)
