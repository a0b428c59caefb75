"""The grid transformer: one token per row, all lanes of a row summed into it.

Generator and discriminator share the trunk (:class:`GridTrunk`) and differ in their heads.
Shapes: B batch, T rows, V voices (4), D width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tuicomposer.generator.relative import RelativeHeads, RowSurroundings, table_sizes
from tuicomposer.generator.surroundings import lines, sounding, surroundings
from tuicomposer.generator.vocabulary import (
    BASS_TOKENS,
    CHORD_TOKENS,
    DENSITIES,
    DISTANCES,
    FIRST_PITCH,
    LOWEST,
    METRIC_LEVELS,
    PHASES,
    PULSES,
    RESOLUTIONS,
    TOKENS,
    VOICES,
)


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Everything that a network is built from."""

    width: int = 192
    layers: int = 5
    heads: int = 6
    feed_forward: int = 576
    reach: int = 64
    """Rows beyond which relative distance is no longer told apart."""
    dropout: float = 0.1
    styles: int = 3
    """How many of :data:`tuicomposer.generator.styles.STYLES` the network tells apart, from the first."""
    densities: bool = False
    """Whether the network listens to the density that is asked of a lane."""
    relative: int = 0
    """Width of the heads that predict by intervals from the notes around a cell; 0: there are none. A
    discriminator has no such heads, but reads intervals where this is not 0."""


class CanvasBatch(NamedTuple):
    """Canvases of equal length as the network reads them."""

    voices: Tensor
    """(B, T, V) tokens."""
    chord: Tensor
    """(B, T) chord tokens."""
    bass: Tensor
    """(B, T) chord-bass tokens."""
    clock: Tensor
    """(B, T, 5) features of :func:`tuicomposer.generator.clock.clock_features`."""
    style: Tensor
    """(B,) style indexes."""
    density: Tensor
    """(B, V) density tokens of the lanes; zeros where nothing is asked for."""


def no_density(size: int) -> Tensor:
    """(B, V) of a batch that asks for no density."""
    return torch.zeros(size, VOICES, dtype=torch.int64)


class CellLogits(NamedTuple):
    """What the generator believes about every cell."""

    voices: Tensor
    """(B, T, V, TOKENS)."""
    chord: Tensor
    """(B, T, CHORD_TOKENS)."""
    bass: Tensor
    """(B, T, BASS_TOKENS)."""


class Verdict(NamedTuple):
    """What the discriminator believes."""

    cells: Tensor
    """(B, T, V) logits that a person wrote the cell."""
    passage: Tensor
    """(B,) logit that a person wrote the whole passage."""


