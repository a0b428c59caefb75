"""The block that the chord networks are made of, as torch trains it."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class RootBlock(nn.Module):
    """A convolution in time, and what the other roots hear, added to what comes in.

    Args:
        width: Channels of a candidate root.
        dilation: Steps between the taps of the convolution.
    """

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.time = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.others = nn.Linear(width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.5))
        self.mix = nn.Conv1d(width, width, 1)

    def forward(self, hidden: Tensor, batch: int) -> Tensor:
        """(batch * 12 roots, width, steps) to the same."""
        count = hidden.shape[-1]
        mean = hidden.reshape(batch, 12, -1, count).mean(dim=1).transpose(1, 2)
        others = self.others(mean).transpose(1, 2).repeat_interleave(12, dim=0)
        mixed: Tensor = self.scale[:, None] * self.mix(F.relu(self.time(hidden) + others))
        return hidden + mixed


def seen_from_roots(classes: Tensor) -> Tensor:
    """(batch, steps, 12 pitch classes, channels) as each of the twelve roots sees them.

    Returns:
        (batch, 12 roots, steps, 12 * channels), the root's own class first.
    """
    index = (torch.arange(12)[:, None] + torch.arange(12)[None]) % 12
    return classes[:, :, index].flatten(3).transpose(1, 2)
