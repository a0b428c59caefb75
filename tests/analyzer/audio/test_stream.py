"""A recording goes through the network block by block, whatever the blocks are."""

from __future__ import annotations

import numpy as np
import pytest

from tuicomposer.analyzer.audio.network import Hearing, Network
from tuicomposer.analyzer.audio.spectrum import CHANNELS, CHORD_STRIDE, HOP, PITCHES, SAMPLE_RATE
from tuicomposer.analyzer.audio.stream import CORE, EDGE, Heard, hear
from tuicomposer.analyzer.vocabulary import QUALITIES
from tuicomposer.errors import Cancelled
from tuicomposer.jobs.cancel import CancelToken


@pytest.fixture(scope="module")
def network() -> Network:
    """Answers of every frame and step by what is around them, as a trained network's are."""
    rng = np.random.default_rng(1)
    sizes = (PITCHES, PITCHES, PITCHES, 2, 12 * QUALITIES, 144, 2)
    kernels = [rng.normal(0, 0.2, (3, CHANNELS, size)).astype(np.float32) for size in sizes]

    def answers(levels: np.ndarray) -> Hearing:
        padded = np.pad(levels, ((1, 1), (0, 0)))
        steps = levels.reshape(-1, CHORD_STRIDE, CHANNELS).mean(1)
        around = [
            np.stack([each[:-2], each[1:-1], each[2:]]) for each in (padded, np.pad(steps, ((1, 1), (0, 0))))
        ]
        scores = [
            np.einsum("tfc,tco->fo", around[number >= 4], kernel) for number, kernel in enumerate(kernels)
        ]
        scores[4:6] = [scores[4].reshape(-1, 12, QUALITIES), scores[5].reshape(-1, 12, 12)]
        return Hearing(*scores)

    return answers


def cut(samples: np.ndarray, size: int) -> list[np.ndarray]:
    return [samples[at : at + size] for at in range(0, len(samples), size)]


def test_the_size_of_the_blocks_changes_nothing(network: Network) -> None:
    samples = np.random.default_rng(0).normal(0, 0.1, int(33 * SAMPLE_RATE)).astype(np.float32)
    one, many = (hear(network, cut(samples, size), CancelToken()) for size in (len(samples), 30_011))
    for name in Heard._fields:
        np.testing.assert_array_equal(getattr(one, name), getattr(many, name))
    assert len(one.onset) > CORE
    assert one.seconds == pytest.approx(33)


@pytest.mark.parametrize("count", [0, 1, HOP, 5 * SAMPLE_RATE + 7])
def test_every_sample_has_its_frame(network: Network, count: int) -> None:
    heard = hear(network, [np.zeros(count, np.float32)], CancelToken())
    assert heard.onset.shape[1] == PITCHES
    assert len(heard.onset) * HOP >= count
    assert len(heard.onset) == len(heard.beat) == len(heard.frame)


def test_a_cancelled_recording_is_heard_no_further(network: Network) -> None:
    token = CancelToken()

    def blocks():
        yield np.zeros(SAMPLE_RATE, np.float32)
        token.cancel()
        yield np.zeros(SAMPLE_RATE, np.float32)

    with pytest.raises(Cancelled):
        hear(network, blocks(), token)


def test_a_long_recording_is_heard_while_it_is_read_and_never_held_whole(network: Network) -> None:
    given = 0
    seen: list[tuple[int, int]] = []

    def blocks():
        nonlocal given
        for _ in range(24):
            given += 1
            yield np.zeros(5 * SAMPLE_RATE, np.float32)

    def watched(levels: np.ndarray) -> Hearing:
        seen.append((given, len(levels)))
        return network(levels)

    heard = hear(watched, blocks(), CancelToken())
    assert heard.seconds == 120
    assert max(frames for _, frames in seen) <= CORE + 2 * EDGE
    # Each half minute is heard as soon as it is there, from the first 45 seconds on, which tell the tuning.
    assert [blocks_before for blocks_before, _ in seen[:3]] == [9, 14, 20]
