"""Pitches by letter and by scale degree, the way a hand finds them: near the note before."""

from __future__ import annotations

from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import FLAT_NAMES, HIGHEST_PITCH, SHARP_NAMES, pitch_class_of, pitch_name

LETTERS: Final = "CDEFGAB"
_NATURAL: Final = {letter: pitch_class_of(letter) for letter in LETTERS}


def spelled(letter: str, pitch_class: int, *, flats: bool = False) -> str:
    """Name of a pitch class on a letter; the plain name where that would take three accidentals.

    >>> spelled("F", 6), spelled("C", 11)
    ('F#', 'Cb')
    """
    accidental = (pitch_class - _NATURAL[letter] + 6) % 12 - 6
    if abs(accidental) > 2:
        return (FLAT_NAMES if flats else SHARP_NAMES)[pitch_class % 12]
    return letter + ("#" * accidental if accidental > 0 else "b" * -accidental)


def degree_name(key: Key, number: int, accidental: int = 0) -> str:
    """Spelled name of a degree of a key, 0 for the tonic, raised by an accidental.

    >>> degree_name(Key("Eb"), 3), degree_name(Key("A", "minor"), 6, 1)
    ('Ab', 'G#')
    """
    letter = LETTERS[(LETTERS.index(key.tonic[0]) + number) % 7]
    return spelled(letter, (key.scale[number % 7] + accidental) % 12, flats=key.flats)


def letter_class(letter: str, key: Key | None) -> int:
    """Pitch class of a letter as the key's signature has it: F is F# in G major; natural without a key."""
    if key is not None:
        for number in range(7):
            name = degree_name(key, number)
            if name[0] == letter:
                return pitch_class_of(name)
    return _NATURAL[letter]


def nearest(pitch_class: int, near: int) -> int:
    """The pitch of a class that lies nearest to a pitch, the upper one of two; within the MIDI range."""
    above = near + (pitch_class - near) % 12
    pitch = above if above - near <= 6 else above - 12
    if pitch > HIGHEST_PITCH:
        return pitch - 12
    return pitch + 12 if pitch < 0 else pitch


def check_in_scale(pitch: int, key: Key) -> None:
    """Refuse a pitch outside a key's scale.

    Raises:
        EntryError: It lies outside.
    """
    if pitch % 12 not in key.scale:
        raise EntryError(
            f"{pitch_name(pitch, flats=key.flats)} is outside {key}, and the scale lock is on.",
            "Turn the scale lock off to write it.",
        )
