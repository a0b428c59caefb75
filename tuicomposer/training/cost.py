"""What a network of a size costs, on paper: parameters, tokens, operations, hours.

Training costs about six operations a parameter and token (two forwards, four backwards), and
attention 12 · layers · width · rows on top (Kaplan et al., arXiv 2001.08361, section 2.1).
A token is one row of the grid, all lanes in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tuicomposer.generator.network import NetworkConfig
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.vocabulary import (
    BASS_TOKENS,
    CHORD_TOKENS,
    DENSITIES,
    DISTANCES,
    FIRST_PITCH,
    METRIC_LEVELS,
    PHASES,
    PULSES,
    RESOLUTIONS,
    TOKENS,
    VOICES,
)

ROWS: Final = 128
_CONVOLUTION: Final = 5
_TOKENS_A_PARAMETER: Final = 20
"""Tokens of training data for each parameter (Hoffmann et al., arXiv 2203.15556)."""


@dataclass(frozen=True, slots=True)
class Cost:
    """A network on paper."""

    parameters: int
    tokens: float
    """Rows to train on."""
    operations: float
    """Floating-point operations of the whole training."""

    def hours(self, speed: float) -> float:
        """Hours at so many operations a second."""
        return self.operations / speed / 3600


def parameters(config: NetworkConfig) -> int:
    """Parameters of a generator, counted without building it."""
    width, hidden = config.width, config.feed_forward
    clock = PHASES + METRIC_LEVELS + PULSES + DISTANCES + len(RESOLUTIONS)
    rows = 2 * VOICES * TOKENS + 13 + CHORD_TOKENS + BASS_TOKENS + clock + config.styles
    rows += VOICES * DENSITIES if config.densities else 0
    attention = 4 * width * width + 4 * width + config.heads * (2 * config.reach + 1)
    block = 6 * width + (_CONVOLUTION + 1) * width + attention + 2 * width * hidden + width + hidden
    voice = width * width + width + width * TOKENS + TOKENS
    heads = VOICES * voice + (width + 1) * (CHORD_TOKENS + BASS_TOKENS)
    return rows * width + config.layers * block + 2 * width + heads + _relative(config)


def _relative(config: NetworkConfig) -> int:
    """Parameters of what reads and predicts by intervals."""
    if not config.relative:
        return 0
    from tuicomposer.generator.relative import table_sizes  # noqa: PLC0415 - needs torch
    from tuicomposer.generator.surroundings import INTERVALS, REFERENCES  # noqa: PLC0415

    head, sizes = config.relative, table_sizes()
    said = FIRST_PITCH + 12 + REFERENCES * INTERVALS
    state = (config.width + 1) * VOICES * head
    return sizes.rows * config.width + sizes.cells * head + state + (head + 1) * head + VOICES * head * said


def cost(config: NetworkConfig, tokens: float | None = None) -> Cost:
    """Cost of a training on so many rows; on as many as the size calls for if not given."""
    count = parameters(config)
    rows = _TOKENS_A_PARAMETER * count if tokens is None else tokens
    again = (VOICES - 1) * (config.relative + 1) * config.relative  # all voices share one layer of the heads
    return Cost(count, rows, rows * (6 * (count + again) + 12 * config.layers * config.width * ROWS))


def _size(width: int, layers: int, heads: int, relative: int) -> NetworkConfig:
    """A generator as the released one is made, in another size."""
    return NetworkConfig(
        width=width,
        layers=layers,
        heads=heads,
        feed_forward=3 * width,
        styles=len(STYLES),
        densities=True,
        relative=relative,
    )


SIZES: Final = {
    "0.7M": _size(96, 3, 4, 24),
    "2M": _size(160, 4, 4, 64),
    "8M": _size(296, 7, 8, 128),
    "30M": _size(480, 11, 8, 256),
    "100M": _size(736, 17, 16, 256),
    "300M": _size(1088, 24, 16, 384),
}
"""Sizes by name, as the tables ``[generator]`` of a configuration give them."""
