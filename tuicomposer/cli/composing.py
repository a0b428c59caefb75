"""Whole songs from a generator that fills one region at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tuicomposer.errors import RequestError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import NO_WISHES, Controls
from tuicomposer.jobs.messages import Candidate, FoundAgain, GenerateRequest, Region
from tuicomposer.jobs.services import GeneratorService, Report
from tuicomposer.jobs.writers import patterns_text, writers_of
from tuicomposer.score.edits import apply
from tuicomposer.score.song import Song


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the generator besides the song."""

    regions: tuple[Region, ...]
    style: str
    candidates: int
    seed: int
    controls: Controls = NO_WISHES
    vary: float | None = None
    """Share of the generated beats that is written anew; ``None`` for all cells."""
    verify: bool = False
    """Whether the candidates are listened to."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The song with one candidate for each region written in, and what is known of it."""

    song: Song
    realness: float | None
    """Mean over the regions, each weighted by its rows, 0 to 1; ``None`` where nothing judged it."""
    contains_melody: bool
    contains_chords: bool
    longest_copied_run: int
    copied_from: str
    patterns: str = ""
    """Which lanes a pattern wrote, in words."""
    writers: tuple[tuple[int, str], ...] = ()
    """Lanes that were written, each with who wrote it: a model, the rules or ``pattern:NAME``."""
    found: FoundAgain | None = None
    """What was found again in the sound: the least of all regions; ``None`` where nobody listened."""


class Composed(NamedTuple):
    """Compositions, best first."""

    compositions: tuple[Composition, ...]
    model: str
    seconds: float
    note: str = ""
    """What the generator had to say of itself."""


def compose(
    service: GeneratorService, song: Song, wish: Wish, report: Report, token: CancelToken
) -> Composed:
    """Fill the regions of a song, each with the best of the others before it in place.

    Raises:
        RequestError: The request cannot be satisfied.
        ModelError: The model cannot be loaded.
        Cancelled: The token was cancelled.
    """
    so_far, rounds, seconds, model, note = song, [], 0.0, service.name, ""
    for number, region in enumerate(wish.regions):
        part = _part_of(report, number, len(wish.regions))
        request = GenerateRequest(
            so_far,
            number,
            region,
            wish.style,
            wish.candidates,
            wish.seed + number,
            wish.controls,
            wish.vary,
            wish.verify,
        )
        generated = service.generate(request, part, token)
        if not generated.candidates:
            raise RequestError("The generator found nothing to write.", "Leave more cells empty.")
        rounds.append(generated.candidates)
        so_far = apply(so_far, generated.candidates[0].edit).song
        seconds, model, note = seconds + generated.seconds, generated.model, generated.note
    count = max(len(candidates) for candidates in rounds)
    choices = [[candidates[min(k, len(candidates) - 1)] for candidates in rounds] for k in range(count)]
    return Composed(
        tuple(_composition(song, wish.regions, choice) for choice in choices), model, seconds, note
    )


def _composition(song: Song, regions: tuple[Region, ...], choice: list[Candidate]) -> Composition:
    for candidate in choice:
        song = apply(song, candidate.edit).song
    rows = [region.stop - region.start for region in regions]
    copied = max(choice, key=lambda candidate: candidate.longest_copied_run)
    return Composition(
        song,
        _mean([candidate.realness for candidate in choice], rows),
        all(candidate.contains_melody for candidate in choice),
        all(candidate.contains_chords for candidate in choice),
        copied.longest_copied_run,
        copied.copied_from,
        ", ".join(filter(None, (patterns_text(song, candidate.edit) for candidate in choice))),
        _writers(choice),
        _least([candidate.found for candidate in choice if candidate.found is not None]),
    )


def _writers(choice: list[Candidate]) -> tuple[tuple[int, str], ...]:
    written = [writers_of(candidate.edit) for candidate in choice]
    return tuple(
        sorted({(lane, name) for lanes in written for lane, names in lanes.items() for name in names})
    )


def _least(found: list[FoundAgain]) -> FoundAgain | None:
    if not found:
        return None
    melody = [one.melody for one in found if one.melody is not None]
    chords = [one.chords for one in found if one.chords is not None]
    return FoundAgain(min(melody, default=None), min(chords, default=None))


def _mean(values: list[float | None], weights: list[int]) -> float | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return sum(weight * value for weight, value in zip(weights, known, strict=True)) / sum(weights)


def _part_of(report: Report, number: int, count: int) -> Report:
    return lambda fraction, text: report((number + fraction) / count, text)
