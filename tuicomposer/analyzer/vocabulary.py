"""The chords that the network tells apart: sixteen qualities on twelve roots, and silence."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_classes import FINE_SUFFIXES
from tuicomposer.score.chord_table import BY_SPELLING
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES

SUFFIXES: Final = FINE_SUFFIXES
"""The class of a chord is ``root * len(SUFFIXES) + index of its quality``."""
QUALITIES: Final = len(SUFFIXES)
SILENCE: Final = 12 * QUALITIES
CLASSES: Final = SILENCE + 1

_LOWERED: Final = (1, 3, 8, 10)
"""Steps above the tonic that are lowered degrees where they lie outside the scale."""
_LEADING: Final = ("dim", "dim7", "m7b5")
"""Qualities of chords that lead up by their root, a raised degree."""
_LETTERS: Final = "CDEFGAB"
_DEGREE_OF_STEP: Final = (0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6)
"""Letters above the root of each step above it."""
_SEVENTHS: Final = {10: {4: "7", 3: "m7", 5: "7sus4", 2: "7sus4"}, 11: {4: "maj7", 3: "mMaj7", 5: "sus4"}}


def class_of(chord: Chord) -> int:
    """Class of the chord with the same root, third and seventh; the bass is told apart from it."""
    return SILENCE if chord.is_silence else chord.root_class * QUALITIES + _INDEX[chord.suffix]


def chord_of(label: int, bass: int | None = None, *, flats: bool = False) -> Chord:
    """Chord of a class.

    Args:
        label: The class.
        bass: Pitch class of the bass; ``None`` for the root.
        flats: Spell with flats.
    """
    if label == SILENCE:
        return Chord(None)
    names = FLAT_NAMES if flats else SHARP_NAMES
    root, quality = divmod(label, QUALITIES)
    return Chord(names[root], SUFFIXES[quality], None if bass is None or bass == root else names[bass])


def chord_in(key: Key | None, label: int, bass: int | None = None) -> Chord:
    """Chord of a class, spelled as musicians do in a key: lowered degrees with flats, B♭ and not A♯ in C.

    Args:
        key: The key; sharps where there is none.
        label: The class.
        bass: Pitch class of the bass; ``None`` for the root.
    """
    if key is None or label == SILENCE:
        return chord_of(label, bass)
    root, quality = divmod(label, QUALITIES)
    foreign, leads = root not in key.scale, SUFFIXES[quality] in _LEADING
    lowered = foreign and (root - key.tonic_class) % 12 in _LOWERED
    flats = not (foreign and leads) and (key.flats or lowered)
    chord = chord_of(label, flats=flats)
    if bass is None or bass == root:
        return chord
    return replace(chord, bass=_bass_name(chord, bass, flats=flats))


def _bass_name(chord: Chord, bass: int, *, flats: bool) -> str:
    """Name of a bass with the letter of its degree of the chord: B/D♯ in every key, the third being a D."""
    step, tones = (bass - chord.root_class) % 12, set(chord.quality.intervals)
    if step in tones & {6, 8}:
        degree = 4  # A fifth that is diminished or augmented.
    elif step == 9 and tones >= {3, 6}:
        degree = 6  # A diminished seventh.
    else:
        degree = _DEGREE_OF_STEP[step]
    letter = _LETTERS[(_LETTERS.index((chord.root or "C")[0]) + degree) % 7]
    names = (FLAT_NAMES, SHARP_NAMES) if flats else (SHARP_NAMES, FLAT_NAMES)
    return next((name[bass] for name in names if name[bass][0] == letter), names[0][bass])


def _reduced(suffix: str) -> str:
    if suffix in SUFFIXES:
        return suffix
    tones = set(BY_SPELLING[suffix].intervals)
    third = next((step for step in (4, 3, 5, 2) if step in tones), 4)
    if 3 in tones and 6 in tones and not tones & {4, 7}:
        return "m7b5" if 10 in tones else "dim"
    for seventh in (10, 11):
        if seventh in tones:
            return _SEVENTHS[seventh].get(third, "7")
    if 9 in tones:
        return "m6" if third == 3 else "6"
    return {4: "", 3: "m", 5: "sus4", 2: "sus2"}[third]


_INDEX: Final = {
    suffix: SUFFIXES.index(_reduced(suffix)) for suffix in {q.suffix for q in BY_SPELLING.values()}
}
