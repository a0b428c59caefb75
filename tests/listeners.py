"""Listeners for tests: they take in every block and hear what they were told to hear."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.hearing import HeardChord, HeardNote, HeardSound, Samples
from tuicomposer.jobs.messages import KeyGuess
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.key import Key

RATE = 22_050


class FakeListener:
    """Hears what it was told to hear, whatever sounds.

    Args:
        heard: What it hears; two bars of C and G with a tune if not given.
    """

    sample_rate = RATE

    def __init__(self, heard: HeardSound | None = None) -> None:
        self.heard = heard or two_bars()
        self.samples = 0
        self.loudest = 0.0

    def listen(
        self, blocks: Iterable[Samples], token: CancelToken, progress: Callable[[float], None]
    ) -> HeardSound:
        """See the protocol."""
        for block in blocks:
            token.check()
            assert block.dtype == np.float32
            self.samples += len(block)
            self.loudest = max(self.loudest, float(np.abs(block).max()))
        progress(0.5)
        return self.heard


def two_bars() -> HeardSound:
    """C and G at 120 beats a minute, from half a second on: a tune over roots."""
    tune = [
        HeardNote(0.5 + 0.5 * at, 1.0 + 0.5 * at, pitch, 90, 0.95 if at else 0.4)
        for at, pitch in enumerate([64, 67, 72, 67, 71, 67, 62, 67])
    ]
    roots = [HeardNote(0.5, 2.5, 48, 80, 0.8), HeardNote(2.5, 4.5, 43, 80, 0.7)]
    chords = (HeardChord(0.0, 2.5, parse_chord("C"), 0.9), HeardChord(2.5, 5.0, parse_chord("G"), 0.5))
    return HeardSound(
        5.0,
        -12.0,
        120.0,
        tuple(0.5 * beat for beat in range(11)),
        1,
        4,
        (KeyGuess(Key("C"), 0.9), KeyGuess(Key("G"), 0.1)),
        chords,
        tuple(tune),
        (*tune, *roots),
    )
