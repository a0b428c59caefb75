"""The quicker ways of the networks say what the plain ones say."""

from __future__ import annotations

from dataclasses import replace

import torch

from tests.generator.networks import TINY
from tuicomposer.generator.network import CanvasBatch, GridGenerator, NetworkConfig, no_density
from tuicomposer.generator.vocabulary import TOKENS, VOICES

DEEPER = replace(TINY, layers=2, relative=8)


def network_of(seed: int, config: NetworkConfig = DEEPER) -> GridGenerator:
    """A generator in which every weight counts."""
    torch.manual_seed(seed)
    network = GridGenerator(config).eval()
    for part in network.parameters():
        torch.nn.init.normal_(part, std=0.3)
    return network


def canvases() -> CanvasBatch:
    """Two canvases of any tokens."""
    row = torch.randint(0, 5, (2, 12))
    style = torch.zeros(2, dtype=torch.int64)
    voices = torch.randint(0, TOKENS, (2, 12, VOICES))
    return CanvasBatch(voices, row, row, torch.zeros(2, 12, 5, dtype=torch.int64), style, no_density(2))


def test_rows_asked_for_alone_are_as_among_all() -> None:
    for config in (TINY, DEEPER):
        network, canvas = network_of(5, config), canvases()
        rows = torch.rand(2, 12) < 0.4
        with torch.inference_mode():
            torch.testing.assert_close(network.of_rows(canvas, rows), network(canvas).voices[rows])


def test_weights_that_were_learned_meanwhile_are_read() -> None:
    network, canvas = network_of(7), canvases()
    with torch.inference_mode():
        before = network(canvas).voices
    network.train()
    for block in network.trunk.blocks:
        block.attention.bias.data.normal_(generator=torch.Generator().manual_seed(1))  # tells no version
    network.eval()
    with torch.inference_mode():
        after = network(canvas).voices
    assert not torch.allclose(before, after)
    torch.testing.assert_close(after, network(canvas).voices.detach())


def test_what_is_learned_with_is_what_is_written_with() -> None:
    network, canvas = network_of(6), canvases()
    learning = network(canvas).voices
    with torch.inference_mode():
        torch.testing.assert_close(network(canvas).voices, learning.detach())
