"""Chord songs with a known key, from a folder of the McGill Billboard collection (CC0).

The collection states the tonic of every stretch of a song, not its mode. The mode is taken from
the chords on that tonic: minor where minor chords hold it longer than major ones. Stretches
without a chord on the tonic, or with fewer than four chords, are left out. A song is held out by
a checksum of its title, so that its transcriptions stay on one side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from key_pieces import held_out

from tuicomposer.errors import EntryError
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import SHARP_NAMES, pitch_class_of
from tuicomposer.score.spans import ChordSpan

_BAR_TICKS: Final = 1920
_HARTE: Final = re.compile(r"([A-G][#b]?):([^/]+)")
_SUFFIXES: Final = {
    "maj": "", "min": "m", "maj7": "maj7", "min7": "m7", "7": "7", "1": "5", "5": "5", "maj(9)": "add9",
    "sus4": "sus4", "sus2": "sus2", "min9": "m9", "maj6": "6", "sus4(b7)": "7sus4", "sus4(b7,9)": "9sus4",
    "7(#9)": "7#9", "maj9": "maj9", "11": "11", "9": "9", "min11": "m11", "13": "13", "5(b7)": "5",
    "hdim7": "m7b5", "dim": "dim", "dim7": "dim7", "aug": "aug", "min6": "m6", "min(9)": "madd9",
    "maj6(9)": "6/9", "aug(b7)": "7#5", "min7(11)": "m11", "7(b9)": "7b9", "maj13": "maj13",
}  # fmt: skip


@dataclass(frozen=True)
class ChordSong:
    """The chords of a stretch in one key."""

    chords: tuple[ChordSpan, ...]
    key: Key


def chord_songs(folder: Path, *, test: bool) -> Iterator[ChordSong]:
    """The songs of one side of the split."""
    for path in sorted(folder.rglob("salami_chords.txt")):
        lines = path.read_text("utf-8", "replace").splitlines()
        title = next((line for line in lines if line.startswith("# title:")), "")
        if held_out(title) == test:
            yield from _stretches(lines)


def _stretches(lines: list[str]) -> Iterator[ChordSong]:
    tonic: int | None = None
    words: list[list[str]] = []
    for line in [*lines, "# tonic: C"]:
        if line.startswith("# tonic:"):
            song = None if tonic is None else _song(words, tonic)
            if song is not None:
                yield song
            tonic, words = pitch_class_of(line.split(":")[1].strip()), []
        elif "|" in line:
            words += [
                bar.split() for bar in line[line.index("|") : line.rindex("|")].split("|") if bar.strip()
            ]


def _song(bars: list[list[str]], tonic: int) -> ChordSong | None:
    spans: list[ChordSpan] = []
    for number, bar in enumerate(bars):
        for index, word in enumerate(bar):
            start = number * _BAR_TICKS + index * _BAR_TICKS // len(bar)
            end = number * _BAR_TICKS + (index + 1) * _BAR_TICKS // len(bar)
            chord = _chord(word)
            if chord is None and not spans:
                continue
            if chord is None or (spans and spans[-1].chord == chord):
                last = spans.pop()
                spans.append(ChordSpan(0, 0, last.start, end, last.chord))
            else:
                spans.append(ChordSpan(0, 0, start, end, chord))
    at_home = [span for span in spans if span.chord.root_class == tonic]
    if len(spans) < 4 or not at_home:
        return None
    minor = sum(
        (span.end - span.start)
        * (1 if span.chord.suffix.startswith("m") and "maj" not in span.chord.suffix else -1)
        for span in at_home
    )
    return ChordSong(tuple(spans), Key(SHARP_NAMES[tonic], "minor" if minor > 0 else "major"))


def _chord(word: str) -> Chord | None:
    """Chord of a word in Harte's notation; ``None`` where the chord before goes on."""
    match = _HARTE.match(word)
    if match is None:
        return None
    try:
        return parse_chord(match[1] + _SUFFIXES.get(match[2], match[2]))
    except EntryError:
        return Chord(match[1], "m" if match[2].startswith("min") else "")
