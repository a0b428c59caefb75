"""How busy the lanes of a style are together, drawn anew for every candidate.

Left to itself, confidence decoding prefers what is sure, and what is sure is that notes go on: broken
chords would die out. So a candidate is told the density of its lanes beforehand, drawn from how often
four bars of the style's music have it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.vocabulary import DENSITIES, DENSITY_UNKNOWN, VOICES

_TABLE: Final = Path(__file__).with_name("textures.toml")
I64 = NDArray[np.int64]


def draw_textures(style: str, count: int, rng: np.random.Generator) -> I64:
    """(count, 4) density tokens, candidates unlike each other; unknown where a style has none."""
    found, weights = textures(style)
    drawn = np.full((count, VOICES), DENSITY_UNKNOWN, np.int64)
    if len(found):
        several = count <= len(found)
        drawn[:, 1:] = found[rng.choice(len(found), count, replace=not several, p=weights / weights.sum())]
    return drawn


@cache
def textures(style: str) -> tuple[I64, NDArray[np.float64]]:
    """(n, 3) density tokens of the three lower lanes, and how often each was counted.

    Raises:
        ValueError: A number is not what the table may hold.
    """
    with _TABLE.open("rb") as file:
        table = tomllib.load(file)
    rows = np.array(table.get(style, {}).get("textures", []), np.int64).reshape(-1, VOICES)
    if ((rows[:, :-1] < 0) | (rows[:, :-1] >= DENSITIES)).any() or (rows[:, -1] < 1).any():
        raise ValueError(f"the textures of {style} cannot be read")
    return rows[:, :-1], rows[:, -1].astype(np.float64)
