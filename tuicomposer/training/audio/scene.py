"""Music to render: charts played by several parts, chorales in four voices, songs as written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from tuicomposer.training.audio.drums import drum_part
from tuicomposer.training.chords.charts import Chart, Sounding, excerpt, transposed
from tuicomposer.training.chords.chorale import sung
from tuicomposer.training.chords.figures import BASSES, bass_line, broken, inverted, pad, struck
from tuicomposer.training.chords.invented import invented_melody
from tuicomposer.training.chords.voicings import Voicer

_LAYERS: Final = {"struck": struck, "broken": broken, "pad": pad}
_SCENES: Final = {"band": 0.50, "piano": 0.18, "chorale": 0.12, "solo": 0.14, "tune": 0.06}


class Part(NamedTuple):
    """What one instrument plays."""

    role: str
    """``melody``, ``chords``, ``bass``, ``voice`` (of a choir) or ``drums``."""
    notes: tuple[Sounding, ...]
    """Ticks from the start."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage to render."""

    chart: Chart
    """Its bars and chords, and the basses that are played."""
    parts: tuple[Part, ...]
    kind: str
    has_bass: bool
    """Whether the lowest notes follow the chords' basses."""
    has_chords: bool = True
    """Whether the chords are heard; a tune by itself has none that anyone could name for sure."""


def scene_of(chart: Chart, seconds: float, tempo: float, rng: np.random.Generator) -> Scene:
    """A passage of a chart, played anew.

    Args:
        chart: The chart.
        seconds: About how long the passage may be.
        tempo: Quarter notes a minute.
        rng: Source of choices.
    """
    count = max(2, round(seconds * tempo / 60 * 480 / chart.meter.bar_ticks))
    last = max(0, len(chart.bars) - 1 - count)
    first = 0 if rng.random() < 0.25 else int(rng.integers(last + 1))
    chart = excerpt(chart, first, min(count, len(chart.bars) - 1 - first))
    chart = transposed(chart, int(rng.integers(-5, 7)))
    if chart.played:
        return _written(chart, rng)
    kind = str(rng.choice(list(_SCENES), p=list(_SCENES.values())))
    share = 0.3 if kind == "chorale" else float(rng.choice([0.0, 0.0, 0.15, 0.4]))
    chart = replace(chart, chords=inverted(chart, share, rng))
    if not chart.melody and (kind == "tune" or rng.random() < 0.8):
        chart = replace(chart, melody=invented_melody(chart, rng))
    if kind == "tune" and chart.melody:
        return Scene(chart, (_tune(chart, rng),), kind, has_bass=False, has_chords=False)
    if kind == "chorale":
        return _choir(chart, rng)
    return _band(chart, "piano" if kind == "tune" else kind, rng)


def _band(chart: Chart, kind: str, rng: np.random.Generator) -> Scene:
    """Bass, chords and tune, or some of them."""
    has_bass = kind != "solo" and bool(rng.random() < 0.88)
    parts: list[Part] = []
    if has_bass:
        parts.append(Part("bass", tuple(bass_line(chart, str(rng.choice([*BASSES, "riff"])), rng))))
    for _ in range(int(rng.choice([1, 2, 2, 3])) if kind == "band" else 1):
        voicer = Voicer(
            rng,
            centre=float(rng.uniform(50, 70)) if kind != "solo" else float(rng.uniform(46, 62)),
            size=int(rng.choice([3, 3, 4, 4, 5])),
            rootless=has_bass and bool(rng.random() < 0.25),
            opened=bool(rng.random() < 0.25),
        )
        layer = str(rng.choice(list(_LAYERS), p=[0.45, 0.35, 0.2]))
        parts.append(Part("chords", tuple(_LAYERS[layer](chart, voicer, rng))))
    if chart.melody and rng.random() < 0.9:
        parts.append(_tune(chart, rng))
    if kind == "band" and rng.random() < 0.7:
        parts.append(Part("drums", drum_part(chart.bars, chart.meter.pulse_ticks, rng)))
    return Scene(chart, tuple(parts), kind, has_bass)


def _choir(chart: Chart, rng: np.random.Generator) -> Scene:
    notes = tuple(sung(chart, rng))
    voices = _voices(notes)
    return Scene(chart, tuple(Part("voice", voice) for voice in voices), "chorale", has_bass=True)


def _voices(notes: Sequence[Sounding]) -> list[tuple[Sounding, ...]]:
    """The four voices that :func:`sung` yields one after the other, the highest first."""
    voices: list[list[Sounding]] = []
    for note in notes:
        if not voices or note.start < voices[-1][-1].start:
            voices.append([])
        voices[-1].append(note)
    return [tuple(voice) for voice in voices]


def _written(chart: Chart, rng: np.random.Generator) -> Scene:
    """A song as it stands: the tune, and the rest; or voices where there is a choir."""
    tune = {(note.start, note.end, note.pitch) for note in chart.melody}
    rest = tuple(note for note in chart.played if note[:3] not in tune)
    loud = int(rng.integers(-14, 15))
    accompaniment = Part("chords", _louder(rest, loud))
    if not tune:
        return Scene(chart, (accompaniment,), "written", has_bass=True)
    role = "voice" if chart.collection == "chorales" else "chords"
    return Scene(
        chart, (_tune(chart, rng, 0), accompaniment._replace(role=role)), chart.collection, has_bass=True
    )


def _tune(chart: Chart, rng: np.random.Generator, shift: int | None = None) -> Part:
    velocity = int(rng.integers(70, 118))
    if shift is None:
        shift = int(rng.choice([0, 0, 0, 12, -12]))
    notes = (Sounding(note.start, note.end, note.pitch + shift, velocity) for note in chart.melody)
    return Part("melody", tuple(notes))


def _louder(notes: Iterable[Sounding], by: int) -> tuple[Sounding, ...]:
    return tuple(note._replace(velocity=int(np.clip(note.velocity + by, 20, 127))) for note in notes)
