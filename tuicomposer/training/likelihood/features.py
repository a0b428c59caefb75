"""What the networks are told of a grid of cells, as indexes into one table of vectors.

Two views: *past* (the chronological network: everything up to a step is known) and *given* (the
orderless network: any set of cells is known). All results are integers; the network sums the vectors
they name. Shapes: B batch, T steps, V voices (4), F features.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final, NamedTuple

import torch
from torch import Tensor

from tuicomposer.training.likelihood.data import HIDDEN, REST, VOICES

INTERVAL: Final = 24
"""Semitones beyond which intervals are no longer told apart."""
_NO_INTERVAL: Final = 2 * INTERVAL + 1
_INTERVALS: Final = _NO_INTERVAL + 1
_GAPS: Final = 22
_PAIRS: Final = tuple(combinations(range(VOICES), 2))
_OTHERS: Final = tuple(tuple(u for u in range(VOICES) if u != v) for v in range(VOICES))
_CLOCKS: Final = (4, 16, 12)
_QUARTERS: Final = 16
_BAR: Final = 16
_TOKENS: Final = HIDDEN + 1

ORDER: Final = (0, 3, 1, 2)
"""Voices of a step in the order of the chronological table: soprano, bass, alto, tenor."""
REFERENCES: Final = 5
"""Notes that a cell's pitch is measured from: two of its own voice and one of each other voice."""


class View(NamedTuple):
    """A grid as a network reads it."""

    steps: Tensor
    """(B, T, F) features of each step, for the trunk."""
    cells: Tensor
    """(B, T, V, G) features of each cell to predict, for the head."""
    references: Tensor
    """(B, T, V, REFERENCES) tokens; rest or HIDDEN where there is none."""
    sizes: tuple[int, int]
    """Rows of the tables that the features of steps and cells point into."""


class _Table:
    """Lays features of different sizes side by side in one table."""

    def __init__(self) -> None:
        self.size, self.columns = 0, list[Tensor]()

    def add(self, values: Tensor, size: int, shared: bool = False) -> None:
        """Values (..., K) below ``size``; each of the K has rows of its own unless they are shared."""
        own = 0 if shared else torch.arange(values.shape[-1]) * size
        self.columns.append(values + own + self.size)
        self.size += size * (1 if shared else values.shape[-1])

    def stacked(self) -> Tensor:
        return torch.cat(self.columns, dim=-1)


def _earlier(cells: Tensor, start: int = HIDDEN) -> Tensor:
    """Each step's cells one step later; the first step gets ``start``."""
    return torch.cat([torch.full_like(cells[:, :1], start), cells[:, :-1]], dim=1)


def _interval(upper: Tensor, lower: Tensor) -> Tensor:
    known = (upper != REST) & (upper != HIDDEN) & (lower != REST) & (lower != HIDDEN)
    clipped = (upper - lower).clamp(-INTERVAL, INTERVAL) + INTERVAL
    return torch.where(known, clipped, _NO_INTERVAL)


def _gap(steps: Tensor) -> Tensor:
    """Buckets of a distance in steps: exact to 16, then coarser; 0 stays 0, negative is the last."""
    coarse = 17 + (steps > 24).long() + (steps > 32).long() + (steps > 64).long()
    return torch.where(steps < 0, _GAPS - 1, torch.where(steps <= 16, steps, coarse))


def _last(marked: Tensor) -> Tensor:
    """(B, T, V) the latest step up to each step where ``marked`` is true, or -1."""
    steps = torch.arange(marked.shape[1])[None, :, None]
    return torch.where(marked, steps, -1).cummax(dim=1).values


def _at(cells: Tensor, steps: Tensor) -> Tensor:
    found = cells.gather(1, steps.clamp(min=0))
    return torch.where(steps < 0, HIDDEN, found)


def _clock(steps: Tensor, like: Tensor) -> tuple[Tensor, int]:
    """(B, T, C) the position in cycles of 4, 16 and 12 steps, in one numbering."""
    offsets = [0, *torch.tensor(_CLOCKS).cumsum(0).tolist()]
    columns = [steps % cycle + offset for cycle, offset in zip(_CLOCKS, offsets, strict=False)]
    return torch.stack(columns, dim=-1).expand(like.shape[0], -1, -1), offsets[-1]


def _harmony(table: _Table, tokens: Tensor) -> None:
    table.add(torch.where((tokens == REST) | (tokens == HIDDEN), 12, tokens % 12), 13, shared=True)
    pairs = torch.stack([_interval(tokens[..., u], tokens[..., v]) for u, v in _PAIRS], dim=-1)
    table.add(pairs, _INTERVALS)


def _mine_and_theirs(own: Tensor, tokens: Tensor) -> Tensor:
    """(B, T, V, 3) intervals from each voice's own note to the notes of the other voices."""
    columns = [
        torch.stack([_interval(tokens[:, :, v, u], own[:, :, v]) for u in range(3)], -1)
        for v in range(VOICES)
    ]
    return torch.stack(columns, dim=2)


