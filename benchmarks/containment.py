"""Is what was typed in what comes out? Adversarial songs and held-back chorales, on the exported MIDI too.

Of the adversarial songs half are to be written in whole lanes, half in a random mask: some lanes of some
rows, notes of any register typed here and there in them. Prints how many requests were written, how many
refused with a sentence, and of the written ones the share with every typed cell kept and none written
outside the mask, every chord contained, and the melody found note for note in the exported MIDI file.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from held_back import WRITTEN, held_back_pieces, released_model

from tuicomposer.errors import EditError, RequestError
from tuicomposer.formats.files import load_song, save_song
from tuicomposer.generator.containment import chord_violations, kept
from tuicomposer.generator.proposal import Sampler, propose
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.generator.sampling import NetworkSampler
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
from tuicomposer.score.spans import note_spans
from tuicomposer.score.ticks import ROWS_PER_BEAT
from tuicomposer.training.as_song import typed_song

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
    section = song.sections[0]
    density = rng.choice((0.0, 0.02, 0.1, 0.4))
    columns = tuple(
        tuple(typed_at_random(column, density, rng)) if lane in WRITTEN else column
        for lane, column in enumerate(section.columns)
    )
    lanes = tuple(sorted(rng.sample(WRITTEN, rng.randint(1, len(WRITTEN)))))
    start = rng.randrange(section.length)
    region = Region(0, lanes, start, rng.randint(start + 1, section.length))
    return GenerateRequest(
        replace(song, sections=(replace(section, columns=columns),)), 0, region, candidates=1
    )


def typed_at_random(
    column: tuple[Cell | None, ...], density: float, rng: random.Random
) -> Iterator[Cell | None]:
    """A lane with notes and note offs of some register."""
    low, high = rng.choice(REGISTERS)
    for cell in column:
        written = rng.random() < density
        yield (Note(rng.randint(low, high)) if rng.random() < 0.9 else Off()) if written else cell


def melody_in_midi(song: Song, folder: Path) -> bool:
    """Whether the exported file holds the melody lane's notes, tick for tick."""
    path = folder / "song.mid"
    save_song(song, path)
    read = load_song(path).song
    wanted = [(span.start, span.end, span.pitch) for span in note_spans(song.sections[0], 1)]
    return wanted == [(span.start, span.end, span.pitch) for span in note_spans(read.sections[0], 1)]


def check(request: GenerateRequest, sampler: Sampler, seed: int, folder: Path) -> Counter[str]:
    """Counts for one request."""
    song, region = request.song, request.region
    try:
        made = propose(replace(request, seed=seed), sampler, "benchmark", lambda *_: None, CancelToken())
    except RequestError:
        return Counter({"refused": 1})
    edit = made.candidates[0].edit
    after = apply(song, edit).song
    inside = all(
        place.lane in region.lanes and region.start <= place.row < region.stop for place, _ in edit.cells
    )
    return Counter(
        {
            "written": 1,
            "typed cells kept": int(kept(song, after) and inside),
            "chords contained": int(not chord_violations(song, after, region)),
            "melody in the MIDI file": int(melody_in_midi(after, folder)),
        }
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--songs", type=int, default=1000)
    parser.add_argument("--chorales", type=int, default=50)
    arguments = parser.parse_args()
    model = released_model()
    rng = random.Random(2026)
    songs = [adversarial_song(rng) for _ in range(arguments.songs)]
    half = len(songs) // 2
    asked = {
        "whole lanes": [whole(song) for song in songs[:half]],
        "random masks": [masked(song, rng) for song in songs[half:]],
        "held-back chorales": [
            whole(typed_song(piece)) for piece in held_back_pieces()[: arguments.chorales]
        ],
    }
    samplers = {model.name: NetworkSampler(model.generator, model.discriminator), "rules": RuleSampler()}
    with tempfile.TemporaryDirectory() as scratch:
        for name, sampler in samplers.items():
            for label, requests in asked.items():
                counts: Counter[str] = Counter()
                for seed, request in enumerate(requests):
                    counts += check(request, sampler, seed, Path(scratch))
                print(f"{name:10} {label:20} " + ", ".join(f"{key} {count}" for key, count in counts.items()))


if __name__ == "__main__":
    main()
