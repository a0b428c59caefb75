"""Nats per cell of held-back pieces, in chronological and in random order, and their means.

A cell is one voice at one sixteenth step; every cell of every piece counts, the first step and rests
included, and nothing but the notes is given: no chord, no key, no fermata.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from tuicomposer.training.likelihood.data import HIDDEN, VOICES, Batch, Rows, padded
from tuicomposer.training.likelihood.network import LikelihoodNetwork, cell_losses

Nats = NDArray[np.float64]
ORDERS: Final = 5
"""Orders averaged in probability, as Coconet's table has it."""
PASSES: Final = 3
"""Of like length; short ones for the last places of an order come on top, about eleven in all."""
_BATCH: Final = 8


class Mean(NamedTuple):
    """A mean and its 95 % bootstrap interval over pieces."""

    value: float
    low: float
    high: float


class Summary(NamedTuple):
    """Means over the cells of all pieces (micro) and over the pieces' own means (macro)."""

    micro: Mean
    macro: Mean
    changed: Mean
    """Micro mean over the cells that differ from the one a step before, the first step included."""
    share_changed: float


def changed_cells(piece: Rows) -> NDArray[np.bool_]:
    """(T, 4) true where a voice sings something else than a step before, and at the first step."""
    changed = np.ones(piece.shape, dtype=bool)
    changed[1:] = piece[1:] != piece[:-1]
    return changed


@torch.inference_mode()
def chronological_nats(network: LikelihoodNetwork, pieces: Sequence[Rows]) -> list[Nats]:
    """(T, 4) nats of each piece's cells, each given all cells before it (ORDER within a step)."""
    found = []
    for piece in pieces:
        batch = padded([piece])
        found.append(cell_losses(network(batch), batch.cells)[0].double().numpy())
    return found


def spans(cells: int, passes: int = PASSES) -> Iterator[tuple[int, int]]:
    """Cut the places 0 .. ``cells`` - 1 of an order into spans of about ``cells / passes``.

    A span is never longer than the number of cells left at its last place, so that a random set of
    as many cells as its last place says is always disjoint from as many cells as the span is long.
    """
    longest, start = max(1, cells // passes), 0
    while start < cells:
        length = max(1, min(longest, (cells - start + 1) // 2))
        yield start, start + length
        start += length


class Question(NamedTuple):
    """A set of given cells, and the cells to predict from it."""

    given: NDArray[np.bool_]
    """(T, 4)."""
    asked: NDArray[np.bool_]
    """(T, 4), disjoint from ``given``."""


def questions(steps: int, rng: Generator, passes: int = PASSES) -> Iterator[Question]:
    """Ask for every cell of a piece once, each given the cells before it in a random order of all cells.

    For each cell exactly the distribution of a random order holds: its place ``k`` is uniform and the
    given cells are a uniform set of ``k`` others. Cells that share a question share their given set, so
    the mean over cells is unbiased, at about eleven passes an order instead of one for each cell.
    """
    cells = steps * VOICES
    dealt = rng.permutation(cells)
    for start, end in spans(cells, passes):
        asked, others = np.zeros(cells, dtype=bool), np.zeros(cells, dtype=bool)
        asked[dealt[start:end]] = True
        given = rng.permutation(np.flatnonzero(~asked))[: int(rng.integers(start, end))]
        others[given] = True
        yield Question(others.reshape(steps, VOICES), asked.reshape(steps, VOICES))


@torch.inference_mode()
def orderless_nats(
    network: LikelihoodNetwork, piece: Rows, rng: Generator, orders: int = ORDERS, passes: int = PASSES
) -> Nats:
    """(orders, T, 4) nats of each cell in independent random orders, sampled by :func:`questions`."""
    found = np.full((orders, *piece.shape), np.nan)
    asked = [(order, q) for order in range(orders) for q in questions(len(piece), rng, passes)]
    cells = torch.from_numpy(piece)
    for start in range(0, len(asked), _BATCH):
        part = asked[start : start + _BATCH]
        given = torch.from_numpy(np.stack([question.given for _, question in part]))
        shown = Batch(torch.where(given, cells, HIDDEN), torch.full((len(part),), len(piece)))
        losses: Tensor = cell_losses(network(shown), cells.expand(len(part), -1, -1))
        for (order, question), nats in zip(part, losses.double().numpy(), strict=True):
            found[order][question.asked] = nats[question.asked]
    return found


def ensembled(nats: Nats) -> Nats:
    """(orders, T, 4) nats to the (T, 4) nats of the mean probability: -(logsumexp(-nats) - log orders)."""
    mean: Nats = -(np.logaddexp.reduce(-nats, axis=0) - np.log(len(nats)))
    return mean


def summarise(nats: Sequence[Nats], pieces: Sequence[Rows], draws: int = 2000, seed: int = 0) -> Summary:
    """Micro and macro means of (T, 4) nats, and the micro mean over changed cells."""
    changed = [changed_cells(piece) for piece in pieces]
    sums = np.array([values.sum() for values in nats])
    sizes = np.array([values.size for values in nats], dtype=float)
    changed_sums = np.array([values[where].sum() for values, where in zip(nats, changed, strict=True)])
    changed_sizes = np.array([where.sum() for where in changed], dtype=float)
    ones = np.ones(len(nats))
    return Summary(
        _ratio(sums, sizes, draws, seed),
        _ratio(sums / sizes, ones, draws, seed),
        _ratio(changed_sums, changed_sizes, draws, seed),
        float(changed_sizes.sum() / sizes.sum()),
    )


def _ratio(above: Nats, below: Nats, draws: int, seed: int) -> Mean:
    chosen = np.random.default_rng(seed).integers(len(above), size=(draws, len(above)))
    low, high = np.quantile(above[chosen].sum(1) / below[chosen].sum(1), [0.025, 0.975])
    return Mean(float(above.sum() / below.sum()), float(low), float(high))
