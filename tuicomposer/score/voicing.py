"""How a chord symbol sounds when nobody has voiced it: block chords in close position."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import Quality

LOWEST_ROOT: Final = 48
"""Roots lie from C3 to B3, slash basses in the octave below their root."""


def voicing(chord: Chord) -> tuple[int, ...]:
    """MIDI numbers of a chord in close position, ascending.

    The root (or the slash bass, below it) is the lowest note; ninths, elevenths, thirteenths and
    their alterations lie above the seventh.

    Returns:
        Every tone of the chord once; empty for ``N.C.``.
    """
    if chord.is_silence:
        return ()
    root = LOWEST_ROOT + chord.root_class
    tones = {root + _height(step, chord.quality) for step in chord.quality.intervals}
    if chord.bass_class != chord.root_class:
        tones.add(root - (root - chord.bass_class) % 12)
    return tuple(sorted(tones))


def _height(step: int, quality: Quality) -> int:
    """Semitones above the root at which a tone is stacked: tensions go an octave up."""
    tension = (
        step in quality.colour
        or step == 1
        or (step == 3 and 4 in quality.essential)
        or (step in (6, 8) and quality.fifth is not None)
    )
    return step + 12 if tension else step
