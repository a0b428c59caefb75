"""Counts a style's table of habits on held-back pieces of the validation part.

    python benchmarks/habits_fit.py

In rounds: the windows are rewritten with the table as it is, moves and sounds are counted in what comes
out and in the originals, and the table grows by the logarithm of how often people do so over how often
the sampler does. The first round starts with no table. What it prints goes into
``tuicomposer/generator/habits.toml``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from measured_windows import Setting, add_source, original_tokens, setting

from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.generator.habits import WIDEST, Habits
from tuicomposer.generator.sampling import NetworkSampler
from tuicomposer.generator.vocabulary import FIRST_PITCH, VOICES

MOST = 2.0
"""Nats that an entry is worth at most, either way."""
MORE = 2.0
"""Added to every count, so that what is hardly ever there decides nothing."""
DAMPING = 0.7
"""Share of the logarithm that a round adds."""


def counted(arrangements: Sequence[np.ndarray]) -> Habits:
    """How often each move and each sound is there, as shares.

    Args:
        arrangements: (rows, 4) tokens each.
    """
    moves = np.full((VOICES, 2 * WIDEST + 1), MORE, np.float32)
    tones = np.full(VOICES, MORE, np.float32)
    for tokens in arrangements:
        heard = sounding_pitches(tokens)
        for voice in range(VOICES):
            pitches = heard[tokens[:, voice] >= FIRST_PITCH, voice]
            steps = np.clip(np.diff(pitches), -WIDEST, WIDEST) + WIDEST
            moves[voice] += np.bincount(steps, minlength=2 * WIDEST + 1)
        for row in heard[(heard >= 0).all(axis=1)]:
            tones[len(set((row % 12).tolist())) - 1] += 1
    return Habits(moves / moves.sum(axis=1, keepdims=True), tones / tones.sum())


def adjusted(table: Habits, wanted: Habits, found: Habits, written: Sequence[int]) -> Habits:
    """The table after a round; lanes that are not written are worth nothing."""
    moves, tones = (
        np.clip(old + DAMPING * np.log(want / have), -MOST, MOST)
        for old, want, have in zip(table, wanted, found, strict=True)
    )
    moves[[voice for voice in range(VOICES) if voice not in written]] = 0
    return Habits(moves.astype(np.float32), tones.astype(np.float32))


def fitted(found: Setting, rounds: int) -> Habits:
    """The table after some rounds; each is told on the way."""
    originals = counted([original_tokens(window) for window in found.windows])
    table = Habits(np.zeros((VOICES, 2 * WIDEST + 1), np.float32), np.zeros(VOICES, np.float32))
    voices = [lane - 1 for lane in found.lanes]
    for number in range(rounds):
        sampler = NetworkSampler(found.model.generator, found.model.discriminator, habits=table)
        trial = found._replace(sampler=sampler)
        drawn = [
            trial.draw(window, 1000 * number + index)[0].tokens for index, window in enumerate(found.windows)
        ]
        now = counted(drawn)
        off = [float(np.abs(want - have).sum()) / 2 for want, have in zip(originals, now, strict=True)]
        print(f"# round {number + 1}: moves {off[0] / len(voices):.3f} off, sounds {off[1]:.3f}", flush=True)
        table = adjusted(table, originals, now, voices)
    return table


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 140)
    parser.add_argument("--rounds", type=int, default=6, help="rounds of counting (6)")
    parser.set_defaults(split="valid")
    arguments = parser.parse_args()
    table = fitted(setting(arguments), arguments.rounds)
    print(f"[{arguments.style}]\nmoves = [")
    for row in table.moves:
        print(f"    [{', '.join(f'{value:.2f}' for value in row + 0.0)}],")
    print(f"]\ntones = [{', '.join(f'{value:.2f}' for value in table.tones)}]")


if __name__ == "__main__":
    main()
