"""From drawn tokens to ranked, checked candidates; shared by the network and the rules."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tuicomposer.errors import RequestError
from tuicomposer.generator.canvas import Canvas, check_region, free_rows, sounding_pitches
from tuicomposer.generator.containment import chord_violations, kept, melody_kept
from tuicomposer.generator.copying import Copied, MusicMemory
from tuicomposer.generator.counterpoint import cost_of, faults
from tuicomposer.generator.decoding import decode
from tuicomposer.generator.pattern_play import pattern_lanes, play_patterns
from tuicomposer.generator.reasons import rule_reasons
from tuicomposer.generator.rule_costs import table_of, tendency_of
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Candidate, CellRealness, Generated, GenerateRequest
from tuicomposer.jobs.services import Report
from tuicomposer.score.cells import Cell, ChordCell, Off
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.origin import is_given
from tuicomposer.score.song import Place

MAX_CANDIDATES = 16
PATTERNS = "patterns"
"""What wrote a candidate of drums and comping alone."""
LONG_RUN = 32
"""Rows from which a copied run is named: two bars of 4/4 at four rows a beat."""
RULES_AGAINST_REALNESS = 1.0
"""Log odds of realness that one nat a bar of broken rules outweighs."""
_SURE = 1e-4


@dataclass(frozen=True, slots=True)
class Sampled:
    """One drawn arrangement."""

    canvas: Canvas
    tokens: NDArray[np.int64]
    """(rows, 4) complete tokens."""
    realness: float | None = None
    """The discriminator's verdict on the passage, 0 to 1; ``None`` where nothing judged it."""
    cells: NDArray[np.float64] | None = None
    """(rows, 4) its verdict on every cell, 0 to 1."""

    @property
    def rule_cost(self) -> float:
        """Nats a bar that broken rules of voice-leading cost."""
        heard = sounding_pitches(self.tokens)
        found = faults(heard, table_of(self.canvas), tendency_of(self.canvas))
        return cost_of(found, table_of(self.canvas)) / max(1, self.canvas.section.bars)

    @property
    def merit(self) -> float:
        """What candidates are ranked by: log odds that a person wrote it, less the rules' cost."""
        realness = 0.5 if self.realness is None else min(max(self.realness, _SURE), 1 - _SURE)
        return math.log(realness / (1 - realness)) - RULES_AGAINST_REALNESS * self.rule_cost


class Sampler(Protocol):
    """Draws arrangements of a request."""

    def draw(
        self,
        request: GenerateRequest,
        count: int,
        rng: np.random.Generator,
        report: Report,
        token: CancelToken,
    ) -> list[Sampled]:
        """``count`` arrangements with every chord contained.

        Raises:
            RequestError: The request cannot be satisfied.
            Cancelled: The token was cancelled.
        """
        ...


def propose(
    request: GenerateRequest,
    sampler: Sampler,
    model: str,
    report: Report,
    token: CancelToken,
    *,
    memory: MusicMemory | None = None,
) -> Generated:
    """Candidates of a request, the best first: convincing, and with few broken rules.

    Raises:
        RequestError: The request cannot be satisfied.
        Cancelled: The token was cancelled.
    """
    if not 1 <= request.candidates <= MAX_CANDIDATES:
        raise RequestError(
            f"{request.candidates} candidates cannot be drawn.", f"Ask for 1 to {MAX_CANDIDATES}."
        )
    check_region(request.song, request.region)
    began = time.perf_counter()
    apart = pattern_lanes(request)
    rest = tuple(lane for lane in request.region.lanes if lane not in apart)
    if not apart or rest:
        network = replace(_emptied(request, apart), region=replace(request.region, lanes=rest))
        candidates = _drawn(network, sampler, model, memory, report, token)
    else:
        bare = Candidate(SetCells(()), None, (), True, True, 0)
        candidates, model = (bare,) * request.candidates, PATTERNS
        report(1.0, "Playing patterns")
    if apart:
        candidates = tuple(_with_patterns(request, one, rank) for rank, one in enumerate(candidates))
    return Generated(request, candidates, model, time.perf_counter() - began)


