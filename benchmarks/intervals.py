"""95 % intervals of what is measured: of shares, of means, and of any figure over pieces."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np

_Z = 1.959964
"""Two-sided 95 % quantile of the normal distribution."""

Interval = tuple[float, float, float]
"""A figure and the ends of its 95 % interval."""


def wilson(hits: int, of: int) -> Interval:
    """A share from 0 to 1 and its score interval (Wilson, JASA 22, 1927); no share of nothing is known."""
    if of == 0:
        return float("nan"), 0.0, 1.0
    share = hits / of
    scale = 1 + _Z**2 / of
    middle = (share + _Z**2 / (2 * of)) / scale
    reach = _Z * np.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / scale
    return share, max(0.0, float(middle - reach)), min(1.0, float(middle + reach))


def interval(values: np.ndarray, rng: np.random.Generator, draws: int = 1000) -> Interval:
    """Mean and its 95 % interval, by drawing values with replacement (Efron)."""
    return resampled(np.mean, values, rng, draws)


def resampled(
    figure: Callable[[np.ndarray], float], values: np.ndarray, rng: np.random.Generator, draws: int = 1000
) -> Interval:
    """A figure of values and its 95 % interval, by drawing values with replacement (Efron)."""
    picks = rng.integers(0, len(values), (draws, len(values)))
    low, high = np.percentile([figure(values[pick]) for pick in picks], [2.5, 97.5])
    return float(figure(values)), float(low), float(high)


def over_pieces(
    figure: Callable[[np.ndarray], float],
    pieces: Sequence[Hashable],
    rng: np.random.Generator,
    draws: int = 200,
) -> Interval:
    """A figure of windows and its 95 % interval, by drawing whole pieces with replacement (Efron).

    Args:
        figure: The figure, of indices of windows.
        pieces: The piece of each window: its windows are drawn together, for they are alike.
        rng: Draws the pieces.
        draws: How often.
    """
    of_piece: dict[Hashable, list[int]] = {}
    for index, piece in enumerate(pieces):
        of_piece.setdefault(piece, []).append(index)
    groups = [np.array(indices) for indices in of_piece.values()]
    found = [
        figure(np.concatenate([groups[pick] for pick in rng.integers(0, len(groups), len(groups))]))
        for _ in range(draws)
    ]
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return figure(np.arange(len(pieces))), float(low), float(high)


def shown(found: Interval) -> str:
    """``mean [low, high]``."""
    return f"{found[0]:.3f} [{found[1]:.3f}, {found[2]:.3f}]"
