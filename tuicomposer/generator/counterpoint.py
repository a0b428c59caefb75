"""Faults of part-writing, found on sounding pitches and named by the rule that they break."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.rule_table import Rule, RuleTable
from tuicomposer.generator.vocabulary import BASS, SOPRANO, VOICES

I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]

OCTAVE: Final = 12
TRITONE: Final = 6
_FIFTH: Final = 7
SEVENTHS: Final = (10, 11)
STEP: Final = 2
"""Semitones of the widest step."""
PAIRS: Final = tuple((upper, lower) for upper in range(VOICES) for lower in range(upper + 1, VOICES))
UPPER: Final = np.array([upper for upper, _ in PAIRS])
LOWER: Final = np.array([lower for _, lower in PAIRS])


class Parallel(NamedTuple):
    """Two voices that move in parallel fifths, octaves or unisons."""

    row: int
    """Row of the second interval."""
    upper: int
    lower: int
    interval: int
    """0 for octaves and unisons, 7 for fifths."""


class Fault(NamedTuple):
    """One place where a rule is broken."""

    row: int
    voices: tuple[int, ...]
    """The voices that break it, the upper first."""
    rule: Rule


class Tendency(NamedTuple):
    """(rows,) pitch classes that want to move on; -1 where there is none."""

    leading: I64
    """Major third of the row's chord, where the next chord's root lies a fifth below."""
    seventh: I64
    """Minor seventh of the row's chord."""


def parallels(heard: I64) -> list[Parallel]:
    """Parallel fifths and octaves of sounding pitches.

    Both voices move from one row to the next, and the interval modulo an octave is a perfect
    fifth or an octave before and after (the prohibition of species counterpoint, J. J. Fux).

    Args:
        heard: (rows, 4) sounding MIDI pitches, -1 for rests.
    """
    before, after, moved = _moves(heard)
    first = (before[:, UPPER] - before[:, LOWER]) % OCTAVE
    second = (after[:, UPPER] - after[:, LOWER]) % OCTAVE
    same = moved[:, UPPER] & moved[:, LOWER] & (first == second) & ((second == 0) | (second == _FIFTH))
    return [
        Parallel(row + 1, int(UPPER[pair]), int(LOWER[pair]), int(second[row, pair]))
        for pair, row in np.argwhere(same.T).tolist()
    ]


