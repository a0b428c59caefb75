"""What every pitch would cost by the rules of voice-leading, in every cell, given all other cells.

Added with a minus to the logits while cells are drawn again, so that a pitch that would make
parallels, cross a voice or leave a leading tone hanging has to be wanted by the network that
much more. A batch of arrangements is costed at once: arrays are (N, rows, 4, ...).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.canvas import Canvas
from tuicomposer.generator.counterpoint import OCTAVE, PAIRS, SEVENTHS, STEP, TRITONE, Tendency
from tuicomposer.generator.rule_table import Rule, RuleTable, rules_of
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.vocabulary import (
    BASS,
    FIRST_PITCH,
    HIGHEST,
    HOLD,
    LOWEST,
    SOPRANO,
    TOKENS,
    VOICES,
)

I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
PITCHES: Final = np.arange(LOWEST, HIGHEST + 1)
_CLASSES: Final = PITCHES % OCTAVE
_HIGH: Final = 127
_LIFT: Final = 2 * _HIGH


def table_of(canvas: Canvas) -> RuleTable:
    """The rules of a canvas' style."""
    return rules_of(STYLES[canvas.style])


def tendency_of(canvas: Canvas) -> Tendency:
    """What the tones of a canvas' chords want."""
    leading = np.full(canvas.rows, -1, np.int64)
    seventh = np.full(canvas.rows, -1, np.int64)
    following = {item.start: item for item in canvas.chords}
    for item in canvas.chords:
        if item.chord.is_silence:
            continue
        steps, root = item.chord.quality.intervals, item.chord.root_class
        after = following.get(item.stop)
        falls = after is not None and not after.chord.is_silence and (after.chord.root_class - root) % 12 == 5
        if 4 in steps and falls:
            leading[item.start : item.stop] = (root + 4) % OCTAVE
        if 10 in steps:
            seventh[item.start : item.stop] = (root + 10) % OCTAVE
    return Tendency(leading, seventh)


def heard_in(tokens: I64) -> I64:
    """(N, rows, 4) sounding pitches of a batch, -1 for rests and unknown cells."""
    rows = np.arange(tokens.shape[1])[None, :, None]
    last = np.maximum.accumulate(np.where(tokens != HOLD, rows, 0), axis=1)
    found = np.take_along_axis(tokens, last, axis=1)
    return np.where(found >= FIRST_PITCH, found - FIRST_PITCH + LOWEST, -1)


def rule_costs(tokens: I64, table: RuleTable, tendency: Tendency) -> F32:
    """(N, rows, 4, TOKENS) nats that each pitch token would cost if it started in that cell.

    A pitch is thought to last as long as the cell's lane holds; unknown neighbours cost nothing.
    A hold costs what the move that ends it costs.

    Args:
        tokens: (N, rows, 4) arrangements, masks included.
        table: The style's rules.
        tendency: What the tones of the chords want.
    """
    heard = heard_in(tokens)
    costs = np.zeros((*tokens.shape, len(PITCHES)), np.float32)
    before = np.full_like(heard, -1)
    before[:, 1:] = heard[:, :-1]
    _add_leaps(costs, before, table)
    _add_bounds(costs, tokens, heard, table)
    _add_ranges(costs, table)
    _add_tendencies(costs, before, heard, table, tendency)
    _add_direct(costs, before, heard, table)
    arriving = _arriving(heard, before, table)
    leaving, following = _leaving(tokens, heard, before, table)
    ends = np.where(following[..., None] == PITCHES, 0, leaving[..., _CLASSES])
    # Who repeats a pitch does not move: only what comes after can then be at fault.
    costs = np.where(before[..., None] == PITCHES, ends, costs + arriving[..., _CLASSES] + ends)
    found = np.zeros((*tokens.shape, TOKENS), np.float32)
    found[..., FIRST_PITCH:] = costs
    known = before >= LOWEST
    held = np.take_along_axis(ends, np.where(known, before - LOWEST, 0)[..., None], axis=-1)[..., 0]
    found[..., HOLD] = np.where(known, held, 0)
    return found


