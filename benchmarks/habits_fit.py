"""Counts the table of habits of chorales on held-back pieces of the validation part.

    python benchmarks/habits_fit.py

In rounds: the windows are rewritten with the table as it is, and what is written is counted, as it is in the
originals of these pieces and of those for training. The table grows by the logarithm of how often people do
so over how often the sampler does. The first round starts with no table. What it prints goes into
``tuicomposer/generator/habits.toml``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from held_back import held_back_pieces, windows
from measured_windows import Setting, add_source, original_tokens, setting

from tuicomposer.generator.canvas import read, sounding_pitches
from tuicomposer.generator.counterpoint import PAIRS
from tuicomposer.generator.habits import NO_HABITS, WIDEST, Habits
from tuicomposer.generator.sampling import NetworkSampler
from tuicomposer.generator.vocabulary import FIRST_PITCH, METRIC_LEVELS, VOICES
from tuicomposer.score.song import Song
from tuicomposer.training.bach import read_bach

MOST = 2.0
"""Nats that an entry is worth at most, either way."""
MORE = 8.0
"""Added to every count, so that what is hardly ever there decides nothing."""
DAMPING = 0.7
"""Share of the logarithm that a round adds."""
ON_BEAT = 2


class Counts(NamedTuple):
    """How often it is so, as :class:`Habits` has it; for onsets also how often a note could have begun."""

    moves: np.ndarray
    tones: np.ndarray
    intervals: np.ndarray
    onsets: np.ndarray
    chances: np.ndarray


def counted(arrangements: Iterable[tuple[np.ndarray, np.ndarray]]) -> Counts:
    """Counts in (rows, 4) tokens, each with the (rows,) metric levels of its rows."""
    found = Counts(*(np.zeros(part.shape) for part in (*NO_HABITS, NO_HABITS.onsets)))
    for tokens, levels in arrangements:
        heard = sounding_pitches(tokens)
        for voice in range(VOICES):
            begins = tokens[:, voice] >= FIRST_PITCH
            before = np.append(-1, heard[:-1, voice])
            moving = begins & (before >= 0)  # a table is worth nothing across a rest
            steps = np.clip((heard[:, voice] - before)[moving], -WIDEST, WIDEST) + WIDEST
            found.moves[voice] += np.bincount(steps, minlength=2 * WIDEST + 1)
            found.onsets[voice] += np.bincount(levels[begins], minlength=METRIC_LEVELS)
            found.chances[voice] += np.bincount(levels, minlength=METRIC_LEVELS)
        for row in heard[(heard >= 0).all(axis=1)]:
            found.tones[len(set((row % 12).tolist())) - 1] += 1
        beats = heard[levels >= ON_BEAT]
        for pair, (upper, lower) in enumerate(PAIRS):
            both = (beats[:, [upper, lower]] >= 0).all(axis=1)
            between = (beats[both, upper] - beats[both, lower]) % 12
            found.intervals[pair] += np.bincount(between, minlength=12)
    return found


def excess(wanted: np.ndarray, found: np.ndarray) -> np.ndarray:
    """(…, K) logarithms of how often it should be over how often it is, with as many in each row."""
    scale = found.sum(axis=-1, keepdims=True) / np.maximum(1, wanted.sum(axis=-1, keepdims=True))
    return np.log((wanted * scale + MORE) / (found + MORE))


def adjusted(table: Habits, wanted: Counts, found: Counts, written: Sequence[int]) -> Habits:
    """The table after a round; voices that are not written are worth nothing by themselves."""
    begun = np.stack([wanted.onsets, wanted.chances - wanted.onsets], axis=-1)
    ours = np.stack([found.onsets, found.chances - found.onsets], axis=-1)
    odds = excess(begun, ours)
    more = (
        excess(wanted.moves, found.moves),
        excess(wanted.tones, found.tones),
        excess(wanted.intervals, found.intervals),
        odds[..., 0] - odds[..., 1],
    )
    grown = [np.clip(old + DAMPING * new, -MOST, MOST) for old, new in zip(table, more, strict=True)]
    given = [voice for voice in range(VOICES) if voice not in written]
    grown[0][given] = grown[3][given] = 0
    return Habits(*(part.astype(np.float32) for part in grown))


def distances(wanted: Counts, found: Counts) -> list[float]:
    """Total variation between what is wanted and found, mean over rows, table by table."""
    shares = [
        [part / np.maximum(1, part.sum(axis=-1, keepdims=True)) for part in counts[:3]]
        for counts in (wanted, found)
    ]
    return [float(np.abs(a - b).sum(axis=-1).mean() / 2) for a, b in zip(*shares, strict=True)]


def originals(found: Setting) -> list[tuple[np.ndarray, np.ndarray]]:
    """What people wrote: the windows themselves, and those of all pieces that nothing is measured on."""
    apart = {piece.name for split in ("valid", "test") for piece in held_back_pieces(split)}
    more = windows([piece for piece in read_bach() if piece.name not in apart])
    return [(original_tokens(one), levels(one.song)) for one in (*found.windows, *more)]


def levels(song: Song) -> np.ndarray:
    """(rows,) metric levels of a song's first section."""
    return read(song, 0).clock[:, 1]


def fitted(found: Setting, rounds: int) -> Habits:
    """The table after some rounds; each is told on the way."""
    wanted, table = counted(originals(found)), NO_HABITS
    written = [lane - 1 for lane in found.lanes]
    clocks = [levels(window.song) for window in found.windows]
    for number in range(rounds):
        sampler = NetworkSampler(found.model.generator, found.model.discriminator, habits=table)
        trial = found._replace(sampler=sampler)
        drawn = (
            trial.draw(window, 1000 * number + index)[0].tokens for index, window in enumerate(found.windows)
        )
        now = counted(zip(drawn, clocks, strict=True))
        off = " ".join(f"{value:.3f}" for value in distances(wanted, now))
        print(f"# round {number + 1}: moves, tones, intervals {off} off", flush=True)
        table = adjusted(table, wanted, now, written)
    return table


def rows(values: np.ndarray) -> str:
    """An array of one or two dimensions as TOML."""
    if values.ndim == 1:
        return f"[{', '.join(f'{value:.2f}' for value in values.round(2) + 0.0)}]"
    return "[\n" + "".join(f"    {rows(row)},\n" for row in values) + "]"


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 140)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of counting (5)")
    parser.set_defaults(split="valid")
    arguments = parser.parse_args()
    table = fitted(setting(arguments), arguments.rounds)
    print(f"[{arguments.style}]")
    for name, part in table._asdict().items():
        print(f"{name} = {rows(part)}")


if __name__ == "__main__":
    main()