def _quarters(steps: Tensor) -> Tensor:
    return (steps // 4).clamp(max=_QUARTERS - 1)


def _viewed(steps: _Table, own: _Table, references: Tensor) -> View:
    """The view; the cells of each voice get rows of their own."""
    rows = own.stacked() + (torch.arange(VOICES) * own.size)[:, None]
    return View(steps.stacked(), rows, references, (steps.size, VOICES * own.size))


class _Past(NamedTuple):
    """What each voice has done before each step; all (B, T, V)."""

    before: Tensor
    """Tokens a step before."""
    second: Tensor
    """Tokens two steps before."""
    older: Tensor
    """The token that ``before`` replaced."""
    age: Tensor
    """Bucket of the steps for which ``before`` has sounded."""


def _past(cells: Tensor) -> _Past:
    before = _earlier(cells)
    time = torch.arange(cells.shape[1])[None, :, None]
    since = _last(cells != before)
    older = _earlier(_at(cells, torch.where(since > 0, since - 1, -1)))
    return _Past(before, _earlier(before), older, _gap(_earlier(time - since, -1)))


def _newest(cells: Tensor, before: Tensor) -> Tensor:
    """(B, T, V, 3) of ``cells`` for the other voices that come earlier in ORDER, else of ``before``."""
    columns = []
    for voice, others in enumerate(_OTHERS):
        given = ORDER[: ORDER.index(voice)]
        columns.append(torch.stack([(cells if u in given else before)[:, :, u] for u in others], dim=-1))
    return torch.stack(columns, dim=2)


def past_view(cells: Tensor) -> View:
    """The chronological view; nothing later than a cell is looked at.

    ``steps[t]`` speaks of the cells up to step t - 1; ``cells[t, v]`` and ``references[t, v]`` of those
    and of the cells (t, u) with u before v in ORDER.
    """
    before, second, older, age = past = _past(cells)
    time = torch.arange(cells.shape[1])
    clock, positions = _clock(time, cells)
    steps = _Table()
    steps.add(before, _TOKENS)
    steps.add(_interval(before, second), _INTERVALS)
    steps.add(_interval(before, older), _INTERVALS)
    steps.add(age, _GAPS)
    steps.add(clock, positions, shared=True)
    steps.add(_quarters(time)[None, :, None].expand(len(cells), -1, 1), _QUARTERS)
    _harmony(steps, before)

    others = _newest(cells, before)
    moves = _interval(cells, before)
    own = _Table()
    own.add(before[..., None], _TOKENS)
    own.add(age[..., None], _GAPS)
    own.add(_interval(before, older)[..., None], _INTERVALS)
    own.add(_mine_and_theirs(before, others), _INTERVALS)
    own.add(_newest(moves, torch.full_like(moves, _NO_INTERVAL)), _INTERVALS)
    own.add(clock[:, :, None].expand(-1, -1, VOICES, -1), positions, shared=True)
    references = torch.cat([past.before[..., None], past.older[..., None], others], dim=-1)
    return _viewed(steps, own, references)


class _Around(NamedTuple):
    """The given notes nearest to each cell; all (B, T, V)."""

    before: Tensor
    """The latest given token up to the step, the step itself included."""
    after: Tensor
    """The first given token from the step on."""
    from_before: Tensor
    """Bucket of the distance to it."""
    to_after: Tensor
    """Bucket of the distance to it."""


def _around(cells: Tensor, lengths: Tensor) -> _Around:
    last = cells.shape[1] - 1
    time = torch.arange(last + 1)
    known = (cells != HIDDEN) & (time[None] < lengths[:, None])[..., None]
    left = _last(known)
    right = last - _last(known.flip(1)).flip(1)
    right = torch.where(right > last, -1, right)
    steps = time[None, :, None]
    from_left = _gap(torch.where(left < 0, -1, steps - left))
    to_right = _gap(torch.where(right < 0, -1, right - steps))
    return _Around(_at(cells, left), _at(cells, right), from_left, to_right)


def given_view(cells: Tensor, lengths: Tensor) -> View:
    """The orderless view of cells some of which are HIDDEN; the end of the piece is known."""
    before, after, from_before, to_after = _around(cells, lengths)
    filled = torch.where(before == HIDDEN, after, before)
    time = torch.arange(cells.shape[1])
    clock, positions = _clock(time, cells)
    to_end = (lengths[:, None] - 1 - time[None]).clamp(min=0)[..., None]
    steps = _Table()
    for tokens in (cells, before, after):
        steps.add(tokens, _TOKENS)
    steps.add(_interval(after, before), _INTERVALS)
    steps.add(from_before, _GAPS)
    steps.add(to_after, _GAPS)
    steps.add(clock, positions, shared=True)
    steps.add(_quarters(time)[None, :, None].expand(len(cells), -1, 1), _QUARTERS)
    steps.add(_quarters(to_end), _QUARTERS)
    steps.add(to_end % _BAR, _BAR)
    _harmony(steps, filled)

    others, ages, waits = (
        torch.stack([each[:, :, list(_OTHERS[v])] for v in range(VOICES)], dim=2)
        for each in (filled, from_before, to_after)
    )
    own = _Table()
    own.add(before[..., None], _TOKENS)
    own.add(after[..., None], _TOKENS)
    own.add(_interval(after, before)[..., None], _INTERVALS)
    own.add(from_before[..., None], _GAPS)
    own.add(to_after[..., None], _GAPS)
    own.add(ages, _GAPS)
    own.add(waits, _GAPS)
    own.add(_mine_and_theirs(filled, others), _INTERVALS)
    own.add(clock[:, :, None].expand(-1, -1, VOICES, -1), positions, shared=True)
    references = torch.cat([before[..., None], after[..., None], others], dim=-1)
    return _viewed(steps, own, references)
