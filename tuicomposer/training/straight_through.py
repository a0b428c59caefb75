"""Drawn tokens that a gradient goes through, and how a trunk reads them.

Straight-through Gumbel-softmax after Jang et al., arXiv 1611.01144: forwards a token is drawn and is
a token like any other; backwards it is the softmax it was drawn from.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from tuicomposer.generator.network import GridTrunk
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD, LOWEST, MASK, TOKENS, VOICES


def gumbel(shape: torch.Size, random: torch.Generator) -> Tensor:
    """Noise of the Gumbel distribution: what is largest with it added is drawn by the softmax."""
    return -torch.empty(shape).exponential_(generator=random).log()


def draw_through(logits: Tensor, tokens: Tensor, chosen: Tensor, noise: Tensor, temperature: float) -> Tensor:
    """One-hot tokens: drawn where chosen, as they are elsewhere.

    Args:
        logits: (B, T, V, TOKENS).
        tokens: (B, T, V) what stands in the other cells.
        chosen: (B, T, V) cells to draw.
        noise: (B, T, V, TOKENS) what :func:`gumbel` draws.
        temperature: Of the Gumbel-softmax.

    Returns:
        (B, T, V, TOKENS), exactly one-hot forwards.
    """
    soft = ((logits + noise) / temperature).softmax(-1)
    hard = F.one_hot(soft.argmax(-1), TOKENS).to(soft.dtype)
    drawn = hard - soft.detach() + soft
    kept = F.one_hot(tokens, TOKENS).to(logits.dtype)
    return torch.where(chosen[..., None], drawn, kept)


def lanes_of(trunk: GridTrunk, hot: Tensor) -> Tensor:
    """What :meth:`GridTrunk.lanes` says of one-hot tokens (B, T, V, TOKENS), with their gradient.

    A hold passes the gradient on to the cell in which its note began.
    """
    width = trunk.token.embedding_dim
    tokens = hot.detach().argmax(-1)
    rows = torch.arange(tokens.shape[1], device=tokens.device)[None, :, None]
    last = torch.where(tokens != HOLD, rows, 0).cummax(dim=1).values
    heard = hot.gather(1, last[..., None].expand_as(hot))
    held = heard.detach().argmax(-1, keepdim=True) == HOLD
    heard = torch.where(held, F.one_hot(torch.full_like(tokens, MASK), TOKENS).to(hot.dtype), heard)
    out = torch.einsum("btvk,vkd->btd", hot, trunk.token.weight.view(VOICES, TOKENS, width))
    out = out + torch.einsum("btvk,vkd->btd", heard, trunk.sound.weight.view(VOICES, TOKENS, width))
    return out + torch.einsum("btvk,kd->btd", heard, trunk.pitch_class.weight[_classes().to(hot.device)])


def _classes() -> Tensor:
    tokens = torch.arange(TOKENS)
    return torch.where(tokens >= FIRST_PITCH, (tokens - FIRST_PITCH + LOWEST) % 12 + 1, 0)
