"""The melody of flat MIDI files: everything in one track, of held-out pieces.

    python benchmarks/melody_accuracy.py [--count 14] [--leadsheets PATH] [--lieder PATH]

The pieces of :mod:`chord_pieces` that have a melody, with all their notes in one piano track; the
truth is the voice part or the tune. Onset within 50 ms and the same pitch: mean F over pieces and
95 % bootstrap interval. ``skyline`` takes every note above which none sounds at its onset;
``lanes`` is the analyzer without its network, which takes the best of the lanes into which the
import divides the track.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from chord_accuracy import interval
from chord_arrangers import Played
from chord_pieces import Piece, midi_file, pieces

from tuicomposer.analyzer.report import analysis_json
from tuicomposer.analyzer.service import SymbolicAnalyzer
from tuicomposer.formats.midi import read_midi
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import AnalyzeRequest
from tuicomposer.jobs.services import AnalyzerService
from tuicomposer.score.spans import NoteSpan, song_spans
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.wiring.analyzing import open_analyzer

_GOALS: Final = {"pop": 0.7, "folk": 0.8, "lead sheets": 0.7}
"""Least mean F of this program; Lieder have none, since what the voice sings is often not the tune on top."""
_SEED: Final = 2026
_ONSET_SECONDS: Final = 0.05

Onset = tuple[float, int]
"""Seconds and MIDI pitch."""


def flat(piece: Piece) -> list[Played]:
    """All notes of a piece but the drums, in order of time."""
    song = read_midi(piece.midi).song
    spans = (span for span in song_spans(song) if isinstance(span, NoteSpan))
    return sorted(
        {
            Played(span.start, span.end, span.pitch, span.velocity)
            for span in spans
            if not song.lanes[span.lane].muted
        }
    )


def skyline(piece: Piece) -> list[Onset]:
    """Notes above which none sounds at their onset."""
    notes, scale = flat(piece), 60 / (piece.tempo * TICKS_PER_BEAT)
    return [
        (note.start * scale, note.pitch)
        for note in notes
        if not any(other.start <= note.start < other.end and other.pitch > note.pitch for other in notes)
    ]


def analyzed(service: AnalyzerService) -> Callable[[Piece], list[Onset]]:
    """What an analyzer takes for the melody of the flat file."""

    def method(piece: Piece) -> list[Onset]:
        song = read_midi(midi_file({"Piano": flat(piece)}, piece.chart.meter, piece.tempo)).song
        found = analysis_json(service.analyze(AnalyzeRequest(song, 0), CancelToken()), song)
        return [(note["start_s"], note["pitch"]) for note in found["melody"]]

    return method


def f_measure(piece: Piece, found: list[Onset]) -> float:
    """Balanced mean of precision and recall; each note counts once."""
    scale = 60 / (piece.tempo * TICKS_PER_BEAT)
    known = [(note.start * scale, note.pitch) for note in piece.chart.melody]
    left, hits = list(found), 0
    for onset, pitch in known:
        near = [one for one in left if one[1] == pitch and abs(one[0] - onset) <= _ONSET_SECONDS]
        if near:
            left.remove(min(near, key=lambda one: abs(one[0] - onset)))
            hits += 1
    return 2 * hits / max(1, len(found) + len(known))


def main() -> int:
    """Measure and print; 1 if a mean is below its goal."""
    parser = argparse.ArgumentParser(description="Melodies of flat MIDI files.")
    parser.add_argument("--count", type=int, default=14, help="pieces of each kind")
    parser.add_argument("--leadsheets", type=Path, help="folder of OpenEWLD")
    parser.add_argument("--lieder", type=Path, help="folder of OpenScore Lieder")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    # The hymn player leaves the tune out.
    chosen = [
        piece
        for piece in pieces(
            options.count, _SEED, leadsheets=options.leadsheets, billboard=None, lieder=options.lieder
        )
        if piece.chart.melody and piece.player != "hymn"
    ]
    methods = {
        "tuicomposer": analyzed(open_analyzer()), "lanes": analyzed(SymbolicAnalyzer()), "skyline": skyline,
    }  # fmt: skip
    print("| pieces | |", " | ".join(methods), "|\n|---|---|" + "---|" * len(methods))
    means: dict[str, float] = {}
    for kind in dict.fromkeys(piece.kind for piece in chosen):
        own = [piece for piece in chosen if piece.kind == kind]
        scores = {
            name: np.array([f_measure(piece, method(piece)) for piece in own])
            for name, method in methods.items()
        }
        means[kind] = float(scores["tuicomposer"].mean())
        print(f"| {kind} | {len(own)} |", " | ".join(map(interval, scores.values())), "|")
    print()
    missed = [kind for kind, goal in _GOALS.items() if means.get(kind, goal) < goal]
    for kind, goal in _GOALS.items():
        if kind in means:
            print(f"{kind} {means[kind]:.3f}, must {goal}{', missed' * (kind in missed)}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
