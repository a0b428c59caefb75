"""Invented charts and melodies, for what the collections lack: rare qualities, odd progressions."""

from __future__ import annotations

from typing import Final

import numpy as np

from tuicomposer.score.chord import NO_CHORD, Chord
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.charts import Chart, Held, Sung, joined
from tuicomposer.training.chords.chorale import chart_scale

_METERS: Final = (Meter(4, 4), Meter(4, 4), Meter(4, 4), Meter(3, 4), Meter(6, 8), Meter(2, 4), Meter(12, 8))
_MAJOR: Final = ((0, "maj"), (2, "min"), (4, "min"), (5, "maj"), (7, "dom"), (9, "min"), (11, "dim"))
_MINOR: Final = ((0, "min"), (2, "dim"), (3, "maj"), (5, "min"), (7, "dom"), (8, "maj"), (10, "maj"))
_LIKELY: Final = (0.24, 0.12, 0.07, 0.2, 0.2, 0.14, 0.03)
_FAMILIES: Final = {
    "plain": {"maj": ("",), "min": ("m",), "dom": ("", "7"), "dim": ("dim",)},
    "sevenths": {
        "maj": ("maj7", "maj7", "6", "maj9"), "min": ("m7", "m7", "m9", "m6"),
        "dom": ("7", "9", "13", "7sus4"), "dim": ("m7b5", "dim7"),
    },
    "mixed": {
        "maj": ("", "", "maj7", "6", "add9", "sus2"), "min": ("m", "m", "m7", "m6", "mMaj7"),
        "dom": ("7", "7", "", "sus4", "7sus4", "aug", "9", "7b9"), "dim": ("dim", "m7b5", "dim7"),
    },
}  # fmt: skip
_ANY: Final = (
    "", "m", "7", "maj7", "m7", "dim", "aug", "m7b5", "dim7", "sus4", "sus2", "6", "m6", "mMaj7", "7sus4",
    "5", "add9", "9", "",  "m", "7", "maj7", "m7",
)  # fmt: skip


def invented_chart(rng: np.random.Generator, bars: int = 16) -> Chart:
    """A chart of functional, borrowed or random chords."""
    meter = _METERS[int(rng.integers(len(_METERS)))]
    lengths = [meter.bar_ticks, meter.bar_ticks, max(meter.pulse_ticks, meter.bar_ticks // 2)]
    lengths += [2 * meter.bar_ticks, meter.pulse_ticks]
    share = rng.dirichlet((2.0, 2.0, 2.0, 0.7, 0.8))
    family = _FAMILIES[str(rng.choice(list(_FAMILIES)))]
    tonic, minor = int(rng.integers(12)), bool(rng.random() < 0.4)
    wild = 1.0 if rng.random() < 0.2 else float(rng.choice([0.0, 0.05, 0.2]))
    silence = 0.03 if rng.random() < 0.3 else 0.0
    chords, now, end = list[Held](), 0, bars * meter.bar_ticks
    while now < end:
        length = int(rng.choice(lengths, p=share))
        if length > meter.bar_ticks // 2:
            length = max(meter.pulse_ticks, min(length, length - now % meter.bar_ticks))
        chord = NO_CHORD if rng.random() < silence else _chord(rng, tonic, minor, family, wild)
        chords.append(Held(now, min(end, now + length), chord))
        now += length
    lines = tuple(range(0, end + 1, meter.bar_ticks))
    return Chart(f"invented {rng.integers(1 << 30)}", "invented", meter, lines, joined(chords))


def _chord(
    rng: np.random.Generator, tonic: int, minor: bool, family: dict[str, tuple[str, ...]], wild: float
) -> Chord:
    if rng.random() < wild:
        return Chord(SHARP_NAMES[int(rng.integers(12))], str(rng.choice(_ANY)))
    step, kind = (_MINOR if minor else _MAJOR)[int(rng.choice(7, p=_LIKELY))]
    if rng.random() < 0.1:
        kind = "dom"  # an applied dominant
    elif rng.random() < 0.06:
        step, kind = int(rng.integers(12)), str(rng.choice(["dim", "maj"]))
    return Chord(SHARP_NAMES[(tonic + step) % 12], str(rng.choice(family[kind])))


def invented_melody(chart: Chart, rng: np.random.Generator) -> tuple[Sung, ...]:
    """A tune over a chart: chord tones mostly on the beats, steps between, some tension anywhere."""
    scale = sorted(chart_scale(chart))
    if rng.random() < 0.25 and len(scale) == 7:
        scale = scale[:5]
    strong, fill = float(rng.uniform(0.55, 0.95)), float(rng.uniform(0.3, 0.9))
    pulse, pitch = chart.meter.pulse_ticks, float(rng.integers(62, 78))
    notes: list[Sung] = []
    step = int(rng.choice([TICKS_PER_BEAT // 2, TICKS_PER_BEAT // 2, TICKS_PER_BEAT, TICKS_PER_BEAT // 4]))
    index = 0
    for start in range(0, chart.ticks if chart.chords else 0, step):
        on_beat = start % pulse == 0
        if (not on_beat and rng.random() > fill) or rng.random() < 0.12:
            continue
        while index < len(chart.chords) - 1 and chart.chords[index].end <= start:
            index += 1
        chord = chart.chords[index].chord
        tones = sorted(chord.pitch_classes) if rng.random() < (strong if on_beat else 0.4) else scale
        pitch = _near(pitch + rng.normal(0, 2.5), tones or scale)
        pitch = pitch - 12 if pitch > 84 else pitch + 12 if pitch < 57 else pitch
        if notes and notes[-1].end > start:
            notes[-1] = notes[-1]._replace(end=start)
        notes.append(Sung(start, start + step * int(rng.choice([1, 1, 2, 3])), int(pitch)))
    return tuple(notes)


def _near(height: float, classes: list[int]) -> int:
    around = round(height)
    return min(
        (pitch for pitch in range(around - 6, around + 7) if pitch % 12 in classes),
        key=lambda pitch: abs(pitch - height),
        default=around,
    )
