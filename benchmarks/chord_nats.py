"""How likely the network finds the chords of held-back pieces, told from the melody alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from intervals import over_pieces, shown

from tuicomposer.generator.clock import clock_features
from tuicomposer.generator.network import CanvasBatch, GridGenerator
from tuicomposer.generator.vocabulary import BASS_MASK, CHORD_MASK, DENSITY_UNKNOWN, MASK, SOPRANO, VOICES
from tuicomposer.training.dataset import Encoded, encode_piece
from tuicomposer.training.pieces import Piece

Nats = tuple[float, int, float, int]
"""Nats and number of all rows with a chord, and of those in which it changes."""


@torch.inference_mode()
def chord_nats(network: GridGenerator, piece: Encoded) -> Nats:
    """Nats of the chords of a window: every chord and every lane but the melody is hidden, and each is told
    by itself, so it is an upper bound of what the whole row of chords costs.
    """
    voices = np.full((1, len(piece.voices), VOICES), MASK, np.int64)
    voices[0, :, SOPRANO] = piece.voices[:, SOPRANO]
    hidden = torch.zeros((1, len(piece.voices)), dtype=torch.long)
    canvas = CanvasBatch(
        torch.from_numpy(voices),
        hidden + CHORD_MASK,
        hidden + BASS_MASK,
        torch.from_numpy(clock_features(piece.grid))[None],
        torch.tensor([piece.style]),
        torch.full((1, VOICES), DENSITY_UNKNOWN),
    )
    truth = torch.from_numpy(piece.chord)
    nats = F.cross_entropy(network(canvas).chord[0], truth, reduction="none")
    known = truth != CHORD_MASK
    changed = known & (truth != truth.roll(1))
    return float(nats[known].sum()), int(known.sum()), float(nats[changed].sum()), int(changed.sum())


def print_chord_nats(network: GridGenerator, windows: Sequence[Piece]) -> None:
    """Print the likelihood of the chords of windows, one of each piece."""
    table = np.array([chord_nats(network, encode_piece(window)) for window in windows])

    def pooled(rows: np.ndarray, nats: int = 0) -> float:
        return float(table[rows, nats].sum() / max(1.0, table[rows, nats + 1].sum()))

    def of_changes(rows: np.ndarray) -> float:
        return pooled(rows, 2)

    drawn = list(range(len(windows)))
    rows, changes = (
        shown(over_pieces(mean, drawn, np.random.default_rng(0), 1000)) for mean in (pooled, of_changes)
    )
    print(
        f"\nchords for the melody: nats of a row {rows}, of a row where the chord changes {changes}; "
        f"{len(windows)} pieces"
    )
