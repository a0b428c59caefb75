"""OpenEWLD: melodies with chord symbols as charts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tuicomposer.training.chords.charts import Chart, Sung, joined
from tuicomposer.training.chords.score_xml import holding, read_score


def read_leadsheets(folder: Path) -> Iterator[Chart]:
    """Every lead sheet below a folder that this reader can follow, in one metre."""
    for path in sorted(folder.rglob("*.mxl")):
        try:
            score = read_score(path)
        except ValueError:
            continue
        if score.meters > 2 or not score.harmony or not score.measures or not score.parts:
            continue
        harmony = sorted(score.harmony, key=lambda item: item[0])
        end = score.measures[-1].end
        bars = (*(measure.start for measure in score.measures if measure.end > measure.start), end)
        melody = tuple(Sung(note.start, note.end, note.pitch) for note in sorted(score.parts[0]))
        yield Chart(path.stem, "leadsheets", score.meter, bars, joined(holding(harmony, end)), melody)
