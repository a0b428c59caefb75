"""Charts of all collections, for rendering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from tuicomposer.analyzer.decoding import decode
from tuicomposer.analyzer.network import NumpyChordNetwork
from tuicomposer.analyzer.segments import grid_edges, segments
from tuicomposer.analyzer.vocabulary import SILENCE, chord_of
from tuicomposer.score.meter import Meter
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.charts import Chart, Held, Sounding, Sung, joined
from tuicomposer.training.pieces import REST, Piece

SHARES: Final = {"leadsheets": 0.24, "billboard": 0.2, "lieder": 0.16, "chorales": 0.16, "invented": 0.24}
"""How often each collection is drawn; invented charts are made when they are drawn."""


def choir_charts(pieces: Iterable[Piece], network: NumpyChordNetwork) -> Iterator[Chart]:
    """Four-part pieces as charts whose chords the network for notes has named."""
    for piece in pieces:
        tick = TICKS_PER_BEAT // piece.steps_per_beat
        bar = piece.bar_steps * tick
        end = piece.steps * tick
        bars = tuple(sorted({0, *range(piece.pickup * tick, end, bar), end}))
        voices = [list(_line(piece, voice, tick)) for voice in range(piece.pitch.shape[1])]
        played = tuple(sorted(note for voice in voices for note in voice))
        if not played:
            continue
        meter = _meter(bar, piece.pulse_steps * tick)
        melody = tuple(Sung(*note[:3]) for note in voices[0])
        chords = tuple(_named(played, bars, meter, network))
        yield Chart(piece.name, "chorales", meter, bars, joined(chords), melody, played)


def _line(piece: Piece, voice: int, tick: int) -> Iterator[Sounding]:
    pitch, onset = piece.pitch[:, voice], piece.onset[:, voice]
    edges = [0, *(np.flatnonzero(onset[1:] | (np.diff(pitch) != 0)) + 1).tolist(), piece.steps]
    for start, stop in pairwise(edges):
        if pitch[start] != REST:
            yield Sounding(start * tick, stop * tick, int(pitch[start]), 80)


def _meter(bar: int, pulse: int) -> Meter:
    return Meter(bar * 2 // TICKS_PER_BEAT, 8) if pulse % TICKS_PER_BEAT else Meter(bar // TICKS_PER_BEAT, 4)


def _named(
    played: tuple[Sounding, ...], bars: tuple[int, ...], meter: Meter, network: NumpyChordNetwork
) -> Iterator[Held]:
    edges, marks = grid_edges(bars, meter.pulse_ticks)
    notes = np.array([note[:3] for note in played], np.int64)
    for found in decode(network.hear(segments(notes, edges, marks))):
        if found.label != SILENCE:
            chord = chord_of(found.label, found.bass)
            yield Held(int(edges[found.first]), int(edges[found.stop]), chord)
