"""Drums for rendered music: a pattern a piece, with fills, ghosts and hands that vary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from tuicomposer.training.chords.charts import Sounding

_KICK, _STICK, _SNARE, _CLAP, _CLOSED, _OPEN, _RIDE, _CRASH, _SHAKER, _TAMBOURINE = (
    36, 37, 38, 39, 42, 46, 51, 49, 70, 54,
)  # fmt: skip
_TOMS: Final = (50, 48, 45, 43)
_LENGTH: Final = 60


def drum_part(bars: Sequence[int], pulse: int, rng: np.random.Generator) -> tuple[Sounding, ...]:
    """Notes on the drum channel for bars.

    Args:
        bars: Tick of every bar line, the last one's included.
        pulse: Ticks of a felt beat.
        rng: Source of choices.
    """
    step = pulse // int(rng.choice([1, 2, 2, 3, 4])) if pulse == 480 else pulse // 3
    timekeeper = int(rng.choice([_CLOSED, _CLOSED, _RIDE, _SHAKER, _TAMBOURINE]))
    back = int(rng.choice([_SNARE, _SNARE, _STICK, _CLAP]))
    kicks = tuple(tick for tick in range(0, 8 * pulse, pulse // 2) if rng.random() < 0.25)
    straight, loud = bool(rng.random() < 0.25), int(rng.integers(60, 110))
    notes: list[Sounding] = []

    def strike(tick: int, drum: int, velocity: float) -> None:
        notes.append(Sounding(tick, tick + _LENGTH, drum, int(np.clip(velocity + rng.normal(0, 6), 10, 127))))

    for number, (start, end) in enumerate(pairwise(bars)):
        fill = number % 4 == 3 and rng.random() < 0.4
        if number % 8 == 0 and rng.random() < 0.5:
            strike(start, _CRASH, loud)
        for tick in range(start, end, step):
            strike(tick, timekeeper, loud - 15 - 15 * ((tick - start) % pulse > 0))
        for beat, tick in enumerate(range(start, end, pulse)):
            if beat == 0 or straight or tick - start in kicks:
                strike(tick, _KICK, loud)
            if (beat % 2 == 1) if (end - start) % (2 * pulse) == 0 else beat > 0:
                strike(tick, back, loud)
        if fill:
            for index, tick in enumerate(range(end - pulse, end, max(1, pulse // 4))):
                strike(tick, _TOMS[index % 4], loud)
    return tuple(sorted(notes))
