"""Counts the table of habits of a style on all pieces but those of the test part.

    python benchmarks/habits_fit.py [--style song --pieces RUN/pieces]

In rounds: some windows, others in each round, are rewritten with the table as it is, and what is written is
counted, as it is in all originals. The table grows by the logarithm of how often people do so over how often
the sampler does, from where the style's table stands or from nothing (``--afresh``). What it prints goes into
``tuicomposer/generator/habits.toml``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import torch
from held_back import Window
from joblib import Parallel, delayed
from measured_windows import Setting, add_source, original_tokens, other_windows, setting
from scipy.ndimage import gaussian_filter1d

from tuicomposer.generator.canvas import read, sounding_pitches
from tuicomposer.generator.counterpoint import PAIRS
from tuicomposer.generator.habits import NO_HABITS, ON_BEAT, WIDEST, Habits, habits_of
from tuicomposer.generator.rule_costs import PITCHES
from tuicomposer.generator.sampling import NetworkSampler
from tuicomposer.generator.vocabulary import FIRST_PITCH, METRIC_LEVELS, VOICES
from tuicomposer.score.song import Song

MOST = 4.0
"""Nats that an entry is worth at most, either way."""
MORE = 3.0
"""Added to every count, so that what is hardly ever there decides nothing."""
DAMPING = 0.5
"""Share of the logarithm that a round adds."""
SMEARED = 2.0
"""Semitones over which counts of pitches are smoothed, as a standard deviation."""
SMOOTHED = 3
"""Rounds at the end whose tables are averaged."""


class Counts(NamedTuple):
    """How often it is so, as :class:`Habits` has it; for onsets also how often a note could have begun."""

    moves: np.ndarray
    tones: np.ndarray
    intervals: np.ndarray
    onsets: np.ndarray
    pitches: np.ndarray
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
            found.pitches[voice] += np.bincount(tokens[begins, voice] - FIRST_PITCH, minlength=len(PITCHES))
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


def spread(counts: np.ndarray) -> np.ndarray:
    """(…, K) counts of pitches, smoothed, so that a table knows registers and not the keys of some pieces."""
    return gaussian_filter1d(counts, SMEARED, axis=-1, mode="constant")


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
        excess(spread(wanted.pitches), spread(found.pitches)),
    )
    grown = [np.clip(old + DAMPING * new, -MOST, MOST) for old, new in zip(table, more, strict=True)]
    given = [voice for voice in range(VOICES) if voice not in written]
    grown[0][given] = grown[3][given] = grown[4][given] = 0
    return Habits(*(part.astype(np.float32) for part in grown))


def distances(wanted: Counts, found: Counts) -> list[float]:
    """Total variation between what is wanted and found, mean over rows, table by table."""
    shares = [
        [part / np.maximum(1, part.sum(axis=-1, keepdims=True)) for part in (*counts[:3], counts.pitches)]
        for counts in (wanted, found)
    ]
    return [float(np.abs(a - b).sum(axis=-1).mean() / 2) for a, b in zip(*shares, strict=True)]


def levels(song: Song) -> np.ndarray:
    """(rows,) metric levels of a song's first section."""
    return read(song, 0).clock[:, 1]


def drawn(trial: Setting, chosen: list[tuple[int, Window]]) -> list[tuple[np.ndarray, np.ndarray]]:
    """One arrangement of each window by its seed, and the levels of its rows."""
    torch.set_num_threads(1)
    return [(trial.draw(window, seed)[0].tokens, levels(window.song)) for seed, window in chosen]


def fitted(
    found: Setting, chosen: list[Window], table: Habits, arguments: argparse.Namespace, a_round: int
) -> Habits:
    """The mean table of the last rounds, each of which rewrites as many of the windows; told on the way."""
    wanted = counted((original_tokens(window), levels(window.song)) for window in chosen)
    rng, last = np.random.default_rng(0), list[Habits]()
    written = [lane - 1 for lane in found.lanes]
    for number in range(arguments.rounds):
        sampler = NetworkSampler(found.model.generator, found.model.discriminator, habits=table)
        trial = found._replace(sampler=sampler, windows=[])
        picked = rng.permutation(len(chosen))[:a_round]
        seeded = [(10_000 * (number + 1) + int(index), chosen[index]) for index in picked]
        shares = [seeded[share :: arguments.processes] for share in range(arguments.processes)]
        several = Parallel(arguments.processes)(delayed(drawn)(trial, share) for share in shares)
        now = counted(chain(*several))
        off = " ".join(f"{value:.3f}" for value in distances(wanted, now))
        print(f"# round {number + 1}: moves, tones, intervals, pitches {off} off", flush=True)
        table = adjusted(table, wanted, now, written)
        last = [*last, table][-SMOOTHED:]
    return Habits(*(np.mean(parts, axis=0) for parts in zip(*last, strict=True)))


def rows(values: np.ndarray) -> str:
    """An array of one or two dimensions as TOML."""
    if values.ndim == 1:
        return f"[{', '.join(f'{value:.2f}' for value in values.round(2) + 0.0)}]"
    return "[\n" + "".join(f"    {rows(row)},\n" for row in values) + "]"


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 300)
    parser.add_argument("--rounds", type=int, default=8, help="rounds of counting (8)")
    parser.add_argument("--afresh", action="store_true", help="begin with no table, not the style's own")
    parser.add_argument("--processes", type=int, default=2, help="processes that write (2)")
    arguments = parser.parse_args()
    arguments.tunes, a_round, arguments.windows = "any", arguments.windows, None
    found = setting(arguments)
    chosen = other_windows(arguments, found)
    print(f"# {len(chosen)} windows", flush=True)
    begin = NO_HABITS if arguments.afresh else habits_of(arguments.style) or NO_HABITS
    table = fitted(found, chosen, begin, arguments, a_round)
    print(f"[{arguments.style}]")
    for name, part in table._asdict().items():
        print(f"{name} = {rows(part)}")


if __name__ == "__main__":
    main()
