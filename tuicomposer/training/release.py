"""The model folder of a run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tuicomposer.generator.checkpoint import save_model
from tuicomposer.generator.copying import remember
from tuicomposer.training.dataset import encode_piece
from tuicomposer.training.pieces import Piece
from tuicomposer.training.snapshots import load_discriminator, load_generator, recipe_of


def write_release(run: Path, folder: Path, version: int, pieces: list[Piece]) -> str:
    """Write weights, memory, configuration, card and manifest; returns the manifest's digest.

    ``card.md`` is kept as it stands in the folder, since a person wrote its numbers.
    """
    train = [encode_piece(piece) for piece in pieces if piece.split == "train"]
    recipe: dict[str, Any] = recipe_of(run / "generator.pt")
    recipe["pieces"] = {
        f"{collection} {split}": count
        for (collection, split), count in sorted(Counter((p.collection, p.split) for p in pieces).items())
    }
    recipe["held_back"] = {
        split: sorted(piece.name for piece in pieces if piece.split == split) for split in ("valid", "test")
    }
    card = folder / "card.md"
    return save_model(
        folder,
        name="chorale",
        version=version,
        generator=load_generator(run / "generator.pt"),
        discriminator=load_discriminator(run / "discriminator.pt"),
        memory=remember([(piece.name, piece.voices) for piece in train]),
        card=card.read_text(encoding="utf-8") if card.exists() else "# chorale\n",
        recipe=recipe,
    )