def voice_pair_moves(heard: I64) -> int:
    """How often two voices move together: what parallels are counted against."""
    _, _, moved = _moves(heard)
    together = moved.sum(axis=1)
    return int((together * (together - 1) // 2).sum())


def crossings(heard: I64) -> Bools:
    """(rows,) whether some voice lies below a lower one."""
    found = np.zeros(len(heard), bool)
    for upper, lower in PAIRS:
        found |= (heard[:, upper] >= 0) & (heard[:, upper] < heard[:, lower])
    return found


def faults(heard: I64, table: RuleTable, tendency: Tendency | None = None) -> list[Fault]:
    """Every broken rule that the table gives a cost, in order of rows.

    Args:
        heard: (rows, 4) sounding MIDI pitches, -1 for rests.
        table: The style's rules.
        tendency: What the chords' tones want; without it the rules about them are left out.
    """
    found = [*_parallel_faults(heard), *_direct(heard), *_between(heard), *_leaps(heard)]
    found += out_of_range(heard, table)
    if tendency is not None:
        found += _tendencies(heard, tendency)
    return sorted(fault for fault in found if table.cost(fault.rule) > 0 or fault.rule in table.hard)


def out_of_range(heard: I64, table: RuleTable) -> list[Fault]:
    """Every pitch outside its voice's comfortable range, where it begins, whatever the rule costs."""
    low, high = np.array(table.ranges).T
    before = np.full_like(heard, -1)
    before[1:] = heard[:-1]
    outside = (heard >= 0) & ((heard < low) | (heard > high)) & (heard != before)
    return [Fault(int(row), (int(voice),), Rule.RANGE) for row, voice in np.argwhere(outside)]


def cost_of(found: Iterable[Fault], table: RuleTable) -> float:
    """Nats that faults cost together."""
    return sum(table.cost(fault.rule) for fault in found)


def _moves(heard: I64) -> tuple[I64, I64, Bools]:
    """Pitches before and after each step from row to row, and who moved."""
    before, after = heard[:-1], heard[1:]
    return before, after, (before != after) & (before >= 0) & (after >= 0)


def _parallel_faults(heard: I64) -> list[Fault]:
    rules = {0: Rule.PARALLEL_OCTAVES, 7: Rule.PARALLEL_FIFTHS}
    return [Fault(one.row, (one.upper, one.lower), rules[one.interval]) for one in parallels(heard)]


def _direct(heard: I64) -> list[Fault]:
    """The outer voices leap and step in the same direction into a fifth or octave, the upper leaping."""
    before, after, moved = _moves(heard)
    top, low = (after - before)[:, SOPRANO], (after - before)[:, BASS]
    first = (before[:, SOPRANO] - before[:, BASS]) % OCTAVE
    second = (after[:, SOPRANO] - after[:, BASS]) % OCTAVE
    same_way = moved[:, SOPRANO] & moved[:, BASS] & (top * low > 0) & (np.abs(top) > STEP) & (first != second)
    return [
        Fault(int(row) + 1, (SOPRANO, BASS), rule)
        for interval, rule in ((0, Rule.DIRECT_OCTAVES), (7, Rule.DIRECT_FIFTHS))
        for row in np.flatnonzero(same_way & (second == interval))
    ]


def _between(heard: I64) -> list[Fault]:
    """Crossing of any two voices and wide spacing of neighbours, where it begins."""
    found = []
    for upper, lower in PAIRS:
        there = (heard[:, upper] >= 0) & (heard[:, lower] >= 0)
        crossed = there & (heard[:, upper] < heard[:, lower])
        found += [Fault(row, (upper, lower), Rule.CROSSING) for row in _begins(crossed)]
        if lower == upper + 1 and lower != BASS:
            wide = there & (heard[:, upper] - heard[:, lower] > OCTAVE)
            found += [Fault(row, (upper, lower), Rule.SPACING) for row in _begins(wide)]
    return found


def _begins(there: Bools) -> list[int]:
    return [int(row) for row in np.flatnonzero(there & ~np.concatenate([[False], there[:-1]]))]


def _leaps(heard: I64) -> list[Fault]:
    before, after, moved = _moves(heard)
    size = np.abs(after - before)
    kinds = (
        (size > OCTAVE, Rule.LEAP),
        ((size == SEVENTHS[0]) | (size == SEVENTHS[1]), Rule.SEVENTH_LEAP),
        (size == TRITONE, Rule.TRITONE_LEAP),
    )
    return [
        Fault(int(row) + 1, (int(voice),), rule)
        for leaps, rule in kinds
        for row, voice in np.argwhere(leaps & moved)
    ]


def _tendencies(heard: I64, tendency: Tendency) -> list[Fault]:
    before, after, moved = _moves(heard)
    step = after - before
    leading = (before % OCTAVE == tendency.leading[:-1, None]) & _changes(tendency.leading)[:, None]
    unled = leading & moved & (step != 1)
    unled[:, 1:] = False  # inner voices may fall to the fifth, as in Bach
    seventh = (before % OCTAVE == tendency.seventh[:-1, None]) & _changes(tendency.seventh)[:, None]
    unresolved = seventh & moved & (step != -1) & (step != -2)
    found = [Fault(int(row) + 1, (int(v),), Rule.LEADING_TONE) for row, v in np.argwhere(unled)]
    found += [Fault(int(row) + 1, (int(v),), Rule.CHORD_SEVENTH) for row, v in np.argwhere(unresolved)]
    for upper, lower in PAIRS:
        tone = (heard[:, upper] >= 0) & (heard[:, upper] % OCTAVE == tendency.leading)
        doubled = tone & (heard[:, lower] >= 0) & (heard[:, lower] % OCTAVE == tendency.leading)
        found += [Fault(row, (upper, lower), Rule.DOUBLED_LEADING_TONE) for row in _begins(doubled)]
    return found


def _changes(classes: I64) -> Bools:
    """(rows - 1,) where a tendency tone's chord gives way to another."""
    changed: Bools = (classes[:-1] >= 0) & (classes[:-1] != classes[1:])
    return changed
