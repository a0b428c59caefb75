"""The notes around every cell, as indexes into tables of vectors: what is known of a canvas, by intervals.

An interval is the same in every key, so that what is learned from it in one key is known in all. Shapes:
B batch, T rows, V voices (4).
"""

from __future__ import annotations

from itertools import combinations
from typing import Final, NamedTuple

import torch
from torch import Tensor

from tuicomposer.generator.vocabulary import (
    BASS_MASK,
    CHORD_MASK,
    FIRST_PITCH,
    HOLD,
    LOWEST,
    MASK,
    METRIC_LEVELS,
    NO_BASS,
    NO_CHORD_TOKEN,
    PHASES,
    PULSES,
    TOKENS,
    VOICES,
)
from tuicomposer.score.chord_classes import LABEL_QUALITIES

WIDEST: Final = 24
"""Semitones beyond which intervals are no longer told apart."""
INTERVALS: Final = 2 * WIDEST + 1
REFERENCES: Final = 5
"""Notes that a cell's pitch is measured from: two of its own voice and one of each other voice."""
NO_ROOT: Final = -1
_NO_INTERVAL: Final = INTERVALS
_EXACT: Final = 16
_GAPS: Final = _EXACT + 6
_KINDS: Final = 4
_CLASSES: Final = 12
_DEGREES: Final = (_CLASSES + 1) * (LABEL_QUALITIES + 1)
_OTHERS: Final = [[u for u in range(VOICES) if u != v] for v in range(VOICES)]
_PAIRS: Final = tuple(combinations(range(VOICES), 2))


class Surroundings(NamedTuple):
    """What is known around every row and cell."""

    rows: Tensor
    """(B, T, F) indexes below ``sizes[0]``, of each row."""
    cells: Tensor
    """(B, T, V, G) indexes below ``sizes[1]``, of each cell."""
    references: Tensor
    """(B, T, V, REFERENCES) tokens of the notes nearby; no pitch where there is none."""
    root: Tensor
    """(B, T) pitch class of the chord's root, or NO_ROOT."""
    sizes: tuple[int, int]

    def of(self, rows: Tensor) -> Surroundings:
        """Of the M rows that (B, T) marks alone: (M, ...) each."""
        return Surroundings(
            self.rows[rows], self.cells[rows], self.references[rows], self.root[rows], self.sizes
        )


class _Table:
    """Lays features of different sizes side by side in one table."""

    def __init__(self) -> None:
        self.size, self.columns, self.starts = 0, list[Tensor](), list[int]()

    def add(self, values: Tensor, size: int) -> None:
        """Values (..., K) below ``size``; each of the K has rows of its own."""
        self.columns.append(values)
        after = self.size + size * values.shape[-1]
        self.starts += range(self.size, after, size)
        self.size = after

    def stacked(self) -> Tensor:
        values = torch.cat(self.columns, dim=-1)
        return values + torch.tensor(self.starts, device=values.device)


class _Near(NamedTuple):
    """The known notes nearest to each cell; all (B, T, V)."""

    before: Tensor
    """What sounds in the latest known row up to the cell's own."""
    after: Tensor
    """What sounds in the first known row from the cell's own."""
    since: Tensor
    """Bucket of the rows since then."""
    until: Tensor
    """Bucket of the rows until then."""
    age: Tensor
    """Bucket of the rows since ``before`` began."""


def sounding(tokens: Tensor) -> Tensor:
    """(B, T, V) token that sounds in each cell: holds take the token they prolong, or MASK."""
    found = tokens.gather(1, _last(tokens != HOLD).clamp(min=0))
    return torch.where(found == HOLD, MASK, found)


def surroundings(voices: Tensor, chord: Tensor, bass: Tensor, clock: Tensor) -> Surroundings:
    """What is known around every cell of canvases as :class:`CanvasBatch` holds them."""
    near = _near(voices)
    filled = torch.where(near.before == MASK, near.after, near.before)
    root, degrees = _harmony(filled, chord)
    rows = _Table()
    rows.add(near.before, TOKENS)
    rows.add(near.after, TOKENS)
    rows.add(_interval(near.after, near.before), INTERVALS + 1)
    rows.add(near.since, _GAPS)
    rows.add(near.until, _GAPS)
    rows.add(torch.stack([_interval(filled[..., u], filled[..., v]) for u, v in _PAIRS], -1), INTERVALS + 1)
    rows.add(degrees, _DEGREES)

    others = _of_others(filled)
    cells = _Table()
    cells.add(torch.stack([near.before, near.after], -1), TOKENS)
    between = torch.cat(
        [_interval(near.after, near.before)[..., None], _interval(others, filled[..., None])], -1
    )
    cells.add(between, INTERVALS + 1)
    gaps = torch.stack([near.since, near.until, near.age], -1)
    cells.add(torch.cat([gaps, _of_others(near.since), _of_others(near.until)], -1), _GAPS)
    cells.add(_kinds_around(voices), _KINDS)
    cells.add(degrees[..., None], _DEGREES)
    cells.add(_of_rows(_bass_degree(bass, root)), NO_BASS + 1)
    cells.add(_of_rows(_changes(chord)), 2)
    for index, size in enumerate((PHASES, METRIC_LEVELS, PULSES)):
        cells.add(_of_rows(clock[:, :, index]), size)
    own = cells.stacked() + (torch.arange(VOICES, device=voices.device) * cells.size)[:, None]
    references = torch.cat([near.before[..., None], near.after[..., None], others], -1)
    return Surroundings(rows.stacked(), own, references, root, (rows.size, VOICES * cells.size))


