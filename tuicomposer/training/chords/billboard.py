"""McGill Billboard: the chords of chart songs, bar by bar, as charts without a melody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.chord import NO_CHORD, Chord, parse_chord
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import FLAT_NAMES, pitch_class_of
from tuicomposer.training.chords.charts import Chart, Held, joined

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


def read_billboard(folder: Path) -> Iterator[Chart]:
    """Every song below a folder, one chart for each stretch of one metre."""
    for path in sorted(folder.rglob("salami_chords.txt")):
        lines = path.read_text("utf-8", "replace").splitlines()
        title = next((line[8:].strip() for line in lines if line.startswith("# title:")), path.parent.name)
        chart = _chart(title, lines)
        if chart is not None:
            yield chart


def tonic_of(line: str) -> int | None:
    """Pitch class that a line of the file states as the tonic from there on."""
    return pitch_class_of(line.split(":")[1].strip()) if line.startswith("# tonic:") else None


def _chart(title: str, lines: list[str]) -> Chart | None:
    stated = next((line.split(":")[1].strip() for line in lines if line.startswith("# metre:")), "4/4")
    if stated not in ("4/4", "3/4", "6/8", "12/8", "2/4"):
        return None
    numerator, _, denominator = stated.partition("/")
    meter = Meter(int(numerator), int(denominator))
    bars, chords = [0], list[Held]()
    for line in lines:
        if "|" not in line or "\t" not in line:
            continue
        for bar in line[line.index("|") : line.rindex("|")].split("|"):
            if bar.strip():
                chords += _bar(bar.split(), bars[-1], meter.bar_ticks, chords[-1] if chords else None)
                bars.append(bars[-1] + meter.bar_ticks)
    return Chart(title, "billboard", meter, tuple(bars), joined(chords)) if len(bars) > 8 else None


def _bar(words: list[str], start: int, ticks: int, before: Held | None) -> Iterator[Held]:
    chord = None if before is None else before.chord
    for index, word in enumerate(words):
        chord = harte_chord(word) if ":" in word else NO_CHORD if word == "N" else chord
        if chord is not None:
            yield Held(start + index * ticks // len(words), start + (index + 1) * ticks // len(words), chord)


def harte_chord(word: str) -> Chord | None:
    """Chord of a word in Harte's notation; ``None`` where the table has no such quality."""
    match = _HARTE.match(word)
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
