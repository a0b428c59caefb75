"""Requests that no person would make, of every task: any metre, grid and register, and wild chords."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from held_back import WRITTEN

from tuicomposer.errors import EditError, RequestError
from tuicomposer.generator.proposal import propose
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.generator.styles import STYLES
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import QUALITIES
from tuicomposer.score.edits import apply
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES
from tuicomposer.score.section import Section
from tuicomposer.score.song import DEFAULT_LANES, Song
from tuicomposer.score.ticks import ROWS_PER_BEAT

CHORDS, MELODY = 0, 1
"""Lanes of a new song that are typed in most tasks."""
ROOTS = sorted({*SHARP_NAMES, *FLAT_NAMES})
METERS = (Meter(4, 4), Meter(3, 4), Meter(6, 8), Meter(5, 4), Meter(7, 8), Meter(2, 2), Meter(9, 8))
REGISTERS = ((60, 80), (0, 127), (100, 127), (0, 30), (55, 62))


def adversarial_song(rng: random.Random) -> Song:
    """Any metre, grid, length and pickup; wild chords and melodies in any register."""
    while True:
        frame = rng.choice(METERS), rng.choice(ROWS_PER_BEAT), rng.choice((1, 7, 16, 33, 64, 96, 128))
        meter, rows_per_beat, length = frame
        try:
            bar = Section("A", 1, (), rows_per_beat, meter).rows_per_bar
        except EditError:
            continue
        gap = rng.choice((4, 8, 16, bar))
        chords = [
            random_chord(rng) if row % gap == 0 and rng.random() < 0.9 else None for row in range(length)
        ]
        melody = random_melody(rng, length)
        empty: tuple[Cell | None, ...] = (None,) * length
        columns = (tuple(chords), tuple(melody), empty, empty, empty)
        pickup = rng.choice((0, 0, rng.randrange(bar)))
        return Song(
            lanes=DEFAULT_LANES, sections=(Section("A", length, columns, rows_per_beat, meter, pickup),)
        )


def random_chord(rng: random.Random) -> Cell:
    """Any chord of the table, sometimes over another bass, sometimes silence."""
    if rng.random() < 0.04:
        return ChordCell(Chord(None))
    bass = rng.choice((None, None, None, rng.choice(ROOTS)))
    return ChordCell(Chord(rng.choice(ROOTS), rng.choice(QUALITIES).suffix, bass))


def random_melody(rng: random.Random, length: int) -> list[Cell | None]:
    """Chromatic notes in some register, dense or sparse."""
    low, high = rng.choice(REGISTERS)
    density = rng.choice((0.0, 0.06, 0.25, 0.5, 1.0))
    return [
        (Note(rng.randint(low, high)) if rng.random() < 0.9 else Off()) if rng.random() < density else None
        for _ in range(length)
    ]


def whole(song: Song) -> GenerateRequest:
    """All of the lanes that are written."""
    return GenerateRequest(song, 0, Region(0, WRITTEN, 0, song.sections[0].length), candidates=1)


def masked(song: Song, rng: random.Random) -> GenerateRequest:
    """Some lanes of some rows, with notes typed here and there in all of them."""
    length = song.sections[0].length
    typed = _typed_here_and_there(song, rng.choice((0.0, 0.02, 0.1, 0.4)), rng)
    lanes = tuple(sorted(rng.sample(WRITTEN, rng.randint(1, len(WRITTEN)))))
    start = rng.randrange(length)
    return GenerateRequest(typed, 0, Region(0, lanes, start, rng.randint(start + 1, length)), candidates=1)


def typed_at_random(
    column: tuple[Cell | None, ...], density: float, rng: random.Random
) -> Iterator[Cell | None]:
    """A lane with notes and note offs of some register."""
    low, high = rng.choice(REGISTERS)
    for cell in column:
        written = rng.random() < density
        yield (Note(rng.randint(low, high)) if rng.random() < 0.9 else Off()) if written else cell


def harmonised(song: Song, rng: random.Random) -> GenerateRequest:
    """Chords for a typed melody, half of the time with the other lanes."""
    lanes = rng.choice(((CHORDS,), (CHORDS, *WRITTEN)))
    return _asked(_emptied(song, (CHORDS,), 0), lanes, 0, rng)


def melody_over_chords(song: Song, rng: random.Random) -> GenerateRequest:
    """A melody over typed chords, half of the time with the other lanes."""
    lanes = rng.choice(((MELODY,), (MELODY, *WRITTEN)))
    return _asked(_emptied(song, (MELODY,), 0), lanes, 0, rng)


def continued(song: Song, rng: random.Random) -> GenerateRequest:
    """The rest of a song whose beginning is typed in all lanes; chords are typed throughout or not."""
    start = song.sections[0].length // 2
    lanes = rng.choice(((MELODY, *WRITTEN), (CHORDS, MELODY, *WRITTEN)))
    return _asked(_emptied(_typed_here_and_there(song, 0.2, rng), lanes, start), lanes, start, rng)


def variation(song: Song, rng: random.Random) -> GenerateRequest:
    """A share of what the rules wrote anew; where they refuse, the song as it is."""
    request = rng.choice((whole(song), masked(song, rng)))
    try:
        made = propose(request, RuleSampler(), "rules", lambda *_: None, CancelToken())
    except RequestError:
        return replace(request, vary=0.5)
    written = apply(request.song, made.candidates[0].edit).song
    return replace(request, song=written, vary=rng.choice((0.1, 0.5, 1.0)))


def _asked(song: Song, lanes: tuple[int, ...], start: int, rng: random.Random) -> GenerateRequest:
    region = Region(0, lanes, start, song.sections[0].length)
    return GenerateRequest(song, 0, region, rng.choice(STYLES), candidates=1)


def _emptied(song: Song, lanes: tuple[int, ...], start: int) -> Song:
    """The song with some lanes empty from a row on."""
    section = song.sections[0]
    columns = tuple(
        (*column[:start], *(None,) * (section.length - start)) if lane in lanes else column
        for lane, column in enumerate(section.columns)
    )
    return replace(song, sections=(replace(section, columns=columns),))


def _typed_here_and_there(song: Song, density: float, rng: random.Random) -> Song:
    """The song with notes typed in the lanes that are empty."""
    section = song.sections[0]
    columns = tuple(
        tuple(typed_at_random(column, density, rng)) if lane in WRITTEN else column
        for lane, column in enumerate(section.columns)
    )
    return replace(song, sections=(replace(section, columns=columns),))
