"""McGill Billboard: chords, metre and nothing else, as pieces without lanes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from tuicomposer.score.chord_classes import NO_CHORD_LABEL
from tuicomposer.training.grids import empty_steps
from tuicomposer.training.leadsheets import label
from tuicomposer.training.lieder import split_of
from tuicomposer.training.pieces import STEPS_PER_BEAT, Piece

_QUALITY: Final = {
    "maj": "",
    "maj6": "",
    "6": "",
    "5": "",
    "1": "",
    "min": "m",
    "min6": "m",
    "minmaj7": "m",
    "7": "7",
    "9": "7",
    "11": "7",
    "13": "7",
    "maj7": "maj7",
    "maj9": "maj7",
    "maj11": "maj7",
    "maj13": "maj7",
    "min7": "m7",
    "min9": "m7",
    "min11": "m7",
    "min13": "m7",
    "dim": "dim",
    "dim7": "dim7",
    "hdim7": "m7b5",
    "aug": "aug",
    "sus4": "sus4",
    "sus2": "sus4",
}
_DEGREE: Final = dict(zip("1234567", (0, 2, 4, 5, 7, 9, 11), strict=True))
_STEP: Final = dict(zip("CDEFGAB", (0, 2, 4, 5, 7, 9, 11), strict=True))
_CHORD: Final = re.compile(r"([A-G])([#b]*):([a-z0-9]+)(?:\([^)]*\))?(?:/([#b]*)(\d+))?$")
_LEAST_BARS: Final = 16
Stated = tuple[int, int]


def read_billboard(folder: Path) -> Iterator[Piece]:
    """Read every song below a folder that keeps one metre and whose chords are all known."""
    seen = set()
    for path in sorted(folder.rglob("salami_chords.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        title = re.search(r"^# title: (.*)$", text, re.MULTILINE)
        name = title[1].strip() if title else path.parent.name
        piece = None if name in seen else _piece(name, text)
        if piece is not None:
            seen.add(name)
            yield piece


def _piece(name: str, text: str) -> Piece | None:
    meters = set(re.findall(r"^# metre: (\d+)/(\d+)", text, re.MULTILINE))
    if len(meters) != 1:
        return None
    beats, kind = (int(part) for part in next(iter(meters)))
    bar_steps = 4 * beats * STEPS_PER_BEAT // kind
    chords: list[Stated] = []
    for line in text.splitlines():
        for bar in _bars(line):
            steps = _bar(bar, bar_steps)
            if steps is None:
                return None
            chords += steps
    if len(chords) < _LEAST_BARS * bar_steps:
        return None
    pitch, onset = empty_steps(len(chords))
    pulse = 6 if kind == 8 and beats % 3 == 0 and beats > 3 else STEPS_PER_BEAT
    stated = np.array(chords, np.int16)
    return Piece(name, "billboard", split_of(name), bar_steps, pulse, 0, pitch, onset, chords=stated)


def _bars(line: str) -> list[str]:
    """The bars of a line; ``x2`` at its end repeats it."""
    if line.startswith("#") or "|" not in line:
        return []
    _, *bars, tail = line.split("|")
    times = re.search(r"x(\d+)", tail)
    return bars * (min(int(times[1]), 16) if times else 1)


def _bar(text: str, steps: int) -> list[Stated] | None:
    if "(" in text and re.search(r"\(\d+/\d+\)", text):
        return None
    found: list[Stated] = []
    for word in text.split():
        if word == "." and found:
            found.append(found[-1])
        elif word != ".":
            chord = _chord(word)
            if chord is None:
                return None
            found.append(chord)
    if not found or steps % len(found):
        return None
    each = steps // len(found)
    return [chord for chord in found for _ in range(each)]


def _chord(word: str) -> Stated | None:
    if word in {"N", "&pause", "*"}:
        return NO_CHORD_LABEL, -1
    match = _CHORD.match(word)
    if match is None or match[3] not in _QUALITY:
        return None
    root = (_STEP[match[1]] + _shift(match[2])) % 12
    bass = root
    if match[5]:
        degree = (int(match[5]) - 1) % 7 + 1
        bass = (root + _DEGREE[str(degree)] + _shift(match[4])) % 12
    return label(root, _QUALITY[match[3]]), bass


def _shift(accidentals: str) -> int:
    return accidentals.count("#") - accidentals.count("b")