def _parallel_costs(table: RuleTable) -> dict[int, float]:
    return {0: table.cost(Rule.PARALLEL_OCTAVES), 7: table.cost(Rule.PARALLEL_FIFTHS)}


def _arriving(heard: I64, before: I64, table: RuleTable) -> F32:
    """(N, rows, 4, 12) cost of each pitch class as the second interval of a parallel."""
    found = np.zeros((*heard.shape, OCTAVE), np.float32)
    for upper, lower in PAIRS:
        first = (before[:, :, upper] - before[:, :, lower]) % OCTAVE
        known = (before[:, :, upper] >= 0) & (before[:, :, lower] >= 0)
        for voice, other, sign in ((upper, lower, 1), (lower, upper, -1)):
            there = heard[:, :, other]
            moves = known & (there >= 0) & (there != before[:, :, other])
            for interval, cost in _parallel_costs(table).items():
                number, row = np.nonzero(moves & (first == interval))
                found[number, row, voice, (there[number, row] + sign * interval) % OCTAVE] += cost
    return found


def _leaving(tokens: I64, heard: I64, before: I64, table: RuleTable) -> tuple[F32, I64]:
    """(N, rows, 4, 12) cost of each pitch class as the first interval of a parallel, when its note ends.

    And (N, rows, 4) the pitch that follows, -1 for none: where it is the same, nothing moves.
    """
    rows = tokens.shape[1]
    found = np.zeros((*heard.shape, OCTAVE), np.float32)
    for upper, lower in PAIRS:
        second = (heard[:, :, upper] - heard[:, :, lower]) % OCTAVE
        for voice, other, sign in ((upper, lower, 1), (lower, upper, -1)):
            there, was = heard[:, :, other], before[:, :, other]
            moves = (tokens[:, :, voice] >= FIRST_PITCH) & (there >= 0) & (was >= 0) & (there != was)
            for interval, cost in _parallel_costs(table).items():
                number, row = np.nonzero(moves & (second == interval))
                found[number, row, voice, (was[number, row] + sign * interval) % OCTAVE] += cost
    # What the next onset costs is told to every cell up to it: a note may begin in any of them.
    onsets = np.where(tokens != HOLD, np.arange(rows)[None, :, None], rows)
    onsets[:, 0] = rows
    after = np.full_like(onsets, rows)
    after[:, :-1] = np.minimum.accumulate(onsets[:, :0:-1], axis=1)[:, ::-1]
    comes, at = after < rows, np.minimum(after, rows - 1)
    coming = np.where(comes[..., None], np.take_along_axis(found, at[..., None], axis=1), np.float32(0))
    return coming, np.where(comes, np.take_along_axis(heard, at, axis=1), -1)


def _add_leaps(costs: F32, before: I64, table: RuleTable) -> None:
    size = np.abs(PITCHES - before[..., None])
    known = before[..., None] >= 0
    costs += np.float32(table.cost(Rule.LEAP)) * (known & (size > OCTAVE))
    costs += np.float32(table.cost(Rule.SEVENTH_LEAP)) * (
        known & ((size == SEVENTHS[0]) | (size == SEVENTHS[1]))
    )
    costs += np.float32(table.cost(Rule.TRITONE_LEAP)) * (known & (size == TRITONE))


def _add_bounds(costs: F32, tokens: I64, heard: I64, table: RuleTable) -> None:
    """Crossing and spacing against what sounds while the note would last."""
    lowest, highest = _extremes(tokens, heard)
    for voice in range(VOICES):
        ceiling = lowest[:, :, voice, :voice].min(axis=2, initial=_HIGH)
        floor = highest[:, :, voice, voice + 1 :].max(axis=2, initial=-1)
        outside = (ceiling[..., None] < PITCHES) | (floor[..., None] > PITCHES)
        costs[:, :, voice] += np.float32(table.cost(Rule.CROSSING)) * outside
        spacing = np.float32(table.cost(Rule.SPACING))
        if 0 < voice < BASS:
            above = heard[:, :, voice - 1, None]
            costs[:, :, voice] += spacing * ((above >= 0) & (above - PITCHES > OCTAVE))
        if voice < BASS - 1:
            below = heard[:, :, voice + 1, None]
            costs[:, :, voice] += spacing * ((below >= 0) & (PITCHES - below > OCTAVE))


