"""A passage through a synthesizer: samples, and labels that are exact because they were played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

from tuicomposer.analyzer.audio.spectrum import SAMPLE_RATE
from tuicomposer.analyzer.vocabulary import class_of
from tuicomposer.playback.events import ALL_SOUND_OFF, VOLUME, Kind, SoundEvent
from tuicomposer.playback.render import BLOCK, Renderer
from tuicomposer.score.channels import DRUM_CHANNEL
from tuicomposer.score.meter import Meter
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.audio.clock import Tempo, drawn_tempo
from tuicomposer.training.audio.effects import worn
from tuicomposer.training.audio.scene import Part, Scene
from tuicomposer.training.audio.singer import SungNote, sing

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

UNKNOWN: Final = -1
_REVERB: Final = 91
_CHANNELS: Final = 16
_TAIL_SECONDS: Final = 1.2
_SUNG_SHARE: Final = 0.12
_PROGRAMS: Final = {
    "melody": (0, 0, 1, 4, 11, 21, 22, 24, 26, 40, 40, 41, 42, 52, 53, 56, 57, 60, 64, 65, 66, 68, 70, 71,
               72, 73, 73, 74, 75, 78, 79, 80, 81, 82, 85),
    "chords": (0, 0, 0, 1, 2, 4, 5, 6, 7, 11, 16, 17, 18, 19, 21, 24, 24, 25, 25, 26, 27, 28, 29, 46, 48, 48,
               49, 50, 52, 54, 61, 62, 88, 89, 90, 92, 95),
    "bass": (32, 32, 33, 33, 34, 35, 36, 37, 38, 39, 42, 43, 0, 58, 70),
    "voice": (19, 19, 16, 20, 48, 48, 49, 52, 52, 53, 0, 0, 6, 21, 56, 60, 61, 68, 71, 73, 74, 40, 42),
    "drums": (0, 0, 0, 8, 16, 25, 40),
}  # fmt: skip
"""General MIDI programs by role, counted from 0; what is written twice is drawn twice as often."""
_ANY_PROGRAM: Final = 0.07
_VOLUMES: Final = {
    "melody": (85, 125),
    "chords": (50, 110),
    "bass": (70, 118),
    "voice": (75, 115),
    "drums": (45, 110),
}


class Label(NamedTuple):
    """What sounds in a take; times in seconds from the first sample."""

    notes: F32
    """(notes, 5): start, end, pitch, velocity, and 1 for notes of the melody."""
    beats: F32
    """(beats, 2): time, and 1 where a bar begins."""
    chords: F32
    """(chords, 4): start, end, class, steps of the bass above the root; UNKNOWN where nobody says."""


@dataclass(frozen=True)
class Take:
    """Samples at SAMPLE_RATE, mono."""

    samples: F32
    label: Label
    cents: float
    """How far it is tuned above 440 Hz."""


class _Played(NamedTuple):
    start: F64
    end: F64
    pitch: NDArray[np.int64]
    velocity: NDArray[np.int64]


def record(scene: Scene, tempo: float, renderer: Renderer, rng: np.random.Generator, *, hard: bool) -> Take:
    """Play a scene and record it.

    Args:
        scene: What is played.
        tempo: Quarter notes a minute.
        renderer: A synthesizer; what sounded in it before is cut.
        rng: Source of choices.
        hard: Whether the recording is a bad one.
    """
    clock = drawn_tempo(scene.chart.ticks, tempo, float(rng.uniform(0.0, 1.0)), rng)
    played = [_performed(part, clock, rng) for part in scene.parts]
    seconds = float(clock.at(np.array([scene.chart.ticks]))[0]) + _TAIL_SECONDS
    sings = rng.random() < _SUNG_SHARE
    dry = _rendered(scene.parts, played, seconds, renderer, rng, mute_melody=sings)
    for part, one in zip(scene.parts, played, strict=True):
        if sings and part.role == "melody" and len(one.start):
            dry = _with_singer(dry, one, renderer.sample_rate, rng)
    cents = float(rng.uniform(-48, 48)) if rng.random() < (0.8 if hard else 0.4) else float(rng.normal(0, 4))
    # A tape that runs faster is higher and shorter: every time shrinks by the same factor.
    speed = 2 ** (cents / 1200)
    samples = soxr.resample(dry, renderer.sample_rate, SAMPLE_RATE / speed, "HQ").astype(np.float32)
    label = _label(scene, played, clock, speed)
    return Take(worn(samples, SAMPLE_RATE, rng, hard=hard), label, cents)


def _performed(part: Part, clock: Tempo, rng: np.random.Generator) -> _Played:
    """The notes as hands play them: late and early, short and long, loud and soft."""
    notes = np.array([note for note in part.notes if note.end > note.start], np.int64).reshape(-1, 4)
    jitter = float(rng.choice([0.0, 0.0, 0.005, 0.012, 0.022]))
    legato = float(rng.uniform(0.6, 1.0)) if rng.random() < 0.4 and part.role != "voice" else 0.98
    start, stop = clock.at(notes[:, 0].astype(float)), clock.at(notes[:, 1].astype(float))
    end = start + np.maximum((stop - start) * legato, 0.05)
    moved = np.maximum(0.0, start + rng.normal(0, jitter, len(start)) + rng.normal(0, jitter / 3))
    spread = float(rng.choice([0.0, 5.0, 12.0]))
    velocity = np.clip(notes[:, 3] + rng.normal(0, spread, len(notes)), 15, 127).astype(np.int64)
    return _Played(moved, np.maximum(end, moved + 0.05), np.clip(notes[:, 2], 12, 115), velocity)


def _rendered(
    parts: Sequence[Part], played: Sequence[_Played], seconds: float, renderer: Renderer,
    rng: np.random.Generator, *, mute_melody: bool,
) -> F32:  # fmt: skip
    events = sorted(
        _events(parts, played, rng, mute_melody=mute_melody), key=lambda one: (one[0], one[1].kind)
    )
    out = np.zeros(int(seconds * renderer.sample_rate), np.float32)
    now = 0
    for at, event in events:
        target = min(len(out), int(at * renderer.sample_rate)) // BLOCK * BLOCK
        if target > now:
            out[now:target] = renderer.render(target - now).mean(axis=1)
            now = target
        renderer.send(event)
    if len(out) > now:
        out[now:] = renderer.render(len(out) - now).mean(axis=1)
    return out


def _events(
    parts: Sequence[Part], played: Sequence[_Played], rng: np.random.Generator, *, mute_melody: bool
) -> Iterator[tuple[float, SoundEvent]]:
    choir = int(rng.choice(_PROGRAMS["voice"])) if rng.random() < 0.7 else None
    reverb = int(rng.choice([0, 20, 40, 80]))
    for channel in range(_CHANNELS):
        yield -1.0, SoundEvent(0, Kind.CONTROL, channel, ALL_SOUND_OFF)
    for channel, (part, notes) in enumerate(zip(parts, played, strict=True)):
        port = DRUM_CHANNEL if part.role == "drums" else channel
        program = int(rng.choice(_PROGRAMS[part.role]))
        if part.role == "voice" and choir is not None:
            program = choir
        elif part.role in {"melody", "chords"} and rng.random() < _ANY_PROGRAM:
            program = int(rng.integers(0, 104))
        yield -1.0, SoundEvent(0, Kind.PROGRAM, port, program)
        yield -1.0, SoundEvent(0, Kind.CONTROL, port, VOLUME, int(rng.integers(*_VOLUMES[part.role])))
        yield -1.0, SoundEvent(0, Kind.CONTROL, port, _REVERB, reverb)
        if part.role == "melody" and mute_melody:
            continue
        for start, end, pitch, velocity in zip(*notes, strict=True):
            yield float(start), SoundEvent(0, Kind.NOTE_ON, port, int(pitch), int(velocity))
            yield float(end), SoundEvent(0, Kind.NOTE_OFF, port, int(pitch))


def _with_singer(dry: F32, notes: _Played, rate: int, rng: np.random.Generator) -> F32:
    rows = sorted(zip(*notes, strict=True))
    voice = sing(
        [SungNote(float(a), float(b), float(p), int(v)) for a, b, p, v in rows], len(dry) / rate, rate, rng
    )
    peak, around = float(np.abs(voice).max()), float(np.sqrt(np.mean(dry**2)))
    loud = float(rng.uniform(1.5, 5.0)) * (around if around > 1e-5 else 0.1)
    return dry + (voice / max(peak, 1e-6) * loud).astype(np.float32)


def _label(scene: Scene, played: Sequence[_Played], clock: Tempo, speed: float) -> Label:
    rows = [
        np.stack([one.start / speed, one.end / speed, one.pitch, one.velocity,
                  np.full(len(one.start), _is_tune(scene, index))], axis=1)
        for index, (part, one) in enumerate(zip(scene.parts, played, strict=True))
        if part.role != "drums"
    ]  # fmt: skip
    pulse = _beat(scene.chart.meter)
    bars = np.array(scene.chart.bars)
    ticks = np.unique(np.concatenate([np.arange(bar, stop, pulse) for bar, stop in _bar_pairs(bars, pulse)]))
    beats = np.stack([clock.at(ticks.astype(float)) / speed, np.isin(ticks, bars)], axis=1)
    return Label(
        np.concatenate([*rows, np.zeros((0, 5))]).astype(np.float32),
        beats.astype(np.float32),
        _chords(scene, clock, speed),
    )


def _beat(meter: Meter) -> int:
    """What people tap, in ticks: in cut time too a quarter."""
    pulse = meter.pulse_ticks
    return TICKS_PER_BEAT if pulse % TICKS_PER_BEAT == 0 else pulse


def _bar_pairs(bars: NDArray[np.int64], pulse: int) -> Iterator[tuple[int, int]]:
    """Bars with their ends; a pickup's beats are counted back from the bar line after it."""
    for start, stop in zip(bars[:-1].tolist(), bars[1:].tolist(), strict=True):
        short = (stop - start) % pulse
        yield start + short, stop


def _is_tune(scene: Scene, index: int) -> bool:
    roles = [part.role for part in scene.parts]
    return roles[index] == "melody" or ("melody" not in roles and roles[index] == "voice" and index == 0)


def _chords(scene: Scene, clock: Tempo, speed: float) -> F32:
    rows = []
    for held in scene.chart.chords if scene.has_chords else ():
        start, end = clock.at(np.array([held.start, held.end], float)) / speed
        silent = held.chord.is_silence
        step = (
            UNKNOWN if silent or not scene.has_bass else (held.chord.bass_class - held.chord.root_class) % 12
        )
        rows.append((start, end, class_of(held.chord), step))
    return np.array(rows, np.float32).reshape(-1, 4)