def lines(voices: Tensor, chord: Tensor) -> tuple[Tensor, int]:
    """How each voice of filled canvases came to its note and goes on, and how they sound together.

    Args:
        voices: (B, T, V) tokens.
        chord: (B, T) chord tokens.

    Returns:
        (B, T, F) indexes, and the size that they are below.
    """
    heard, rows = sounding(voices), _Table()
    before, after = _notes_around(voices, heard)
    rows.add(_interval(heard, before), INTERVALS + 1)
    rows.add(_interval(after, heard), INTERVALS + 1)
    rows.add(torch.stack([_interval(heard[..., u], heard[..., v]) for u, v in _PAIRS], -1), INTERVALS + 1)
    rows.add(_harmony(heard, chord)[1], _DEGREES)
    return rows.stacked(), rows.size


def _notes_around(voices: Tensor, heard: Tensor) -> tuple[Tensor, Tensor]:
    """(B, T, V) what sounded before the note of each cell began, and what sounds when it is over."""
    begins = voices != HOLD
    start = _next(begins)
    later = torch.cat([start[:, 1:], torch.full_like(start[:, :1], -1)], 1)
    return _at(heard, _last(begins).clamp(min=0) - 1), _at(heard, later)


def _last(marked: Tensor) -> Tensor:
    """(B, T, V) the latest row up to each row where ``marked`` is true, or -1."""
    rows = torch.arange(marked.shape[1], device=marked.device)[None, :, None]
    return torch.where(marked, rows, -1).cummax(dim=1).values


def _next(marked: Tensor) -> Tensor:
    """(B, T, V) the first row from each row on where ``marked`` is true, or -1."""
    mirrored = _last(marked.flip(1)).flip(1)
    return torch.where(mirrored < 0, -1, marked.shape[1] - 1 - mirrored)


def _at(heard: Tensor, rows: Tensor) -> Tensor:
    return torch.where(rows < 0, MASK, heard.gather(1, rows.clamp(min=0)))


def _near(tokens: Tensor) -> _Near:
    heard = sounding(tokens)
    rows = torch.arange(tokens.shape[1], device=tokens.device)[None, :, None]
    left, right = _last(heard != MASK), _next(heard != MASK)
    began = _last(tokens != HOLD).gather(1, left.clamp(min=0))
    return _Near(
        _at(heard, left),
        _at(heard, right),
        _gap(torch.where(left < 0, -1, rows - left)),
        _gap(torch.where(right < 0, -1, right - rows)),
        _gap(torch.where(left < 0, -1, rows - began)),
    )


def _gap(rows: Tensor) -> Tensor:
    """Buckets of a distance in rows: exact to 16, then coarser; unknown (negative) is the last."""
    coarse = _EXACT + 1 + (rows > 24).long() + (rows > 32).long() + (rows > 64).long()
    return torch.where(rows < 0, _GAPS - 1, torch.where(rows <= _EXACT, rows, coarse))


def _interval(upper: Tensor, lower: Tensor) -> Tensor:
    known = (upper >= FIRST_PITCH) & (lower >= FIRST_PITCH)
    return torch.where(known, (upper - lower).clamp(-WIDEST, WIDEST) + WIDEST, _NO_INTERVAL)


def _of_others(values: Tensor) -> Tensor:
    """(B, T, V, 3) values (B, T, V) of the other voices, from the top."""
    return values[:, :, _OTHERS]


def _of_rows(values: Tensor) -> Tensor:
    """(B, T, V, 1) the same value (B, T) for every voice."""
    return values[:, :, None, None].expand(-1, -1, VOICES, -1)


def _kinds_around(tokens: Tensor) -> Tensor:
    """(B, T, V, 5) mask, rest, hold or note: the rows before and after, and the other voices beside."""
    kinds = tokens.clamp(max=_KINDS - 1)
    none = torch.full_like(kinds[:, :1], MASK)
    before, after = torch.cat([none, kinds[:, :-1]], 1), torch.cat([kinds[:, 1:], none], 1)
    return torch.cat([before[..., None], after[..., None], _of_others(kinds)], -1)


def _harmony(filled: Tensor, chord: Tensor) -> tuple[Tensor, Tensor]:
    """(B, T) roots, and (B, T, V) the notes as degrees above them, told apart by the chord's quality."""
    stated = (chord != CHORD_MASK) & (chord != NO_CHORD_TOKEN)
    label = (chord - 1).clamp(min=0)
    root = torch.where(stated, label // LABEL_QUALITIES, NO_ROOT)
    quality = torch.where(stated, label % LABEL_QUALITIES, LABEL_QUALITIES)[..., None]
    known = stated[..., None] & (filled >= FIRST_PITCH)
    degree = torch.where(known, (filled - FIRST_PITCH + LOWEST - root[..., None]) % _CLASSES, _CLASSES)
    return root, degree * (LABEL_QUALITIES + 1) + quality


def _bass_degree(bass: Tensor, root: Tensor) -> Tensor:
    """(B, T) the chord's bass as a degree above its root, plus one; 0 and NO_BASS as they are."""
    stated = (bass != BASS_MASK) & (bass != NO_BASS) & (root != NO_ROOT)
    unknown = torch.where(bass == NO_BASS, NO_BASS, BASS_MASK)
    return torch.where(stated, (bass - 1 - root) % _CLASSES + 1, unknown)


def _changes(chord: Tensor) -> Tensor:
    """(B, T) 1 where another chord begins."""
    changed = chord[:, 1:] != chord[:, :-1]
    return torch.cat([torch.ones_like(chord[:, :1]), changed.long()], 1)
