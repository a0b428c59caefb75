"""The published split as tokens: read, moved to other keys, put into batches of whole pieces.

Tokens: 0 is a rest, 1.. are the pitches from :data:`LOWEST` up, :data:`HIDDEN` a cell that is not given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tuicomposer.errors import ComposerError
from tuicomposer.training.pieces import Piece
from tuicomposer.training.same_tune import same_tunes

LOWEST: Final = 36
PITCHES: Final = 46
REST: Final = 0
TOKENS: Final = PITCHES + 1
HIDDEN: Final = TOKENS
VOICES: Final = 4
SHIFT: Final = 6
"""Semitones that a training piece is moved at most, either way."""

Rows = NDArray[np.int64]


class Split(NamedTuple):
    """The three parts, each piece an (T, 4) array of tokens: soprano, alto, tenor, bass."""

    train: list[Rows]
    valid: list[Rows]
    test: list[Rows]


class Batch(NamedTuple):
    """Pieces of unequal length, padded with rests at the end."""

    cells: Tensor
    """(B, T, 4) tokens."""
    lengths: Tensor
    """(B,) steps that count."""

    def counted(self) -> Tensor:
        """(B, T) true for the steps that belong to a piece."""
        return torch.arange(self.cells.shape[1])[None] < self.lengths[:, None]


def read_split(path: Path) -> Split:
    """Read ``Jsb16thSeparated.json``: per part pieces as lists of (S, A, T, B) MIDI pitches, -1 a rest.

    Raises:
        ComposerError: The file is missing or holds something else.
    """
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
        split = Split(*([tokens_of(piece) for piece in parts[name]] for name in Split._fields))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ComposerError(
            f"{path} is not the chorale split: {error}.",
            "Give Jsb16thSeparated.json of JSB-Chorales-dataset.",
        ) from error
    return split


def tokens_of(piece: Sequence[Sequence[int]]) -> Rows:
    """(T, 4) MIDI pitches as tokens.

    Raises:
        ValueError: A pitch is out of range or a step has not four voices.
    """
    pitches = np.asarray(piece, dtype=np.int64)
    if pitches.ndim != 2 or pitches.shape[1] != VOICES:
        raise ValueError("a step has not four voices")
    sounding = pitches[pitches >= 0]
    if sounding.size and not (sounding.min() >= LOWEST and sounding.max() < LOWEST + PITCHES):
        raise ValueError("a pitch is out of range")
    return np.where(pitches < 0, REST, pitches - LOWEST + 1)


def without_copies(valid: Sequence[Rows], train: Sequence[Rows], run: int = 128) -> list[Rows]:
    """The pieces that share no run of ``run`` steps, in any key, with a training piece."""
    known = {gram for piece in train for gram in _runs(piece, run)}
    return [piece for piece in valid if known.isdisjoint(_runs(piece, run))]


def known_tunes(pieces: Sequence[Rows], train: Sequence[Rows]) -> NDArray[np.bool_]:
    """Which pieces have a tune that a training piece has, in whatever key and harmony.

    The published split was made without regard to that. Notes that are struck again cannot be seen in it.
    """
    groups = same_tunes([_as_piece(index, piece) for index, piece in enumerate((*train, *pieces))])
    known = [index for group in groups if group[0] < len(train) for index in group]
    return np.isin(np.arange(len(train), len(train) + len(pieces)), known)


def _as_piece(index: int, rows: Rows) -> Piece:
    pitch = np.where(rows == REST, -1, rows - 1 + LOWEST).astype(np.int16)
    onset = (pitch != np.roll(pitch, 1, axis=0)) & (pitch >= 0)
    onset[0] = pitch[0] >= 0
    return Piece(str(index), "jsb", "", 16, 4, 0, pitch, onset)


def _runs(piece: Rows, run: int) -> Iterator[bytes]:
    for start in range(len(piece) - run + 1):
        window = piece[start : start + run]
        lowest = window[window != REST].min(initial=TOKENS)
        yield np.where(window == REST, -1, window - lowest).astype(np.int8).tobytes()


def voice_ranges(pieces: Sequence[Rows]) -> NDArray[np.int64]:
    """(2, 4) lowest and highest token of each voice."""
    rows = np.concatenate(pieces)
    lowest = np.where(rows == REST, TOKENS, rows).min(axis=0)
    return np.stack([lowest, rows.max(axis=0)])


def shifts_within(piece: Rows, ranges: NDArray[np.int64], most: int = SHIFT) -> NDArray[np.int64]:
    """Semitones by which every voice can move and stay in its range; 0 is always among them."""
    low, high = voice_ranges([piece])
    down = int((ranges[0] - low).max())
    up = int((ranges[1] - high).min())
    return np.arange(min(0, max(-most, down)), max(0, min(most, up)) + 1)


def moved(piece: Rows, semitones: int) -> Rows:
    """The piece in another key; rests stay."""
    return np.where(piece == REST, REST, piece + semitones)


def padded(pieces: Sequence[Rows]) -> Batch:
    """Pieces as one batch."""
    length = max(len(piece) for piece in pieces)
    cells = np.zeros((len(pieces), length, VOICES), dtype=np.int64)
    for row, piece in zip(cells, pieces, strict=True):
        row[: len(piece)] = piece
    return Batch(torch.from_numpy(cells), torch.tensor([len(piece) for piece in pieces]))


class Batches:
    """Endless batches of whole training pieces of like length, in random keys.

    Args:
        pieces: The training part.
        batch: Pieces in a batch.
        rng: Where chance comes from.
        home: Share of the pieces that stay in their own key.
    """

    def __init__(self, pieces: Sequence[Rows], batch: int, rng: np.random.Generator, home: float) -> None:
        self.pieces, self.batch, self.rng, self.home = pieces, batch, rng, home
        ranges = voice_ranges(pieces)
        self.shifts = [shifts_within(piece, ranges) for piece in pieces]
        self.lengths = np.array([len(piece) for piece in pieces])

    def draw(self) -> Batch:
        """The next batch: a random piece and the ones nearest to it in a jittered order of length."""
        order = np.argsort(self.lengths * self.rng.uniform(0.85, 1.15, len(self.pieces)))
        start = int(self.rng.integers(len(order)))
        chosen = order[np.arange(start, start + self.batch) % len(order)]
        return padded([self._in_some_key(int(index)) for index in chosen])

    def _in_some_key(self, index: int) -> Rows:
        stays = self.rng.random() < self.home
        shift = 0 if stays else int(self.rng.choice(self.shifts[index]))
        return moved(self.pieces[index], shift)
