"""What accompanists do with a chord: figures of the hands and of the bass, as notes in ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from tuicomposer.score.chord import Chord
from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.charts import Chart, Held, Sounding
from tuicomposer.training.chords.voicings import Voicer, bass_pitch

_EIGHTH: Final = TICKS_PER_BEAT // 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A chord within one bar."""

    start: int
    end: int
    bar: int
    """Tick of the bar line before."""
    chord: Chord
    fresh: bool
    """Whether the chord begins here."""
    after: Chord | None
    """The next chord, if this stretch is the last of its chord."""


def stretches(chart: Chart) -> Iterator[Stretch]:
    """The chords of a chart, cut at the bar lines."""
    for index, held in enumerate(chart.chords):
        after = chart.chords[index + 1].chord if index + 1 < len(chart.chords) else None
        for bar, stop in pairwise(chart.bars):
            start, end = max(bar, held.start), min(stop, held.end)
            if start < end:
                yield Stretch(
                    start, end, bar, held.chord, start == held.start, after if end == held.end else None
                )


def hits(rng: np.random.Generator, pulse: int, bar: int) -> tuple[int, ...]:
    """A rhythm for chords struck together: ticks from the bar line, kept through a piece."""
    kind = rng.choice(["change", "bar", "pulse", "eighths", "off", "weak", "riff", "charleston", "half"])
    grids: dict[str, Sequence[int]] = {
        "change": (),
        "bar": (0,),
        "pulse": range(0, bar, pulse),
        "eighths": range(0, bar, _EIGHTH),
        "off": range(pulse // 2, bar, pulse),
        "weak": [tick for tick in range(0, bar, pulse) if tick % (2 * pulse) or (bar // pulse == 3 and tick)],
        "charleston": (0, pulse + pulse // 2),
        "half": range(0, bar, 2 * pulse),
    }
    if kind == "riff":
        step = int(rng.choice([_EIGHTH, _EIGHTH // 2, TICKS_PER_BEAT // 3]))
        return (0, *(tick for tick in range(step, bar, step) if rng.random() < 0.35))
    return tuple(grids[str(kind)])


def _times(stretch: Stretch, rhythm: Sequence[int], *, always: bool) -> list[int]:
    """When a rhythm strikes in a stretch; at its start at least, where ``always`` says so."""
    found = [stretch.bar + tick for tick in rhythm if stretch.start <= stretch.bar + tick < stretch.end]
    if always and stretch.fresh and stretch.start not in found:
        found.insert(0, stretch.start)
    return found


def struck(chart: Chart, voicer: Voicer, rng: np.random.Generator) -> Iterator[Sounding]:
    """Chords struck together: blocks, offbeats, riffs, strums."""
    rhythm = hits(rng, chart.meter.pulse_ticks, chart.meter.bar_ticks)
    # Chords that fall between the strokes of the rhythm would never be heard without their own stroke.
    short = bool(rng.random() < 0.35)
    strum = int(rng.integers(6, 30)) if rng.random() < 0.25 else 0
    velocity = int(rng.integers(40, 95))
    pitches: tuple[int, ...] = ()
    for stretch in stretches(chart):
        if stretch.fresh or not pitches or rng.random() < 0.1:
            pitches = voicer.voice(stretch.chord)
        times = _times(stretch, rhythm, always=not rhythm or 0 in rhythm)
        if not times and stretch.fresh:
            times = [stretch.start]
        for start, end in pairwise([*times, stretch.end]):
            length = min(end - start, _EIGHTH) if short else end - start
            up = rng.random() < 0.3
            for order, pitch in enumerate(reversed(pitches) if up else pitches):
                first = start + order * strum
                yield Sounding(first, max(first + 30, start + length), pitch, velocity)


def broken(chart: Chart, voicer: Voicer, rng: np.random.Generator) -> Iterator[Sounding]:
    """Chords one tone after the other: arpeggios, Alberti, picking."""
    step = int(rng.choice([_EIGHTH, _EIGHTH, _EIGHTH // 2, TICKS_PER_BEAT // 3, TICKS_PER_BEAT]))
    order = str(rng.choice(["up", "down", "updown", "alberti", "random"]))
    ring = bool(rng.random() < 0.4)
    octaves = int(rng.choice([1, 1, 2]))
    velocity = int(rng.integers(40, 90))
    for stretch in stretches(chart):
        pitches = voicer.voice(stretch.chord) if stretch.fresh or not voicer.before else voicer.before
        if stretch.chord.is_silence or not pitches:
            continue
        tones = [pitch + 12 * octave for octave in range(octaves) for pitch in pitches]
        figure = _figure(order, len(tones), rng)
        for number, start in enumerate(range(stretch.start, stretch.end, step)):
            pitch = tones[figure[number % len(figure)]]
            end = stretch.end if ring else min(start + step, stretch.end)
            yield Sounding(start, end, pitch, velocity)


def _figure(order: str, count: int, rng: np.random.Generator) -> list[int]:
    up = list(range(count))
    if order == "alberti":
        return [0, count - 1, count // 2, count - 1]
    if order == "updown":
        return up + up[-2:0:-1]
    if order == "random":
        return [int(index) for index in rng.permutation(count)]
    return up if order == "up" else up[::-1]


def pad(chart: Chart, voicer: Voicer, rng: np.random.Generator) -> Iterator[Sounding]:
    """Held chords; tones that two chords share are tied, as strings and organs do."""
    velocity = int(rng.integers(35, 80))
    tie = bool(rng.random() < 0.7)
    sounding: dict[int, int] = {}
    now = 0
    for held in chart.chords:
        pitches = set(voicer.voice(held.chord))
        kept = pitches if tie and now == held.start else set()
        for pitch, start in list(sounding.items()):
            if pitch not in kept:
                yield Sounding(start, now, pitch, velocity)
                del sounding[pitch]
        for pitch in pitches:
            sounding.setdefault(pitch, held.start)
        now = held.end
    for pitch, start in sounding.items():
        yield Sounding(start, now, pitch, velocity)


Bass = Callable[[Stretch, int, int, np.random.Generator], Iterator[tuple[int, int, int]]]
"""Yields (start, end, pitch) for a stretch, its bass pitch and the pulse in ticks."""


def _held(stretch: Stretch, low: int, _: int, __: np.random.Generator) -> Iterator[tuple[int, int, int]]:
    yield stretch.start, stretch.end, low


def _pulses(stretch: Stretch, low: int, pulse: int, _: np.random.Generator) -> Iterator[tuple[int, int, int]]:
    for start in range(stretch.start, stretch.end, pulse):
        yield start, min(start + pulse, stretch.end), low


def _eighths(stretch: Stretch, low: int, _: int, __: np.random.Generator) -> Iterator[tuple[int, int, int]]:
    for start in range(stretch.start, stretch.end, _EIGHTH):
        yield start, min(start + _EIGHTH, stretch.end), low


def _fifths(stretch: Stretch, low: int, pulse: int, _: np.random.Generator) -> Iterator[tuple[int, int, int]]:
    fifth = low + ((stretch.chord.root_class + (stretch.chord.quality.fifth or 7)) - low) % 12
    for number, start in enumerate(range(stretch.start, stretch.end, 2 * pulse)):
        pitch = low if number % 2 == 0 else fifth - 12 if fifth > 50 else fifth
        yield start, min(start + pulse, stretch.end), pitch


def _octaves(
    stretch: Stretch, low: int, pulse: int, _: np.random.Generator
) -> Iterator[tuple[int, int, int]]:
    for number, start in enumerate(range(stretch.start, stretch.end, max(_EIGHTH, pulse // 2))):
        yield start, min(start + _EIGHTH, stretch.end), low + 12 * (number % 2)


def _walking(
    stretch: Stretch, low: int, pulse: int, rng: np.random.Generator
) -> Iterator[tuple[int, int, int]]:
    """Quarter notes from the root through chord tones and steps to the next root's neighbour."""
    starts = list(range(stretch.start, stretch.end, pulse))
    pitch = low
    for number, start in enumerate(starts):
        last = number == len(starts) - 1 and number > 0
        if last and stretch.after is not None and not stretch.after.is_silence:
            pitch = bass_pitch(stretch.after.bass_class, pitch) + int(rng.choice([-2, -1, 1, 2]))
        elif number:
            tones = sorted((stretch.chord.root_class + step) % 12 for step in stretch.chord.quality.intervals)
            pitch = (
                bass_pitch(int(rng.choice(tones)), pitch)
                if rng.random() < 0.7
                else pitch + int(rng.choice([-2, -1, 1, 2]))
            )
        yield start, min(start + pulse, stretch.end), pitch


def _tenths(
    stretch: Stretch, low: int, pulse: int, rng: np.random.Generator
) -> Iterator[tuple[int, int, int]]:
    """Root, fifth, tenth and back, as a left hand breaks a wide chord."""
    quality = stretch.chord.quality
    wide = [low, low + (quality.fifth or quality.essential[-1]), low + 12 + quality.essential[0]]
    step = _EIGHTH if rng.random() < 0.5 else pulse
    for number, start in enumerate(range(stretch.start, stretch.end, step)):
        yield start, min(start + step, stretch.end), wide[(0, 1, 2, 1)[number % 4]]


BASSES: Final[dict[str, Bass]] = {
    "held": _held, "pulses": _pulses, "eighths": _eighths, "fifths": _fifths, "octaves": _octaves,
    "walking": _walking, "tenths": _tenths,
}  # fmt: skip


def bass_line(chart: Chart, kind: str, rng: np.random.Generator) -> Iterator[Sounding]:
    """A bass: the chord's own bass note where it begins, then the figure."""
    height, velocity = float(rng.integers(33, 50)), int(rng.integers(55, 105))
    riff = tuple(_EIGHTH * int(n) for n in np.flatnonzero(rng.random(16) < 0.4))
    for stretch in stretches(chart):
        if stretch.chord.is_silence:
            continue
        low = bass_pitch(stretch.chord.bass_class, height)
        if kind == "riff":
            times = _times(stretch, riff, always=True) or [stretch.start]
            found: Iterator[tuple[int, int, int]] = ((a, b, low) for a, b in pairwise([*times, stretch.end]))
        else:
            found = BASSES[kind](stretch, low, chart.meter.pulse_ticks, rng)
        for start, end, pitch in found:
            yield Sounding(start, end, pitch, velocity)


def inverted(chart: Chart, share: float, rng: np.random.Generator) -> tuple[Held, ...]:
    """Chords of which some stand over another of their tones."""

    found = []
    for held in chart.chords:
        chord = held.chord
        if not chord.is_silence and chord.bass is None and rng.random() < share:
            step = int(rng.choice(chord.quality.intervals[:4]))
            name = SHARP_NAMES[(chord.root_class + step) % 12]
            chord = replace(chord, bass=name if step else None)
        found.append(held._replace(chord=chord))
    return tuple(found)
