"""Seven players whom no training has heard, for the chord benchmark.

They share no code with :mod:`tuicomposer.training.chords.arranging`: other figures, other
voicings, other timing. Each plays a chart (chords in bars, a melody or none) as tracks of notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from tuicomposer.score.chord import Chord
from tuicomposer.training.chords.charts import Chart

BEAT: Final = 480


class Played(NamedTuple):
    """A note."""

    start: int
    end: int
    pitch: int
    velocity: int


Track = list[Played]
Player = Callable[[Chart, np.random.Generator], dict[str, Track]]
"""Plays a chart; tracks by name, “Drums” on the drum channel."""


class Span(NamedTuple):
    """A chord within a bar."""

    start: int
    end: int
    chord: Chord


def spans(chart: Chart) -> Iterator[Span]:
    """The chords that sound, cut at bar lines."""
    for held in chart.chords:
        cuts = [held.start, *(bar for bar in chart.bars if held.start < bar < held.end), held.end]
        for start, end in pairwise(cuts):
            if not held.chord.is_silence:
                yield Span(start, end, held.chord)


def stack(chord: Chord, low: int) -> list[int]:
    """All tones of a chord above a pitch, root not necessarily lowest."""
    return sorted(low + (chord.root_class + step - low) % 12 for step in chord.quality.intervals)


def bass_of(chord: Chord, low: int) -> int:
    """The bass note at or above a pitch."""
    return low + (chord.bass_class - low) % 12


def beats(span: Span, step: int = BEAT) -> range:
    """Times of a span, one a step."""
    return range(span.start, span.end, step)


def tune(chart: Chart, velocity: int = 100) -> Track:
    """The melody."""
    return [Played(note.start, note.end, note.pitch, velocity) for note in chart.melody]


def ballad(chart: Chart, rng: np.random.Generator) -> dict[str, Track]:
    """Piano: octaves on strong beats, the chord softly in quarters, pushed eighths now and then."""
    left, right = [], []
    for span in spans(chart):
        low = bass_of(span.chord, 31)
        for start in beats(span, 2 * BEAT):
            end = min(start + 2 * BEAT, span.end)
            left += [Played(start, end, low, 70), Played(start, end, low + 12, 62)]
        upper = stack(span.chord, int(rng.integers(54, 60)))
        for start in beats(span):
            push = 240 if rng.random() < 0.15 and start + 240 < span.end else 0
            right += [Played(start + push, min(start + BEAT, span.end), pitch, 55) for pitch in upper]
    return {"Piano right": right, "Piano left": left, "Voice": tune(chart)}


def march(chart: Chart, _: np.random.Generator) -> dict[str, Track]:
    """Root and fifth on the beat, short chords after it: polkas, marches, waltzes."""
    tuba, horns = [], []
    triple = chart.meter.numerator == 3
    for span in spans(chart):
        root = bass_of(span.chord, 36)
        fifth = 36 + (span.chord.root_class + (span.chord.quality.fifth or 6) - 36) % 12
        chord = stack(span.chord, 55)[:4]
        bar = max(bar for bar in chart.bars if bar <= span.start)
        for start in beats(span):
            beat = (start - bar) // BEAT
            if start == span.start or (beat == 0 if triple else beat % 2 == 0):
                tuba.append(Played(start, start + 300, root if start == span.start else fifth, 90))
            elif triple:
                horns += [Played(start, start + 200, pitch, 60) for pitch in chord]
            if not triple:
                horns += [Played(start + 240, start + 400, pitch, 60) for pitch in chord]
    return {"Cornet": tune(chart), "Horns": horns, "Tuba": tuba}


_STRINGS: Final = (40, 45, 50, 55, 59, 64)
_STRUM: Final = ((0, 1), (480, 1), (720, -1), (1200, -1), (1440, 1), (1680, -1))


def guitar(chart: Chart, rng: np.random.Generator) -> dict[str, Track]:
    """Six strings, each at the nearest chord tone above its open pitch, strummed down and up."""
    strings: Track = []
    for span in spans(chart):
        tones = {(span.chord.root_class + step) % 12 for step in span.chord.quality.intervals}
        shape = [next(p for p in range(open_, open_ + 12) if p % 12 in tones) for open_ in _STRINGS]
        shape[0] = bass_of(span.chord, 40)
        bar = max(bar for bar in chart.bars if bar <= span.start)
        times = [(bar + tick, way) for tick, way in _STRUM if span.start <= bar + tick < span.end]
        if not times or times[0][0] != span.start:
            times.insert(0, (span.start, 1))
        ends = [tick for tick, _ in times[1:]] + [span.end]
        for (start, way), end in zip(times, ends, strict=True):
            for order, pitch in enumerate(sorted(set(shape))[::way][: 6 if way > 0 else 4]):
                late = order * int(rng.integers(5, 15))
                strings.append(
                    Played(start + late, max(end, start + late + 40), pitch, int(rng.integers(50, 90)))
                )
    return {"Guitar": strings, "Vocals": tune(chart)}


def trio(chart: Chart, rng: np.random.Generator) -> dict[str, Track]:
    """Walking bass, third and seventh in the piano, brushes; eighths swing."""
    bass, piano, drums = [], [], []
    for span in spans(chart):
        scale = sorted({(span.chord.root_class + step) % 12 for step in (*span.chord.quality.intervals, 2)})
        pitch = bass_of(span.chord, 35)
        for start in beats(span):
            bass.append(Played(start, start + 440, pitch, 85))
            step = int(rng.choice([-1, 1, 1, -2]))
            pitch = next(
                p for p in range(pitch + step, pitch + 13 * step, 1 if step > 0 else -1) if p % 12 in scale
            )
            pitch = pitch + 12 if pitch < 31 else pitch - 12 if pitch > 53 else pitch
        guide = [52 + (span.chord.root_class + step - 52) % 12 for step in span.chord.quality.essential[-2:]]
        if len(span.chord.quality.essential) < 2:
            guide.append(52 + (span.chord.root_class - 52) % 12)
        for start in (span.start, span.start + 800):
            if start < span.end:
                piano += [Played(start, min(start + 600, span.end), p, 60) for p in guide]
        for start in beats(span):
            drums += [Played(start, start + 60, 51, 70), Played(start + 320, start + 380, 51, 50)]
    solo = [
        note._replace(start=note.start + 80 if note.start % BEAT == 240 else note.start)
        for note in tune(chart)
    ]
    return {"Sax": solo, "Piano": piano, "Bass": bass, "Drums": drums}


def synths(chart: Chart, rng: np.random.Generator) -> dict[str, Track]:
    """Sixteenths up and down, a pad, eighths in the bass, four to the floor."""
    run, pad, bass, drums = [], [], [], []
    for span in spans(chart):
        tones = stack(span.chord, 60) + [p + 12 for p in stack(span.chord, 60)]
        order = [*range(len(tones)), *range(len(tones) - 2, 0, -1)]
        for number, start in enumerate(beats(span, 120)):
            run.append(Played(start, start + 100, tones[order[number % len(order)]], 65))
        pad += [Played(span.start, span.end, pitch, 50) for pitch in stack(span.chord, 52)]
        bass += [
            Played(t, t + 200, bass_of(span.chord, 33) + 12 * int(rng.random() < 0.2), 95)
            for t in beats(span, 240)
        ]
        drums += [Played(t, t + 60, 36, 110) for t in beats(span)]
        drums += [Played(t + 240, t + 300, 42, 70) for t in beats(span)]
    return {"Lead": tune(chart), "Arp": run, "Pad": pad, "Bass": bass, "Drums": drums}


def sparse(chart: Chart, _: np.random.Generator) -> dict[str, Track]:
    """No bass: two or three tones when the chord changes, in the middle, cut short."""
    comp: Track = []
    for span in spans(chart):
        tones = [55 + (span.chord.root_class + step - 55) % 12 for step in (0, *span.chord.quality.essential)]
        comp += [
            Played(span.start, span.start + max(240, (span.end - span.start) * 2 // 3), p, 70) for p in tones
        ]
    return {"Keys": comp, "Melody": tune(chart)}


def hymn(chart: Chart, rng: np.random.Generator) -> dict[str, Track]:
    """Four voices, each to its nearest free tone, with passing eighths; the tune only if it fits."""
    voices: list[Track] = [[], [], [], []]
    before = [69, 64, 57, 45]
    for span in spans(chart):
        tones = [(span.chord.root_class + step) % 12 for step in span.chord.quality.intervals]
        needed = [(span.chord.root_class + step) % 12 for step in span.chord.quality.essential]
        needed = [*needed, span.chord.root_class, *tones][:3] if len(needed) < 3 else needed[:3]
        now = [0, 0, 0, bass_of(span.chord, 40)]
        for voice, pitch_class in enumerate(rng.permutation(needed)):
            low = (62, 57, 50)[voice]
            options = [p for p in range(low, low + 15) if p % 12 == pitch_class]
            now[voice] = min(options, key=lambda p, v=voice: abs(p - before[v]))  # type: ignore[misc]
        for voice, pitch in enumerate(now):
            line = voices[voice]
            gap = pitch - before[voice]
            if line and abs(gap) in (3, 4) and rng.random() < 0.6 and line[-1].end - line[-1].start >= BEAT:
                passing = before[voice] + (2 if gap > 0 else -2)
                line[-1] = line[-1]._replace(end=span.start - 240)
                line.append(Played(span.start - 240, span.start, passing, 80))
            line.append(Played(span.start, span.end, pitch, 80))
        before = now
    return dict(zip(("Soprano", "Alto", "Tenor", "Bass"), voices, strict=True))


PLAYERS: Final[dict[str, Player]] = {
    "ballad": ballad, "march": march, "guitar": guitar, "trio": trio, "synths": synths, "sparse": sparse,
    "hymn": hymn,
}  # fmt: skip


def human(track: Track, ticks: float, rng: np.random.Generator) -> Track:
    """The track a little early and late."""
    found = []
    for note in track:
        start = max(0, note.start + round(rng.normal(0, ticks)))
        found.append(note._replace(start=start, end=max(start + 20, note.end)))
    return sorted(found)
