"""The key of notes and chords: a log-linear model over pitch classes seen from each tonic.

Krumhansl and Schmuckler compare how long each pitch class sounds with a profile from listening
tests. Here the profile is learned from counted music, and so is the weight of more witnesses:
what the bass sounds, where it starts, where it ends and from where it goes there, where the
highest voice ends, and the roots of typed chords by family. All are seen from the candidate's
tonic, so transposing the music transposes the answer. The softmax of the sums is the probability
of each of the 24 keys; little music gives little evidence and thus a flat answer. In which key a chorale
book would write the music down is another question, see :mod:`tuicomposer.analyzer.written_key`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from tuicomposer.analyzer.key_evidence import F64, chord_evidence, note_evidence
from tuicomposer.analyzer.key_weights import CHORD_BIAS, CHORD_WEIGHTS, NOTE_BIAS, NOTE_WEIGHTS
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import KeyGuess
from tuicomposer.score.key import MODES, Key
from tuicomposer.score.spans import ChordSpan, NoteSpan

_POOLED: Final = 0.5
"""Weight of each where notes and chords both speak: a mean, for they say much the same."""
SHARPS: Final = {
    "major": (0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5),
    "minor": (-3, 4, -1, -6, 1, -4, 3, -2, 5, 0, -5, 2),
}
"""Sharps (flats negative) in the signature of each tonic class, in its usual spelling."""
_LINE_OF_FIFTHS: Final = "FCGDAEB"


def key_guesses(
    notes: Sequence[NoteSpan],
    chords: Sequence[ChordSpan] = (),
    *,
    stated: Key | None = None,
    token: CancelToken | None = None,
) -> tuple[KeyGuess, ...]:
    """All 24 keys with their probabilities, most likely first.

    Args:
        notes: What sounds.
        chords: Typed chords, which are evidence of their own.
        stated: The key a person stated. It settles the spelling of tonics, not the recognition.
        token: Asked often.

    Raises:
        Cancelled: The token was cancelled.
    """
    probabilities = _probabilities(note_evidence(notes, token), chord_evidence(chords))
    lean = _lean(chords, stated)
    guesses = [
        KeyGuess(Key(_tonic_name(tonic, mode, lean), mode), float(probabilities[index, tonic]))
        for index, mode in enumerate(MODES)
        for tonic in range(12)
    ]
    return tuple(sorted(guesses, key=lambda guess: -guess.confidence))


def usual_key(tonic: int, mode: str) -> Key:
    """The key on a tonic class, spelled with the fewest accidentals in its signature."""
    return Key(_tonic_name(tonic, mode, 0), mode)


def _probabilities(notes: F64, chords: F64) -> F64:
    """(modes, 12) probability of each key; all alike for silence."""
    scores = np.zeros((len(MODES), 12))
    if notes.any():
        scores += key_scores(notes, NOTE_WEIGHTS, NOTE_BIAS)
    if chords.any():
        scores += key_scores(chords, CHORD_WEIGHTS, CHORD_BIAS)
    if notes.any() and chords.any():
        scores *= _POOLED
    odds: F64 = np.exp(scores - scores.max())
    odds /= odds.sum()
    return odds


def key_scores(found: F64, weights: F64, bias: F64) -> F64:
    """(modes, 12) sum of the evidence for each key.

    Args:
        found: (witnesses, 12) evidence by pitch class.
        weights: (modes, witnesses, 12) weight of each step above the tonic.
        bias: (modes,) how common each mode is.
    """
    seen = np.stack([np.roll(found, -tonic, axis=1) for tonic in range(12)])
    scores: F64 = np.einsum("twi,mwi->mt", seen, weights)
    return scores + bias[:, None]


def _lean(chords: Sequence[ChordSpan], stated: Key | None) -> int:
    """Sharps minus flats in what was spelled by hand."""
    names = [name for span in chords for name in (span.chord.root, span.chord.bass) if name]
    names += [] if stated is None else [stated.tonic] * (len(names) + 1)
    return sum(name.count("#") - name.count("b") for name in names)


def _tonic_name(tonic: int, mode: str, lean: int) -> str:
    """The spelling with the fewest accidentals in the signature, tilted by the typed spelling."""
    usual = SHARPS[mode][tonic]
    other = usual - 12 if usual > 0 else usual + 12
    sharps = other if abs(other) <= 7 and lean * usual < 0 else usual
    accidentals, letter = divmod(sharps + (1 if mode == "major" else 4), 7)
    return _LINE_OF_FIFTHS[letter] + ("#" * accidentals or "b" * -accidentals)