def _add_ranges(costs: F32, table: RuleTable) -> None:
    if cost := table.cost(Rule.RANGE):
        low, high = np.array(table.ranges).T[..., None]
        costs += np.float32(cost) * ((low > PITCHES) | (high < PITCHES))


def _extremes(tokens: I64, heard: I64) -> tuple[I64, I64]:
    """(N, rows, 4, 4) lowest and highest pitch of every voice while a note of each voice would last."""
    # Backwards from each row to where its note ends: pitches are lifted by the number of the note, so that
    # what accumulates begins anew at each note's last row.
    lift = _LIFT * np.cumsum(tokens != HOLD, axis=1)[..., None]
    low = np.where(heard >= 0, heard, _HIGH)[:, :, None] + lift
    high = heard[:, :, None] - lift
    lowest = np.minimum.accumulate(low[:, ::-1], axis=1)[:, ::-1] - lift
    highest = np.maximum.accumulate(high[:, ::-1], axis=1)[:, ::-1] + lift
    return lowest, highest


def _add_tendencies(costs: F32, before: I64, heard: I64, table: RuleTable, tendency: Tendency) -> None:
    doubled = np.float32(table.cost(Rule.DOUBLED_LEADING_TONE))
    leading = tendency.leading[None, :, None]
    has = (heard >= 0) & (heard % OCTAVE == leading)
    for voice in range(VOICES):
        others = has[:, :, [other for other in range(VOICES) if other != voice]].any(axis=2)
        costs[:, :, voice] += doubled * (others[..., None] & (tendency.leading[None, :, None] == _CLASSES))
    for classes, rule, steps, voices in (
        (tendency.leading, Rule.LEADING_TONE, (1,), slice(SOPRANO, SOPRANO + 1)),
        (tendency.seventh, Rule.CHORD_SEVENTH, (-1, -2), slice(SOPRANO, VOICES)),
    ):
        was = np.concatenate([[-1], classes[:-1]])
        ends = (was >= 0) & (was != classes)
        hangs = ends[None, :, None] & (before >= 0) & (before % OCTAVE == was[None, :, None])
        at = np.nonzero(hangs)
        chosen = np.isin(at[2], np.arange(VOICES)[voices])
        rows = tuple(each[chosen] for each in at)
        step = PITCHES - before[rows][:, None]
        costs[rows] += np.float32(table.cost(rule)) * ~np.isin(step, (0, *steps))


def _add_direct(costs: F32, before: I64, heard: I64, table: RuleTable) -> None:
    """Direct fifths and octaves of the outer voices; the upper one has to leap."""
    intervals = {0: table.cost(Rule.DIRECT_OCTAVES), 7: table.cost(Rule.DIRECT_FIFTHS)}
    first = (before[:, :, SOPRANO] - before[:, :, BASS]) % OCTAVE
    known = (before[:, :, SOPRANO] >= 0) & (before[:, :, BASS] >= 0)
    for voice, other, sign in ((SOPRANO, BASS, 1), (BASS, SOPRANO, -1)):
        there = heard[:, :, other]
        step = PITCHES - before[:, :, voice, None]
        across = (there - before[:, :, other])[..., None]
        same_way = known[..., None] & (there[..., None] >= 0) & (step * across > 0)
        top = step if voice == SOPRANO else np.broadcast_to(across, step.shape)
        leaps = same_way & (np.abs(top) > STEP)
        second = sign * (PITCHES - there[..., None]) % OCTAVE
        for interval, cost in intervals.items():
            comes = (second == interval) & (first != interval)[..., None]
            costs[:, :, voice] += np.float32(cost) * (leaps & comes)
