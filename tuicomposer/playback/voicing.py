"""How the chord lane sounds: each chord as one close block."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.chord import Chord

LOWEST_BASS: Final = 48
"""C3; the bass lies in the octave from here."""
CHORD_VELOCITY: Final = 80
_MUDDY: Final = 2
"""Semitones above the bass up to which a tone moves up an octave: seconds that low only rumble."""


def voicing(chord: Chord) -> tuple[int, ...]:
    """Pitches of a chord, ascending: every tone once, the slash bass or root lowest, C3 to about C5.

    Returns:
        MIDI numbers; empty for ``N.C.``.
    """
    if chord.is_silence:
        return ()
    bass = LOWEST_BASS + chord.bass_class
    steps = ((tone - chord.bass_class) % 12 for tone in chord.pitch_classes)
    return tuple(sorted(bass + (step + 12 if 0 < step <= _MUDDY else step) for step in steps))
