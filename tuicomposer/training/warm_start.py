"""Weights of a released network as the beginning of a training that knows more styles."""

from __future__ import annotations

from typing import Final

import torch
from torch import nn

_STYLES: Final = "trunk.style.weight"
_DENSITY: Final = "trunk.density.weight"
_RELATIVE: Final = ("trunk.around.", "relative.")


@torch.no_grad()
def adopt(network: nn.Module, released: nn.Module) -> None:
    """Take over the weights of a network of the same size.

    Styles that it does not know start as “any”, densities as nothing; heads that it lacks stay as they are.

    Raises:
        RuntimeError: The networks differ in more than that.
    """
    weights = released.state_dict()
    known, wanted = weights[_STYLES], network.state_dict()[_STYLES]
    weights[_STYLES] = torch.cat([known, known[:1].expand(len(wanted) - len(known), -1)])
    if _DENSITY in network.state_dict() and _DENSITY not in weights:
        weights[_DENSITY] = torch.zeros_like(network.state_dict()[_DENSITY])
    own = network.state_dict()
    network.load_state_dict({key: own[key] for key in own if key.startswith(_RELATIVE)} | weights)
