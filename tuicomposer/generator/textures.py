"""How busy the lanes of a style are together, drawn anew for every candidate.

Left to itself, confidence decoding prefers what is sure, and what is sure is that notes go on: broken
chords would die out. So a candidate is told the density of its lanes beforehand, drawn from how often
four bars of the style's music have it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.vocabulary import DENSITIES, DENSITY_UNKNOWN, VOICES

_TABLE: Final = Path(__file__).with_name("textures.toml")
I64 = NDArray[np.int64]


def draw_textures(
    style: str, count: int, rng: np.random.Generator, written: NDArray[np.bool_] | None = None
) -> I64:
    """(count, 4) density tokens, candidates unlike each other; unknown where a style has none.

    Args:
        style: The style's name.
        count: How many candidates.
        rng: Source of randomness.
        written: (4,) lanes to tell the density of; all if not given.
    """
    found, weights = textures(style)
    if not len(found):
        return np.full((count, VOICES), DENSITY_UNKNOWN, np.int64)
    several = count <= len(found)
    drawn = found[rng.choice(len(found), count, replace=not several, p=weights / weights.sum())]
    return drawn if written is None else np.where(written, drawn, DENSITY_UNKNOWN)


def settings_of(style: str) -> dict[str, float]:
    """What a style says about steps, temperature and noise of the sampler."""
    return {name: value for name, value in _table().get(style, {}).items() if name != "textures"}


@cache
def _table() -> dict[str, dict[str, Any]]:
    with _TABLE.open("rb") as file:
        return tomllib.load(file)


@cache
def textures(style: str) -> tuple[I64, NDArray[np.float64]]:
    """(n, 4) density tokens of the lanes, and how often each was counted.

    Raises:
        ValueError: A number is not what the table may hold.
    """
    rows = np.array(_table().get(style, {}).get("textures", []), np.int64).reshape(-1, VOICES + 1)
    if ((rows[:, :-1] < 0) | (rows[:, :-1] >= DENSITIES)).any() or (rows[:, -1] < 1).any():
        raise ValueError(f"the textures of {style} cannot be read")
    return rows[:, :-1], rows[:, -1].astype(np.float64)
