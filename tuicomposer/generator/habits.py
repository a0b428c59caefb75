"""How a style's voices move and sound together, against how the sampler would have them do so.

Cells are drawn a few at a time, so that what comes out is less of one piece than a person's: inner voices
leap where people step, basses repeat notes, chords are bare, sevenths rub, notes begin on the beat, voices
stray from where they lie best. A table says how many nats a move by an interval is worth in each voice, a row
by how many different tones sound in it, an interval between two voices on a beat, a note by where in the beat
it begins, and a pitch in each voice: the logarithm of how often people do so over how often the sampler does
without the table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.counterpoint import PAIRS
from tuicomposer.generator.rule_costs import PITCHES, heard_before, heard_in, upcoming
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD, LOWEST, METRIC_LEVELS, TOKENS, VOICES

I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
Bools = NDArray[np.bool_]
WIDEST: Final = 13
"""Semitones beyond which intervals are no longer told apart."""
_TABLE: Final = Path(__file__).with_name("habits.toml")
_CLASSES: Final = 12
_OTHERS: Final = np.array([[other for other in range(VOICES) if other != voice] for voice in range(VOICES)])
ON_BEAT: Final = 2
"""Metric level from which a row is on a beat."""


class Habits(NamedTuple):
    """The table of a style, in nats."""

    moves: F32
    """(4, 27) a move by -13 to 13 semitones in each voice; wider ones count as those."""
    tones: F32
    """(4,) a row in which one to four different pitch classes sound."""
    intervals: F32
    """(6, 12) semitones, octaves left out, from the lower to the upper voice of each of PAIRS on a beat."""
    onsets: F32
    """(4, 4) a note of each voice that begins between beats, on an eighth, on a beat, on a bar line."""
    pitches: F32
    """(4, 72) a note of each voice that begins on C1 to B6."""


NO_HABITS: Final = Habits(
    np.zeros((VOICES, 2 * WIDEST + 1), np.float32),
    np.zeros(VOICES, np.float32),
    np.zeros((len(PAIRS), _CLASSES), np.float32),
    np.zeros((VOICES, METRIC_LEVELS), np.float32),
    np.zeros((VOICES, len(PITCHES)), np.float32),
)
"""A table in which nothing is worth anything."""


@cache
def habits_of(style: str) -> Habits | None:
    """The table of a style; ``None`` where it has none.

    Raises:
        ValueError: The table is not of its shape.
    """
    with _TABLE.open("rb") as file:
        table = tomllib.load(file).get(style)
    if table is None:
        return None
    found = Habits(*(np.array(table[name], np.float32) for name in Habits._fields))
    if any(part.shape != none.shape for part, none in zip(found, NO_HABITS, strict=True)):
        raise ValueError(f"the habits of {style} cannot be read")
    return found


def in_registers(habits: Habits, shifts: Sequence[int]) -> Habits:
    """The table with each voice's pitches some semitones higher; pitches it has no worth for keep none."""
    pitches = np.zeros_like(habits.pitches)
    for voice, shift in enumerate(shifts):
        known = PITCHES - shift - LOWEST
        inside = (known >= 0) & (known < len(PITCHES))
        pitches[voice, inside] = habits.pitches[voice, known[inside]]
    return habits._replace(pitches=pitches)


def habit_wishes(tokens: I64, habits: Habits, levels: I64) -> F32:
    """(N, rows, 4, TOKENS) what tokens are worth in all rows; see :func:`habit_wishes_at`."""
    every = np.ones(tokens.shape[:2], bool)
    return habit_wishes_at(tokens, every, habits, levels).reshape(*tokens.shape, TOKENS)


def habit_wishes_at(tokens: I64, rows: Bools, habits: Habits, levels: I64) -> F32:
    """(M, 4, TOKENS) what each token of some rows is worth by the moves and sounds it makes, as far as known.

    A move counts where both its ends are known, a sound where all other voices are, an interval where the
    other voice is.

    Args:
        tokens: (N, rows, 4) arrangements, masks included.
        rows: (N, rows) the M rows that are asked about.
        habits: The table of the style.
        levels: (rows,) metric level of each row.
    """
    whole = heard_in(tokens)
    before, heard, after = heard_before(whole)[rows], whole[rows], following(tokens)[rows]
    level = levels[np.nonzero(rows)[1]]
    sound = _sounds(heard, habits.tones)
    sound[level >= ON_BEAT] += _rubs(heard[level >= ON_BEAT], habits.intervals)
    found = np.zeros((*heard.shape, TOKENS), np.float32)
    worth = _moving(habits.moves, PITCHES - before[..., None], before[..., None] >= 0)
    worth += _moving(habits.moves, after[..., None] - PITCHES, after[..., None] >= 0)
    worth += sound[..., PITCHES % _CLASSES]
    worth += habits.onsets.T[level][..., None]
    np.add(worth, habits.pitches, out=found[..., FIRST_PITCH:])
    going_on = _moving(habits.moves, (after - before)[..., None], after[..., None] >= 0)
    going_on += np.take_along_axis(sound, before[..., None] % _CLASSES, axis=2)
    found[..., HOLD] = np.where(before >= 0, going_on[..., 0], 0)
    return found


def _moving(nats: F32, intervals: I64, known: Bools) -> F32:
    """(M, 4, K) what intervals (M, 4, K) are worth; nothing where (M, 4, 1) they are not known."""
    found: F32 = nats[np.arange(VOICES)[:, None], _index(intervals)]
    found *= known
    return found


def worth_of_moves(heard: I64, habits: Habits) -> F32:
    """(N, rows, 4) what the move into each row is worth, of (N, rows, 4) pitches; 0 where nothing moves."""
    found = np.zeros(heard.shape, np.float32)
    steps = np.diff(heard, axis=1)
    moving = (heard[:, 1:] >= 0) & (heard[:, :-1] >= 0) & (steps != 0)
    found[:, 1:] = np.where(moving, habits.moves[np.arange(VOICES), _index(steps)], 0)
    return found


def _index(interval: I64) -> I64:
    return np.clip(interval, -WIDEST, WIDEST) + WIDEST


def _sounds(heard: I64, nats: F32) -> F32:
    """(M, 4, 12) what a pitch class is worth beside the three other voices; nothing where one is unknown."""
    others = heard[:, _OTHERS]
    there: Bools = np.any(others[..., None] % _CLASSES == np.arange(_CLASSES), axis=2)
    number = there.sum(axis=2, keepdims=True) + ~there
    known: Bools = np.all(others >= 0, axis=2)[..., None]
    return np.where(known, nats[number - 1], np.float32(0))


def _rubs(heard: I64, nats: F32) -> F32:
    """(M, 4, 12) what a pitch class of a voice is worth by its intervals to the voices that are known."""
    found = np.zeros((*heard.shape, _CLASSES), np.float32)
    for pair, (upper, lower) in enumerate(PAIRS):
        for voice, other, sign in ((upper, lower, 1), (lower, upper, -1)):
            beside = heard[:, other, None]
            distance = sign * (np.arange(_CLASSES) - beside) % _CLASSES
            found[:, voice] += np.where(beside >= 0, nats[pair][distance], np.float32(0))
    return found


def following(tokens: I64) -> I64:
    """(N, rows, 4) pitch of the next onset after each cell, -1 where something else ends what sounds."""
    rows, comes = tokens.shape[1], upcoming(tokens)
    coming = np.take_along_axis(tokens, np.minimum(comes, rows - 1), axis=1)
    starts = (comes < rows) & (coming >= FIRST_PITCH)
    return np.where(starts, coming - FIRST_PITCH + LOWEST, -1)
