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
from tuicomposer.generator.counterpoint import LOWER, OCTAVE, SEVENTHS, STEP, TRITONE, UPPER, Tendency
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
Bools = NDArray[np.bool_]
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


def heard_before(heard: I64) -> I64:
    """(N, rows, 4) what sounds in the row before each, -1 before the first."""
    found = np.full_like(heard, -1)
    found[:, 1:] = heard[:, :-1]
    return found


def upcoming(tokens: I64) -> I64:
    """(N, rows, 4) the first row after each cell where no hold stands; ``rows`` where there is none."""
    rows = tokens.shape[1]
    onsets = np.where(tokens != HOLD, np.arange(rows)[None, :, None], rows)
    found = np.full_like(onsets, rows)
    found[:, :-1] = np.minimum.accumulate(onsets[:, :0:-1], axis=1)[:, ::-1]
    return found


def rule_costs(tokens: I64, table: RuleTable, tendency: Tendency) -> F32:
    """(N, rows, 4, TOKENS) costs of all rows; see :func:`rule_costs_at`."""
    every = np.ones(tokens.shape[:2], bool)
    return rule_costs_at(tokens, every, table, tendency).reshape(*tokens.shape, TOKENS)


def rule_costs_at(tokens: I64, rows: Bools, table: RuleTable, tendency: Tendency) -> F32:
    """(M, 4, TOKENS) nats that each pitch token would cost if it started in a cell of some rows.

    A pitch is thought to last as long as the cell's lane holds; unknown neighbours cost nothing.
    A hold costs what the move that ends it costs.

    Args:
        tokens: (N, rows, 4) arrangements, masks included.
        rows: (N, rows) the M rows that are asked about.
        table: The style's rules.
        tendency: What the tones of the chords want.
    """
    heard = heard_in(tokens)
    before = heard_before(heard)
    leaving, following = _leaving(tokens, heard, before, rows, table)
    lowest, highest = (each[rows] for each in _extremes(tokens, heard))
    heard, before = heard[rows], before[rows]
    costs = _leaps(table)[PITCHES - before[..., None]]
    costs[before < 0] = 0
    _add_bounds(costs, lowest, highest, table)
    _add_spacing(costs, heard, table)
    _add_ranges(costs, table)
    _add_tendencies(costs, before, heard, np.nonzero(rows)[1], (table, tendency))
    _add_direct(costs, before, heard, table)
    ends = np.where(following[..., None] == PITCHES, 0, leaving[..., _CLASSES])
    # Who repeats a pitch does not move: only what comes after can then be at fault.
    costs += _arriving(heard, before, table)[..., _CLASSES]
    costs[before[..., None] == PITCHES] = 0
    found = np.zeros((*costs.shape[:2], TOKENS), np.float32)
    np.add(costs, ends, out=found[..., FIRST_PITCH:])
    known = before >= LOWEST
    held = np.take_along_axis(ends, np.where(known, before - LOWEST, 0)[..., None], axis=-1)[..., 0]
    found[..., HOLD] = np.where(known, held, 0)
    return found


def _parallel_costs(table: RuleTable) -> dict[int, float]:
    return {0: table.cost(Rule.PARALLEL_OCTAVES), 7: table.cost(Rule.PARALLEL_FIFTHS)}


def _arriving(heard: I64, before: I64, table: RuleTable) -> F32:
    """(M, 4, 12) cost of each pitch class as the second interval of a parallel."""
    first = (before[:, UPPER] - before[:, LOWER]) % OCTAVE
    known = (before[:, UPPER] >= 0) & (before[:, LOWER] >= 0)
    found = np.zeros((*heard.shape, OCTAVE), np.float32)
    for voices, others, sign in ((UPPER, LOWER, 1), (LOWER, UPPER, -1)):
        there = heard[:, others]
        moves = known & (there >= 0) & (there != before[:, others])
        _add_parallels(found, moves, (first, there, voices, sign), table)
    return found


def _add_parallels(found: F32, moves: Bools, pairs: tuple[I64, I64, I64, int], table: RuleTable) -> None:
    """Add to (..., 4, 12) what makes a perfect interval again where (..., 6) pairs have one that moves.

    Args:
        found: Costs of pitch classes.
        moves: Pairs of voices of which the other one moves.
        pairs: (..., 6) their intervals and the other voice's pitch at the move's far end; (6,) the voice that
            pays; 1 where it is the upper one, else -1.
        table: The style's rules.
    """
    intervals, pitches, voices, sign = pairs
    for interval, cost in _parallel_costs(table).items():
        *place, pair = np.nonzero(moves & (intervals == interval))
        classes = (pitches[*place, pair] + sign * interval) % OCTAVE
        np.add.at(found, (*place, voices[pair], classes), np.float32(cost))


