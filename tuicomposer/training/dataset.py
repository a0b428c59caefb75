"""Windows of pieces as canvases: transposed, resampled, masked the way people mask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from tuicomposer.analyzer.chord_labels import label_rows
from tuicomposer.generator.clock import Grid, clock_features
from tuicomposer.generator.network import CanvasBatch
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.vocabulary import (
    BASS_MASK,
    CHORD_MASK,
    DENSITY_UNKNOWN,
    FIRST_PITCH,
    HIGHEST,
    HOLD,
    LOWEST,
    MASK,
    NO_BASS,
    NO_CHORD_TOKEN,
    REST,
    VOICES,
    density_token,
    pitch_token,
)
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_classes import chord_of
from tuicomposer.score.ticks import ROWS_PER_BEAT, TICKS_PER_BEAT
from tuicomposer.training.pieces import Piece

I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]
STYLE_OF: Final = {
    collection: STYLES.index(style)
    for collection, style in {
        "bach": "chorale",
        "hymns": "hymn",
        "lieder": "song",
        "leadsheets": "leadsheet",
        "folk": "leadsheet",
        "billboard": "leadsheet",
    }.items()
}
SHARES: Final = {
    "bach": 0.4,
    "hymns": 0.14,
    "lieder": 0.28,
    "leadsheets": 0.09,
    "folk": 0.06,
    "billboard": 0.03,
}
"""How often a window comes from each collection, as long as all are there."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A whole piece as tokens."""

    name: str
    style: int
    grid: Grid
    voices: I64
    """(rows, 4); MASK in lanes that the piece does not have."""
    chord: I64
    """(rows,); CHORD_MASK where no chord is known."""
    bass: I64
    """(rows,)."""
    collection: str = ""

    @property
    def present(self) -> Bools:
        """(4,) lanes that the piece has."""
        found: Bools = self.voices[0] != MASK
        return found


