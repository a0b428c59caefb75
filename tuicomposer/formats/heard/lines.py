"""Notes that were heard, divided into lines that sound one note at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tuicomposer.formats.heard.placing import Snap
from tuicomposer.formats.midi_notes import RawNote
from tuicomposer.score.origin import confidence_of

_BASS_TOP: Final = 55
"""Highest pitch of a bass line, G3."""


class Line(NamedTuple):
    """Notes that follow each other, and those that do not fit among them."""

    notes: list[RawNote]
    left: list[RawNote]


def single_line(notes: Iterable[RawNote], snap: Snap, *, longest_cut: float = 1.0) -> Line:
    """The notes one at a time: one that sounds on when the next begins ends there.

    Of notes in one row the surest is kept.

    Args:
        notes: Notes in any order.
        snap: The rows.
        longest_cut: Share of a note's length that may be cut; the next one is left out where it is more.
    """
    kept: list[RawNote] = []
    left: list[RawNote] = []
    for note in sorted(notes, key=lambda note: (snap.row_of(note.start), -_sure(note), note)):
        before = kept[-1] if kept else None
        if before is None or before.end <= note.start:
            fits = before is None or snap.row_of(before.start) < snap.row_of(note.start)
        else:
            cut = (before.end - note.start) / (before.end - before.start)
            fits = snap.row_of(before.start) < snap.row_of(note.start) and cut <= longest_cut
            if fits:
                kept[-1] = before._replace(end=note.start)
        (kept if fits else left).append(note)
    return Line(kept, left)


def bass_line(notes: Sequence[RawNote], snap: Snap) -> Line:
    """The low notes below which nothing sounds when they begin."""
    low: list[RawNote] = []
    others: list[RawNote] = []
    sounding: list[RawNote] = []
    for note in sorted(notes, key=lambda note: (snap.row_of(note.start), note.pitch)):
        sounding = [one for one in sounding if one.end > note.start]
        is_lowest = all(one.pitch >= note.pitch for one in sounding)
        (low if is_lowest and note.pitch <= _BASS_TOP else others).append(note)
        sounding.append(note)
    line = single_line(low, snap, longest_cut=0.5)
    return Line(line.notes, others + line.left)


def detached(notes: Sequence[RawNote], snap: Snap) -> list[RawNote]:
    """The notes, each ended where another begins less than a row before its end."""
    starts = sorted({note.start for note in notes})

    def ended(note: RawNote) -> RawNote:
        at = bisect_right(starts, note.end - snap.row)
        cut = starts[at] if at < len(starts) else note.end
        return note._replace(end=cut) if note.start + snap.row <= cut < note.end else note

    return [ended(note) for note in notes]


def _sure(note: RawNote) -> float:
    return confidence_of(note.origin) or 0.0
