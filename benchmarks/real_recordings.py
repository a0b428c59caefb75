"""What is recognised in recordings that others made, wherever a package ships some with labels.

    python benchmarks/real_recordings.py [--samples DIR] [--game-music DIR --game-notes DIR] [--peers DIR]

Nothing is downloaded. :mod:`real_takes` says where the recordings come from and what is known of them;
``--samples`` is the folder of Sonic Pi's flac files (Debian: /usr/share/sonic-pi/samples), the other two
are those of Planet Blupi's ogg and mid files (/usr/share/planetblupi/music). Without them only what
music21 brings is heard. ``--peers`` as in :mod:`hearing`.

Scores are mir_eval's where it has one: recall of the chords' roots, with majors and minors, with
sevenths; F of notes at 50 ms; F of beats within 70 ms. ``order`` is F of the pitches in their order, where
only that is known (longest common subsequence); ``tempo`` within 4 %, ``or octave`` at two or three
times it, a half or a third too. Means over files, 95 % bootstrap intervals where there are more than
two. No goals: a handful of files says little.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import mir_eval
import numpy as np
import torch
from chord_accuracy import Labelled
from hearing import Answer, Method, interval, note_f, ours
from hearing_peers import peers
from hearing_set import RATE
from real_takes import Take, game_music, samples, scale

from tuicomposer.wiring.paths import models_dir

_COLUMNS: Final = ("root", "majmin", "sevenths", "notes", "order", "tempo", "or octave", "beats")
_TIMES: Final = (1, 2, 3, 1 / 2, 1 / 3)


def scores(take: Take, answer: Answer) -> dict[str, float]:
    """Scores by column; those that do not apply are missing."""
    found: dict[str, float] = {}
    if take.chord and answer.chords is not None:
        found |= chord_recall(take.chord, len(take.samples) / RATE, answer.chords)
    if answer.notes is not None and take.notes is not None:
        found["notes"] = note_f(take.notes, answer.notes)
    if answer.notes is not None and take.order:
        heard = answer.notes[np.lexsort((answer.notes[:, 2], answer.notes[:, 0]))][:, 2]
        found["order"] = order_f(take.order, [int(pitch) for pitch in heard])
    if answer.tempo is not None and take.tempo:
        near = [abs(answer.tempo / (take.tempo * times) - 1) < 0.04 for times in _TIMES]
        found |= {"tempo": float(near[0]), "or octave": float(any(near))}
    if answer.beats is not None and take.beats is not None:
        found["beats"] = float(mir_eval.beat.f_measure(take.beats, answer.beats))
    return found


def chord_recall(chord: str, seconds: float, chords: Labelled) -> dict[str, float]:
    """Share of a recording in which a chord is heard; only of those scores that mir_eval defines for it."""
    intervals, labels = mir_eval.util.adjust_intervals(
        chords.intervals, list(chords.labels), 0.0, seconds, "N", "N"
    )
    durations = mir_eval.util.intervals_to_durations(intervals)
    known = [chord] * len(labels)
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("root", "majmin", "sevenths"):
            compared = getattr(mir_eval.chord, name)(known, labels)
            if (compared >= 0).any():
                found[name] = float(mir_eval.chord.weighted_accuracy(compared, durations))
    return found


def order_f(truth: Sequence[int], heard: Sequence[int]) -> float:
    """F of the longest common subsequence of two rows of pitches."""
    best = np.zeros((len(truth) + 1, len(heard) + 1), int)
    for row, pitch in enumerate(truth):
        for column, other in enumerate(heard):
            best[row + 1, column + 1] = (
                best[row, column] + 1 if pitch == other else max(best[row, column + 1], best[row + 1, column])
            )
    return 2 * int(best[-1, -1]) / max(1, len(truth) + len(heard))


def table(takes: Sequence[Take], methods: Mapping[str, Method]) -> None:
    """Hear, score, print: each file, and means by kind."""
    print("| | method |", " | ".join(_COLUMNS), "|")
    print("|---|---|" + "---|" * len(_COLUMNS))
    for kind in dict.fromkeys(take.kind for take in takes):
        inside = [take for take in takes if take.kind == kind]
        for name, method in methods.items():
            rows = [scores(take, method(take)) for take in inside]
            if not any(rows):
                continue
            for take, row in zip(inside, rows, strict=True):
                cells = [f"{row[column]:.3f}" if column in row else "" for column in _COLUMNS]
                print(f"| {take.name} | {name} |", " | ".join(cells), "|")
            cells = [_mean([row[column] for row in rows if column in row]) for column in _COLUMNS]
            print(f"| **{kind}** ({len(inside)}) | {name} |", " | ".join(cells), "|", flush=True)


def _mean(values: Sequence[float]) -> str:
    return interval(values) if len(values) > 2 else f"{np.mean(values):.3f}" if values else ""


def found_takes(arguments: argparse.Namespace) -> Iterator[Take]:
    """The recordings that are there."""
    yield scale()
    if arguments.samples is not None:
        yield from samples(arguments.samples)
    if arguments.game_music is not None:
        yield from game_music(arguments.game_music, arguments.game_notes or arguments.game_music)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--game-music", type=Path)
    parser.add_argument("--game-notes", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--model", type=Path, default=models_dir() / "hearing")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    methods: dict[str, Method] = {"tuicomposer": ours(arguments.model)} | peers(arguments.peers)
    table(list(found_takes(arguments)), methods)
    return 0


if __name__ == "__main__":
    sys.exit(main())
