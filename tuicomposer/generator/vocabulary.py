"""The tokens of the canvas, as arithmetic on named constants."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.chord_classes import LABELS
from tuicomposer.score.ticks import ROWS_PER_BEAT

VOICES: Final = 4
"""Soprano, alto, tenor, bass."""
SOPRANO, ALTO, TENOR, BASS = range(VOICES)

MASK: Final = 0
"""A cell that is to be written."""
REST: Final = 1
HOLD: Final = 2
"""The note or rest of the row before goes on."""
FIRST_PITCH: Final = 3
LOWEST: Final = 24
HIGHEST: Final = 95
TOKENS: Final = FIRST_PITCH + HIGHEST - LOWEST + 1
"""75: mask, rest, hold, and the pitches C1 to B6."""

CHORD_MASK: Final = 0
CHORD_TOKENS: Final = 1 + LABELS
"""Mask, then the classes of :mod:`tuicomposer.score.chord_classes`."""
NO_CHORD_TOKEN: Final = CHORD_TOKENS - 1

BASS_MASK: Final = 0
NO_BASS: Final = 13
BASS_TOKENS: Final = 14
"""Mask, the twelve pitch classes plus one, and none (silence)."""

PHASES: Final = 24
"""Positions within a quarter note; every permitted row starts on one of them."""
METRIC_LEVELS: Final = 4
"""Row between beats, on an eighth, on a felt beat, on a bar line."""
PULSES: Final = 16
"""Felt beats of a bar that are told apart; longer bars share the last."""
DISTANCES: Final = 33
"""Quarter notes to the end of the piece: 0 to 31, and farther."""
RESOLUTIONS: Final = ROWS_PER_BEAT

DENSITY_EDGES: Final = (0.3, 0.75, 1.25, 2.25, 3.25)
"""Onsets a quarter note at which a lane counts as busier."""
DENSITY_UNKNOWN: Final = 0
DENSITIES: Final = len(DENSITY_EDGES) + 2
"""Unknown, then from one note a bar or less to running sixteenths."""


def density_token(onsets_per_beat: float) -> int:
    """Token of a lane's density: 1 for less than the first edge, one more for each edge reached."""
    return 1 + sum(onsets_per_beat >= edge for edge in DENSITY_EDGES)


def pitch_token(pitch: int) -> int:
    """Token of a MIDI pitch; a pitch outside C1 to B6 is read an octave or more nearer."""
    while pitch < LOWEST:
        pitch += 12
    while pitch > HIGHEST:
        pitch -= 12
    return FIRST_PITCH + pitch - LOWEST


def token_pitch(token: int) -> int:
    """MIDI pitch of a pitch token."""
    return token - FIRST_PITCH + LOWEST