def encode_piece(piece: Piece) -> Encoded:
    """Tokens of a piece on its own grid; chords as stated, or labelled from its notes on eighths."""
    row_ticks = TICKS_PER_BEAT // piece.steps_per_beat
    grid = Grid(
        piece.steps,
        piece.steps_per_beat,
        piece.bar_steps * row_ticks,
        piece.pulse_steps * row_ticks,
        piece.pickup,
    )
    pitch = piece.pitch.astype(np.int64)
    if piece.chords is None:
        labels = label_rows(piece.pitch, piece.steps_per_beat // 2, piece.pulse_steps, piece.pickup)
        chord, bass = labels + 1, chord_bass(labels, pitch)
    else:
        stated = piece.chords.astype(np.int64)
        chord = np.where(stated[:, 0] < 0, CHORD_MASK, stated[:, 0] + 1)
        bass = np.where(stated[:, 1] < 0, NO_BASS, stated[:, 1] + 1)
        bass = np.where(chord == CHORD_MASK, BASS_MASK, bass)
    voices = np.where(piece.onset.any(axis=0), _voice_tokens(pitch, piece.onset), MASK)
    style = STYLE_OF[piece.collection]
    return Encoded(piece.name, style, grid, voices, chord, bass, piece.collection)


def _voice_tokens(pitch: I64, onset: Bools) -> I64:
    resting = pitch < 0
    starts_rest = resting & ~np.roll(resting, 1, axis=0)
    starts_rest[0] = resting[0]
    tokens = np.where(onset, _IN_RANGE[np.maximum(pitch, 0)], HOLD)
    return np.where(starts_rest, REST, tokens)


_IN_RANGE: Final = np.array([pitch_token(pitch) for pitch in range(128)])


def chord_bass(labels: I64, pitch: I64) -> I64:
    """(rows,) token of the chord tone that lies lowest when each chord begins, its root where none does.

    As a person who types these chords would put them over a slash, so that networks see in training
    what they see in use.
    """
    bass = np.full(len(labels), NO_BASS, np.int64)
    current = NO_BASS
    for row, label in enumerate(labels.tolist()):
        if row == 0 or label != labels[row - 1]:
            current = _bass_token(chord_of(label), pitch[row])
        bass[row] = current
    return bass


def _bass_token(chord: Chord, pitches: I64) -> int:
    if chord.is_silence:
        return NO_BASS
    heard = pitches[pitches >= 0]
    lowest = int(heard.min()) % 12 if len(heard) else chord.bass_class
    return (lowest if lowest in chord.pitch_classes else chord.bass_class) + 1


def transpose(piece: Encoded, shift: int) -> Encoded:
    """The same piece, moved by semitones."""
    voices = np.where(piece.voices >= FIRST_PITCH, piece.voices + shift, piece.voices)
    root, quality = np.divmod(piece.chord - 1, 10)
    moved = (root + shift) % 12 * 10 + quality + 1
    chord = np.where(np.isin(piece.chord, (CHORD_MASK, NO_CHORD_TOKEN)), piece.chord, moved)
    moved = (piece.bass - 1 + shift) % 12 + 1
    bass = np.where(np.isin(piece.bass, (BASS_MASK, NO_BASS)), piece.bass, moved)
    return replace(piece, voices=voices, chord=chord, bass=bass)


def thin(piece: Encoded, factor: int) -> Encoded | None:
    """The piece on a grid ``factor`` times as coarse, or ``None`` where notes would be lost."""
    rows = np.arange(len(piece.voices))
    sounding = (piece.voices != HOLD) & (piece.voices != MASK)
    if sounding[rows % factor != 0].any() or piece.grid.pickup % factor:
        return None
    grid = replace(
        piece.grid,
        rows=len(rows[::factor]),
        rows_per_beat=piece.grid.rows_per_beat // factor,
        pickup=piece.grid.pickup // factor,
    )
    return replace(
        piece,
        grid=grid,
        voices=piece.voices[::factor],
        chord=piece.chord[::factor],
        bass=piece.bass[::factor],
    )


def refine(piece: Encoded, factor: int) -> Encoded:
    """The piece on a grid ``factor`` times as fine."""
    voices = np.tile(np.where(piece.present, HOLD, MASK), (len(piece.voices) * factor, 1))
    voices[::factor] = piece.voices
    grid = replace(
        piece.grid,
        rows=len(voices),
        rows_per_beat=piece.grid.rows_per_beat * factor,
        pickup=piece.grid.pickup * factor,
    )
    return replace(
        piece, grid=grid, voices=voices, chord=piece.chord.repeat(factor), bass=piece.bass.repeat(factor)
    )


def as_triplets(piece: Encoded) -> Encoded:
    """A compound piece (6/8) written as beats of three: its dotted beat becomes a quarter note."""
    grid = piece.grid
    per_bar = grid.bar_ticks // grid.pulse_ticks
    rows_per_beat = grid.rows_per_beat * 3 // 2
    changed = replace(
        grid, rows_per_beat=rows_per_beat, bar_ticks=per_bar * TICKS_PER_BEAT, pulse_ticks=TICKS_PER_BEAT
    )
    return replace(piece, grid=changed)


def resolutions(piece: Encoded) -> list[Encoded]:
    """The piece on every grid that can hold it; the usual one first."""
    compound = piece.grid.pulse_ticks == 3 * TICKS_PER_BEAT // 2
    tripled = piece.grid.rows_per_beat * 3 // 2 in ROWS_PER_BEAT
    versions = [piece, *([as_triplets(piece)] if compound and tripled else [])]
    thinned = [
        thin(version, factor)
        for version in versions
        for factor in (2, 4, 6)
        if version.grid.rows_per_beat % factor == 0
    ]
    fine = [refine(version, 2) for version in versions if version.grid.rows_per_beat * 2 in ROWS_PER_BEAT]
    return [*versions, *(version for version in thinned if version is not None), *fine]


class Windows:
    """Draws random windows of encoded pieces.

    Args:
        pieces: The pieces of one split.
        rows: Rows in a window; shorter pieces are padded with rests at the end.
        rng: Source of all randomness.
    """

    def __init__(self, pieces: Sequence[Encoded], rows: int, rng: np.random.Generator) -> None:
        self.versions = [resolutions(piece) for piece in pieces]
        self.rows, self.rng = rows, rng
        self.weights = _weights(pieces)

    def draw(self) -> tuple[Encoded, I64]:
        """One transposed window and its (rows, 5) clock features."""
        versions = self.versions[self.rng.choice(len(self.versions), p=self.weights)]
        usual = len(versions) == 1 or self.rng.random() < 0.75
        piece = versions[0 if usual else int(self.rng.integers(1, len(versions)))]
        piece = transpose(piece, self._shift(piece))
        clock = clock_features(piece.grid)
        start = int(self.rng.integers(0, max(1, len(piece.voices) - self.rows + 1)))
        return cut(piece, start, self.rows), pad_clock(clock[start : start + self.rows], self.rows)

    def _shift(self, piece: Encoded) -> int:
        tokens = piece.voices[piece.voices >= FIRST_PITCH]
        if not len(tokens):
            return int(self.rng.integers(-6, 6))
        low = max(-6, FIRST_PITCH - int(tokens.min()))
        high = min(6, FIRST_PITCH + HIGHEST - LOWEST - int(tokens.max()))
        return int(self.rng.integers(low, high + 1))


def _weights(pieces: Sequence[Encoded]) -> NDArray[np.float64]:
    """Chance of each piece: its collection's share, spread by length in quarter notes."""
    beats = np.array([len(piece.voices) / piece.grid.rows_per_beat for piece in pieces])
    total: dict[str, float] = defaultdict(float)
    for piece, length in zip(pieces, beats, strict=True):
        total[piece.collection] += length
    shares = np.array([SHARES.get(piece.collection, 1.0) / total[piece.collection] for piece in pieces])
    weights: NDArray[np.float64] = shares * beats / (shares * beats).sum()
    return weights


def cut(piece: Encoded, start: int, rows: int) -> Encoded:
    """Rows of a piece as a piece; a voice that sounds across the cut starts anew in the first row."""
    voices = piece.voices[start : start + rows].copy()
    for voice in range(VOICES):
        if voices[0, voice] == HOLD:
            before = piece.voices[: start + 1, voice]
            voices[0, voice] = before[np.flatnonzero(before != HOLD)[-1]]
    missing = rows - len(voices)
    if missing:
        tail = np.full((missing, VOICES), HOLD, np.int64)
        tail[0] = REST
        tail[:, ~piece.present] = MASK
        voices = np.concatenate([voices, tail])
    stated = piece.chord.any()
    silence = (NO_CHORD_TOKEN, NO_BASS) if stated else (CHORD_MASK, BASS_MASK)
    chord = np.pad(piece.chord[start : start + rows], (0, missing), constant_values=silence[0])
    bass = np.pad(piece.bass[start : start + rows], (0, missing), constant_values=silence[1])
    return replace(piece, voices=voices, chord=chord, bass=bass)


def pad_clock(clock: I64, rows: int) -> I64:
    """Clock features continued with zeros (off the beat, at the end) to a number of rows."""
    padded = np.zeros((rows, clock.shape[1]), np.int64)
    padded[: len(clock)] = clock
    padded[len(clock) :, 4] = clock[-1, 4]
    return padded


class Masked(NamedTuple):
    """A batch to train on."""

    canvas: CanvasBatch
    voices: torch.Tensor
    """(B, T, V) true tokens, MASK where a piece has no such lane."""
    chord: torch.Tensor
    """(B, T) true chord tokens."""
    bass: torch.Tensor
    """(B, T) true chord-bass tokens."""


def draw_masked(windows: Windows, size: int) -> Masked:
    """A batch of windows with masks drawn like those people use."""
    rng = windows.rng
    drawn = [windows.draw() for _ in range(size)]
    voices = np.stack([piece.voices for piece, _ in drawn])
    chord = np.stack([piece.chord for piece, _ in drawn])
    bass = np.stack([piece.bass for piece, _ in drawn])
    hidden = np.stack([draw_mask(windows.rows, rng, piece.present) for piece, _ in drawn])
    chord_hidden = np.stack([_chord_mask(windows.rows, rng, piece.present) for piece, _ in drawn])
    style = np.array([piece.style if rng.random() > 0.1 else 0 for piece, _ in drawn])
    density = np.stack([_told_density(piece, rng) for piece, _ in drawn])
    canvas = CanvasBatch(
        torch.from_numpy(np.where(hidden, MASK, voices)),
        torch.from_numpy(np.where(chord_hidden, CHORD_MASK, chord)),
        torch.from_numpy(np.where(chord_hidden, BASS_MASK, bass)),
        torch.from_numpy(np.stack([clock for _, clock in drawn])),
        torch.from_numpy(style),
        torch.from_numpy(density),
    )
    return Masked(canvas, torch.from_numpy(voices), torch.from_numpy(chord), torch.from_numpy(bass))


def draw_mask(rows: int, rng: np.random.Generator, present: Bools | None = None) -> Bools:
    """(rows, 4) hidden cells: a region a person would ask for, partly filled already.

    Regions are whole lanes (most often all but the melody), bars, rectangles, everything after a
    row, or the whole canvas; within the region a uniformly drawn share is hidden, as in the
    middle of iterative unmasking. A piece of one lane is hidden in bars, after a row, or whole.

    Args:
        rows: Rows of the window.
        rng: Source of randomness.
        present: (4,) lanes that the piece has; all of them if not given.
    """
    region = np.zeros((rows, VOICES), bool)
    alone = present is not None and not present[1:].any()
    lanes = (rng.random(VOICES) < 0.6) | alone
    if not lanes.any():
        lanes[rng.integers(VOICES)] = True
    kind = rng.uniform(0.55, 1.0) if alone else rng.random()
    start = int(rng.integers(0, rows - 8))
    stop = int(rng.integers(start + 8, rows + 1))
    if kind < 0.35:
        region[:, 1:] = True
    elif kind < 0.55:
        region[:, lanes] = True
    elif kind < 0.7:
        region[start:stop, lanes] = True
    elif kind < 0.8:
        region[start:] = True
    else:
        region[:] = True
    share = 1.0 if rng.random() < 0.2 else rng.random()
    return region & (rng.random((rows, VOICES)) < share)


def density_of(piece: Encoded) -> I64:
    """(4,) density tokens of the lanes; unknown for lanes that the piece does not have."""
    beats = len(piece.voices) / piece.grid.rows_per_beat
    onsets = (piece.voices >= FIRST_PITCH).sum(0) / beats
    tokens = [density_token(rate) if there else 0 for rate, there in zip(onsets, piece.present, strict=True)]
    return np.array(tokens, np.int64)


def _told_density(piece: Encoded, rng: np.random.Generator) -> I64:
    """What a person says of it: nothing, or the density of some lanes."""
    told = (rng.random() < 0.7) & (rng.random(VOICES) < 0.7)
    return np.where(told, density_of(piece), DENSITY_UNKNOWN)


def _chord_mask(rows: int, rng: np.random.Generator, present: Bools) -> Bools:
    kind = rng.random() if present.any() else rng.uniform(0.8, 1.0)
    if kind < 0.55:
        return np.zeros(rows, bool)
    if kind < 0.8:
        return np.ones(rows, bool)
    hidden = rng.random(-(-rows // 4)) < rng.random()
    return hidden.repeat(4)[:rows]
