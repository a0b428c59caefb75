"""How often is the key right? Ours beside music21's and plain Krumhansl-Schmuckler's.

    python benchmarks/key_accuracy.py [--chorales 60] [--folk 60] [--billboard PATH]

Pieces: Bach chorales and fiddle tunes that :mod:`key_pieces` holds out by a checksum of their
names, and, where the folder is given, the chord symbols of songs that :mod:`key_songs` holds out
(ours reads the symbols, the others hear their tones); how the keys are known is said there. As
a chorale's tonic is read from its last bass, a method that looks at the ending is close to the
answer, so each piece is also judged from its first half alone. All methods get the same notes.
``music21`` is its ``analyze('key')`` (Aarden-Essen profile), ``krumhansl`` its
``analyze('key.krumhanslschmuckler')``.

Exact is the share of right tonic and mode. MIREX counts 1 for that, 0.5 for a fifth above in the
same mode, 0.3 for the relative and 0.2 for the parallel key. Intervals are 95 % bootstrap
intervals over pieces. Takes about a minute.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from key_pieces import Piece, chorales, cut, folk_tunes, voices
from key_songs import ChordSong, chord_songs
from music21 import note as m21_note
from music21 import stream

from tuicomposer.analyzer.keys import key_guesses
from tuicomposer.score.key import MODES, Key
from tuicomposer.score.spans import ChordSpan, NoteSpan
from tuicomposer.score.ticks import TICKS_PER_BEAT

Notes = tuple[NoteSpan, ...]


class Heard(NamedTuple):
    """What a method is given, and the key it should find."""

    key: Key
    notes: Notes
    chords: tuple[ChordSpan, ...] = ()


_RESAMPLES: Final = 2000
_SEED: Final = 1


class Verdict(NamedTuple):
    """One answer for one piece."""

    known: Key
    guess: Key
    confidence: float


class Estimate(NamedTuple):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def ours(heard: Heard) -> tuple[Key, float]:
    """The analyzer of this project."""
    best = key_guesses(heard.notes, heard.chords)[0]
    return best.key, best.confidence


def _music21(method: str) -> Callable[[Heard], tuple[Key, float]]:
    def guess(heard: Heard) -> tuple[Key, float]:
        music = stream.Stream()
        for span in heard.notes or _tones(heard.chords):
            item = m21_note.Note(span.pitch, quarterLength=(span.end - span.start) / TICKS_PER_BEAT)
            music.insert(span.start / TICKS_PER_BEAT, item)
        found = music.analyze(method)
        name = found.tonic.name.replace("-", "b")
        return Key(name, found.mode), float(found.correlationCoefficient)

    return guess


def _tones(chords: Sequence[ChordSpan]) -> Notes:
    """Every tone of every chord, once."""
    return tuple(
        NoteSpan(0, 0, span.start, span.end, 60 + tone, 96)
        for span in chords
        for tone in sorted(span.chord.pitch_classes)
    )


METHODS: Final = {
    "ours": ours,
    "music21": _music21("key"),
    "krumhansl": _music21("key.krumhanslschmuckler"),
}


def mirex(known: Key, guess: Key) -> float:
    """MIREX weight of an answer."""
    step = (guess.tonic_class - known.tonic_class) % 12
    if known.mode == guess.mode:
        return {0: 1.0, 7: 0.5}.get(step, 0.0)
    relative = 9 if known.mode == "major" else 3
    return {relative: 0.3, 0: 0.2}.get(step, 0.0)


def estimate(values: Sequence[float]) -> Estimate:
    """Mean and bootstrap interval; the same answer every time."""
    sample = np.array(values, float)
    chosen = np.random.default_rng(_SEED).integers(0, len(sample), (_RESAMPLES, len(sample)))
    low, high = np.quantile(sample[chosen].mean(axis=1), (0.025, 0.975))
    return Estimate(float(sample.mean()), float(low), float(high))


def piece_views(pieces: Sequence[Piece]) -> dict[str, list[Heard]]:
    """What of each piece is heard, by name."""
    heard = {
        "whole": [Heard(piece.key, piece.notes) for piece in pieces],
        "first half": [Heard(piece.key, cut(piece.notes, piece.ticks // 2)) for piece in pieces],
    }
    if any(note.lane for piece in pieces for note in piece.notes):
        heard["soprano"] = [Heard(piece.key, voices(piece.notes, 0)) for piece in pieces]
    return heard


def song_views(songs: Sequence[ChordSong]) -> dict[str, list[Heard]]:
    """What of each chord song is heard, by name."""
    return {
        "whole": [Heard(song.key, (), song.chords) for song in songs],
        "8 chords": [Heard(song.key, (), song.chords[:8]) for song in songs],
        "4 chords": [Heard(song.key, (), song.chords[:4]) for song in songs],
    }


def judge(method: str, heard: Sequence[Heard]) -> list[Verdict]:
    """The answers of a method."""
    return [Verdict(item.key, *METHODS[method](item)) for item in heard]


def report(title: str, views: dict[str, list[Heard]]) -> None:
    """Print the table of one collection."""
    known = [item.key.mode for item in views["whole"]]
    modes = ", ".join(f"{known.count(mode)} {mode}" for mode in MODES)
    print(f"\n{title}: {len(known)} held-out pieces ({modes})\n")
    print(f"{'heard':<11}{'method':<11}{'exact':<23}{'MIREX':<23}{'major':<8}{'minor':<8}confidence")
    for name, heard in views.items():
        for method in METHODS:
            print(f"{name:<11}{method:<11}{_row(method, judge(method, heard))}")


def _row(method: str, verdicts: Sequence[Verdict]) -> str:
    exact = estimate([mirex(item.known, item.guess) == 1.0 for item in verdicts])
    weighted = estimate([mirex(item.known, item.guess) for item in verdicts])
    by_mode = "".join(f"{_share(verdicts, mode):<8}" for mode in MODES)
    confidence = f"{np.mean([item.confidence for item in verdicts]):.3f}" if method == "ours" else ""
    return f"{exact!s:<23}{weighted!s:<23}{by_mode}{confidence}".rstrip()


def _share(verdicts: Sequence[Verdict], mode: str) -> str:
    right = [mirex(item.known, item.guess) == 1.0 for item in verdicts if item.known.mode == mode]
    return f"{np.mean(right):.3f}" if right else "-"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Accuracy of the key analysis beside its baselines.")
    parser.add_argument("--chorales", type=int, default=60, help="held-out chorales at most (default 60)")
    parser.add_argument("--folk", type=int, default=60, help="held-out fiddle tunes at most (default 60)")
    parser.add_argument("--billboard", type=Path, help="unpacked McGill Billboard folder")
    parser.add_argument("--songs", type=int, default=60, help="held-out chord songs at most (default 60)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.chorales:
        report("Bach chorales", piece_views(list(chorales(test=True, limit=options.chorales))))
    if options.folk:
        report("Ryan's Mammoth Collection", piece_views(list(folk_tunes(test=True, limit=options.folk))))
    if options.billboard:
        songs = list(chord_songs(options.billboard, test=True))[: options.songs]
        report("McGill Billboard (chord symbols)", song_views(songs))


if __name__ == "__main__":
    main()
