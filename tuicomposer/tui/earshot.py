"""What the analyzer is given to hear: all of a song, or the bars of a long one around the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from tuicomposer.jobs.messages import Analyzed, ChordGuess
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.cursor import tick_of

MOST_CELLS: Final = 8192
"""Cells that are heard in about a second, in which the keys of the person wait for their turn."""


class Part(NamedTuple):
    """Rows of a section."""

    section: int
    start: int
    stop: int


def part_at(song: Song, place: Place) -> Part | None:
    """The part to hear around a place, whole bars; ``None`` where that is all of the song.

    Parts overlap by half, so that a place has as much before it as behind it, more or less, and that
    another part is needed only when the cursor went far.
    """
    lanes = max(1, len(song.lanes))
    if sum(song.sections[index].length for index in song.order) * lanes <= MOST_CELLS:
        return None
    section = song.sections[place.section]
    half = max(1, MOST_CELLS // lanes // 2)
    nearest = max(0, (place.row - half // 2) // half) * half
    start = section.bar_start(section.position(nearest).bar)
    return Part(place.section, start, min(section.length, start + 2 * half))


def heard(song: Song, part: Part | None) -> Song:
    """A song of that part alone."""
    if part is None:
        return song
    section = song.sections[part.section]
    cut = replace(
        section,
        length=part.stop - part.start,
        columns=tuple(column[part.start : part.stop] for column in section.columns),
        pickup=0 if part.start else section.pickup,
        locks=(),
    )
    return replace(song, sections=(cut,), order=(0,))


def in_song(answer: Analyzed, song: Song, part: Part | None) -> Analyzed:
    """What was heard in a part, at the times of the song; no chords where the part never sounds."""
    if part is None:
        return answer
    tick = tick_of(song, Place(part.section, 0, part.start))
    if tick is None:
        return replace(answer, chords=(), following=())
    return replace(answer, chords=tuple(_moved(guess, part.start, tick) for guess in answer.chords))


def _moved(guess: ChordGuess, row: int, tick: int) -> ChordGuess:
    span = guess.span
    return guess._replace(
        span=replace(span, row=span.row + row, start=span.start + tick, end=span.end + tick)
    )
