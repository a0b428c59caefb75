"""How much of a passage stands in the training music: runs of rows, free of transposition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.canvas import Canvas, sounding_pitches
from tuicomposer.generator.vocabulary import FIRST_PITCH

I64 = NDArray[np.int64]
U32 = NDArray[np.uint32]

RUN: Final = 8
"""Rows of the shortest run that is looked up."""
_PRIME: Final = np.uint64(0x100000001B3)
_OFFSET: Final = np.uint64(0xCBF29CE484222325)


class Copied(NamedTuple):
    """The longest run that stands in the training music."""

    rows: int
    piece: str
    """Name of the piece; empty where no run of :data:`RUN` rows was found."""


def row_codes(tokens: I64) -> I64:
    """(rows - 1, 8) transposition-free description of every row but the first.

    For each voice the interval to what sounded in the row before and whether a note starts;
    two runs with equal codes and equal first chords up to transposition are the same music.
    """
    heard = sounding_pitches(tokens)
    moved = np.where((heard[1:] >= 0) & (heard[:-1] >= 0), heard[1:] - heard[:-1], 99)
    spacing = heard[1:, :1] - heard[1:]
    onsets = (tokens[1:] >= FIRST_PITCH).astype(np.int64)
    return np.concatenate([moved * 2 + onsets, spacing], axis=1)


def run_hashes(tokens: I64) -> U32:
    """(rows - RUN,) hashes of every run of RUN rows: 64-bit FNV-1a (Fowler, Noll, Vo), folded to 32 bits.

    One run in a few thousand is taken for another by chance; of two in a row, hardly any.
    """
    codes = row_codes(tokens).astype(np.uint64)
    if len(codes) < RUN:
        return np.zeros(0, np.uint32)
    count = len(codes) - RUN + 1
    value = np.full(count, _OFFSET)
    with np.errstate(over="ignore"):
        for step in range(RUN):
            for column in range(codes.shape[1]):
                value = (value ^ codes[step : step + count, column]) * _PRIME
    folded: U32 = (value ^ (value >> np.uint64(32))).astype(np.uint32)
    return folded


@dataclass(frozen=True)
class MusicMemory:
    """The runs of the training music, for looking up only: the music cannot be read back."""

    hashes: U32
    """(n,) in the order of the pieces."""
    starts: I64
    """(pieces + 1,) index of each piece's first hash."""
    names: tuple[str, ...]

    @cached_property
    def _order(self) -> tuple[I64, U32]:
        order = np.argsort(self.hashes, kind="stable")
        return order, self.hashes[order]

    def longest_run(self, canvas: Canvas, tokens: I64) -> Copied:
        """Longest run of a canvas; voices that were only imagined count as if they sounded."""
        return self.longest(tokens) if canvas.written.any() else Copied(0, "")

    def longest(self, tokens: I64) -> Copied:
        """Longest run of consecutive rows that one training piece has too."""
        mine = run_hashes(tokens)
        best, where = 0, 0
        ends: dict[int, int] = {}
        order, ordered = self._order
        for value in mine:
            first, last = np.searchsorted(ordered, value, "left"), np.searchsorted(ordered, value, "right")
            ends = {int(place): ends.get(int(place) - 1, 0) + 1 for place in order[first:last][:64]}
            for place, length in ends.items():
                if length > best:
                    best, where = length, place
        if not best:
            return Copied(0, "")
        return Copied(best + RUN - 1, self._name(where))

    def _name(self, place: int) -> str:
        return self.names[int(np.searchsorted(self.starts, place, "right")) - 1]


def remember(pieces: Sequence[tuple[str, I64]]) -> MusicMemory:
    """The memory of named (rows, 4) token arrays."""
    hashes = [run_hashes(tokens) for _, tokens in pieces]
    starts = np.cumsum([0, *(len(item) for item in hashes)])
    joined = np.concatenate(hashes) if hashes else np.zeros(0, np.uint32)
    return MusicMemory(joined, starts.astype(np.int64), tuple(name for name, _ in pieces))
