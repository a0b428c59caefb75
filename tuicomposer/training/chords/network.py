"""The chord network as torch trains it; :mod:`tuicomposer.analyzer.network` runs the same in numpy.

Every candidate root hears the music from itself: the pitch classes are rolled so that the root
comes first, and the same weights score all twelve views. Transposed music thus has exactly the
transposed answer, and nothing is learned twelve times.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tuicomposer.analyzer.segments import CHANNELS, TRAITS
from tuicomposer.analyzer.vocabulary import QUALITIES

DILATIONS = (1, 2, 4, 8, 16, 1)


class Heads(NamedTuple):
    """Scores (logits) of a batch of passages."""

    chords: Tensor
    """(batch, segments, CLASSES)."""
    bass: Tensor
    """(batch, segments, 12, 12): steps of the bass above each candidate root."""
    begins: Tensor
    """(batch, segments): that a chord begins."""


class ChordNetwork(nn.Module):
    """Dilated convolutions over segments, shared by the twelve candidate roots.

    Args:
        width: Channels.
        dilations: Of the residual blocks, in segments.
    """

    def __init__(self, width: int = 56, dilations: tuple[int, ...] = DILATIONS) -> None:
        super().__init__()
        self.enter = nn.Linear(12 * CHANNELS + TRAITS, width)
        self.blocks = nn.ModuleList(_Block(width, dilation) for dilation in dilations)
        self.quality = nn.Linear(width, QUALITIES)
        self.bass = nn.Linear(width, 12)
        self.shared = nn.Linear(2 * width, 2)

    def forward(self, classes: Tensor, traits: Tensor) -> Heads:
        """Scores of segments.

        Args:
            classes: (batch, segments, 12, CHANNELS).
            traits: (batch, segments, TRAITS).
        """
        batch, count = traits.shape[:2]
        index = (torch.arange(12)[:, None] + torch.arange(12)[None]) % 12
        views = classes[:, :, index].flatten(3).transpose(1, 2)
        seen = torch.cat([views, traits[:, None].expand(-1, 12, -1, -1)], dim=-1)
        hidden = F.relu(self.enter(seen)).reshape(batch * 12, count, -1).transpose(1, 2)
        for block in self.blocks:
            hidden = block(hidden, batch)
        by_root = hidden.reshape(batch, 12, -1, count).permute(0, 3, 1, 2)
        pooled = torch.cat([by_root.mean(dim=2), by_root.amax(dim=2)], dim=-1)
        shared = self.shared(pooled)
        chords = torch.cat([self.quality(by_root).flatten(2), shared[..., :1]], dim=-1)
        return Heads(chords, self.bass(by_root), shared[..., 1])


class _Block(nn.Module):
    """A convolution in time, and what the other roots hear, added to what comes in."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.time = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.others = nn.Linear(width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.5))
        self.mix = nn.Conv1d(width, width, 1)

    def forward(self, hidden: Tensor, batch: int) -> Tensor:
        """(batch * 12, width, segments) to the same."""
        count = hidden.shape[-1]
        mean = hidden.reshape(batch, 12, -1, count).mean(dim=1).transpose(1, 2)
        others = self.others(mean).transpose(1, 2).repeat_interleave(12, dim=0)
        inner = F.relu(self.time(hidden) + others)
        mixed: Tensor = self.scale[:, None] * self.mix(inner)
        return hidden + mixed
