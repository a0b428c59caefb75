"""Chords found in MIDI files of held-out pieces, scored as MIREX does, beside other methods.

    python benchmarks/chord_accuracy.py [--count 14] [--leadsheets PATH] [--billboard PATH]
                                        [--lieder PATH] [--no-music21]

Each piece is a MIDI file (:mod:`chord_pieces`, players of :mod:`chord_arrangers`), which every
method gets with its beats; ours reads the file as ``tuicomposer analyze`` does. Scores are
mir_eval's weighted chord symbol recall with majors and minors (``majmin``) and with sevenths,
over the time in which the label is one of those; mean over pieces and 95 % bootstrap interval.

``templates`` is the analyzer without its network: chord templates and Viterbi on half beats.
``music21`` is its ``chordify``: the root and the third, fifth and seventh of each vertical.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import mir_eval
import numpy as np
from chord_pieces import Piece, checksum, pieces
from music21 import note as m21_note
from music21 import stream

from tuicomposer.analyzer.report import analysis_json
from tuicomposer.analyzer.service import SymbolicAnalyzer
from tuicomposer.formats.midi import read_midi
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import AnalyzeRequest
from tuicomposer.jobs.services import AnalyzerService
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.wiring.analyzing import open_analyzer

_SEED: Final = 2026
_RESAMPLES: Final = 2000
_GOALS: Final = {"majmin": 0.93, "sevenths": 0.85}

_HARTE: Final = {
    "": "maj", "m": "min", "dim": "dim", "aug": "aug", "sus2": "sus2", "sus4": "sus4", "5": "5",
    "6": "maj6", "m6": "min6", "6/9": "maj6(9)", "m6/9": "min6(9)", "7": "7", "maj7": "maj7", "m7": "min7",
    "mMaj7": "minmaj7", "dim7": "dim7", "m7b5": "hdim7", "7sus4": "sus4(b7)", "add9": "maj(9)",
    "madd9": "min(9)", "9": "9", "maj9": "maj9", "m9": "min9", "11": "11", "m11": "min11", "13": "13",
    "maj13": "maj13", "m13": "min13", "7b9": "7(b9)", "7#9": "7(#9)", "7#11": "7(#11)", "9sus4": "sus4(b7,9)",
    "13sus4": "sus4(b7,9,13)", "7#5": "aug(b7)", "9#5": "aug(b7)", "7b5": "(3,b5,b7)", "add11": "maj(11)",
    "7sus2": "sus2(b7)",
}  # fmt: skip
_STEPS: Final = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")


class Labelled(NamedTuple):
    """Chords in seconds."""

    intervals: np.ndarray
    labels: list[str]


Method = Callable[[Piece], Labelled]


def harte(chord: Chord) -> str:
    """A chord in the notation that mir_eval reads; the bass is left out."""
    if chord.is_silence:
        return "N"
    root = SHARP_NAMES[chord.root_class]
    if chord.suffix in _HARTE:
        quality = _HARTE[chord.suffix]
        return f"{root}:{quality}"
    return f"{root}:({','.join(_STEPS[step] for step in chord.quality.intervals)})"


def analyzed(service: AnalyzerService) -> Method:
    """What an analyzer says of the file."""

    def method(piece: Piece) -> Labelled:
        song = read_midi(piece.midi).song
        found = analysis_json(service.analyze(AnalyzeRequest(song, 0), CancelToken()), song)
        chords = found["chords"]
        intervals = np.array([[one["start_s"], one["end_s"]] for one in chords]).reshape(-1, 2)
        return Labelled(intervals, [harte(parse_chord(one["symbol"])) for one in chords])

    return method


def chordified(piece: Piece) -> Labelled:
    """music21's verticals, each named by its root, third, fifth and seventh."""
    song = read_midi(piece.midi).song
    score = stream.Score()
    parts: dict[int, stream.Part] = {}
    from tuicomposer.score.spans import NoteSpan, song_spans  # noqa: PLC0415

    for span in song_spans(song):
        if isinstance(span, NoteSpan) and not song.lanes[span.lane].muted:
            part = parts.setdefault(span.lane, stream.Part())
            sounding = m21_note.Note(span.pitch)
            # On sixteenths, since hands do not play verticals.
            start, end = (round(tick / 120) / 4 for tick in (span.start, span.end))
            sounding.quarterLength = max(0.25, end - start)
            part.insert(start, sounding)
    for part in parts.values():
        score.insert(0, part)
    intervals, labels = [], []
    for vertical in score.chordify().flatten().getElementsByClass("Chord"):
        label = _vertical_label(vertical)
        start, end = float(vertical.offset), float(vertical.offset + vertical.quarterLength)
        if label is None and labels:
            intervals[-1][1] = end
        elif label is not None and end > start:
            if intervals:
                intervals[-1][1] = start
            intervals.append([start, end])
            labels.append(label)
    kept = [index for index, (start, end) in enumerate(intervals) if end > start]
    seconds = np.array([intervals[index] for index in kept]).reshape(-1, 2) * 60 / song.tempo
    return Labelled(seconds, [labels[index] for index in kept])


