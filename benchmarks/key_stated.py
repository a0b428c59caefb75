"""The key that the files state, of every four-part Bach chorale that music21 ships.

    python benchmarks/key_stated.py [--no-music21]

Key signature and mode as the MusicXML says them. Ours is the written key (:mod:`written_key_fit`), each
chorale judged by trees that have not seen it (ten folds by a checksum of its name), then by trees that
have not seen its tune in any harmonisation (ten folds of whole tunes). All that is chosen is chosen within
the training part. Below it the log-linear model of the key that is heard: refitted to the stated keys by
the same folds, and as released (its fit has counted four of five of these chorales, with a derived key, see
:mod:`key_pieces`). ``music21`` and ``krumhansl`` are those of :mod:`key_accuracy`. Takes four minutes.

The stated key is a convention of notation as much as of sound: a Dorian chorale on D without a
signature states A minor. The last lines count how the misses of the first row fall, and how
often two harmonisations of one tune state different keys: so much no listener can know.
"""

from __future__ import annotations

import argparse
import sys
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
from key_accuracy import METHODS, Heard, estimate
from key_fit import Examples, fit, scores
from music21 import corpus
from numpy.typing import NDArray
from written_key_fit import observed, out_of_fold

from tuicomposer.analyzer.key_evidence import note_evidence
from tuicomposer.score.key import MODES, Key
from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.score.spans import NoteSpan
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.score_xml import read_score
from tuicomposer.training.pieces import STEPS_PER_BEAT, VOICES, Piece
from tuicomposer.training.same_tune import same_tunes
from tuicomposer.training.splits import interval_grams

I64 = NDArray[np.int64]

_GOAL: Final = 0.85
"""Least share of exact keys, out of fold."""
_OURS: Final = "ours, written key, out of fold"
_FOLDS: Final = 10
_STEP: Final = TICKS_PER_BEAT // STEPS_PER_BEAT
_ONE_TUNE: Final = 0.6
"""Share of the shorter tune's runs of six intervals that two harmonisations of one tune have in common."""


def stated_chorales() -> Iterator[tuple[str, Heard]]:
    """Names of the chorales, and their notes with the key that the file states."""
    for path in sorted(map(Path, corpus.getComposer("bach"))):
        if path.suffix != ".mxl":
            continue
        try:
            score, key = read_score(path), _stated(path)
        except ValueError:
            continue
        if key is not None and len(score.parts) == 4:
            notes = tuple(
                NoteSpan(lane, 0, note.start, note.end, note.pitch, 96)
                for lane, part in enumerate(score.parts)
                for note in part
            )
            yield path.stem, Heard(key, notes)


def _stated(path: Path) -> Key | None:
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("xml") and "META-INF" not in name)
        found = next(ET.fromstring(archive.read(name)).iter("key"), None)
    mode = None if found is None else found.findtext("mode")
    if found is None or mode not in MODES:
        return None
    tonic = int(found.findtext("fifths") or 0) * 7 + (9 if mode == "minor" else 0)
    return Key(SHARP_NAMES[tonic % 12], mode)


def tunes(heard: Sequence[tuple[NoteSpan, ...]]) -> I64:
    """(chorales,) a number for each tune, as :func:`same_tunes` finds them."""
    group = np.zeros(len(heard), np.int64)
    for number, members in enumerate(same_tunes([_piece(index, notes) for index, notes in enumerate(heard)])):
        group[members] = number
    return group


