"""Where the phrases of Bach's chorale tunes end: the fermatas of music21's corpus against what is found.

A phrase ends with the note under a fermata; the last note of a tune does not count. What the search weighs
(``tuicomposer/score/phrases.py``) was settled on every second chorale; mean and 95 % interval over the
others, beside a phrase every two bars.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from intervals import over_pieces, shown
from music21 import chord, corpus, expressions, meter, stream

from tuicomposer.score.phrases import phrase_starts

TICKS: Final = 24
"""To a quarter note."""


class Held(NamedTuple):
    """A note; ticks."""

    start: int
    end: int


class Tune(NamedTuple):
    """The soprano of a chorale."""

    notes: list[Held]
    ends: set[int]
    """Indices of the notes under a fermata, but for the last note."""
    bar: int
    """Ticks of a bar."""


def tune_of(score: stream.Score) -> Tune | None:
    """The tune of a four-part chorale with two fermatas or more."""
    if len(score.parts) != 4:
        return None
    part = score.parts[0].stripTies().flatten()
    found = [note for note in part.notes if not note.duration.isGrace and not isinstance(note, chord.Chord)]
    notes = [
        Held(round(TICKS * note.offset), round(TICKS * (note.offset + note.quarterLength))) for note in found
    ]
    ends = {
        index
        for index, note in enumerate(found[:-1])
        if any(isinstance(sign, expressions.Fermata) for sign in note.expressions)
    }
    meters = list(part.getElementsByClass(meter.TimeSignature))
    return Tune(notes, ends, round(TICKS * meters[0].barDuration.quarterLength)) if ends and meters else None


def every_two_bars(tune: Tune) -> set[int]:
    """Indices of the last notes before every second bar line after the tune's first onset."""
    parts = [(note.start - tune.notes[0].start) // (2 * tune.bar) for note in tune.notes]
    return {index for index in range(len(parts) - 1) if parts[index] != parts[index + 1]}


def found_ends(tune: Tune) -> set[int]:
    """Indices of the notes with which the phrases end that are found."""
    return {start - 1 for start in phrase_starts(tune.notes, tune.bar)[1:]}


def line(name: str, tunes: list[Tune], ends_of: Callable[[Tune], set[int]]) -> str:
    """Precision, recall and F of one way to find ends."""
    answers = [(tune, ends_of(tune)) for tune in tunes]
    counts = np.array([(len(found & tune.ends), len(found), len(tune.ends)) for tune, found in answers])

    def precision(rows: np.ndarray) -> float:
        return float(counts[rows, 0].sum() / max(1, counts[rows, 1].sum()))

    def recall(rows: np.ndarray) -> float:
        return float(counts[rows, 0].sum() / max(1, counts[rows, 2].sum()))

    def both(rows: np.ndarray) -> float:
        return float(2 * counts[rows, 0].sum() / max(1, counts[rows, 1:].sum()))

    pieces, rng = list(range(len(tunes))), np.random.default_rng(0)
    columns = [shown(over_pieces(figure, pieces, rng, 1000)) for figure in (precision, recall, both)]
    return f"{name:16}" + "".join(f"{column:26}" for column in columns)


def main() -> None:
    """Print the table."""
    scores = (corpus.parse(path) for path in corpus.getComposer("bach"))
    tunes = [tune for score in scores if isinstance(score, stream.Score) and (tune := tune_of(score))][1::2]
    print(f"{len(tunes)} chorales, {sum(len(tune.ends) for tune in tunes)} fermatas; mean [95 % interval]")
    print(f"{'':16}{'precision':26}{'recall':26}F")
    print(line("every two bars", tunes, every_two_bars))
    print(line("found", tunes, found_ends))


if __name__ == "__main__":
    main()
