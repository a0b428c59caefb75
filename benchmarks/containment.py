"""Is what was typed in what comes out? Adversarial songs and held-back chorales, on the exported MIDI too.

The adversarial songs (``adversarial.py``) are shared among the tasks: whole lanes, random masks (some
lanes of some rows, notes of any register typed here and there in them), chords for a melody, a melody
over chords, what comes next, and a variation of what the rules wrote. Prints how many requests were
written, how many refused with a sentence, and of the written ones how many have

typed cells kept    every typed cell, and none written outside the mask
chords contained    every chord, in the grid
notes in the MIDI   every typed note of every lane in the exported file: pitch, start and end in ticks
chords in the MIDI  every chord in the exported file, and some chord where chords were asked for

and the share that has all four, with Wilson's 95 % interval. Ends with 1 where one has not.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from adversarial import adversarial_song, continued, harmonised, masked, melody_over_chords, variation, whole
from exported_midi import chords_sound, chords_written, read_lanes, typed_notes_sound
from held_back import held_back_pieces, released_model
from intervals import shown, wilson

from tuicomposer.errors import RequestError
from tuicomposer.formats.files import save_song
from tuicomposer.generator.containment import chord_violations, kept
from tuicomposer.generator.proposal import Sampler, propose
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.generator.sampling import NetworkSampler
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.song import Song
from tuicomposer.training.as_song import typed_song

CHECKS = ("typed cells kept", "chords contained", "notes in the MIDI", "chords in the MIDI")
COLUMNS = ("requests", "written", "refused", *CHECKS)
TASKS: dict[str, tuple[float, Callable[[Song, random.Random], GenerateRequest]]] = {
    "whole lanes": (0.4, lambda song, _: whole(song)),
    "random masks": (0.3, masked),
    "chords for a melody": (0.075, harmonised),
    "melody over chords": (0.075, melody_over_chords),
    "what comes next": (0.075, continued),
    "a variation": (0.075, variation),
}
"""Share of the songs of each task, and how a song becomes a request."""


def requests(songs: int, chorales: int) -> dict[str, list[GenerateRequest]]:
    """The requests of each task; the first task also takes what division leaves over."""
    rng = random.Random(2026)
    numbers = {task: int(share * songs) for task, (share, _) in TASKS.items()}
    numbers[next(iter(TASKS))] += songs - sum(numbers.values())
    asked = {
        task: [TASKS[task][1](adversarial_song(rng), rng) for _ in range(number)]
        for task, number in numbers.items()
    }
    pieces = held_back_pieces()[:chorales] if chorales else []
    return {**asked, "held-back chorales": [whole(typed_song(piece)) for piece in pieces]}


def inside(request: GenerateRequest, edit: SetCells) -> bool:
    """Whether an edit touches nothing outside the region."""
    region = request.region
    return all(
        place.lane in region.lanes and region.start <= place.row < region.stop for place, _ in edit.cells
    )


def check(request: GenerateRequest, sampler: Sampler, seed: int, folder: Path) -> Counter[str]:
    """Counts for one request."""
    song, region = request.song, request.region
    try:
        made = propose(replace(request, seed=seed), sampler, "benchmark", lambda *_: None, CancelToken())
    except RequestError:
        return Counter({"requests": 1, "refused": 1})
    edit = made.candidates[0].edit
    after = apply(song, edit).song
    path = folder / "song.mid"
    save_song(after, path)
    lanes = read_lanes(path)
    found = (
        kept(song, after) and inside(request, edit),
        not chord_violations(song, after, region, request.style),
        typed_notes_sound(request, lanes),
        chords_sound(request, after, lanes) and chords_written(request, lanes),
    )
    return Counter(
        {"requests": 1, "written": 1, **dict(zip(CHECKS, map(int, found), strict=True)), "all": all(found)}
    )


def row_of(label: str, counts: Counter[str]) -> str:
    """One line of the table."""
    cells = "".join(f"{counts[column]:>20}" for column in COLUMNS)
    return f"{label:32}{cells}    {shown(wilson(counts['all'], counts['written']))}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--songs", type=int, default=1000)
    parser.add_argument("--chorales", type=int, default=50)
    arguments = parser.parse_args()
    model = released_model()
    asked = requests(arguments.songs, arguments.chorales)
    samplers = {model.name: NetworkSampler(model.generator, model.discriminator), "rules": RuleSampler()}
    total: Counter[str] = Counter()
    print(f"{'':32}" + "".join(f"{column:>20}" for column in COLUMNS) + "    share with all")
    with tempfile.TemporaryDirectory() as scratch:
        for name, sampler in samplers.items():
            of_sampler: Counter[str] = Counter()
            for label, of_task in asked.items():
                counts: Counter[str] = Counter()
                for seed, request in enumerate(of_task):
                    counts.update(check(request, sampler, seed, Path(scratch)))
                print(row_of(f"{name}, {label}", counts), flush=True)
                of_sampler.update(counts)
            print(row_of(f"{name}, together", of_sampler), flush=True)
            total.update(of_sampler)
    return 0 if total["all"] == total["written"] else 1


if __name__ == "__main__":
    sys.exit(main())
