"""Small sets of chord classes for models: ten or sixteen qualities on twelve roots, and silence."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import BY_SPELLING
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES

LABEL_SUFFIXES: Final = ("", "m", "dim", "aug", "7", "maj7", "m7", "m7b5", "dim7", "sus4")
"""The qualities that are told apart; the class of a chord is ``root * 10 + quality``."""
LABEL_QUALITIES: Final = len(LABEL_SUFFIXES)
FINE_SUFFIXES: Final = (
    "", "m", "7", "maj7", "m7", "dim", "aug", "m7b5", "dim7", "sus4", "7sus4", "sus2", "6", "m6", "mMaj7",
    "5",
)  # fmt: skip
"""The qualities of the larger set, which the analyzer and style profiles tell apart."""
NO_CHORD_LABEL: Final = 12 * LABEL_QUALITIES
LABELS: Final = NO_CHORD_LABEL + 1
"""Number of classes: 120 chords and silence."""


def label_of(chord: Chord) -> int:
    """Class of the nearest told-apart chord with the same root.

    Nearest means: most essential tones shared, then most tones shared.
    """
    if chord.is_silence:
        return NO_CHORD_LABEL
    return chord.root_class * LABEL_QUALITIES + _NEAREST[chord.suffix]


def chord_of(label: int, *, flats: bool = False) -> Chord:
    """Chord of a class, in root position."""
    if label == NO_CHORD_LABEL:
        return Chord(None)
    root, quality = divmod(label, LABEL_QUALITIES)
    return Chord((FLAT_NAMES if flats else SHARP_NAMES)[root], LABEL_SUFFIXES[quality])


def _nearest(suffix: str) -> int:
    wanted = set(BY_SPELLING[suffix].intervals)
    core = set(BY_SPELLING[suffix].essential)

    def distance(other: str) -> tuple[int, int]:
        quality = BY_SPELLING[other]
        return len(core ^ set(quality.essential)), len(wanted ^ set(quality.intervals))

    return min(range(LABEL_QUALITIES), key=lambda index: distance(LABEL_SUFFIXES[index]))


_NEAREST: Final = {quality.suffix: _nearest(quality.suffix) for quality in BY_SPELLING.values()}
