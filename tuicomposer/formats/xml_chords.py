"""Chord symbols in MusicXML's words: a kind and altered or added degrees."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_KINDS: Final = {
    "": "major", "m": "minor", "dim": "diminished", "aug": "augmented", "5": "power",
    "sus2": "suspended-second", "sus4": "suspended-fourth",
    "6": "major-sixth", "m6": "minor-sixth", "7": "dominant-seventh", "maj7": "major-seventh",
    "m7": "minor-seventh", "mMaj7": "major-minor", "dim7": "diminished-seventh", "m7b5": "half-diminished",
    "9": "dominant-ninth", "maj9": "major-ninth", "m9": "minor-ninth",
    "m11": "minor-11th",
}  # fmt: skip
_IRREGULAR: Final = {
    "6/9": ("6", (("add", 9, 0),)),
    "m6/9": ("m6", (("add", 9, 0),)),
    "add9": ("", (("add", 9, 0),)),
    "madd9": ("m", (("add", 9, 0),)),
    "add11": ("", (("add", 11, 0),)),
    "dimMaj7": ("dim", (("add", 7, 0),)),
    "mMaj9": ("mMaj7", (("add", 9, 0),)),
    "7sus2": ("sus2", (("add", 7, -1),)),
    "7sus4": ("sus4", (("add", 7, -1),)),
    "maj7sus4": ("sus4", (("add", 7, 0),)),
    "9sus4": ("sus4", (("add", 7, -1), ("add", 9, 0))),
    "13sus4": ("sus4", (("add", 7, -1), ("add", 9, 0), ("add", 13, 0))),
    "11": ("sus4", (("add", 7, -1), ("add", 9, 0))),
    "maj11": ("sus4", (("add", 7, 0), ("add", 9, 0))),
    "13": ("9", (("add", 13, 0),)),
    "maj13": ("maj9", (("add", 13, 0),)),
    "m13": ("m9", (("add", 13, 0),)),
    "13b9": ("7", (("add", 9, -1), ("add", 13, 0))),
    "13#11": ("9", (("add", 11, 1), ("add", 13, 0))),
    "7b9sus4": ("sus4", (("add", 7, -1), ("add", 9, -1))),
}
_DEGREE: Final = re.compile(r"([#b])(5|9|11|13)")


class Degree(NamedTuple):
    """A tone that makes the chord other than its kind."""

    change: str
    """``add`` or ``alter``."""
    number: int
    semitones: int
    """Above or below the degree of the major scale (the seventh: of the major seventh)."""


class Kind(NamedTuple):
    """A quality as MusicXML says it."""

    name: str
    degrees: tuple[Degree, ...]


def kind_of(suffix: str) -> Kind:
    """Kind and degrees of a canonical suffix of the chord table."""
    if suffix in _KINDS:
        return Kind(_KINDS[suffix], ())
    if suffix in _IRREGULAR:
        base, degrees = _IRREGULAR[suffix]
        return Kind(_KINDS[base], tuple(Degree(*degree) for degree in degrees))
    base = _DEGREE.sub("", suffix)
    return Kind(_KINDS[base], tuple(_altered(base, *found) for found in _DEGREE.findall(suffix)))


def _altered(base: str, sign: str, number: str) -> Degree:
    in_chord = number == "5" or (number == "9" and "9" in base)
    return Degree("alter" if in_chord else "add", int(number), 1 if sign == "#" else -1)
