"""Four voices that sing a chart: near voices, few leaps, passing notes, neighbours, suspensions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from tuicomposer.score.chord import Chord
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.charts import Chart, Sounding
from tuicomposer.training.chords.figures import stretches

_RANGES: Final = ((60, 79), (55, 72), (48, 67), (38, 60))
"""Soprano, alto, tenor, bass."""
_TRIED: Final = 60


@dataclass(frozen=True, slots=True)
class _Beat:
    start: int
    end: int
    pitches: tuple[int, ...]
    """Soprano, alto, tenor, bass."""
    fresh: bool


def sung(chart: Chart, rng: np.random.Generator) -> Iterator[Sounding]:
    """The chart in four voices; one chord to a beat, ornaments between the beats."""
    beats = list(_beats(chart, rng))
    scale = chart_scale(chart)
    rate, velocity = float(rng.uniform(0.1, 0.5)), int(rng.integers(60, 100))
    hold = float(rng.uniform(0.1, 0.7))
    for voice in range(4):
        line = [(beat.start, beat.end, beat.pitches[voice], beat.fresh) for beat in beats]
        yield from _line(line, scale, rate, hold, velocity=velocity, rng=rng)


def chart_scale(chart: Chart) -> frozenset[int]:
    """The seven pitch classes that the chart's chords use longest."""
    weight = np.zeros(12)
    for held in chart.chords:
        for step in held.chord.pitch_classes:
            weight[step] += held.end - held.start
    return frozenset(int(step) for step in np.argsort(-weight, kind="stable")[:7])


def _beats(chart: Chart, rng: np.random.Generator) -> Iterator[_Beat]:
    before: tuple[int, ...] = (69, 62, 55, 48)
    for stretch in stretches(chart):
        if stretch.chord.is_silence:
            continue
        for start in range(stretch.start, stretch.end, TICKS_PER_BEAT):
            fresh = start == stretch.start and stretch.fresh
            if fresh or rng.random() < 0.35:
                before = _voiced(stretch.chord, before, rng)
            yield _Beat(start, min(start + TICKS_PER_BEAT, stretch.end), before, fresh)


def _voiced(chord: Chord, before: Sequence[int], rng: np.random.Generator) -> tuple[int, ...]:
    """Of some layings of the chord the one that moves least and lacks least."""
    tones = [(chord.root_class + step) % 12 for step in chord.quality.intervals][:5]
    near = [
        [pitch for pitch in range(low, high + 1) if pitch % 12 in tones and abs(pitch - before[voice]) <= 7]
        or [pitch for pitch in range(low, high + 1) if pitch % 12 in tones]
        for voice, (low, high) in enumerate(_RANGES[:3])
    ]
    basses = [pitch for pitch in range(*_RANGES[3]) if pitch % 12 == chord.bass_class]
    bass = min(basses, key=lambda pitch: abs(pitch - before[3]) + float(rng.normal(0, 3)))
    layings = [(*upper, bass) for upper in product(*near) if upper[0] > upper[1] > upper[2] > bass]
    if not layings:
        return tuple(before)
    chosen = [layings[int(index)] for index in rng.integers(len(layings), size=_TRIED)]

    def cost(laying: tuple[int, ...]) -> float:
        missing = sum(4.0 for step in chord.essential if step not in {pitch % 12 for pitch in laying})
        return missing + 0.3 * sum(abs(a - b) for a, b in zip(laying, before, strict=True))

    return min(chosen, key=cost)


def _line(
    line: list[tuple[int, int, int, bool]],
    scale: frozenset[int],
    rate: float,
    hold: float,
    *,
    velocity: int,
    rng: np.random.Generator,
) -> Iterator[Sounding]:
    """One voice with its ornaments."""
    notes: list[list[int]] = []
    for index, (start, end, pitch, fresh) in enumerate(line):
        after = line[index + 1][2] if index + 1 < len(line) else pitch
        if notes and notes[-1][1] == start and notes[-1][2] == pitch and (not fresh or rng.random() < hold):
            notes[-1][1] = end
        elif notes and notes[-1][1] == start and 0 < notes[-1][2] - pitch <= 2 and rng.random() < rate / 2:
            # A suspension: the note before is held into the beat and falls after it.
            middle = (start + end) // 2
            notes[-1][1] = middle
            notes.append([middle, end, pitch])
        else:
            notes.append([start, end, pitch])
        between = _between(pitch, after, scale, rng) if rng.random() < rate else None
        if between is not None and notes[-1][1] == end and end - notes[-1][0] >= TICKS_PER_BEAT:
            notes[-1][1] = end - TICKS_PER_BEAT // 2
            notes.append([end - TICKS_PER_BEAT // 2, end, between])
    for start, end, pitch in notes:
        yield Sounding(start, end, pitch, velocity)


def _between(pitch: int, after: int, scale: frozenset[int], rng: np.random.Generator) -> int | None:
    """A passing note to a third away, a neighbour of a note that stays; else nothing."""
    if abs(after - pitch) in (3, 4):
        step = 1 if after > pitch else -1
        return next((pitch + step * size for size in (2, 1) if (pitch + step * size) % 12 in scale), None)
    if after == pitch and rng.random() < 0.5:
        step = int(rng.choice([-1, 1]))
        return next((pitch + step * size for size in (2, 1) if (pitch + step * size) % 12 in scale), None)
    return None
