"""Four players without a bass, whom no training has heard, for the row of sparse textures.

As those of :mod:`chord_arrangers` they share no code with the arrangers of the training. Whoever accompanies
stays above C3, so that no root need lie lowest.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from chord_arrangers import BEAT, Played, Player, Track, beats, spans, stack, tune
from chord_arrangers import sparse as touched

from tuicomposer.training.chords.charts import Chart


def broken(chart: Chart, _: np.random.Generator) -> dict[str, Track]:
    """The tune over a chord broken upwards in eighths, each tone held until its own turn comes again."""
    figure: Track = []
    for span in spans(chart):
        tones = stack(span.chord, 52)
        for number, start in enumerate(beats(span, BEAT // 2)):
            end = min(span.end, start + len(tones) * BEAT // 2)
            figure.append(Played(start, end, tones[number % len(tones)], 62))
    return {"Harp": figure, "Melody": tune(chart)}


def duo(chart: Chart, rng: np.random.Generator) -> dict[str, Track]:
    """The tune and one more voice, which walks in quarters through the tones that name the chord."""
    second: Track = []
    pitch = 57
    for span in spans(chart):
        needed = [0, *span.chord.quality.essential, *span.chord.quality.essential, 0]
        for number, start in enumerate(beats(span)):
            step = needed[number % len(needed)] if number else int(rng.choice(needed[:2]))
            wanted = (span.chord.root_class + step) % 12
            pitch = min((p for p in range(50, 67) if p % 12 == wanted), key=lambda p: abs(p - pitch))
            second.append(Played(start, min(start + BEAT, span.end), pitch, 70))
    return {"Second": second, "Melody": tune(chart)}


def alone(chart: Chart, rng: np.random.Generator) -> dict[str, Track]:
    """One instrument, no tune: sixteenths up and down the chord, or triplets, now and then a gap."""
    figure: Track = []
    for span in spans(chart):
        tones = [*stack(span.chord, 55), stack(span.chord, 55)[0] + 12]
        order = [*range(len(tones)), *range(len(tones) - 2, 0, -1)]
        step = BEAT // int(rng.choice([2, 3, 4]))
        for number, start in enumerate(beats(span, step)):
            if number == 0 or rng.random() < 0.9:
                end = min(start + 2 * step, span.end)
                figure.append(
                    Played(start, end, tones[order[number % len(order)]], int(rng.integers(55, 90)))
                )
    return {"Solo": figure}


SPARSE_PLAYERS: Final[dict[str, Player]] = {
    "sparse": touched, "broken": broken, "duo": duo, "alone": alone,
}  # fmt: skip
"""The first is the one that plays without a bass in the whole set, too."""
