"""Chords typed as degrees of a key: roman numerals and Nashville numbers.

Roman numerals are read as :mod:`tuicomposer.score.roman` writes them, inversions by figures
(``V65``) and applied chords (``V7/V``) included, and with any quality of the chord table
(``IIm7``, ``Vsus4``). Nashville numbers count the degrees of the key; the quality follows as after
a root (``2m7``, ``5/7``), and a lone number is a major triad. A lowered degree is ``_7`` or ``♭7``,
as ABC notation writes a flat: ``b7`` is the chord B7, and neither is ever taken for the other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import QUALITIES
from tuicomposer.score.key import Key
from tuicomposer.score.note_function import spelled_tones
from tuicomposer.score.quality_text import LONGEST, read_quality
from tuicomposer.score.roman import inversion_endings
from tuicomposer.score.scale import degree_name, spelled
from tuicomposer.score.symbol_text import read_note

_UPPER: Final = ("VII", "VI", "IV", "V", "III", "II", "I")
_NUMBERS: Final = {"I": 0, "II": 1, "III": 2, "IV": 3, "V": 4, "VI": 5, "VII": 6}
_NUMERALS: Final = "|".join((*_UPPER, *(numeral.lower() for numeral in _UPPER)))
_ROMAN: Final = re.compile(rf"([b#]?)({_NUMERALS})(.*)\Z", re.DOTALL)
_NASHVILLE: Final = re.compile(r"([_#]?)([1-7])(.*)\Z", re.DOTALL)
_ACCIDENTALS: Final = {"b": -1, "_": -1, "": 0, "#": 1}


class _Ending(NamedTuple):
    suffix: str
    inversion: int


def looks_like_degree(text: str) -> bool:
    """Whether a text can only be meant as a degree, so that it needs a key."""
    return bool(_ROMAN.match(text) or _NASHVILLE.match(text))


def split_degree(text: str) -> tuple[str, str] | None:
    """A degree and what follows it, such as ``bVII`` and ``7``; ``None`` where a text begins with none."""
    match = _ROMAN.match(text) or _NASHVILLE.match(text)
    return None if match is None else (match[1] + match[2], match[3])


def read_degree(text: str, key: Key) -> Chord | None:
    """The chord of a roman numeral or a Nashville number in a key; ``None`` where it is neither.

    >>> [read_degree(text, Key("G")).symbol for text in ("ii7", "V65/V", "bVII", "6-", "_7")]
    ['Am7', 'A7/C#', 'F', 'Em', 'F']
    """
    if len(text) > LONGEST:
        return None
    return _read_roman(text, key) or _read_nashville(text, key)


def _read_roman(text: str, key: Key) -> Chord | None:
    match = _ROMAN.match(text)
    if match is None:
        return None
    root = _roman_root(match[1], match[2], key)
    ending, slash, after = match[3].rpartition("/")
    whole = _chord(root, match[2], match[3])
    if whole is not None or not slash:
        return whole
    bass = _bass(after, key)
    if bass is not None:
        over = _chord(root, match[2], ending)
        return None if over is None or over.bass else Chord(over.root, over.suffix, bass)
    target = _ROMAN.match(after)
    if target is None or target[3]:
        return None
    mode = "minor" if target[2].islower() else "major"
    # An applied chord counts its degrees in the major or minor key of its target.
    home = Key(_roman_root(target[1], target[2], key), mode)
    return _read_roman(text[: -len(after) - 1], home)


def _roman_root(accidental: str, numeral: str, key: Key) -> str:
    number, raised = _NUMBERS[numeral.upper()], _ACCIDENTALS[accidental]
    if key.mode == "minor" and number >= 5 and numeral.islower():
        raised += 1
    return degree_name(key, number, raised)


def _chord(root: str, numeral: str, ending: str) -> Chord | None:
    found = _endings(numeral.islower()).get(ending.replace("°", "o")) or _typed(ending, numeral.islower())
    if found is None:
        return None
    chord = Chord(root, found.suffix)
    if not found.inversion:
        return chord
    name = spelled_tones(chord)[found.inversion]
    tone = chord.root_class + chord.quality.intervals[found.inversion]
    return Chord(root, found.suffix, spelled(name[0], tone % 12, flats="b" in root))


def _typed(ending: str, lower: bool) -> _Ending | None:
    """A quality as after a root: ``IIm7`` and ``ii7`` are the same, and ``vdim`` is diminished."""
    says_minor = ending[:1] == "m" and not ending.startswith("maj")
    quality = read_quality("m" + ending) if lower and not says_minor else None
    quality = quality or read_quality(ending)
    if quality is None or (lower and 4 in quality.intervals):
        return None
    return _Ending(quality.suffix, 0)


@lru_cache(maxsize=2)
def _endings(lower: bool) -> dict[str, _Ending]:
    """What may follow a numeral, with what it means; where two chords are written alike, the plainer one."""
    table: dict[str, _Ending] = {}
    for has_third in (True, False):
        for quality in QUALITIES:
            third = 4 if 4 in quality.intervals else 3 if 3 in quality.intervals else None
            if (third is not None) is has_third and third != (4 if lower else 3):
                for inversion, ending in enumerate(inversion_endings(quality)):
                    table.setdefault(ending, _Ending(quality.suffix, inversion))
    return table


def _read_nashville(text: str, key: Key) -> Chord | None:
    match = _NASHVILLE.match(text)
    if match is None:
        return None
    root = degree_name(key, int(match[2]) - 1, _ACCIDENTALS[match[1]])
    quality = read_quality(match[3])
    if quality is not None:
        return Chord(root, quality.suffix)
    ending, _, after = match[3].rpartition("/")
    quality, bass = read_quality(ending), _bass(after, key)
    return None if quality is None or bass is None else Chord(root, quality.suffix, bass)


def _bass(text: str, key: Key) -> str | None:
    match = _NASHVILLE.match(text)
    if match is not None and not match[3]:
        return degree_name(key, int(match[2]) - 1, _ACCIDENTALS[match[1]])
    return read_note(text)
