"""The model folders of a run: what is composed with, and what the ablation is measured on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import nn

from tuicomposer.generator.checkpoint import load_model, save_model
from tuicomposer.generator.copying import remember
from tuicomposer.generator.network import GridDiscriminator, GridGenerator
from tuicomposer.models.purpose import BENCHMARK
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.training.dataset import encode_piece
from tuicomposer.training.pieces import Piece
from tuicomposer.training.snapshots import load_discriminator, load_generator, load_pair, recipe_of


def write_release(
    run: Path,
    folder: Path,
    version: int,
    pieces: list[Piece],
    calibration: tuple[float, float] = (1.0, 0.0),
) -> str:
    """Write the networks of the turns, or those before them; returns the manifest's digest.

    ``card.md`` is kept as it stands in the folder, since a person wrote its numbers.
    """
    turns = run / "adversarial.pt"
    generator, judge = load_pair(turns) if turns.exists() else _before_turns(run)
    train = [encode_piece(piece) for piece in pieces if piece.split == "train" and piece.onset.any()]
    recipe = _recipe(run, pieces)
    if turns.exists():
        recipe["adversarial"] = recipe_of(turns)
    recipe["calibration"] = list(calibration)
    return save_model(
        folder,
        name=folder.name,
        version=version,
        generator=generator,
        discriminator=calibrated(judge, calibration),
        memory=remember([(piece.name, piece.voices) for piece in train]),
        card=_card(folder),
        recipe=recipe,
    )


def write_judge(
    run: Path, start: Path, folder: Path, version: int, calibration: tuple[float, float] = (1.0, 0.0)
) -> str:
    """Write a released model with the discriminator of this run in place of its own; returns the digest."""
    released = load_model(start, TRUSTED)
    config = json.loads((start / "config.json").read_text(encoding="utf-8"))
    return save_model(
        folder,
        name=folder.name,
        version=version,
        generator=released.generator,
        discriminator=calibrated(load_discriminator(run / "discriminator.pt"), calibration),
        memory=released.memory,
        card=_card(folder),
        recipe=config["recipe"]
        | {"judge": recipe_of(run / "discriminator.pt") | {"calibration": list(calibration)}},
    )


@torch.no_grad()
def calibrated(judge: GridDiscriminator, calibration: tuple[float, float]) -> GridDiscriminator:
    """The discriminator with its logit of passages scaled and shifted (Platt 1999), in its last layer."""
    last = judge.passage[-1]
    if not isinstance(last, nn.Linear):
        raise TypeError("the verdict on passages ends in no linear layer")
    last.weight.mul_(calibration[0])
    last.bias.mul_(calibration[0]).add_(calibration[1])
    return judge


def write_likelihood(run: Path, folder: Path, version: int, pieces: list[Piece]) -> str:
    """Write the networks as they were before their turns, for the ablation alone; returns the digest."""
    generator, judge = _before_turns(run)
    return save_model(
        folder,
        name=folder.name,
        version=version,
        generator=generator,
        discriminator=judge,
        memory=remember([]),
        card=_card(folder),
        recipe=_recipe(run, pieces),
        purpose=BENCHMARK,
    )


def _before_turns(run: Path) -> tuple[GridGenerator, GridDiscriminator]:
    return load_generator(run / "generator.pt"), load_discriminator(run / "discriminator.pt")


def _card(folder: Path) -> str:
    card = folder / "card.md"
    return card.read_text(encoding="utf-8") if card.exists() else f"# {folder.name}\n"


def _recipe(run: Path, pieces: list[Piece]) -> dict[str, Any]:
    counts = Counter((piece.collection, piece.split) for piece in pieces)
    return {
        "generator": recipe_of(run / "generator.pt"),
        "discriminator": recipe_of(run / "discriminator.pt"),
        "pieces": {f"{collection} {split}": count for (collection, split), count in sorted(counts.items())},
        "held_back": {
            split: sorted(
                piece.name
                for piece in pieces
                if piece.split == split and piece.collection in ("bach", "hymns")
            )
            for split in ("valid", "test")
        },
    }
