"""RomanText analyses as chords: ``m7 d: Ger65 b3 V7/V`` (Tymoczko et al., ISMIR 2019).

Only what a chord label needs is read: key, numeral, figures and applied degrees. Variations,
phrase marks and comments are passed over, and so is a numeral that this reader does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tuicomposer.score.chord import Chord
from tuicomposer.score.pitch import FLAT_NAMES, pitch_class_of

_LINE: Final = re.compile(r"m(\d+)\s+(.*)\Z")
_COPY: Final = re.compile(r"m(\d+)(?:-(\d+))?\s*=\s*m(\d+)(?:-(\d+))?\s*\Z")
_KEY: Final = re.compile(r"([A-Ga-g])([#b]*):\Z")
_NUMERAL: Final = re.compile(r"([#b]*)(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(\+|o|ø|°)?(.*)\Z")
_SCALES: Final = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
_DEGREES: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii")
_SIXTHS: Final = {"It": "7", "Ger": "7", "Fr": "7b5"}
_TRIAD_BASS: Final = {"": 0, "53": 0, "5": 0, "6": 1, "63": 1, "64": 2}
_SEVENTH_BASS: Final = {"7": 0, "65": 1, "43": 2, "42": 3, "2": 3}


class Analysed(NamedTuple):
    """A chord and where an analysis has it."""

    measure: int
    beat: float
    """In beats of the metre, from 1."""
    chord: Chord | None
    """``None`` where the numeral is not known here."""
    tonic: int
    minor: bool


def read_roman(text: str) -> Iterator[Analysed]:
    """The chords of an analysis in its order."""
    key = (0, False)
    written: dict[int, list[Analysed]] = {}
    for line in text.splitlines():
        copied = _COPY.match(line.strip())
        if copied is not None:
            yield from _copies(copied, written)
            continue
        match = _LINE.match(line.strip())
        if match is None:
            continue
        measure, beat = int(match[1]), 1.0
        for word in match[2].replace("||", " ").split():
            named = _KEY.match(word)
            if named is not None:
                tonic = pitch_class_of((named[1].upper() + named[2])[:3])
                key = tonic, named[1].islower()
            elif re.fullmatch(r"b\d+(\.\d+)?", word):
                beat = float(word[1:])
            elif word[0] not in ":|(-":
                found = Analysed(measure, beat, roman_chord(word, *key), *key)
                written.setdefault(measure, []).append(found)
                yield found


def _copies(match: re.Match[str], written: dict[int, list[Analysed]]) -> Iterator[Analysed]:
    first, source = int(match[1]), int(match[3])
    for step in range(int(match[2] or first) - first + 1):
        for found in written.get(source + step, []):
            yield found._replace(measure=first + step)


def roman_chord(text: str, tonic: int, minor: bool) -> Chord | None:
    """Chord of a numeral in a key.

    Args:
        text: Such as ``V65/ii``.
        tonic: Pitch class.
        minor: Whether the key is minor.

    Returns:
        The chord with its bass; ``None`` for a numeral that is not known.
    """
    head, *applied = (
        re.sub(r"\[.*?\]", "", text)
        .replace("6/5", "65")
        .replace("4/3", "43")
        .replace("4/2", "42")
        .replace("6/4", "64")
        .split("/")
    )
    for degree in reversed(applied):
        root = _root(degree, tonic, minor)
        if root is None:
            return None
        tonic, minor = root
    return _chord(head, tonic, minor)


def _root(degree: str, tonic: int, minor: bool) -> tuple[int, bool] | None:
    match = _NUMERAL.match(degree)
    if match is None:
        return None
    return _pitch_class(match, tonic, minor), match[2].islower()


def _pitch_class(match: re.Match[str], tonic: int, minor: bool) -> int:
    degree = _DEGREES.index(match[2].lower())
    step = _SCALES["minor" if minor else "major"][degree]
    if minor and degree == 6 and match[3] in ("o", "ø", "°") and not match[1]:
        step = 11
    return (tonic + step + match[1].count("#") - match[1].count("b")) % 12


def _chord(head: str, tonic: int, minor: bool) -> Chord | None:
    if head.startswith("Cad"):
        head = "I64" if not minor else "i64"
    for name, suffix in _SIXTHS.items():
        if head.startswith(name):
            return _made((tonic + 8) % 12, suffix, None)
    if re.match(r"N(6|64)?\Z", head):
        return _made((tonic + 1) % 12, "", _TRIAD_BASS[head[1:]])
    match = _NUMERAL.match(head)
    if match is None:
        return None
    root, figures = _pitch_class(match, tonic, minor), re.sub(r"[^0-9]", "", match[4])
    third = "m" if match[2].islower() else ""
    if figures in _TRIAD_BASS:
        suffix = {"o": "dim", "°": "dim", "ø": "dim", "+": "aug"}.get(match[3] or "", third)
        return _made(root, suffix, _TRIAD_BASS[figures])
    if figures in _SEVENTH_BASS:
        return _made(root, _seventh(match, root, tonic, minor), _SEVENTH_BASS[figures])
    return None


def _seventh(match: re.Match[str], root: int, tonic: int, minor: bool) -> str:
    """A seventh chord's suffix: marked ones as marked, others with the seventh of the scale."""
    marked = {"o": "dim7", "°": "dim7", "ø": "m7b5", "+": "7#5"}.get(match[3] or "")
    if marked is not None:
        return marked
    scale = {(tonic + step) % 12 for step in _SCALES["minor" if minor else "major"]}
    large = (root + 11) % 12 in scale and (root + 10) % 12 not in scale
    if match[2].islower():
        return "mMaj7" if large else "m7"
    return "maj7" if large and match[2].upper() != "V" else "7"


def _made(root: int, suffix: str, inversion: int | None) -> Chord:
    chord = Chord(FLAT_NAMES[root], suffix)
    tones = chord.quality.intervals
    step = tones[inversion] if inversion is not None and inversion < len(tones) else 0
    return Chord(FLAT_NAMES[root], suffix, FLAT_NAMES[(root + step) % 12] if step else None)
