"""What is recognised in recordings: chords, notes, melody, key, tempo and beats of rendered held-out pieces.

    python benchmarks/hearing.py [--count 8] [--leadsheets PATH] [--billboard PATH] [--only clean|hard]
                                 [--peers DIR [--install]]

The set is that of :mod:`hearing_set`. Scores are mir_eval's: weighted chord symbol recall with
majors and minors and with sevenths; F of notes and of the melody whose onsets lie within 50 ms and
whose pitches are right; MIREX-weighted key; tempo within 4 %; F of beats within 70 ms. Means over
pieces, 95 % bootstrap intervals. A piece without a tune, or whose key nobody states, is left out
of that column. Solo and sparse textures without a bass are a set of their own. ``real time`` is
processor seconds a second of sound on one thread.

``--peers DIR`` names a folder of virtual environments, one for each of :data:`hearing_peers.PACKAGES`: those
that are there hear the same files and are scored in the same way. ``--install`` makes the missing ones first,
by pip; it needs a package index and about 9 GB.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import mir_eval
import numpy as np
import soxr
import torch
from chord_accuracy import Labelled, harte
from chord_pieces import Piece, pieces, sparse_pieces
from hearing_peers import install, peers
from hearing_set import RATE, Rendering, Sound, rendering, stated_keys

from tuicomposer.analyzer.audio.listener import open_listener
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.meter import Meter
from tuicomposer.wiring.paths import models_dir

_SEED: Final = 2026
_RESAMPLES: Final = 2000
_MUSTS: Final = {
    "clean": {"majmin": 0.94, "sevenths": 0.88, "notes": 0.77, "melody": 0.78, "key": 0.95, "tempo": 0.93,
              "beats": 0.90},
    "hard": {"majmin": 0.92, "sevenths": 0.83, "notes": 0.64, "melody": 0.65},
}  # fmt: skip
_KINDS: Final = ("chorales", "without bass")
_KIND: Final = 0.86
"""Least majmin of each of these kinds when clean: choirs; solo and sparse textures without a bass."""
_PROCESSOR: Final = 0.08
"""Most processor seconds a second of sound, on one thread."""
_COLUMNS: Final = ("majmin", "sevenths", "notes", "melody", "key", "tempo", "beats")


class Answer(NamedTuple):
    """What a method heard; ``None`` for what it does not try."""

    chords: Labelled | None
    notes: np.ndarray | None
    """(notes, 3): start, end, MIDI pitch."""
    melody: np.ndarray | None
    key: str | None
    beats: np.ndarray | None
    tempo: float | None
    meter: Meter | None = None


Method = Callable[[Sound], Answer]


def ours(folder: Path) -> Method:
    """The listener of this program."""
    listener = open_listener(folder)

    def method(one: Sound) -> Answer:
        samples = soxr.resample(one.samples, RATE, listener.sample_rate, "HQ").astype(np.float32)
        heard = listener.listen([samples], CancelToken(), lambda _: None)
        intervals = np.array([[chord.start_s, chord.end_s] for chord in heard.chords]).reshape(-1, 2)
        return Answer(
            Labelled(intervals, [harte(chord.chord) for chord in heard.chords]),
            np.array([note[:3] for note in heard.notes], float).reshape(-1, 3),
            np.array([note[:3] for note in heard.melody], float).reshape(-1, 3),
            f"{heard.keys[0].key.tonic} {heard.keys[0].key.mode}" if heard.keys else None,
            np.array(heard.beats),
            heard.tempo_bpm,
            heard.meter,
        )

    return method


def scores(one: Rendering, answer: Answer) -> dict[str, float]:
    """Scores of an answer by column; those that do not apply are missing."""
    found: dict[str, float] = {}
    if answer.chords is not None:
        found |= _chord_scores(one, answer.chords)
    if answer.notes is not None:
        found["notes"] = note_f(one.notes, answer.notes)
    if answer.melody is not None and len(one.melody):
        found["melody"] = note_f(one.melody, answer.melody)
    if answer.key is not None and one.key:
        found["key"] = float(mir_eval.key.weighted_score(one.key, answer.key))
    if answer.tempo is not None:
        found["tempo"] = float(abs(answer.tempo / one.tempo - 1) < 0.04)
    if answer.beats is not None:
        found["beats"] = float(mir_eval.beat.f_measure(one.beats[one.beats > 0], answer.beats))
    return found


def _chord_scores(one: Rendering, chords: Labelled) -> dict[str, float]:
    second = one.seconds_per_tick
    held = one.piece.chart.chords
    intervals = np.array([[each.start, each.end] for each in held], float) * second
    labels = [harte(each.chord) for each in held]
    got_intervals, got = mir_eval.util.adjust_intervals(
        chords.intervals, list(chords.labels), intervals.min(), intervals.max(), "N", "N"
    )
    both, truth, found = mir_eval.util.merge_labeled_intervals(intervals, labels, got_intervals, got)
    durations = mir_eval.util.intervals_to_durations(both)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            name: float(mir_eval.chord.weighted_accuracy(compare(truth, found), durations))
            for name, compare in (("majmin", mir_eval.chord.majmin), ("sevenths", mir_eval.chord.sevenths))
        }


def note_f(truth: np.ndarray, found: np.ndarray) -> float:
    """F of notes whose onsets lie within 50 ms and whose pitches are right.

    Args:
        truth: (notes, 3 or more) start and end in seconds, MIDI pitch.
        found: The same of what was heard.
    """
    if not len(truth) or not len(found):
        return 0.0
    hertz = [440 * 2 ** ((notes[:, 2] - 69) / 12) for notes in (truth, found)]
    spans = [np.stack([n[:, 0], np.maximum(n[:, 1], n[:, 0] + 0.01)], 1) for n in (truth, found)]
    return float(
        mir_eval.transcription.precision_recall_f1_overlap(
            spans[0], hertz[0], spans[1], hertz[1], onset_tolerance=0.05, offset_ratio=None
        )[2]
    )


def interval(values: Sequence[float]) -> str:
    """Mean and 95 % bootstrap interval."""
    if not len(values):
        return ""
    array = np.array(values)
    rng = np.random.default_rng(_SEED)
    means = array[rng.integers(len(array), size=(_RESAMPLES, len(array)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{array.mean():.3f} [{low:.3f}, {high:.3f}]"


Values = dict[str, list[float]]
"""Scores of this program over pieces by column, and majmin of each kind as “chorales majmin”."""


def table(title: str, set_: Sequence[Rendering], methods: Mapping[str, Method]) -> Values:
    """Hear, score, print; returns this program's scores, and its processor ``seconds`` a second of sound."""
    print(f"\n**{title}**, {len(set_)} pieces\n")
    print("| |", " | ".join(_COLUMNS), "| real time |")
    print("|---|" + "---|" * (len(_COLUMNS) + 1))
    values: Values = {}
    for name, method in methods.items():
        rows, spent = [], 0.0
        for one in set_:
            start = time.process_time()
            answer = method(one)
            spent += time.process_time() - start
            rows.append(scores(one, answer))
        speed = spent / sum(len(one.samples) / RATE for one in set_)
        _row(name, rows, f"{speed:.3f}" if name == "tuicomposer" else "")
        if name == "tuicomposer":
            values = {column: _column(rows, column) for column in _COLUMNS} | {"seconds": [speed]}
            values |= _kinds(set_, rows)
    return values


