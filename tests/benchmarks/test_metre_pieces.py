"""Pieces with a stated metre, and the players who know compound ones."""

from __future__ import annotations

import numpy as np
import pytest
from metre_pieces import PLAYERS, kind_of, tune_charts

from tuicomposer.score.chord import parse_chord
from tuicomposer.score.meter import Meter, parse_meter
from tuicomposer.training.chords.charts import Chart, Held


@pytest.mark.parametrize(
    ("meter", "kind"),
    [("2/4", "duple"), ("4/4", "duple"), ("2/2", "duple"), ("3/4", "triple"), ("3/8", "triple"),
     ("6/8", "compound"), ("12/8", "compound")],
)  # fmt: skip
def test_kinds_of_metre(meter: str, kind: str) -> None:
    assert kind_of(parse_meter(meter)) == kind


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("meter", [Meter(2, 4), Meter(3, 4), Meter(6, 8)])
def test_players_strike_every_bar(player: str, meter: Meter) -> None:
    bars = tuple(range(0, 5 * meter.bar_ticks, meter.bar_ticks))
    chords = tuple(Held(bars[at], bars[at + 1], parse_chord("CFGC"[at])) for at in range(4))
    tracks = PLAYERS[player](Chart("x", "tunes", meter, bars, chords), np.random.default_rng(1))
    starts = {note.start for track in tracks.values() for note in track}
    assert set(bars[:-1]) <= starts
    assert max(note.end for track in tracks.values() for note in track) <= bars[-1] + 60


def test_a_tune_has_the_bars_of_its_file() -> None:
    chart = next(tune_charts(test=True))
    assert len(chart.bars) >= 9
    assert all(b - a == chart.meter.bar_ticks for a, b in zip(chart.bars[1:-1], chart.bars[2:], strict=True))
    assert chart.melody[-1].end <= chart.bars[-1]