def _drawn(  # noqa: PLR0917 - what propose was given
    request: GenerateRequest,
    sampler: Sampler,
    model: str,
    memory: MusicMemory | None,
    report: Report,
    token: CancelToken,
) -> tuple[Candidate, ...]:
    rng = np.random.default_rng(request.seed)
    drawn = sampler.draw(request, request.candidates, rng, report, token)
    drawn.sort(key=lambda sampled: -sampled.merit)
    origin = f"{model} seed {request.seed}"
    return tuple(_candidate(request, sampled, origin, memory) for sampled in drawn)


def _emptied(request: GenerateRequest, lanes: tuple[int, ...]) -> GenerateRequest:
    """The request with silence where patterns will write: nobody may count on what sounds there as yet."""
    silent: list[tuple[Place, Cell | None]] = []
    for lane in lanes:
        free = free_rows(request.song, request.region, lane)
        for row in np.flatnonzero(free).tolist():
            begins = row == 0 or not free[row - 1]
            silent.append(
                (Place(request.region.section, lane, row), Off(origin=PATTERNS) if begins else None)
            )
    return replace(request, song=apply(request.song, SetCells(tuple(silent))).song)


def _with_patterns(request: GenerateRequest, candidate: Candidate, rank: int) -> Candidate:
    """The candidate with its drums and comping; each rank has a choice of its own."""
    after = apply(request.song, candidate.edit).song
    changes = play_patterns(request, after, np.random.default_rng([request.seed, rank]))
    edit = SetCells(candidate.edit.cells + changes)
    whole = apply(request.song, edit).song
    intact = candidate.contains_melody and kept(request.song, whole)
    missed = chord_violations(request.song, whole, request.region, request.style)
    return replace(candidate, edit=edit, contains_melody=intact, contains_chords=not missed)


def _candidate(
    request: GenerateRequest, sampled: Sampled, origin: str, memory: MusicMemory | None
) -> Candidate:
    canvas = sampled.canvas
    notes = decode(canvas, sampled.tokens, origin)
    edit = SetCells(notes.cells + _chord_cells(canvas, origin))
    after = apply(request.song, edit).song
    copied = memory.longest_run(canvas, sampled.tokens) if memory is not None else Copied(0, "")
    return Candidate(
        edit,
        sampled.realness,
        _verdicts(canvas, sampled.cells),
        kept(request.song, after) and melody_kept(request.song, after, request.region),
        not chord_violations(request.song, after, request.region, request.style),
        copied.rows,
        copied.piece if copied.rows >= LONG_RUN else "",
        tuple(rule_reasons(canvas, sounding_pitches(sampled.tokens))),
    )


def _chord_cells(canvas: Canvas, origin: str) -> tuple[tuple[Place, Cell | None], ...]:
    """Chords that the generator chose, where the chord lane was to be written."""
    lane, region = canvas.song.chord_lane, canvas.region
    if lane is None or lane not in region.lanes or canvas.song.lanes[lane].locked:
        return ()
    column = canvas.section.columns[lane]
    chosen = {item.start: item.chord for item in canvas.chords}
    changes: list[tuple[Place, Cell | None]] = []
    for row in range(region.start, region.stop):
        current = column[row]
        if is_given(current) or canvas.section.is_locked(lane, row):
            continue
        cell = ChordCell(chosen[row], origin=origin) if row in chosen else None
        if cell != current:
            changes.append((Place(region.section, lane, row), cell))
    return tuple(changes)


def _verdicts(canvas: Canvas, cells: NDArray[np.float64] | None) -> tuple[CellRealness, ...]:
    if cells is None:
        return ()
    return tuple(
        CellRealness(Place(canvas.region.section, lane, row), float(cells[row, voice]))
        for voice, lane in enumerate(canvas.parts)
        if lane is not None
        for row in range(canvas.rows)
        if canvas.written[row, voice]
    )