def _kinds(set_: Sequence[Rendering], rows: Sequence[dict[str, float]]) -> Values:
    """Print a row for each kind; a set of one kind is not said twice."""
    found: Values = {}
    for kind in dict.fromkeys(one.piece.kind for one in set_):
        inside = [row for row, one in zip(rows, set_, strict=True) if one.piece.kind == kind]
        found[f"{kind} majmin"] = _column(inside, "majmin")
        if len(inside) < len(rows):
            _row(f"— {kind} ({len(inside)})", inside)
    return found


def _row(name: str, rows: Sequence[dict[str, float]], speed: str = "") -> None:
    cells = [interval(_column(rows, column)) for column in _COLUMNS]
    print(f"| {name} |", " | ".join(cells), f"| {speed} |", flush=True)


def _column(rows: Sequence[dict[str, float]], column: str) -> list[float]:
    return [row[column] for row in rows if column in row]


def by_kind(title: str, values: Values) -> None:
    """Print the two kinds that have a goal of their own, each as a row."""
    print(f"\n**{title}, by kind**, chords majmin, must {_KIND}\n\n| | pieces | majmin |\n|---|---|---|")
    for kind in _KINDS:
        scored = values.get(f"{kind} majmin", [])
        print(f"| {kind} | {len(scored)} | {interval(scored)} |")


def judged(title: str, values: Values) -> list[str]:
    """Print what each mean must be; returns the names of those that miss it."""
    musts = dict(_MUSTS[title])
    if title == "clean":
        musts |= {f"{kind} majmin": _KIND for kind in _KINDS if values.get(f"{kind} majmin")}
    means = {name: float(np.mean(values[name] or [np.nan])) for name in (*musts, "seconds")}
    wrong = [name for name, goal in musts.items() if means[name] < goal]
    wrong += ["seconds"] * (means["seconds"] > _PROCESSOR)
    print()
    for name, goal in musts.items():
        print(f"{name} {means[name]:.3f}, must {goal}{', missed' * (name in wrong)}")
    late = ", missed" * ("seconds" in wrong)
    print(f"processor seconds {means['seconds']:.3f}, at most {_PROCESSOR}{late}")
    return [f"{title} {name}" for name in wrong]


def chosen(arguments: argparse.Namespace) -> Iterator[Piece]:
    """The pieces of the set; Lieder are left out, their labels being a machine's."""
    folders = {"leadsheets": arguments.leadsheets, "billboard": arguments.billboard}
    yield from pieces(arguments.count, _SEED, lieder=None, **folders)


def sparse(arguments: argparse.Namespace) -> Iterator[Piece]:
    """The pieces without a bass, a set of its own."""
    folders = {"leadsheets": arguments.leadsheets, "billboard": arguments.billboard}
    yield from sparse_pieces(arguments.count, _SEED, **folders)


def main() -> int:
    """Print the tables; 1 if a mean is below its goal."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=8, help="pieces of each kind")
    parser.add_argument("--leadsheets", type=Path)
    parser.add_argument("--billboard", type=Path)
    parser.add_argument("--only", choices=("clean", "hard"))
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--install", action="store_true", help="install the missing peers below --peers")
    parser.add_argument("--model", type=Path, default=models_dir() / "hearing")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.install:
        install(arguments.peers)
    methods: dict[str, Method] = {"tuicomposer": ours(arguments.model)} | peers(arguments.peers)
    found, bare, keys = list(chosen(arguments)), list(sparse(arguments)), stated_keys(arguments.count)
    missed: list[str] = []
    for title in ("clean", "hard"):
        if arguments.only in (None, title):
            hard = title == "hard"
            values = table(title, [rendering(piece, hard=hard, keys=keys) for piece in found], methods)
            set_ = [rendering(piece, hard=hard, keys=keys) for piece in bare]
            beside = table(f"{title}, solo and sparse textures without bass", set_, methods)
            values["without bass majmin"] = beside["majmin"]
            by_kind(title, values)
            missed += judged(title, values)
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
