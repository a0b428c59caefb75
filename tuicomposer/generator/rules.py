"""A weight-free generator: block chords with smooth voice-leading, by rules alone.

It is the baseline in every table, and what is at work when torch or the weights are missing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.errors import ModelError
from tuicomposer.generator.canvas import Canvas, RowChord, encode, open_rows, sounding_pitches
from tuicomposer.generator.constraints import RANGES, contain_chords
from tuicomposer.generator.proposal import Sampled, Sampler, propose
from tuicomposer.generator.variation import varied
from tuicomposer.generator.vocabulary import BASS, HOLD, MASK, REST, VOICES, pitch_token
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import NO_WISHES
from tuicomposer.jobs.messages import Generated, GenerateRequest, Judged, JudgeRequest
from tuicomposer.jobs.services import Report
from tuicomposer.jobs.writers import RULES
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES

I64 = NDArray[np.int64]
_CHOICES: Final = 4
_DEAF: Final = "The rules heed no wishes about density, register, syncopation, surprise or likeness."
_DEGREES: Final = {"major": (0, 3, 4, 5, 1), "minor": (0, 3, 4, 5, 2)}
_TRIADS: Final = {"major": ("", "m", "m", "", "", "m", "dim"), "minor": ("m", "dim", "", "m", "", "", "")}


class RuleGenerator:
    """Implements :class:`tuicomposer.jobs.services.GeneratorService` without a model.

    Args:
        note: Why the rules are at work, for the screen; empty if nobody needs to know.
    """

    name = RULES

    def __init__(self, note: str = "") -> None:
        self.note = note

    def generate(self, request: GenerateRequest, report: Report, token: CancelToken) -> Generated:
        """Candidates by rules; see the protocol."""
        made = propose(request, RuleSampler(), self.name, report, token)
        deaf = "" if request.controls == NO_WISHES else _DEAF
        return replace(made, note=" ".join(filter(None, (self.note, deaf))))

    def judge(self, request: JudgeRequest, token: CancelToken) -> Judged:  # noqa: ARG002
        """Rules have no opinion.

        Raises:
            ModelError: Always.
        """
        raise ModelError(
            "No trained model is loaded, so nothing can be judged.", self.note or "Run “doctor”."
        )


class RuleSampler(Sampler):
    """Draws block-chord arrangements."""

    def draw(
        self,
        request: GenerateRequest,
        count: int,
        rng: np.random.Generator,
        report: Report,
        token: CancelToken,
    ) -> list[Sampled]:
        """``count`` arrangements; see the protocol."""
        canvas = encode(request)
        if canvas.song.chord_lane in request.region.lanes:
            canvas = encode(request, harmonise(canvas, open_rows(canvas)))
        plan = canvas
        if not canvas.chords:
            plan = encode(request, harmonise(canvas, list(range(request.region.start, request.region.stop))))
        if request.vary is not None:
            canvas = varied(canvas, request.vary, rng)
            plan = replace(plan, tokens=canvas.tokens, free=canvas.free, written=canvas.written)
        drawn = []
        for index in range(count):
            token.check()
            tokens = contain_chords(canvas, arrange(plan, rng))
            drawn.append(Sampled(canvas, tokens))
            report((index + 1) / count, "Writing by rules")
        return drawn


def harmonise(canvas: Canvas, rows: list[int]) -> tuple[RowChord, ...]:
    """The canvas' chords, and for the given rows, bar by bar, the diatonic triad that fits best."""
    section = canvas.section
    key = canvas.song.key or Key("C")
    heard = sounding_pitches(np.where(canvas.free, HOLD, canvas.tokens))
    runs: list[list[int]] = []
    for row in rows:
        if not runs or row != runs[-1][-1] + 1 or section.position(row).row == 0:
            runs.append([])
        runs[-1].append(row)
    chosen = [
        RowChord(_triad(heard[run], key, section.position(run[0]).bar), run[0], run[-1] + 1) for run in runs
    ]
    return tuple(sorted([*canvas.chords, *chosen], key=lambda item: item.start))


def _triad(heard: I64, key: Key, bar: int) -> Chord:
    classes = heard[heard >= 0] % 12
    names = FLAT_NAMES if key.flats else SHARP_NAMES

    def fit(degree: int) -> tuple[float, int]:
        chord = Chord(names[key.scale[degree]], _TRIADS[key.mode][degree])
        inside = float(np.isin(classes, list(chord.pitch_classes)).sum())
        return inside + (0.5 if degree == 0 and bar <= 1 else 0.0), -degrees.index(degree)

    degrees = _DEGREES[key.mode]
    best = max(degrees, key=fit)
    return Chord(names[key.scale[best]], _TRIADS[key.mode][best])


def arrange(canvas: Canvas, rng: np.random.Generator) -> I64:
    """(rows, 4) tokens: at every chord the nearest voicing, held until the next."""
    tokens = np.where(canvas.tokens == MASK, HOLD, canvas.tokens)
    tokens[0] = np.where(canvas.free[0], REST, tokens[0])
    previous = [sum(RANGES[voice]) // 2 for voice in range(VOICES)]
    for item in canvas.chords:
        for row in _onsets(canvas, item):
            free = [voice for voice in range(VOICES) if canvas.free[row, voice]]
            heard = sounding_pitches(tokens)[row]
            kept = {
                voice: int(heard[voice]) for voice in range(VOICES) if voice not in free and heard[voice] >= 0
            }
            if item.chord.is_silence or not free:
                tokens[row, free] = REST
                continue
            voicing = _voicing(item.chord, free, kept, previous, rng)
            for voice, pitch in voicing.items():
                if row == item.start or pitch != previous[voice]:
                    tokens[row, voice] = pitch_token(pitch)
                previous[voice] = pitch
    return tokens


def _onsets(canvas: Canvas, item: RowChord) -> list[int]:
    """The chord's start, and each bar line within it."""
    bars = [row for row in range(item.start + 1, item.stop) if canvas.clock[row, 1] == 3]
    return [item.start, *bars]


def _voicing(
    chord: Chord, free: list[int], kept: dict[int, int], previous: list[int], rng: np.random.Generator
) -> dict[int, int]:
    options = [_nearest(chord, voice, voice == free[-1], previous[voice]) for voice in free]
    wanted = chord.essential - {pitch % 12 for pitch in kept.values()}

    def cost(pitches: tuple[int, ...]) -> float:
        voices = {**kept, **dict(zip(free, pitches, strict=True))}
        ordered = [voices[voice] for voice in sorted(voices)]
        crossing = sum(max(0, low - high) for high, low in pairwise(ordered))
        moved = sum(abs(pitch - previous[voice]) for voice, pitch in zip(free, pitches, strict=True))
        missing = len(wanted - {pitch % 12 for pitch in pitches})
        return moved + 20 * missing + 6 * crossing + float(rng.random())

    best: tuple[int, ...] = min(product(*options), key=cost)
    return dict(zip(free, best, strict=True))


def _nearest(chord: Chord, voice: int, lowest: bool, previous: int) -> list[int]:
    classes = {chord.bass_class} if lowest else chord.pitch_classes
    low, high = RANGES[voice] if lowest or voice != BASS else RANGES[BASS]
    pitches = [pitch for pitch in range(low - 6, high + 7) if pitch % 12 in classes]
    return sorted(pitches, key=lambda pitch: abs(pitch - previous))[:_CHOICES]
