"""Broken rules of voice-leading as sentences that name the rule, the bar and the lanes."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.canvas import Canvas
from tuicomposer.generator.counterpoint import Fault, faults, out_of_range
from tuicomposer.generator.rule_costs import table_of, tendency_of
from tuicomposer.generator.rule_table import Rule
from tuicomposer.jobs.messages import Reason
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import pitch_name

I64 = NDArray[np.int64]

WORTH_SAYING: Final = 0.5
"""Nats from which a broken rule is mentioned."""
_SENTENCES: Final = {
    Rule.PARALLEL_FIFTHS: "{upper} and {lower} move in parallel fifths.",
    Rule.PARALLEL_OCTAVES: "{upper} and {lower} move in parallel octaves.",
    Rule.DIRECT_FIFTHS: "{upper} leaps into a fifth with {lower}, both in the same direction.",
    Rule.DIRECT_OCTAVES: "{upper} leaps into an octave with {lower}, both in the same direction.",
    Rule.CROSSING: "{upper} lies below {lower}.",
    Rule.SPACING: "{upper} and {lower} lie more than an octave apart.",
    Rule.LEAP: "{upper} leaps by {size} semitones.",
    Rule.SEVENTH_LEAP: "{upper} leaps by a seventh.",
    Rule.TRITONE_LEAP: "{upper} leaps by a tritone.",
    Rule.LEADING_TONE: "{upper} does not take the leading tone up.",
    Rule.DOUBLED_LEADING_TONE: "{upper} and {lower} double the leading tone.",
    Rule.CHORD_SEVENTH: "{upper} does not take the seventh down by step.",
    Rule.RANGE: "{upper} has {pitch}, outside its comfortable range from {lowest} to {highest}.",
}


def rule_reasons(canvas: Canvas, heard: I64) -> list[Reason]:
    """One reason for each rule that the same voices break in the same bar, in order of bars.

    Args:
        canvas: Names, bars and the style.
        heard: (rows, 4) sounding MIDI pitches, -1 for rests.
    """
    table = table_of(canvas)
    found: dict[tuple[int, Rule, tuple[int, ...]], Reason] = {}
    costly = [
        fault
        for fault in faults(heard, table, tendency_of(canvas))
        if fault.rule is not Rule.RANGE and table.cost(fault.rule) >= WORTH_SAYING
    ]
    for fault in [*costly, *out_of_range(heard, table)]:
        bar = canvas.section.position(fault.row).bar
        found.setdefault((bar, fault.rule, fault.voices), _reason(canvas, heard, fault, bar))
    return [found[key] for key in sorted(found)]


def _reason(canvas: Canvas, heard: I64, fault: Fault, bar: int) -> Reason:
    names = [lane_name(canvas, voice) for voice in fault.voices]
    first = fault.voices[0]
    size = abs(int(heard[fault.row, first]) - int(heard[max(0, fault.row - 1), first]))
    lowest, highest = table_of(canvas).ranges[first]
    flats = (canvas.song.key_at(canvas.region.section) or Key("C")).flats
    pitches = [pitch_name(pitch, flats=flats) for pitch in (int(heard[fault.row, first]), lowest, highest)]
    named = dict(zip(("pitch", "lowest", "highest"), pitches, strict=True))
    sentence = _SENTENCES[fault.rule].format(upper=names[0], lower=names[-1], size=size, **named)
    return Reason(bar, lanes_of(canvas, fault.voices), fault.rule.value, sentence)


def lane_name(canvas: Canvas, voice: int) -> str:
    """Name of a voice's lane."""
    lane = canvas.parts[voice]
    return "a voice" if lane is None else canvas.song.lanes[lane].name


def lanes_of(canvas: Canvas, voices: tuple[int, ...]) -> tuple[int, ...]:
    """Lanes of voices; those without a lane are left out."""
    return tuple(lane for voice in voices if (lane := canvas.parts[voice]) is not None)
