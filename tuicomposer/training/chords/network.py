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
from tuicomposer.training.root_block import RootBlock, seen_from_roots

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
        self.blocks = nn.ModuleList(RootBlock(width, dilation) for dilation in dilations)
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
        seen = torch.cat([seen_from_roots(classes), traits[:, None].expand(-1, 12, -1, -1)], dim=-1)
        hidden = F.relu(self.enter(seen)).reshape(batch * 12, count, -1).transpose(1, 2)
        for block in self.blocks:
            hidden = block(hidden, batch)
        by_root = hidden.reshape(batch, 12, -1, count).permute(0, 3, 1, 2)
        pooled = torch.cat([by_root.mean(dim=2), by_root.amax(dim=2)], dim=-1)
        shared = self.shared(pooled)
        chords = torch.cat([self.quality(by_root).flatten(2), shared[..., :1]], dim=-1)
        return Heads(chords, self.bass(by_root), shared[..., 1])
