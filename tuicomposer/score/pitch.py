"""Pitches as MIDI numbers (C4 is 60) and their names."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.text import visible

LOWEST_PITCH: Final = 0
HIGHEST_PITCH: Final = 127

SHARP_NAMES: Final = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLAT_NAMES: Final = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_LETTERS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ACCIDENTALS: Final = {"": 0, "#": 1, "b": -1, "##": 2, "bb": -2}

_PITCH = re.compile(r"([A-Ga-g])(##|#|bb|b)?(-1|-?[0-9])\Z")
_TRACKER = re.compile(r"([A-Ga-g])(##|#|bb|b)?-?([0-9]|m)\Z")
_PITCH_CLASS = re.compile(r"([A-G])(##|#|bb|b)?\Z")


def pitch_class_of(name: str) -> int:
    """Pitch class 0 to 11 of a spelled name such as ``F#`` or ``Bb``.

    Raises:
        EntryError: The name is not a letter A to G with at most two accidentals.
    """
    match = _PITCH_CLASS.match(name)
    if match is None:
        raise EntryError(
            f"“{visible(name)}” is not the name of a note.",
            "Use a letter A to G with # or b, such as F# or Bb.",
        )
    return (_LETTERS[match[1]] + _ACCIDENTALS[match[2] or ""]) % 12


def parse_pitch(text: str) -> int:
    """MIDI number of a name in scientific pitch notation, such as ``C4`` (60), ``f#3`` or ``Bb-1``.

    The tracker form ``C-4`` is read too, but ``C-1`` is octave minus one here.

    Raises:
        EntryError: The text is not a pitch, or lies outside MIDI 0 to 127.
    """
    match = _PITCH.match(text.strip())
    octave = 0 if match is None else -1 if match[3] == "-1" else int(match[3].lstrip("-"))
    return _midi_number(match, octave, text)


def parse_tracker(text: str) -> int:
    """MIDI number of a tracker cell: ``C-4`` is 60, ``C-1`` is 24, ``C-m`` (octave minus one) is 0.

    Raises:
        EntryError: The text is not a pitch, or lies outside MIDI 0 to 127.
    """
    match = _TRACKER.match(text.strip())
    octave = 0 if match is None else -1 if match[3] == "m" else int(match[3])
    return _midi_number(match, octave, text)


def _midi_number(match: re.Match[str] | None, octave: int, text: str) -> int:
    if match is None:
        raise EntryError(
            f"“{visible(text)}” is not a pitch.",
            "Write letter, # or b, and octave, such as C4, F#3 or Bb5.",
        )
    pitch = 12 * (octave + 1) + _LETTERS[match[1].upper()] + _ACCIDENTALS[match[2] or ""]
    if not LOWEST_PITCH <= pitch <= HIGHEST_PITCH:
        raise EntryError(f"“{visible(text)}” lies outside the MIDI range.", "Use a pitch from C-1 to G9.")
    return pitch


def pitch_name(pitch: int, *, flats: bool = False) -> str:
    """Scientific name of a MIDI number: 60 is ``C4``."""
    names = FLAT_NAMES if flats else SHARP_NAMES
    return f"{names[pitch % 12]}{pitch // 12 - 1}"


def tracker_name(pitch: int, *, flats: bool = False) -> str:
    """Three-column name of a MIDI number as trackers show it: ``C-4``, ``F#3``."""
    names = FLAT_NAMES if flats else SHARP_NAMES
    octave = pitch // 12 - 1
    return f"{names[pitch % 12]:-<2}{octave if octave >= 0 else 'm'}"
