"""A recording through the network, stretch by stretch, in memory that a minute of sound needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.audio.network import F32, Network
from tuicomposer.analyzer.audio.spectrum import CHORD_STRIDE, HOP, PITCHES, SAMPLE_RATE, levels, spectrum
from tuicomposer.analyzer.audio.tuning import tuning_cents
from tuicomposer.analyzer.network import log_softmax
from tuicomposer.analyzer.vocabulary import CLASSES
from tuicomposer.jobs.cancel import CancelToken

CORE: Final = 1500
"""Frames that one pass of the network answers for: half a minute."""
EDGE: Final = 300
"""Frames on each side of them that it sees as well."""
_TUNED_SECONDS: Final = 45
"""The beginning by which the tuning is told."""


class Heard(NamedTuple):
    """What the network says of a whole recording; probabilities, and logarithms for chords."""

    onset: NDArray[np.float16]
    frame: NDArray[np.float16]
    melody: NDArray[np.float16]
    """(frames, PITCHES) each."""
    loudness: NDArray[np.uint8]
    """(frames, PITCHES): level at each pitch."""
    beat: F32
    """(frames, 2)."""
    chords: F32
    """(steps, CLASSES)."""
    bass: F32
    """(steps, 12, 12)."""
    begins: F32
    """(steps,): logit."""
    cents: float
    seconds: float


@dataclass
class _Parts:
    onset: list[NDArray[np.float16]] = field(default_factory=list)
    frame: list[NDArray[np.float16]] = field(default_factory=list)
    melody: list[NDArray[np.float16]] = field(default_factory=list)
    loudness: list[NDArray[np.uint8]] = field(default_factory=list)
    beat: list[F32] = field(default_factory=list)
    chords: list[F32] = field(default_factory=list)
    bass: list[F32] = field(default_factory=list)
    begins: list[F32] = field(default_factory=list)


def hear(
    network: Network,
    blocks: Iterable[F32],
    token: CancelToken,
) -> Heard:
    """Run the network over a recording.

    Args:
        network: The network.
        blocks: Mono samples at SAMPLE_RATE, in blocks of any size.
        token: Asked after every stretch.

    Raises:
        Cancelled: The token was cancelled.
    """
    parts = _Parts()
    waiting = np.zeros(EDGE * HOP, np.float32)
    cents: float | None = None
    total = done = 0
    for block in blocks:
        token.check()
        waiting = np.concatenate([waiting, block.astype(np.float32, copy=False)])
        total += len(block)
        if cents is None and total < _TUNED_SECONDS * SAMPLE_RATE:
            continue
        if cents is None:
            cents = tuning_cents(waiting[EDGE * HOP :])
        while len(waiting) >= (CORE + 2 * EDGE) * HOP:
            token.check()
            _stretch(network, waiting[: (CORE + 2 * EDGE) * HOP], CORE, cents, parts)
            waiting = waiting[CORE * HOP :]
            done += CORE
    if cents is None:
        cents = tuning_cents(waiting[EDGE * HOP :])
    while (left := -(-(total - done * HOP) // HOP)) > 0 or not parts.onset:
        token.check()
        count = min(CORE, -(-max(left, 1) // CHORD_STRIDE) * CHORD_STRIDE)
        _stretch(network, waiting, count, cents, parts)
        waiting = waiting[count * HOP :]
        done += count
    joined = {name: np.concatenate(value) for name, value in vars(parts).items()}
    return Heard(**joined, cents=cents, seconds=total / SAMPLE_RATE)


def _stretch(network: Network, samples: F32, count: int, cents: float, parts: _Parts) -> None:
    """Hear the frames behind the first EDGE; silence stands for samples that are missing."""
    wanted = (count + 2 * EDGE) * HOP
    samples = np.pad(samples[:wanted], (0, max(0, wanted - len(samples))))
    seen = levels(spectrum(samples, cents))
    heard = network(seen.astype(np.float32) / np.float32(255))
    inside = slice(EDGE, EDGE + count)
    steps = slice(EDGE // CHORD_STRIDE, (EDGE + count) // CHORD_STRIDE)
    for name in ("onset", "frame", "melody"):
        getattr(parts, name).append(_sigmoid(getattr(heard, name)[inside]).astype(np.float16))
    parts.loudness.append(seen[inside, 1 : 3 * PITCHES : 3])
    parts.beat.append(_sigmoid(heard.beat[inside]))
    on_roots = heard.quality[steps].reshape(-1, CLASSES - 1)
    parts.chords.append(log_softmax(np.concatenate([on_roots, heard.shared[steps, :1]], axis=1)))
    parts.bass.append(log_softmax(heard.bass[steps]))
    parts.begins.append(heard.shared[steps, 1])


def _sigmoid(scores: F32) -> F32:
    result: F32 = np.exp(-np.logaddexp(np.float32(0), -scores))
    return result
