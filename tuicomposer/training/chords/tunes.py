"""Teaches which notes of a texture are its melody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from tuicomposer.analyzer.tune import FEATURES, tune_features
from tuicomposer.training.chords.arranging import accompanied
from tuicomposer.training.chords.charts import Chart, excerpt

_BARS = 16
_HIDDEN = 24
_STEPS = 1500


class Texture(NamedTuple):
    """Notes without lanes, and which of them are the melody."""

    notes: NDArray[np.int64]
    """(notes, 4) start, end, pitch, velocity; in order of the starts."""
    is_tune: NDArray[np.bool_]


def textures(charts: Sequence[Chart], count: int, rng: np.random.Generator) -> Iterator[Texture]:
    """Passages of charts that have a melody: as written, or the melody over an arranged accompaniment."""
    with_melody = [chart for chart in charts if chart.melody]
    for _ in range(count):
        chart = with_melody[int(rng.integers(len(with_melody)))]
        chart = excerpt(chart, int(rng.integers(max(1, len(chart.bars) - _BARS))), _BARS)
        found = texture(chart, rng)
        if 0 < found.is_tune.sum() < len(found.notes):
            yield found


def texture(chart: Chart, rng: np.random.Generator) -> Texture:
    """One passage; equal velocities half of the time, as in music that was written, not played."""
    tune = {(note.start, note.pitch) for note in chart.melody}
    if chart.played:
        rows = [(*note, (note.start, note.pitch) in tune) for note in chart.played]
    else:
        jitter, shift = float(rng.choice([0, 8, 16])), int(rng.choice([0, 0, 12]))
        loud = int(rng.integers(70, 110))
        rows = [(*note, False) for note in accompanied(replace(chart, melody=()), rng)]
        rows += [
            (max(0, round(note.start + rng.normal(0, jitter))), note.end, note.pitch + shift, loud, True)
            for note in chart.melody
        ]
    rows = sorted(row for row in set(rows) if row[1] > row[0])
    table = np.array(rows, np.int64).reshape(-1, 5)
    if rng.random() < 0.5:
        table[:, 3] = 80
    return Texture(table[:, :4], table[:, 4].astype(bool))


def train_tune(charts: Sequence[Chart], count: int, seed: int) -> dict[str, Tensor]:
    """Weights of the network, by the names that :class:`tuicomposer.analyzer.tune.TuneNetwork` reads."""
    torch.manual_seed(seed)
    found = list(textures(charts, count, np.random.default_rng(seed)))
    features = torch.from_numpy(np.concatenate([tune_features(one.notes) for one in found]))
    truth = torch.from_numpy(np.concatenate([one.is_tune for one in found]).astype(np.float32))
    network = nn.Sequential(nn.Linear(FEATURES, _HIDDEN), nn.ReLU(), nn.Linear(_HIDDEN, 1))
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, _STEPS)
    for _ in range(_STEPS):
        index = torch.randint(len(truth), (2048,))
        loss = F.binary_cross_entropy_with_logits(network(features[index])[:, 0], truth[index])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    return {f"tune.{name}": value.detach() for name, value in network.state_dict().items()}
