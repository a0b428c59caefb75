"""Windows that the whole sampler wrote for what is typed, for its judge to tell from the originals."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from tuicomposer.errors import ComposerError
from tuicomposer.generator.canvas import Canvas, read, voice_lanes
from tuicomposer.generator.network import CanvasBatch, no_density
from tuicomposer.generator.proposal import Sampler
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.vocabulary import HOLD, MASK, NO_BASS, NO_CHORD_TOKEN, REST
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.song import Song
from tuicomposer.training.as_song import typed_song, window_of
from tuicomposer.training.dataset import SHARES, STYLE_OF, pad_clock
from tuicomposer.training.discriminator_loop import Pool, merge
from tuicomposer.training.fakes import joined
from tuicomposer.training.pieces import Piece

I64 = NDArray[np.int64]
ROWS: Final = 128
"""Rows of a kept window; shorter ones end in silence."""
CANDIDATES: Final = 4
"""Arrangements of one window."""
_MELODY_GIVEN: Final = 0.6
"""Share of the windows in which everything but the melody is written."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A window as it was composed and what is asked for in its place."""

    canvas: Canvas
    request: GenerateRequest
    style: int


def draw_arrangements(
    sampler: Sampler,
    pieces: Sequence[Piece],
    rng: np.random.Generator,
    *,
    count: int,
    until: float,
    log: Callable[[str], None],
) -> Pool:
    """``count`` arrangements, or as many as are done when ``time.monotonic()`` passes ``until``.

    Args:
        sampler: What writes them.
        pieces: Pieces to take windows of; those without notes are left out.
        rng: Source of all randomness.
        count: How many.
        until: Reading of the monotonic clock, in seconds.
        log: Told how it goes.
    """
    sung, weights = _sung(pieces)
    pools: list[Pool] = []
    while len(pools) * CANDIDATES < count and (not pools or time.monotonic() < until):
        asked = _ask(sung[int(rng.choice(len(sung), p=weights))], rng)
        found = None if asked is None else _arranged(sampler, asked, rng)
        if found is not None:
            pools.append(found)
            if len(pools) % 25 == 0:
                log(f"{len(pools) * CANDIDATES} arrangements")
    return merge(pools)


def draw_originals(pieces: Sequence[Piece], rng: np.random.Generator, count: int) -> CanvasBatch:
    """``count`` windows as they were composed, cut as :func:`draw_arrangements` cuts them.

    What the discriminator tells apart must differ in nothing but who wrote it.
    """
    sung, weights = _sung(pieces)
    found: list[CanvasBatch] = []
    while len(found) < count:
        piece = sung[int(rng.choice(len(sung), p=weights))]
        window = _window(piece, rng)
        if window is not None:
            style = STYLE_OF[piece.collection] if rng.random() > 0.5 else 0
            canvas = read(typed_song(window, all_voices=True), 0, style)
            found.append(_batch(canvas, [canvas.tokens], [style]))
    return joined(found)


def _sung(pieces: Sequence[Piece]) -> tuple[list[Piece], NDArray[np.float64]]:
    """The pieces that have notes, and the chance of each: its collection's share."""
    sung = [piece for piece in pieces if piece.onset.any()]
    number = {name: sum(piece.collection == name for piece in sung) for name in SHARES}
    weights = np.array([SHARES[piece.collection] / number[piece.collection] for piece in sung])
    return sung, weights / weights.sum()


def _window(piece: Piece, rng: np.random.Generator) -> Piece | None:
    """Four or eight full bars of a piece, fewer where it or :data:`ROWS` has no more."""
    full = (piece.steps - piece.pickup) // piece.bar_steps
    bars = min(int(rng.choice([4, 8])), ROWS // piece.bar_steps, full)
    if not bars:
        return None
    window = window_of(piece, int(rng.integers(0, full - bars + 1)), bars)
    return window if window is not None and window.onset.any() else None


def _ask(piece: Piece, rng: np.random.Generator) -> _Asked | None:
    """A request for a window of a piece: the lanes below its melody, or some bars of some lanes."""
    window = _window(piece, rng)
    if window is None:
        return None
    bars = window.steps // window.bar_steps
    song = typed_song(window, all_voices=True)
    lanes = [lane for lane in voice_lanes(song) if lane is not None and any(song.sections[0].columns[lane])]
    start, stop = 0, window.steps
    if len(lanes) > 1 and rng.random() < _MELODY_GIVEN:
        chosen = lanes[1:]
    else:
        chosen = sorted(rng.choice(lanes, int(rng.integers(1, len(lanes) + 1)), replace=False).tolist())
        start = int(rng.integers(0, bars)) * window.bar_steps
        stop = int(rng.integers(start // window.bar_steps + 1, bars + 1)) * window.bar_steps
    style = STYLE_OF[piece.collection]
    region = Region(0, tuple(chosen), start, stop)
    request = GenerateRequest(without(song, region), 0, region, STYLES[style])
    return _Asked(read(song, 0, style), request, style)


def without(song: Song, region: Region) -> Song:
    """The song with the cells of a region of its only section empty."""
    section = song.sections[0]
    columns = tuple(
        (*column[: region.start], *(None,) * (region.stop - region.start), *column[region.stop :])
        if lane in region.lanes
        else column
        for lane, column in enumerate(section.columns)
    )
    return replace(song, sections=(replace(section, columns=columns),))


def _arranged(sampler: Sampler, asked: _Asked, rng: np.random.Generator) -> Pool | None:
    try:
        drawn = sampler.draw(asked.request, CANDIDATES, rng, lambda *_: None, CancelToken())
    except ComposerError:  # a person's own chord may have more tones than the window has cells
        return None
    real = asked.canvas.tokens
    wanted = [np.where((real != MASK).any(0), one.tokens, MASK) for one in drawn]
    style = [asked.style if rng.random() > 0.5 else 0 for _ in drawn]
    return Pool(_batch(asked.canvas, [real] * len(drawn), style), _batch(asked.canvas, wanted, style))


def _batch(canvas: Canvas, voices: Sequence[I64], style: Sequence[int]) -> CanvasBatch:
    missing, count = ROWS - canvas.rows, len(voices)
    silence = np.full((missing, 4), HOLD, np.int64)
    silence[:1] = REST
    silence[:, (canvas.tokens == MASK).all(0)] = MASK
    arrays = (
        np.stack([np.concatenate([tokens, silence]) for tokens in voices]),
        np.tile(np.pad(canvas.chord, (0, missing), constant_values=NO_CHORD_TOKEN), (count, 1)),
        np.tile(np.pad(canvas.bass, (0, missing), constant_values=NO_BASS), (count, 1)),
        np.tile(pad_clock(canvas.clock, ROWS), (count, 1, 1)),
        np.array(style),
    )
    fields = [*(torch.from_numpy(array) for array in arrays), no_density(count)]
    return CanvasBatch(*fields)
