"""Cadences: what two chords do at the end of a phrase."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key

_DOMINANT, _SUBDOMINANT, _LEADING = 7, 5, 11
_SUBMEDIANT: Final = {"major": 9, "minor": 8}


def cadence(before: Chord | None, chord: Chord, key: Key) -> str:
    """Name of the cadence that a chord makes with the chord before; empty where it makes none.

    ``authentic`` is V or viio to I, ``plagal`` IV to I, ``deceptive`` V to vi (VI in minor). Whether
    a phrase really ends there is the listener's to say.
    """
    if before is None or before.is_silence or chord.is_silence:
        return ""
    came, here = _step(before, key), _step(chord, key)
    leads = _leads(before, came)
    if here == 0 and leads:
        return "authentic"
    if here == 0 and came == _SUBDOMINANT:
        return "plagal"
    if here == _SUBMEDIANT[key.mode] and leads and came == _DOMINANT:
        return "deceptive"
    return ""


def _step(chord: Chord, key: Key) -> int:
    return (chord.root_class - key.tonic_class) % 12


def _leads(chord: Chord, step: int) -> bool:
    """Whether a chord holds the leading note as a dominant or leading-note chord."""
    intervals = chord.quality.intervals
    if step == _DOMINANT:
        return 4 in intervals or 5 in intervals
    return step == _LEADING and 3 in intervals and 6 in intervals
