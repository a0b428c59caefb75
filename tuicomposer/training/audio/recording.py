"""Recording takes for training: charts, fonts and effects drawn by seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tuicomposer.playback.render import Renderer
from tuicomposer.training.audio.scene import scene_of
from tuicomposer.training.audio.shards import Example, example_of
from tuicomposer.training.audio.take import record
from tuicomposer.training.chords.charts import Chart
from tuicomposer.training.chords.invented import invented_chart

_HARD_SHARE = 0.4


@dataclass(frozen=True)
class Studio:
    """What takes are made of.

    Args:
        charts: Charts by collection; an empty collection stands for invented ones.
        shares: How often each collection is drawn.
        renderers: Synthesizers, one a soundfont.
        weights: How often each soundfont is drawn.
        seconds: Length of a take, about.
    """

    charts: Mapping[str, Sequence[Chart]]
    shares: Mapping[str, float]
    renderers: Sequence[Renderer]
    weights: Sequence[float]
    seconds: float = 24.0

    def examples(self, count: int, rng: np.random.Generator) -> Iterator[Example]:
        """Some takes, as the network sees them."""
        names = list(self.shares)
        share = np.array([self.shares[name] for name in names])
        loud = np.array(self.weights)
        made = 0
        while made < count:
            collection = self.charts[str(rng.choice(names, p=share / share.sum()))]
            chart = collection[int(rng.integers(len(collection)))] if collection else invented_chart(rng)
            tempo = float(np.exp(rng.uniform(np.log(58), np.log(175))))
            scene = scene_of(chart, self.seconds, tempo, rng)
            renderer = self.renderers[int(rng.choice(len(self.renderers), p=loud / loud.sum()))]
            if not any(part.notes for part in scene.parts):
                continue
            take = record(scene, tempo, renderer, rng, hard=bool(rng.random() < _HARD_SHARE))
            # The tuning is never known to a hair: the network has to live with some cents of doubt.
            yield example_of(take, take.cents + float(rng.normal(0, 6)))
            made += 1
