"""Plays a chart in one of very many ways, drawn by a seed, with the timing of hands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.charts import Chart, Sounding, transposed
from tuicomposer.training.chords.chorale import sung
from tuicomposer.training.chords.figures import BASSES, bass_line, broken, inverted, pad, struck
from tuicomposer.training.chords.invented import invented_melody
from tuicomposer.training.chords.voicings import Voicer

_LAYERS: Final = {"struck": struck, "broken": broken, "pad": pad}
_SCENES: Final = {"band": 0.5, "piano": 0.22, "chorale": 0.16, "solo": 0.12}


class Arranged(NamedTuple):
    """A chart as it was played."""

    chart: Chart
    """Transposed, its chords over the basses that were played."""
    notes: tuple[Sounding, ...]
    has_bass: bool
    """Whether the lowest notes follow the chords' basses."""


def arranged(chart: Chart, rng: np.random.Generator) -> Arranged:
    """Play a chart; one that is there in full is only transposed and played by hand."""
    chart = transposed(chart, int(rng.integers(-5, 7)))
    if chart.played:
        return Arranged(chart, _performed(chart.played, chart, rng), has_bass=True)
    scene = str(rng.choice(list(_SCENES), p=list(_SCENES.values())))
    share = 0.3 if scene == "chorale" else float(rng.choice([0.0, 0.0, 0.15, 0.4]))
    chart = replace(chart, chords=inverted(chart, share, rng))
    if not chart.melody and rng.random() < 0.75:
        chart = replace(chart, melody=invented_melody(chart, rng))
    if scene == "chorale":
        notes, has_bass = list(sung(chart, rng)), True
    else:
        notes, has_bass = _accompanied(chart, scene, rng)
    if scene != "chorale" and rng.random() < 0.85:
        notes += _tune(chart, rng)
    return Arranged(chart, _performed(notes, chart, rng), has_bass)


def accompanied(chart: Chart, rng: np.random.Generator) -> tuple[Sounding, ...]:
    """A chart without its melody, played by a band or by one pair of hands."""
    notes, _ = _accompanied(chart, str(rng.choice(["band", "piano", "solo"])), rng)
    return _performed(notes, chart, rng)


def _accompanied(chart: Chart, scene: str, rng: np.random.Generator) -> tuple[list[Sounding], bool]:
    has_bass = scene != "solo" and bool(rng.random() < 0.88)
    notes = list(bass_line(chart, str(rng.choice([*BASSES, "riff"])), rng)) if has_bass else []
    count = 1 if scene != "band" else int(rng.choice([1, 2, 2, 3]))
    for _ in range(count):
        voicer = Voicer(
            rng,
            centre=float(rng.uniform(50, 70)) if scene != "solo" else float(rng.uniform(48, 62)),
            size=int(rng.choice([3, 3, 4, 4, 5])),
            rootless=has_bass and bool(rng.random() < 0.25),
            opened=bool(rng.random() < 0.25),
        )
        kind = str(rng.choice(["struck", "broken", "pad"], p=[0.45, 0.35, 0.2]))
        notes += list(_LAYERS[kind](chart, voicer, rng))
    return notes, has_bass


def _tune(chart: Chart, rng: np.random.Generator) -> list[Sounding]:
    velocity, shift = int(rng.integers(70, 115)), int(rng.choice([0, 0, 0, 12, -12]))
    return [Sounding(note.start, note.end, note.pitch + shift, velocity) for note in chart.melody]


def _performed(notes: Iterable[Sounding], chart: Chart, rng: np.random.Generator) -> tuple[Sounding, ...]:
    """The notes as hands play them: late and early, short and long, loud and soft, pedalled."""
    jitter = float(rng.choice([0.0, 0.0, 6.0, 14.0, 24.0]))
    legato = float(rng.uniform(0.55, 1.05)) if rng.random() < 0.6 else 1.0
    spread = float(rng.choice([0.0, 6.0, 14.0]))
    pedal = chart.meter.pulse_ticks * int(rng.choice([1, 2])) if rng.random() < 0.12 else 0
    early = TICKS_PER_BEAT // 2 if rng.random() < 0.08 else 0
    swing = TICKS_PER_BEAT // 6 if rng.random() < 0.12 else 0
    played = []
    for start, end, pitch, velocity in notes:
        first = start + (swing if swing and start % TICKS_PER_BEAT == TICKS_PER_BEAT // 2 else 0)
        # A syncopated player anticipates the bar by an eighth note now and then.
        if early and start in chart.bars and rng.random() < 0.5:
            first -= early
        first = max(0, round(first + rng.normal(0, jitter)))
        last = round(start + (end - start) * legato)
        last = max(last, (start // pedal + 1) * pedal) if pedal else last
        loud = int(np.clip(velocity + rng.normal(0, spread), 1, 127))
        played.append(Sounding(first, max(first + 20, last), int(np.clip(pitch, 0, 127)), loud))
    return tuple(sorted(played))
