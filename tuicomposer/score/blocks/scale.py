"""Steps along a scale, for pitches and for chords."""

from __future__ import annotations

from typing import Final

from tuicomposer.errors import EditError
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import QUALITIES
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import FLAT_NAMES, HIGHEST_PITCH, LOWEST_PITCH, SHARP_NAMES

_PLAIN_NAME: Final = {frozenset(quality.intervals): quality.suffix for quality in reversed(QUALITIES)}
"""Suffix of the simplest quality with these intervals."""


def in_range(pitch: int) -> int:
    """The same pitch.

    Raises:
        EditError: It lies outside the MIDI range.
    """
    if not LOWEST_PITCH <= pitch <= HIGHEST_PITCH:
        raise EditError("A note would leave the MIDI range.", "It goes from C-1 to G9.")
    return pitch


def step_pitch(pitch: int, steps: int, key: Key) -> int:
    """A pitch moved along the scale of a key; its alteration stays.

    A pitch beside the scale is read as the scale tone below it, raised: in C major F# is a raised
    F, and a step up makes it a raised G. The result MAY lie outside the MIDI range.
    """
    degrees = tuple(sorted(key.scale))
    step, raised = _step_of(pitch, degrees)
    octaves, degree = divmod(step + steps, len(degrees))
    return 12 * octaves + degrees[degree] + raised


def mirror_pitch(pitch: int, axis: int, key: Key) -> int:
    """A pitch as many steps of a scale on the other side of an axis; its alteration stays.

    >>> mirror_pitch(67, 60, Key("C"))
    53
    """
    degrees = tuple(sorted(key.scale))
    away = _step_of(pitch, degrees)[0] - _step_of(axis, degrees)[0]
    return step_pitch(pitch, -2 * away, key)


def _step_of(pitch: int, degrees: tuple[int, ...]) -> tuple[int, int]:
    """The scale tone at or below a pitch, counted in steps, and the semitones between the two."""
    octave, pitch_class = divmod(pitch, 12)
    if pitch_class < degrees[0]:
        octave, pitch_class = octave - 1, pitch_class + 12
    degree = max(index for index, each in enumerate(degrees) if each <= pitch_class)
    return octave * len(degrees) + degree, pitch_class - degrees[degree]


def nearest_tone(pitch: float, key: Key) -> int:
    """The pitch of the scale of a key that is nearest to a height; the lower of two."""
    middle = round(pitch)
    scale = frozenset(key.scale)
    tones = (each for each in range(middle - 6, middle + 7) if each % 12 in scale)
    return min(tones, key=lambda each: (abs(each - pitch), each))


def step_chord(chord: Chord, steps: int, key: Key) -> Chord:
    """A chord moved along the scale of a key, tone by tone: in C major C becomes Dm, G7 becomes Am7.

    Where the moved tones are no chord known here, its quality stays and its root moves.
    """
    if chord.root is None or steps % 7 == 0:
        return chord
    names = FLAT_NAMES if key.flats else SHARP_NAMES
    root = step_pitch(chord.root_class, steps, key)
    tones = (step_pitch(chord.root_class + each, steps, key) - root for each in chord.quality.intervals)
    suffix = _PLAIN_NAME.get(frozenset(tone % 12 for tone in tones), chord.suffix)
    bass = None if chord.bass is None else names[step_pitch(chord.bass_class, steps, key) % 12]
    return Chord(names[root % 12], suffix, bass)