class RelativeAttention(nn.Module):
    """Self-attention over rows with a learned bias for each clipped distance and head."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.heads, self.reach = config.heads, config.reach
        self.project = nn.Linear(config.width, 3 * config.width)
        self.out = nn.Linear(config.width, config.width)
        self.bias = nn.Parameter(torch.zeros(config.heads, 2 * config.reach + 1))
        self._kept: tuple[tuple[int, int, int], Tensor] | None = None

    def forward(self, x: Tensor) -> Tensor:
        batch, rows, width = x.shape
        query, key, value = (
            part.view(batch, rows, self.heads, -1).transpose(1, 2)
            for part in self.project(x).chunk(3, dim=-1)
        )
        mixed = F.scaled_dot_product_attention(query, key, value, self._distances(rows)[None])
        out: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, rows, width))
        return out

    def train(self, mode: bool = True) -> RelativeAttention:
        """Learn, or no longer: what was kept may be of other weights."""
        self._kept = None
        super().train(mode)
        return self

    def _distances(self, rows: int) -> Tensor:
        """(heads, T, T) biases; kept for the next pass of that length while nothing is learned."""
        if self.training or torch.is_grad_enabled() or self.bias.is_inference():
            return self._biases(rows)
        state = rows, self.bias._version, self.bias.data_ptr()
        if self._kept is None or self._kept[0] != state:
            self._kept = state, self._biases(rows)
        return self._kept[1]

    def _biases(self, rows: int) -> Tensor:
        steps = torch.arange(rows, device=self.bias.device)
        distance = (steps[None] - steps[:, None]).clamp(-self.reach, self.reach) + self.reach
        return self.bias[:, distance]


class Block(nn.Module):
    """Local convolution, attention, feed-forward; each normalised before and added."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(config.width) for _ in range(3))
        self.near = nn.Conv1d(config.width, config.width, 5, padding=2, groups=config.width)
        self.attention = RelativeAttention(config)
        self.feed = nn.Sequential(
            nn.Linear(config.width, config.feed_forward),
            nn.GELU(),
            nn.Linear(config.feed_forward, config.width),
        )
        self.drop = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, rows: Tensor | None = None) -> Tensor:
        """All rows, or (M, D) those that (B, T) marks."""
        x = x + self._near(self.norms[0](x))
        x = x + self.attention(self.norms[1](x))
        if rows is not None:
            x = x[rows]
        out: Tensor = x + self.drop(self.feed(self.norms[2](x)))
        return out

    def _near(self, x: Tensor) -> Tensor:
        """The local convolution of (B, T, D)."""
        if torch.is_grad_enabled():
            return cast("Tensor", self.near(x.transpose(1, 2))).transpose(1, 2)
        # The same as a sum of shifted rows, in a third of the time where there are few.
        (reach,), rows = self.near.kernel_size, x.shape[1]
        padded = F.pad(x, (0, 0, reach // 2, reach // 2))
        found = cast("Tensor", self.near.bias).expand_as(x).clone()
        for shift, weight in enumerate(self.near.weight[:, 0].T.contiguous()):
            found.addcmul_(padded[:, shift : shift + rows], weight)
        return found


class GridTrunk(nn.Module):
    """Embeds a canvas row by row and mixes the rows: (B, T, D).

    Args:
        config: Its size.
        around: Rows of the table of what is around a row; 0: it reads no such thing.
    """

    def __init__(self, config: NetworkConfig, around: int = 0) -> None:
        super().__init__()
        width = config.width
        self.token = nn.Embedding(VOICES * TOKENS, width)
        self.sound = nn.Embedding(VOICES * TOKENS, width)
        self.pitch_class = nn.Embedding(13, width)
        self.chord = nn.Embedding(CHORD_TOKENS, width)
        self.bass = nn.Embedding(BASS_TOKENS, width)
        sizes = (PHASES, METRIC_LEVELS, PULSES, DISTANCES, len(RESOLUTIONS))
        self.clock = nn.ModuleList(nn.Embedding(size, width) for size in sizes)
        self.style = nn.Embedding(config.styles, width)
        self.density = nn.Embedding(VOICES * DENSITIES, width) if config.densities else None
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(width)
        self.around = RowSurroundings(around, width) if around else None
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, std=0.3 / VOICES)

    def forward(
        self,
        canvas: CanvasBatch,
        lanes: Tensor | None = None,
        around: Tensor | None = None,
        rows: Tensor | None = None,
    ) -> Tensor:
        """The mixed rows of a canvas.

        Args:
            canvas: The canvas.
            lanes: (B, T, D) what :meth:`lanes` would say of the canvas, where it came about in another
                way, such as from tokens that a gradient goes through.
            around: (B, T, F) indexes of what is around its rows, for a trunk that reads them.
            rows: (B, T) the M rows that are wanted, as (M, D); all without it.
        """
        x = self.lanes(canvas.voices) if lanes is None else lanes
        x = x + self.chord(canvas.chord) + self.bass(canvas.bass)
        for index, embedding in enumerate(self.clock):
            x = x + embedding(canvas.clock[:, :, index])
        style = torch.where(canvas.style < self.style.num_embeddings, canvas.style, 0)
        x = x + self.style(style)[:, None]
        if self.density is not None:
            lane = torch.arange(VOICES, device=x.device) * DENSITIES
            x = x + self.density(canvas.density + lane).sum(1)[:, None]
        if self.around is not None and around is not None:
            x = x + self.around(around)
        *blocks, last = self.blocks
        for block in blocks:
            x = block(x)
        x = last(x, rows)
        out: Tensor = self.norm(x)
        return out

    def lanes(self, voices: Tensor) -> Tensor:
        """(B, T, D) sum over lanes of what stands in each cell and of what sounds in it."""
        lane = torch.arange(VOICES, device=voices.device) * TOKENS
        heard = sounding(voices)
        classes = torch.where(heard >= FIRST_PITCH, (heard - FIRST_PITCH + LOWEST) % 12 + 1, 0)
        cells = self.token(voices + lane) + self.sound(heard + lane) + self.pitch_class(classes)
        out: Tensor = cells.sum(2)
        return out


class GridGenerator(nn.Module):
    """Predicts every masked cell of a canvas from the cells that are filled."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.trunk = GridTrunk(config, table_sizes().rows if config.relative else 0)
        self.voices = nn.ModuleList(
            nn.Sequential(nn.Linear(config.width, config.width), nn.GELU(), nn.Linear(config.width, TOKENS))
            for _ in range(VOICES)
        )
        self.relative = RelativeHeads(config.width, config.relative) if config.relative else None
        self.chord = nn.Linear(config.width, CHORD_TOKENS)
        self.bass = nn.Linear(config.width, BASS_TOKENS)

    def forward(self, canvas: CanvasBatch) -> CellLogits:
        x, voices = self._read(canvas, None)
        return CellLogits(voices, self.chord(x), self.bass(x))

    def of_rows(self, canvas: CanvasBatch, rows: Tensor) -> Tensor:
        """(M, V, TOKENS) logits of the M rows that (B, T) marks, for less work than those of all."""
        return self._read(canvas, rows)[1]

    def _read(self, canvas: CanvasBatch, rows: Tensor | None) -> tuple[Tensor, Tensor]:
        """Mixed rows and the logits of their voices."""
        if self.relative is None:
            x = self.trunk(canvas, rows=rows)
            return x, self._absolute(x)
        around = surroundings(canvas.voices, canvas.chord, canvas.bass, canvas.clock)
        x = self.trunk(canvas, around=around.rows, rows=rows)
        return x, self._absolute(x) + self.relative(x, around if rows is None else around.of(rows))

    def _absolute(self, x: Tensor) -> Tensor:
        return torch.stack([head(x) for head in self.voices], dim=-2)


class GridDiscriminator(nn.Module):
    """Judges a filled canvas: every cell, and the passage as a whole."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.trunk = GridTrunk(config, table_sizes().lines if config.relative else 0)
        self.cells = nn.Sequential(
            nn.Linear(config.width, config.width), nn.GELU(), nn.Linear(config.width, VOICES)
        )
        self.weigh = nn.Linear(config.width, 1)
        self.passage = nn.Sequential(
            nn.Linear(2 * config.width, config.width), nn.GELU(), nn.Linear(config.width, 1)
        )

    def forward(self, canvas: CanvasBatch, lanes: Tensor | None = None) -> Verdict:
        """The verdict on a canvas; ``lanes`` as for the trunk, intervals are read from the tokens."""
        around = lines(canvas.voices, canvas.chord)[0] if self.config.relative else None
        x = self.trunk(canvas, lanes, around)
        weight = self.weigh(x).softmax(dim=1)
        pooled = torch.cat([(weight * x).sum(1), x.mean(1)], dim=-1)
        return Verdict(self.cells(x), self.passage(pooled).squeeze(-1))
