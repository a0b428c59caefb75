"""Roman numerals: what a chord is in a key.

Upper case for chords with a major third, lower case for a minor third. ``o``, ``ø`` and ``+``
mark diminished, half-diminished and augmented chords, figures mark the inversions of triads and
sevenths (``V65``), and any other bass is named after a slash (``I/F``). In minor, upper-case
``VI`` and ``VII`` stand on the natural degrees and lower-case ``vi`` and ``vii`` on the raised
ones. A chromatic chord that leads to a degree of the key is written as applied: ``V7/V``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import Quality
from tuicomposer.score.key import Key

_NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII")
_LETTERS: Final = "CDEFGAB"
_ACCIDENTALS: Final = {-1: "b", 0: "", 1: "#"}
_CHROMATIC: Final = {
    1: (1, -1),
    3: (2, -1),
    4: (2, 1),
    6: (3, 1),
    8: (5, -1),
    9: (5, 1),
    10: (6, -1),
    11: (6, 1),
}
"""Degree and accidental of the steps that a scale lacks, for roots whose spelling does not say."""

_TRIAD_FIGURES: Final = ("", "6", "64")
_SEVENTH_FIGURES: Final = ("7", "65", "43", "42")
_MARKS: Final = {
    "": "", "m": "", "dim": "o", "aug": "+",
    "7": "", "m7": "", "maj7": "maj", "mMaj7": "maj", "dim7": "o", "m7b5": "ø",
}  # fmt: skip
"""Mark between numeral and figure of the chords whose inversions have figures."""
_SUFFIXES: Final = {
    "6": "add6",
    "m6": "add6",
    "6/9": "add6/9",
    "m6/9": "add6/9",
    "m9b5": "ø9",
    "dimMaj7": "omaj7",
}
"""Ending of the chords whose own suffix would read as a figure or repeat what the case says."""

_APPLIED_MAJOR: Final = {2: "ii", 4: "iii", 5: "IV", 7: "V", 9: "vi"}
_APPLIED_MINOR: Final = {5: "iv", 7: "V", 8: "VI"}
"""Steps above the tonic that an applied chord may lead to."""


class _Degree(NamedTuple):
    number: int
    """0 for the tonic's degree, 6 for the seventh."""
    accidental: int
    """Semitones above the degree of the scale."""


def roman(chord: Chord, key: Key) -> str:
    """Roman numeral of a chord in a key; empty for ``N.C.``.

    >>> roman(Chord("D", "m7"), Key("C"))
    'ii7'
    >>> roman(Chord("D", "7", "F#"), Key("C"))
    'V65/V'
    """
    if chord.root is None:
        return ""
    return _applied(chord, key) or _numeral(chord, key) + _ending(chord)


def _numeral(chord: Chord, key: Key) -> str:
    number, accidental = _degree(chord, key)
    lower = _is_lower(chord, number, key)
    if key.mode == "minor" and number >= 5 and lower:
        # A lower-case vi or vii already means the raised degree, so a lowered seventh is respelled as vi.
        number, accidental = (number, accidental - 1) if accidental >= 0 else (5, 0)
    text = _NUMERALS[number]
    return _ACCIDENTALS[accidental] + (text.lower() if lower else text)


def _degree(chord: Chord, key: Key) -> _Degree:
    step = (chord.root_class - key.tonic_class) % 12
    if chord.root_class in key.scale:
        return _Degree(key.scale.index(chord.root_class), 0)
    number = (_LETTERS.index((chord.root or "C")[0]) - _LETTERS.index(key.tonic[0])) % 7
    accidental = (chord.root_class - key.scale[number] + 6) % 12 - 6
    if abs(accidental) == 1 and number:
        return _Degree(number, accidental)
    return _Degree(*_CHROMATIC[step])


def _is_lower(chord: Chord, number: int, key: Key) -> bool:
    intervals = chord.quality.intervals
    if 3 in intervals or 4 in intervals:
        return 4 not in intervals
    return (key.scale[(number + 2) % 7] - key.scale[number]) % 12 == 3


def inversion_endings(quality: Quality) -> tuple[str, ...]:
    """What stands after the numeral for each inversion that has figures, root position first."""
    if quality.suffix not in _MARKS:
        return (_suffix(quality.suffix),)
    figures = _SEVENTH_FIGURES if len(quality.intervals) == 4 else _TRIAD_FIGURES
    return tuple(_MARKS[quality.suffix] + figure for figure in figures)


def _ending(chord: Chord) -> str:
    inversion = _inversion(chord)
    if chord.suffix in _MARKS and inversion is not None:
        return inversion_endings(chord.quality)[inversion]
    return _suffix(chord.suffix) + (f"/{chord.bass}" if inversion != 0 else "")


def _inversion(chord: Chord) -> int | None:
    """Place of the bass in the chord, counted from the root; ``None`` for a foreign bass."""
    step = (chord.bass_class - chord.root_class) % 12
    intervals = chord.quality.intervals
    return intervals.index(step) if step in intervals else None


def _suffix(suffix: str) -> str:
    if suffix in _MARKS:
        return _MARKS[suffix] + ("7" if "7" in suffix else "")
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if suffix.startswith("mMaj"):
        return "maj" + suffix.removeprefix("mMaj")
    return suffix.removeprefix("m") if not suffix.startswith("maj") else suffix


def _applied(chord: Chord, key: Key) -> str:
    """``V`` or ``viio`` of another degree, for a chord with tones outside the key; else empty."""
    if key.mode == "minor":
        home, targets = {*key.scale, (key.tonic_class + 11) % 12}, _APPLIED_MINOR
    else:
        home, targets = set(key.scale), _APPLIED_MAJOR
    tones = {(chord.root_class + step) % 12 for step in chord.quality.intervals}
    if tones <= home:
        return ""
    if chord.suffix in ("", "7"):
        numeral, interval = "V", 5
    elif chord.suffix in ("dim", "dim7", "m7b5"):
        numeral, interval = "vii", 1
    else:
        return ""
    target = targets.get((chord.root_class + interval - key.tonic_class) % 12)
    return f"{numeral}{_ending(chord)}/{target}" if target else ""