def _piece(index: int, notes: tuple[NoteSpan, ...]) -> Piece:
    steps = -(-max(note.end for note in notes) // _STEP)
    pitch, onset = np.full((steps, VOICES), -1, np.int16), np.zeros((steps, VOICES), np.bool_)
    for note in notes:
        start = note.start // _STEP
        pitch[start : max(start + 1, note.end // _STEP), note.lane] = note.pitch
        onset[start, note.lane] = True
    return Piece(str(index), "stated", "train", 16, 4, 0, pitch, onset)


def even_folds(group: I64) -> I64:
    """(chorales,) folds of whole groups: the largest first, each to the fold that has fewest chorales."""
    sizes, fold = np.bincount(group), np.zeros(len(group), np.int64)
    load = np.zeros(_FOLDS, np.int64)
    for number in np.argsort(-sizes, kind="stable"):
        fold[group == number] = load.argmin()
        load[load.argmin()] += sizes[number]
    return fold


def by_trees(named: list[tuple[str, Heard]]) -> dict[str, list[Key]]:
    """The answers of trees that have not seen the chorale, and of trees that have not seen its tune."""
    heard, keys = [item.notes for _, item in named], [item.key for _, item in named]
    alone, tune = np.arange(len(named)), tunes(heard)
    by_name = np.array([zlib.crc32(name.encode()) % _FOLDS for name, _ in named])
    return {
        _OURS: _keys(out_of_fold(observed(heard, keys, alone), by_name)),
        "the same, out of fold by tune": _keys(out_of_fold(observed(heard, keys, tune), even_folds(tune))),
    }


def _keys(answer: I64) -> list[Key]:
    return [Key(SHARP_NAMES[index % 12], MODES[index // 12]) for index in answer]


def refitted(named: list[tuple[str, Heard]]) -> list[Key]:
    """The answers of weights that have not seen the chorale."""
    evidence = [note_evidence(heard.notes) for _, heard in named]
    seen = np.array([[np.roll(one, -tonic, axis=1) for tonic in range(12)] for one in evidence])
    known = np.array([MODES.index(heard.key.mode) * 12 + heard.key.tonic_class for _, heard in named])
    examples = Examples(seen, known, np.ones(len(known)), np.arange(len(known)))
    fold = np.array([zlib.crc32(name.encode()) % _FOLDS for name, _ in named])
    answer = np.zeros(len(known), np.int64)
    for number in range(_FOLDS):
        out = fold == number
        fitted = fit(Examples(*(values[~out] for values in examples)))
        answer[out] = scores(Examples(*(values[out] for values in examples)), fitted).argmax(axis=1)
    return _keys(answer)


def main() -> int:
    """Measure and print; 1 if the share out of fold is below its goal."""
    parser = argparse.ArgumentParser(description="Keys that chorales state.")
    parser.add_argument("--no-music21", action="store_true", help="leave out the slow peers")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    named = list(stated_chorales())
    answers = {**by_trees(named), "ours, log-linear, refitted out of fold": refitted(named)}
    for method, title in (
        ("ours", "ours, key as heard, as released"),
        ("music21", "music21"),
        ("krumhansl", "krumhansl"),
    ):
        if method == "ours" or not options.no_music21:
            answers[title] = [METHODS[method](heard)[0] for _, heard in named]
    print(f"| {len(named)} chorales, stated key | exact, 95 % interval |")
    print("|---|---|")
    for title, keys in answers.items():
        right = [_same(key, heard.key) for key, (_, heard) in zip(keys, named, strict=True)]
        print(f"| {title} | {estimate(right)} |")
    stated = [heard for _, heard in named]
    _misses(answers[_OURS], stated)
    _twins(stated)
    share = float(np.mean([_same(key, heard.key) for key, heard in zip(answers[_OURS], stated, strict=True)]))
    print(f"\nstated key, out of fold {share:.3f}, must {_GOAL}{', missed' * (share < _GOAL)}")
    return int(share < _GOAL)


def _same(key: Key, other: Key) -> float:
    return float((key.tonic_class, key.mode) == (other.tonic_class, other.mode))


def _misses(keys: list[Key], heard: list[Heard]) -> None:
    """How the misses fall: where the last bass is the tonic that was answered, the label is a convention."""
    counts: Counter[str] = Counter()
    for key, item in zip(keys, heard, strict=True):
        if not _same(key, item.key):
            end = max(note.end for note in item.notes)
            last = min(note.pitch for note in item.notes if note.end == end) % 12
            dorian = (
                key.mode == item.key.mode == "minor" and (key.tonic_class - item.key.tonic_class) % 12 == 5
            )
            ends = "ends on the tonic answered" if last == key.tonic_class else "ends elsewhere"
            counts[f"{'a fourth above, both minor' if dorian else 'other'}; {ends}"] += 1
    print()
    for kind, count in counts.most_common():
        print(f"missed: {count:3d}  {kind}")


def _twins(heard: list[Heard]) -> None:
    """Pairs of harmonisations of one tune, and how many state different keys as seen from its last note."""
    sopranos = [[note.pitch for note in item.notes if note.lane == 0] for item in heard]
    grams = [interval_grams([soprano]) for soprano in sopranos]
    seen = [
        (item.key.mode, (item.key.tonic_class - soprano[-1]) % 12)
        for item, soprano in zip(heard, sopranos, strict=True)
    ]
    twins = [
        (a, b)
        for a, b in combinations(range(len(heard)), 2)
        if len(grams[a] & grams[b]) > _ONE_TUNE * min(len(grams[a]), len(grams[b])) > 0
    ]
    differ = sum(seen[a] != seen[b] for a, b in twins)
    print(f"\n{len(twins)} pairs of harmonisations of one tune; {differ} of them state different keys")


if __name__ == "__main__":
    sys.exit(main())
