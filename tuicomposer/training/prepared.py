"""What the steps before have left in the folder of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tuicomposer.errors import ComposerError
from tuicomposer.training.config import TrainConfig
from tuicomposer.training.dataset import Encoded, encode_piece
from tuicomposer.training.piece_store import load_store
from tuicomposer.training.pieces import Piece

STORE: Final = "pieces"
"""Folder of the prepared pieces in that of a run; runs of before have one file of that name."""


def made(path: Path, by: str) -> Path:
    """The path of what a step makes.

    Raises:
        ComposerError: It was not made yet.
    """
    if not path.exists():
        raise ComposerError(f"{path} is missing.", f"Run “train {by}” first.")
    return path


def prepared_pieces(config: TrainConfig) -> list[Piece]:
    """All pieces of a run.

    Raises:
        ComposerError: They were not prepared yet, or are damaged.
    """
    file = config.run / f"{STORE}.npz"
    folder = config.run / STORE
    return load_store(file if file.exists() and not folder.exists() else made(folder, "corpora"))


def pieces_of(config: TrainConfig, split: str) -> list[Piece]:
    """The pieces of a split."""
    return [piece for piece in prepared_pieces(config) if piece.split == split]


def encoded(config: TrainConfig, split: str) -> list[Encoded]:
    """The pieces of a split as tokens."""
    return [encode_piece(piece) for piece in pieces_of(config, split)]


def released_start(config: TrainConfig) -> Path | None:
    """The released model that a run gives a new discriminator; ``None`` where it trains a generator too."""
    return None if (config.run / "generator.pt").exists() else config.start
