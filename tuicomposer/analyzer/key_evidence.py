"""What notes and chords say about the key, as arrays over the twelve pitch classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.outline import lowest
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.chord import Chord
from tuicomposer.score.spans import ChordSpan, NoteSpan

F64 = NDArray[np.float64]

NOTE_WITNESSES: Final = ("sounding", "bass", "first bass", "last bass", "bass before", "last highest")
"""The rows of :func:`note_evidence`."""
CHORD_WITNESSES: Final = ("major", "minor", "dominant", "diminished", "open", "first root", "last root")
"""The rows of :func:`chord_evidence`: roots by family of chord, and the outer two."""

_FEW_NOTES: Final = 6.0
_FEW_CHORDS: Final = 2.0
"""Numbers of notes and of chords at which shares of the time count half."""


def note_evidence(notes: Sequence[NoteSpan], token: CancelToken | None = None) -> F64:
    """(note witnesses, 12) evidence of notes; zeros where there is none.

    The first two rows are square roots of shares of the time, shrunk where the notes are few;
    the others mark one pitch class each.

    Raises:
        Cancelled: The token was cancelled.
    """
    found = np.zeros((len(NOTE_WITNESSES), 12))
    if not notes:
        return found
    bass = lowest(notes, token)
    trust = len(notes) / (len(notes) + _FEW_NOTES)
    found[0] = trust * _shares((note.pitch, note.end - note.start) for note in notes)
    found[1] = trust * _shares((stretch.note.pitch, stretch.end - stretch.start) for stretch in bass)
    last = bass[-1].note.pitch
    found[2, bass[0].note.pitch % 12] = 1.0
    found[3, last % 12] = 1.0
    before = next((stretch.note.pitch for stretch in reversed(bass) if stretch.note.pitch != last), None)
    if before is not None:
        found[4, before % 12] = 1.0
    end = max(note.end for note in notes)
    found[5, max(note.pitch for note in notes if note.end == end) % 12] = 1.0
    return found


def chord_evidence(spans: Sequence[ChordSpan]) -> F64:
    """(chord witnesses, 12) evidence of chords; zeros where there is none but ``N.C.``.

    The families' rows are square roots of shares of the time, shrunk where the chords are few.
    """
    found = np.zeros((len(CHORD_WITNESSES), 12))
    spans = [span for span in spans if not span.chord.is_silence]
    if not spans:
        return found
    for span in spans:
        found[_family(span.chord), span.chord.root_class] += span.end - span.start
    trust = len(spans) / (len(spans) + _FEW_CHORDS)
    found[:] = trust * np.sqrt(found / found.sum())
    found[5, spans[0].chord.root_class] = 1.0
    found[6, spans[-1].chord.root_class] = 1.0
    return found


def _shares(durations: Iterable[tuple[int, int]]) -> F64:
    total = np.zeros(12)
    for pitch, ticks in durations:
        total[pitch % 12] += ticks
    shares: F64 = np.sqrt(total / total.sum())
    return shares


def _family(chord: Chord) -> int:
    tones = set(chord.quality.intervals)
    if 4 in tones:
        return 2 if 10 in tones else 0
    if 3 in tones:
        return 3 if 6 in tones and 7 not in tones else 1
    return 4
