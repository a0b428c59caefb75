"""OpenScore Lieder with their machine-made roman numerals: real textures, fallible labels."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.charts import Chart, Held, Sounding, Sung, joined, split_of
from tuicomposer.training.chords.roman_text import Analysed, read_roman
from tuicomposer.training.chords.score_xml import WrittenScore, read_score

_ANALYSIS: Final = "analysis_automatic.rntxt"
_LEAST_FIT: Final = 0.75
"""Songs whose notes lie in the labelled chords for a smaller share of their time are left out."""


def read_lieder(folder: Path, *, held_out: bool = False) -> Iterator[Chart]:
    """Songs below a folder that have an analysis and one metre; the voice is the melody.

    Args:
        folder: The collection.
        held_out: Read only the songs that are tested on, a seventh of the time of all.
    """
    for analysis in sorted(folder.rglob(_ANALYSIS)):
        path = next(iter(sorted(analysis.parent.glob("*.mxl"))), None)
        if path is None or (held_out and split_of(_name(path)) != "test"):
            continue
        chart = _song(path, analysis)
        if chart is not None:
            yield chart


def _name(path: Path) -> str:
    """Composer, set and song, so that one song has one name wherever the collection lies."""
    return "/".join(path.parent.parts[-3:])


def _song(path: Path, analysis: Path) -> Chart | None:
    try:
        score = read_score(path)
    except ValueError:
        return None
    if score.meters != 1 or len(score.measures) < 8 or not score.parts:
        return None
    found = list(read_roman(analysis.read_text("utf-8")))
    played = tuple(sorted(note for part in score.parts for note in part))
    chords, fits = best_fit(found, score, played)
    bars = (*(measure.start for measure in score.measures), score.measures[-1].end)
    if len(set(bars)) != len(bars) or fits < _LEAST_FIT:
        return None
    return Chart(_name(path), "lieder", score.meter, bars, chords, _voice(score), played)


def _voice(score: WrittenScore) -> tuple[Sung, ...]:
    """The first part, where it is one voice on one staff above a piano."""
    if len(score.parts) < 2 or score.staves[0] != 1 or max(score.staves[1:]) < 2:
        return ()
    notes = sorted(score.parts[0])
    alone = all(a.end <= b.start for a, b in pairwise(notes))
    return tuple(Sung(note.start, note.end, note.pitch) for note in notes) if alone else ()


def best_fit(
    found: list[Analysed], score: WrittenScore, notes: tuple[Sounding, ...]
) -> tuple[tuple[Held, ...], float]:
    """The chords, with beats counted the way in which they fit the notes best, and how well."""
    beat = max(score.meter.pulse_ticks, 4 * TICKS_PER_BEAT // score.meter.denominator)
    ways = [analysed_chords(found, score, ticks) for ticks in {beat, beat // 2, TICKS_PER_BEAT}]
    return max(((way, _fit(way, notes)) for way in ways), key=lambda item: item[1])


def _fit(chords: tuple[Held, ...], notes: tuple[Sounding, ...]) -> float:
    """Share of the sounding time that lies in the chord of its moment."""
    inside = total = index = 0
    for note in notes:
        while index < len(chords) - 1 and chords[index].end <= note.start:
            index += 1
        if chords and chords[index].start <= note.start < chords[index].end:
            total += note.end - note.start
            inside += (note.end - note.start) * (note.pitch % 12 in chords[index].chord.pitch_classes)
    return inside / total if total else 0.0


def analysed_chords(found: list[Analysed], score: WrittenScore, beat: int) -> tuple[Held, ...]:
    """The chords of an analysis at the ticks of a score's bars; unknown numerals hold nothing.

    Args:
        found: The chords, in order.
        score: The score.
        beat: Ticks of a beat as the analysis counts it.
    """
    bars = {measure.number: (measure.start, measure.end) for measure in score.measures}
    end = score.measures[-1].end
    placed = []
    for one in found:
        if str(one.measure) in bars:
            start, stop = bars[str(one.measure)]
            # The bar before the first counts its beats from where a whole bar would have begun.
            lead = max(0, score.meter.bar_ticks - (stop - start)) if one.measure == 0 else 0
            tick = start + round((one.beat - 1) * beat) - lead
            placed.append((max(start, min(tick, stop)), one.chord))
    placed.sort(key=lambda item: item[0])
    stops = [tick for tick, _ in placed[1:]] + [end]
    return joined(
        [
            Held(tick, stop, chord)
            for (tick, chord), stop in zip(placed, stops, strict=True)
            if chord is not None and tick < stop
        ]
    )
