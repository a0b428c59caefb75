"""Who names the chords of a section: what every listener is given and what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Share, untold
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key
from tuicomposer.score.section import Section
from tuicomposer.score.spans import NoteSpan, note_spans, on_rows

I64 = NDArray[np.int64]


class Labelled(NamedTuple):
    """A recognised chord; ticks from the section's start."""

    start: int
    end: int
    chord: Chord
    confidence: float


class ChordListener(Protocol):
    """Names the chords of notes."""

    def listen(
        self,
        section: Section,
        notes: Sequence[NoteSpan],
        key: Key,
        token: CancelToken,
        share: Share = untold,
    ) -> Iterator[Labelled]:
        """The chords in order of time; stretches without a chord are left out.

        Args:
            section: For metre and grid.
            notes: What sounds; ticks from the section's start. At least one note.
            key: For the spelling.
            token: Asked often.
            share: Told how much of the section is done, where that takes long.

        Raises:
            Cancelled: The token was cancelled.
        """
        ...


def section_notes(section: Section, lanes: Sequence[int], token: CancelToken) -> tuple[NoteSpan, ...]:
    """The notes of some lanes of a section as they are written, ticks from its start."""
    found: list[NoteSpan] = []
    section = on_rows(section)
    for lane in lanes:
        token.check()
        found.extend(note_spans(section, lane))
    return tuple(found)


def bar_lines(section: Section) -> tuple[int, ...]:
    """Ticks of a section's bar lines, its two ends included."""
    first, bar = section.pickup * section.row_ticks, section.meter.bar_ticks
    inner = range(first, section.ticks, bar)
    return tuple(sorted({0, *inner, section.ticks}))


def is_thin(section: Section, notes: Sequence[NoteSpan]) -> bool:
    """Whether the notes are one voice for most of the time, so that single moments say little."""
    change = np.zeros(section.length + 1, np.int64)
    for note in notes:
        change[note.start // section.row_ticks] += 1
        change[min(section.length, -(-note.end // section.row_ticks))] -= 1
    voices = np.cumsum(change)[:-1]
    return bool(voices.sum() < 1.5 * np.count_nonzero(voices))
