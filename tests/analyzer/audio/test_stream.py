"""A recording goes through the network block by block, whatever the blocks are."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tuicomposer.analyzer.audio.network import HearingConfig, HearingNetwork
from tuicomposer.analyzer.audio.spectrum import HOP, PITCHES, SAMPLE_RATE
from tuicomposer.analyzer.audio.stream import CORE, Heard, hear
from tuicomposer.errors import Cancelled
from tuicomposer.jobs.cancel import CancelToken


@pytest.fixture(scope="module")
def network() -> HearingNetwork:
    torch.manual_seed(1)
    return HearingNetwork(HearingConfig(fine=4, width=8, blocks=1, around=8, chord=8, beat=8)).eval()


def cut(samples: np.ndarray, size: int) -> list[np.ndarray]:
    return [samples[at : at + size] for at in range(0, len(samples), size)]


def test_the_size_of_the_blocks_changes_nothing(network: HearingNetwork) -> None:
    samples = np.random.default_rng(0).normal(0, 0.1, int(33 * SAMPLE_RATE)).astype(np.float32)
    one, many = (hear(network, cut(samples, size), CancelToken()) for size in (len(samples), 30_011))
    for name in Heard._fields:
        np.testing.assert_array_equal(getattr(one, name), getattr(many, name))
    assert len(one.onset) > CORE
    assert one.seconds == pytest.approx(33)


@pytest.mark.parametrize("count", [0, 1, HOP, 5 * SAMPLE_RATE + 7])
def test_every_sample_has_its_frame(network: HearingNetwork, count: int) -> None:
    heard = hear(network, [np.zeros(count, np.float32)], CancelToken())
    assert heard.onset.shape[1] == PITCHES
    assert len(heard.onset) * HOP >= count
    assert len(heard.onset) == len(heard.beat) == len(heard.frame)


def test_a_cancelled_recording_is_heard_no_further(network: HearingNetwork) -> None:
    token = CancelToken()

    def blocks():
        yield np.zeros(SAMPLE_RATE, np.float32)
        token.cancel()
        yield np.zeros(SAMPLE_RATE, np.float32)

    with pytest.raises(Cancelled):
        hear(network, blocks(), token)
