"""Charts: bars, chord symbols and, where there is one, a melody, in ticks from the first note."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from tuicomposer.score.chord import Chord
from tuicomposer.score.meter import Meter

_SHARES: Final = 20
_TEST: Final = 3
_VALID: Final = 1
"""Of so many pieces, so many are tested on and so many are used to choose between models."""


class Held(NamedTuple):
    """A chord and the ticks that it holds."""

    start: int
    end: int
    chord: Chord


class Sung(NamedTuple):
    """A note of the melody."""

    start: int
    end: int
    pitch: int


class Sounding(NamedTuple):
    """A note as it is played, in ticks (not on any grid)."""

    start: int
    end: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Chords in bars, and a melody."""

    name: str
    collection: str
    meter: Meter
    bars: tuple[int, ...]
    """Tick of every bar line, the last one's included; a pickup is the first, shorter bar."""
    chords: tuple[Held, ...]
    """In order of time; where none holds, nobody says which chord it is."""
    melody: tuple[Sung, ...] = ()
    played: tuple[Sounding, ...] = ()
    """All notes of a piece that is there in full; empty where an arranger must play it."""

    @property
    def ticks(self) -> int:
        """Length."""
        return self.bars[-1]


def split_of(name: str) -> str:
    """``train``, ``valid`` or ``test``, by a checksum of the piece's name: a rule that needs no list."""
    share = zlib.crc32(name.casefold().encode()) % _SHARES
    return "test" if share < _TEST else "valid" if share < _TEST + _VALID else "train"


def joined(chords: Sequence[Held]) -> tuple[Held, ...]:
    """Chords in order of time, each ended where the next begins, equal neighbours made one."""
    found: list[Held] = []
    for held in sorted(chords, key=lambda one: one.start):
        if found and found[-1].start == held.start:
            found.pop()
        if found and found[-1].end > held.start:
            found[-1] = found[-1]._replace(end=held.start)
        if found and found[-1].chord == held.chord and found[-1].end == held.start:
            found[-1] = found[-1]._replace(end=held.end)
        else:
            found.append(held)
    return tuple(held for held in found if held.start < held.end)


def transposed(chart: Chart, semitones: int) -> Chart:
    """The chart moved by semitones."""
    return replace(
        chart,
        chords=tuple(held._replace(chord=held.chord.transposed(semitones)) for held in chart.chords),
        melody=tuple(note._replace(pitch=note.pitch + semitones) for note in chart.melody),
        played=tuple(note._replace(pitch=note.pitch + semitones) for note in chart.played),
    )


def excerpt(chart: Chart, first: int, count: int) -> Chart:
    """Some bars of a chart, counted from its first bar line."""
    bars = chart.bars[first : first + count + 1]
    start, end = bars[0], bars[-1]
    chords = tuple(
        held._replace(start=max(held.start, start) - start, end=min(held.end, end) - start)
        for held in chart.chords
        if held.start < end and held.end > start
    )
    melody = tuple(
        note._replace(start=note.start - start, end=min(note.end, end) - start)
        for note in chart.melody
        if start <= note.start < end
    )
    played = tuple(
        note._replace(start=max(note.start, start) - start, end=min(note.end, end) - start)
        for note in chart.played
        if note.start < end and note.end > start
    )
    return replace(
        chart, bars=tuple(tick - start for tick in bars), chords=chords, melody=melody, played=played
    )
