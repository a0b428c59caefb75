"""Chords in the notation of Harte et al. 2005, as collections and recognisers write them: ``Ab:min7/b7``."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.chord import NO_CHORD, Chord, parse_chord
from tuicomposer.score.pitch import FLAT_NAMES, pitch_class_of

_HARTE: Final = re.compile(r"([A-G][#b]*):([^/]+)(?:/([#b]?)(\d+))?\Z")
_SUFFIXES: Final = {
    "maj": "", "min": "m", "maj7": "maj7", "min7": "m7", "7": "7", "1": "5", "5": "5", "maj(9)": "add9",
    "sus4": "sus4", "sus2": "sus2", "min9": "m9", "maj6": "6", "sus4(b7)": "7sus4", "sus4(b7,9)": "9sus4",
    "7(#9)": "7#9", "maj9": "maj9", "11": "11", "9": "9", "min11": "m11", "13": "13", "5(b7)": "5",
    "hdim7": "m7b5", "dim": "dim", "dim7": "dim7", "aug": "aug", "min6": "m6", "min(9)": "madd9",
    "maj6(9)": "6/9", "aug(b7)": "7#5", "min7(11)": "m11", "7(b9)": "7b9", "maj13": "maj13",
    "sus4(9)": "sus4", "sus2(b7)": "7sus2", "7(#11)": "7#11", "sus4(b7,9,13)": "13sus4", "minmaj7": "mMaj7",
    "min(11)": "m", "maj(11)": "add11",
}  # fmt: skip
_DEGREES: Final = (0, 2, 4, 5, 7, 9, 11)


def harte_chord(word: str) -> Chord | None:
    """Chord of a word in Harte's notation; ``None`` where the table has no such quality."""
    if word == "N":
        return NO_CHORD
    match = _HARTE.match(word if ":" in word else word + ":maj")
    if match is None or match[2] not in _SUFFIXES:
        return None
    root = match[1]
    bass = ""
    if match[4]:
        step = _DEGREES[(int(match[4]) - 1) % 7] + {"b": -1, "#": 1}.get(match[3], 0)
        bass = f"/{FLAT_NAMES[(pitch_class_of(root) + step) % 12]}" if step % 12 else ""
    try:
        return parse_chord(f"{root}{_SUFFIXES[match[2]]}{bass}")
    except EntryError:
        return None