def _vertical_label(vertical: object) -> str | None:
    if len(set(vertical.pitchClasses)) < 3:  # type: ignore[attr-defined]
        return None
    root = vertical.root().pitchClass  # type: ignore[attr-defined]
    steps = {(pitch - root) % 12 for pitch in vertical.pitchClasses}  # type: ignore[attr-defined]
    third = "min" if 3 in steps and 4 not in steps else "maj"
    if third == "min" and 6 in steps and 7 not in steps:
        return f"{SHARP_NAMES[root]}:dim"
    seventh = {("maj", 10): "7", ("maj", 11): "maj7", ("min", 10): "min7", ("min", 11): "minmaj7"}
    found = next((seventh[third, step] for step in (10, 11) if step in steps), third)
    return f"{SHARP_NAMES[root]}:{found}"


def reference(piece: Piece) -> Labelled:
    """The chords of a piece in seconds."""
    scale = 60 / (piece.tempo * TICKS_PER_BEAT)
    held = piece.chart.chords
    return Labelled(
        np.array([[one.start, one.end] for one in held]) * scale, [harte(one.chord) for one in held]
    )


def scores(piece: Piece, found: Labelled) -> dict[str, float]:
    """Weighted recall by vocabulary; NaN where the piece has no such label."""
    known = reference(piece)
    low, high = known.intervals.min(), known.intervals.max()
    if not len(found.intervals):
        found = Labelled(np.array([[low, high]]), ["N"])
    intervals, labels = mir_eval.util.adjust_intervals(found.intervals, found.labels, low, high, "N", "N")
    filled, known_labels = mir_eval.util.adjust_intervals(known.intervals, known.labels, low, high, "X", "X")
    filled, known_labels = _without_gaps(filled, known_labels)
    intervals, labels = _without_gaps(intervals, labels, "N")
    for times in (filled, intervals):
        times[0][0], times[-1][1] = low, high
    times, truth, guess = mir_eval.util.merge_labeled_intervals(filled, known_labels, intervals, labels)
    durations = mir_eval.util.intervals_to_durations(times)
    result = {}
    for name in _GOALS:
        compared = getattr(mir_eval.chord, name)(truth, guess)
        compared[np.array(truth) == "X"] = -1
        judged = compared >= 0
        total = durations[judged].sum()
        result[name] = float((compared[judged] * durations[judged]).sum() / total) if total else np.nan
    return result


def _without_gaps(
    intervals: np.ndarray, labels: Sequence[str], between: str = "X"
) -> tuple[np.ndarray, list[str]]:
    """The same with a label in each gap, as mir_eval wants it."""
    times, names = [], []
    for (start, end), label in zip(intervals, labels, strict=True):
        if times and start > times[-1][1] + 1e-6:
            times.append([times[-1][1], start])
            names.append(between)
        first = times[-1][1] if times else start
        if end > first + 1e-9:
            times.append([first, end])
            names.append(label)
    return np.array(times), names


def interval(values: np.ndarray) -> str:
    """Mean with its 95 % bootstrap interval over pieces."""
    values = values[~np.isnan(values)]
    if not len(values):
        return "-"
    rng = np.random.default_rng(1)
    means = values[rng.integers(len(values), size=(_RESAMPLES, len(values)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return f"{values.mean():.3f} [{low:.3f}, {high:.3f}]"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=14, help="pieces of each kind")
    for name in ("leadsheets", "billboard", "lieder"):
        parser.add_argument(f"--{name}", type=Path, help=f"folder of the collection {name}")
    parser.add_argument("--no-music21", action="store_true", help="leave out the slow peer")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    methods: dict[str, Method] = {
        "tuicomposer": analyzed(open_analyzer()),
        "templates": analyzed(SymbolicAnalyzer()),
    }
    if not options.no_music21:
        methods["music21"] = chordified
    folders = {name: getattr(options, name) for name in ("leadsheets", "billboard", "lieder")}
    chosen = list(pieces(options.count, _SEED, **folders))
    print(f"{len(chosen)} pieces, checksum {checksum(chosen):08x}\n")
    found = {name: [scores(piece, method(piece)) for piece in chosen] for name, method in methods.items()}
    groups = {"all": [True] * len(chosen)}
    groups |= {
        kind: [piece.kind == kind for piece in chosen] for kind in dict.fromkeys(p.kind for p in chosen)
    }
    groups |= {
        f"by {who}": [p.player == who for p in chosen] for who in dict.fromkeys(p.player for p in chosen)
    }
    print("| pieces | |", " | ".join(f"{name} {score}" for name in methods for score in _GOALS), "|")
    print("|---|---|" + "---|" * (len(methods) * len(_GOALS)))
    for group, member in groups.items():
        cells = [
            interval(
                np.array([one[score] for one, inside in zip(found[name], member, strict=True) if inside])
            )
            for name in methods
            for score in _GOALS
        ]
        print(f"| {group} | {sum(member)} |", " | ".join(cells), "|")
    means = {score: float(np.nanmean([one[score] for one in found["tuicomposer"]])) for score in _GOALS}
    missed = [score for score, goal in _GOALS.items() if means[score] < goal]
    if missed:
        print(f"below its goal: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