def _leaving(tokens: I64, heard: I64, before: I64, rows: Bools, table: RuleTable) -> tuple[F32, I64]:
    """(M, 4, 12) cost of each pitch class as the first interval of a parallel, when its note ends.

    And (M, 4) the pitch that follows, -1 for none: where it is the same, nothing moves.
    """
    length = tokens.shape[1]
    second = (heard[..., UPPER] - heard[..., LOWER]) % OCTAVE
    found = np.zeros((*heard.shape, OCTAVE), np.float32)
    for voices, others, sign in ((UPPER, LOWER, 1), (LOWER, UPPER, -1)):
        there, was = heard[..., others], before[..., others]
        moves = (tokens[..., voices] >= FIRST_PITCH) & (there >= 0) & (was >= 0) & (there != was)
        _add_parallels(found, moves, (second, was, voices, sign), table)
    # What the next onset costs is told to every cell up to it: a note may begin in any of them.
    after = upcoming(tokens)[rows]
    comes, at = after < length, np.minimum(after, length - 1)
    which = np.nonzero(rows)[0][:, None]
    coming = np.where(comes[..., None], found[which, at, np.arange(VOICES)], np.float32(0))
    return coming, np.where(comes, heard[which, at, np.arange(VOICES)], -1)


def _leaps(table: RuleTable) -> F32:
    """(2 * 127 + 1,) cost of each interval, the falling ones counted from the end."""
    counted = np.arange(2 * _HIGH + 1)
    size = np.minimum(counted, 2 * _HIGH + 1 - counted)
    costs = table.cost(Rule.LEAP) * (size > OCTAVE) + table.cost(Rule.TRITONE_LEAP) * (size == TRITONE)
    costs = costs + table.cost(Rule.SEVENTH_LEAP) * np.isin(size, SEVENTHS)
    found: F32 = costs.astype(np.float32)
    return found


def _add_bounds(costs: F32, lowest: I64, highest: I64, table: RuleTable) -> None:
    """Crossing what sounds in other voices while the note would last: (M, 4, 4) their extremes."""
    crossing = np.float32(table.cost(Rule.CROSSING))
    for voice in range(VOICES):
        ceiling = lowest[:, voice, :voice].min(axis=1, initial=_HIGH)
        floor = highest[:, voice, voice + 1 :].max(axis=1, initial=-1)
        costs[:, voice] += crossing * ((ceiling[:, None] < PITCHES) | (floor[:, None] > PITCHES))


def _add_spacing(costs: F32, heard: I64, table: RuleTable) -> None:
    """More than an octave between two neighbours of the upper three voices."""
    spacing = np.float32(table.cost(Rule.SPACING))
    above, below = heard[:, : BASS - 1, None], heard[:, 1:BASS, None]
    costs[:, 1:BASS] += spacing * ((above >= 0) & (above - PITCHES > OCTAVE))
    costs[:, : BASS - 1] += spacing * ((below >= 0) & (PITCHES - below > OCTAVE))


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


def _add_tendencies(
    costs: F32, before: I64, heard: I64, numbers: I64, style: tuple[RuleTable, Tendency]
) -> None:
    """Leading tones and sevenths that hang, or are doubled; ``numbers`` (M,) says where the rows stand."""
    table, tendency = style
    doubled = np.float32(table.cost(Rule.DOUBLED_LEADING_TONE))
    leading = tendency.leading[numbers, None]
    has = (heard >= 0) & (heard % OCTAVE == leading)
    others = has.sum(axis=1, keepdims=True) > has
    costs += doubled * (others[..., None] & (leading[..., None] == _CLASSES))
    for classes, rule, steps, voices in (
        (tendency.leading, Rule.LEADING_TONE, (1,), slice(SOPRANO, SOPRANO + 1)),
        (tendency.seventh, Rule.CHORD_SEVENTH, (-1, -2), slice(SOPRANO, VOICES)),
    ):
        was = np.concatenate([[-1], classes[:-1]])
        ends, was = ((was >= 0) & (was != classes))[numbers, None], was[numbers, None]
        hangs = np.nonzero(ends & (before[:, voices] >= 0) & (before[:, voices] % OCTAVE == was))
        step = PITCHES - before[hangs][:, None]
        costs[hangs] += np.float32(table.cost(rule)) * ~np.isin(step, (0, *steps))


def _add_direct(costs: F32, before: I64, heard: I64, table: RuleTable) -> None:
    """Direct fifths and octaves of the outer voices; the upper one has to leap."""
    intervals = {0: table.cost(Rule.DIRECT_OCTAVES), 7: table.cost(Rule.DIRECT_FIFTHS)}
    first = (before[:, SOPRANO] - before[:, BASS]) % OCTAVE
    known = (before[:, SOPRANO] >= 0) & (before[:, BASS] >= 0)
    for voice, other, sign in ((SOPRANO, BASS, 1), (BASS, SOPRANO, -1)):
        there = heard[:, other]
        across = there - before[:, other]
        moves = np.flatnonzero(known & (there >= 0) & (across != 0))
        step = PITCHES - before[moves, voice, None]
        across = across[moves, None]
        top = step if voice == SOPRANO else across
        leaps = (step * across > 0) & (np.abs(top) > STEP)
        second = sign * (PITCHES - there[moves, None]) % OCTAVE
        for interval, cost in intervals.items():
            comes = (second == interval) & (first[moves] != interval)[:, None]
            costs[moves, voice] += np.float32(cost) * (leaps & comes)
