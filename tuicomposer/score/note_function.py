"""What a note is against a chord: one of its tones, or one of the kinds of non-chord tones.

Non-chord tones are told apart by how they are reached and left, as every harmony book does: a
passing note goes on in its direction, a neighbour returns, a suspension was there before the
chord and falls by step, an appoggiatura is leapt to and left by step, an escape note the reverse,
an anticipation stays for the next chord.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tuicomposer.score.chord import Chord
from tuicomposer.score.pitch import pitch_class_of


class NoteFunction(StrEnum):
    """What a note is against the chord that sounds with it."""

    ROOT = "root"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    FIFTH = "fifth"
    SIXTH = "sixth"
    SEVENTH = "seventh"
    NINTH = "ninth"
    ELEVENTH = "eleventh"
    THIRTEENTH = "thirteenth"
    SLASH_BASS = "slash bass"
    PASSING = "passing note"
    NEIGHBOUR = "neighbour note"
    SUSPENSION = "suspension"
    ANTICIPATION = "anticipation"
    APPOGGIATURA = "appoggiatura"
    ESCAPE = "escape note"
    COLOUR = "colour tone"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a note's function depends on besides the chord."""

    before: int | None = None
    """Pitch of the note that ends where this one starts, or the last one before a rest."""
    after: int | None = None
    """Pitch of the next note of the lane."""
    held: bool = False
    """Whether the note, or the same pitch just before it, began before the chord did."""
    next_chord: Chord | None = None
    """The chord after this one."""


_STEP: Final = 2
"""The largest step, in semitones."""
_NAMED: Final = {
    0: NoteFunction.ROOT, 1: NoteFunction.NINTH, 2: NoteFunction.NINTH, 3: NoteFunction.THIRD,
    4: NoteFunction.THIRD, 5: NoteFunction.ELEVENTH, 6: NoteFunction.ELEVENTH, 7: NoteFunction.FIFTH,
    8: NoteFunction.THIRTEENTH, 9: NoteFunction.THIRTEENTH,
    10: NoteFunction.SEVENTH, 11: NoteFunction.SEVENTH,
}  # fmt: skip
COLOURS: Final = {
    2: "ninth",
    5: "eleventh",
    6: "raised eleventh",
    9: "sixth",
    10: "seventh",
    11: "major seventh",
}
"""Semitones above the root of tones that enrich a chord that does not name them."""
_LETTERS: Final = "CDEFGAB"
_LETTER_STEPS: Final = {
    NoteFunction.ROOT: 0, NoteFunction.SECOND: 1, NoteFunction.NINTH: 1, NoteFunction.THIRD: 2,
    NoteFunction.FOURTH: 3, NoteFunction.ELEVENTH: 3, NoteFunction.FIFTH: 4, NoteFunction.SIXTH: 5,
    NoteFunction.THIRTEENTH: 5, NoteFunction.SEVENTH: 6,
}  # fmt: skip


def note_function(pitch: int, chord: Chord, around: Surroundings) -> NoteFunction | None:
    """What a note is against a chord; ``None`` under ``N.C.``.

    Args:
        pitch: MIDI number of the note.
        chord: The chord that sounds with it.
        around: The notes before and after it, and the next chord.
    """
    if chord.is_silence:
        return None
    step = (pitch - chord.root_class) % 12
    if step in chord.quality.intervals:
        return chord_tone(step, chord)
    if pitch % 12 == chord.bass_class:
        return NoteFunction.SLASH_BASS
    return _melodic_function(pitch, around) or _unresolved(pitch, chord)


def chord_tone(step: int, chord: Chord) -> NoteFunction:
    """Name of the tone that lies ``step`` semitones above the root and belongs to the chord."""
    tones = set(chord.quality.intervals)
    match step:
        case 3 if 4 in tones:
            return NoteFunction.NINTH
        case 2 if chord.suffix.endswith("sus2"):
            return NoteFunction.SECOND
        case 5 if chord.suffix.endswith("sus4"):
            return NoteFunction.FOURTH
        case 6 | 8 if chord.quality.fifth is None:
            return _altered_fifth(step, tones)
        case 9 if chord.suffix == "dim7":
            return NoteFunction.SEVENTH
        case 9 if not tones & {10, 11}:
            return NoteFunction.SIXTH
    return _NAMED[step]


def _altered_fifth(step: int, tones: set[int]) -> NoteFunction:
    return _NAMED[step] if step == 8 and 6 in tones else NoteFunction.FIFTH


def spelled_tones(chord: Chord) -> tuple[str, ...]:
    """Names of a chord's tones by its root's letter: F#dim7 is F# A C Eb; empty for ``N.C.``."""
    if chord.root is None:
        return ()
    start = _LETTERS.index(chord.root[0])
    return tuple(
        _spelled(_LETTERS[(start + _LETTER_STEPS[chord_tone(step, chord)]) % 7], chord.root_class + step)
        for step in chord.quality.intervals
    )


def _spelled(letter: str, tone: int) -> str:
    accidentals = (tone - pitch_class_of(letter) + 6) % 12 - 6
    return letter + ("#" * accidentals or "b" * -accidentals)


def _melodic_function(pitch: int, around: Surroundings) -> NoteFunction | None:
    came = None if around.before is None else pitch - around.before
    goes = None if around.after is None else around.after - pitch
    if around.held and goes is not None and -_STEP <= goes < 0:
        return NoteFunction.SUSPENSION
    if goes == 0 and _belongs(pitch, around.next_chord):
        return NoteFunction.ANTICIPATION
    if came is None or goes is None or not came or not goes:
        return None
    stepped_in, stepped_out = abs(came) <= _STEP, abs(goes) <= _STEP
    if stepped_in and stepped_out:
        return NoteFunction.PASSING if came * goes > 0 else NoteFunction.NEIGHBOUR if came == -goes else None
    if stepped_out:
        return NoteFunction.APPOGGIATURA
    return NoteFunction.ESCAPE if stepped_in else None


def _belongs(pitch: int, chord: Chord | None) -> bool:
    return chord is not None and pitch % 12 in chord.pitch_classes


def _unresolved(pitch: int, chord: Chord) -> NoteFunction:
    step = (pitch - chord.root_class) % 12
    below = (pitch - 1) % 12 in chord.pitch_classes
    sevenths = {10, 11} & set(chord.quality.intervals)
    if step in COLOURS and not (below or (sevenths and step in (10, 11))):
        return NoteFunction.COLOUR
    return NoteFunction.CLASH
