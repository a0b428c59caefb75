"""McGill Billboard: the chords of chart songs, bar by bar, as charts without a melody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tuicomposer.score.chord import NO_CHORD
from tuicomposer.score.harte import harte_chord
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import pitch_class_of
from tuicomposer.training.chords.charts import Chart, Held, joined


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
