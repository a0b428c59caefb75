"""A transformer over sixteenth steps whose heads measure each pitch from the notes around it.

One token per step. Each cell's head adds up logits for absolute pitches and logits for intervals
from five reference notes (:data:`REFERENCES`), so that what is learned in one key is known in all.
Shapes: B batch, T steps, V voices (4), D width, P tokens (a rest and the pitches).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tuicomposer.training.likelihood.data import HIDDEN, PITCHES, REST, TOKENS, VOICES, Batch
from tuicomposer.training.likelihood.features import INTERVAL, REFERENCES, View, given_view, past_view

_KERNEL: Final = 5


@dataclass(frozen=True, slots=True)
class LikelihoodConfig:
    """Everything that a network is built from."""

    chronological: bool
    """Each cell from the cells before it, or from any given cells."""
    width: int = 192
    layers: int = 4
    heads: int = 6
    feed_forward: int = 576
    head_width: int = 128
    dropout: float = 0.1


def rotated(x: Tensor) -> Tensor:
    """Rotary position embedding (Su et al. 2021) of (B, H, T, K); K even."""
    half = x.shape[-1] // 2
    speeds = 10_000.0 ** (-torch.arange(half, device=x.device) / half)
    angles = torch.arange(x.shape[-2], device=x.device)[:, None] * speeds
    cosines, sines = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * cosines - b * sines, a * sines + b * cosines], dim=-1)


class Dropout(nn.Module):
    """Drops the same channels at all steps of a piece (Gal and Ghahramani 2016); cheap as well."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        keep = torch.rand(x.shape[0], 1, *x.shape[2:], dtype=x.dtype, device=x.device) >= self.share
        return x * (keep.to(x.dtype) / (1 - self.share))


class Attention(nn.Module):
    """Self-attention over steps, of the past or of everything."""

    def __init__(self, config: LikelihoodConfig) -> None:
        super().__init__()
        self.heads, self.causal = config.heads, config.chronological
        self.project = nn.Linear(config.width, 3 * config.width)
        self.out = nn.Linear(config.width, config.width)

    def forward(self, x: Tensor, counted: Tensor) -> Tensor:
        batch, steps, width = x.shape
        query, key, value = (
            part.view(batch, steps, self.heads, -1).transpose(1, 2) for part in self.project(x).chunk(3, -1)
        )
        query, key = rotated(query), rotated(key)
        if self.causal:  # what is padded comes last, so that nobody sees it
            mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        else:
            mixed = F.scaled_dot_product_attention(query, key, value, counted[:, None, None])
        out: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, steps, width))
        return out


class Block(nn.Module):
    """Local convolution, attention, feed-forward; each normalised before and added."""

    def __init__(self, config: LikelihoodConfig) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(config.width) for _ in range(3))
        self.near = nn.Conv1d(config.width, config.width, _KERNEL, groups=config.width)
        self.reach = (_KERNEL - 1, 0) if config.chronological else (_KERNEL // 2, _KERNEL // 2)
        self.attention = Attention(config)
        self.feed = nn.Sequential(
            nn.Linear(config.width, config.feed_forward),
            nn.GELU(),
            Dropout(config.dropout),
            nn.Linear(config.feed_forward, config.width),
        )
        self.drop = Dropout(config.dropout)

    def forward(self, x: Tensor, counted: Tensor) -> Tensor:
        local = self.norms[0](x) * counted[..., None]
        x = x + self.near(F.pad(local.transpose(1, 2), self.reach)).transpose(1, 2)
        x = x + self.drop(self.attention(self.norms[1](x), counted))
        out: Tensor = x + self.drop(self.feed(self.norms[2](x)))
        return out


class CellHeads(nn.Module):
    """Logits of every cell from the step's state, the cell's features and its reference notes."""

    def __init__(self, config: LikelihoodConfig, rows: int) -> None:
        super().__init__()
        self.width = config.head_width
        self.near = nn.EmbeddingBag(rows, config.head_width, mode="sum")
        nn.init.normal_(self.near.weight, std=0.1)
        self.state = nn.Linear(config.width, VOICES * config.head_width)
        self.mix = nn.Sequential(
            nn.GELU(),
            Dropout(config.dropout),
            nn.Linear(config.head_width, config.head_width),
            nn.GELU(),
            Dropout(config.dropout),
        )
        self.pitch = nn.Parameter(torch.zeros(VOICES, config.head_width, TOKENS))
        self.interval = nn.Parameter(torch.zeros(VOICES, config.head_width, REFERENCES * (2 * INTERVAL + 1)))
        for weight in (self.pitch, self.interval):
            nn.init.normal_(weight, std=config.head_width**-0.5 / 2)

    def forward(self, x: Tensor, view: View) -> Tensor:
        batch, steps = x.shape[:2]
        near = self.near(view.cells.reshape(-1, view.cells.shape[-1])).view(batch, steps, VOICES, self.width)
        z = self.mix(near + self.state(x).view(batch, steps, VOICES, self.width))
        by_voice = z.reshape(-1, VOICES, self.width).transpose(0, 1)
        absolute = torch.bmm(by_voice, self.pitch).transpose(0, 1).reshape(batch, steps, VOICES, TOKENS)
        relative = torch.bmm(by_voice, self.interval).transpose(0, 1)
        relative = relative.reshape(batch, steps, VOICES, REFERENCES, -1)
        return absolute.float() + F.pad(_from_references(relative.float(), view.references), (1, 0))


def _from_references(relative: Tensor, references: Tensor) -> Tensor:
    """(..., R, intervals) logits of intervals and (..., R) tokens to (..., PITCHES) logits of pitches."""
    known = (references != REST) & (references != HIDDEN)
    pitches = torch.arange(1, PITCHES + 1, device=relative.device)
    wanted = pitches - references[..., None] + INTERVAL
    near = (wanted >= 0) & (wanted <= 2 * INTERVAL) & known[..., None]
    found = relative.gather(-1, wanted.clamp(0, 2 * INTERVAL))
    return torch.where(near, found, 0.0).sum(-2)


class LikelihoodNetwork(nn.Module):
    """Logits (B, T, V, P) of every cell of a batch of pieces."""

    def __init__(self, config: LikelihoodConfig) -> None:
        super().__init__()
        self.config = config
        sizes = self.view(Batch(torch.ones(1, 2, VOICES, dtype=torch.long), torch.tensor([2]))).sizes
        self.embed = nn.EmbeddingBag(sizes[0], config.width, mode="sum")
        nn.init.normal_(self.embed.weight, std=0.1)
        self.drop = Dropout(config.dropout)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.width)
        self.heads = CellHeads(config, sizes[1])

    def view(self, batch: Batch) -> View:
        """The batch as this network reads it."""
        if self.config.chronological:
            return past_view(batch.cells)
        return given_view(batch.cells, batch.lengths)

    def forward(self, batch: Batch) -> Tensor:
        view, counted = self.view(batch), batch.counted()
        shape = view.steps.shape
        x = self.drop(self.embed(view.steps.reshape(-1, shape[-1])).view(shape[0], shape[1], -1))
        for block in self.blocks:
            x = block(x, counted)
        logits: Tensor = self.heads(self.norm(x), view)
        return logits


def cell_losses(logits: Tensor, cells: Tensor) -> Tensor:
    """(B, T, V) nats of each cell."""
    return F.cross_entropy(logits.flatten(0, 2), cells.flatten(), reduction="none").view(cells.shape)
