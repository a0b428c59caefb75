"""The three steps that make ``models/hearing``: takes, training, release."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
import torch

from tuicomposer.analyzer.audio.checkpoint import MODEL
from tuicomposer.analyzer.checkpoint import model_of
from tuicomposer.errors import ComposerError
from tuicomposer.models.manifest import read_verified
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.playback.render import Renderer
from tuicomposer.training.audio.batches import Batches
from tuicomposer.training.audio.loop import HearingRecipe, HearingTraining, Log
from tuicomposer.training.audio.network import HearingConfig, HearingNetwork
from tuicomposer.training.audio.recording import Studio
from tuicomposer.training.audio.release import save_hearing
from tuicomposer.training.audio.shards import load_examples, save_examples
from tuicomposer.training.audio.sources import SHARES, choir_charts
from tuicomposer.training.bach import read_bach
from tuicomposer.training.chords.charts import Chart
from tuicomposer.training.chords.recipe import read_charts
from tuicomposer.training.config import TrainConfig
from tuicomposer.training.hymns import read_hymns
from tuicomposer.training.pieces import Piece
from tuicomposer.training.splits import match_split

OpenRenderer = Callable[[Path], Renderer]
"""A synthesizer for the soundfont at a path."""

SIZES: Final = {"train": 40, "valid": 80}
"""Takes a file."""
_VALID_SEED: Final = 10_001
_VALID_FILE: Final = "valid0001.npz"
ANALYSED: Final = frozenset(
    {"bwv269", "bwv347", "bwv153.1", "bwv86.6", "bwv267", "bwv281", "bwv17.7", "bwv40.8", "bwv38.6",
     "bwv65.2", "bwv33.6", "bwv311", "bwv318", "bwv351", "bwv302"}
)  # fmt: skip
"""Chorales with analyses by hand in music21's corpus: the benchmark's own, never trained on."""


def make_takes(config: TrainConfig, log: Log, open_renderer: OpenRenderer) -> None:
    """Render takes of the charts and write spectra and labels by files; files that exist are kept.

    Raises:
        ComposerError: The configuration names no soundfont, or not the collections.
    """
    if not config.soundfonts or config.jsb is None or config.hymns is None:
        raise ComposerError(
            "“train takes” needs soundfonts, jsb and hymns.", "Name them in the configuration."
        )
    renderers = [open_renderer(Path(path)) for path in config.soundfonts]
    choir = list(_choirs(config.jsb, config.hymns))
    for split, count in (("valid", 1), ("train", config.takes)):
        charts = _charts(config, split, choir)
        log(f"{split}: { {name: len(found) for name, found in charts.items()} }")
        studio = Studio(charts, SHARES, renderers, tuple(config.soundfonts.values()))
        for number in range(1, count + 1):
            path = config.run / f"{split}{number:04d}.npz"
            if not path.exists():
                seed = number if split == "train" else _VALID_SEED
                save_examples(studio.examples(SIZES[split], np.random.default_rng(seed)), path)
                log(f"{path.name}")


def _choirs(jsb: Path, hymns: Path) -> Iterator[tuple[Piece, str]]:
    """Chorales and hymns with the sides of the split that they are on."""
    pieces = [piece for piece in read_bach() if piece.name not in ANALYSED] + list(read_hymns(hymns))
    splits = match_split(pieces, jsb)
    for piece in pieces:
        own = piece.collection == "bach" or splits[piece.name] != "train"
        yield piece, splits[piece.name] if own else piece.split


def _charts(config: TrainConfig, split: str, choir: list[tuple[Piece, str]]) -> dict[str, list[Chart]]:
    network = model_of(read_verified(config.models / "analyzer", TRUSTED)).chords
    charts = {
        name: [one for one in found if len(one.bars) > 4]
        for name, found in read_charts(config, split).items()
    }
    return {
        **charts,
        "chorales": list(choir_charts((piece for piece, side in choir if side == split), network)),
    }


def train_hearing(config: TrainConfig, log: Log) -> None:
    """Train the network for the configured minutes; an interrupted training goes on."""
    recipe = HearingRecipe()
    path = config.run / "hearing.pt"
    batches = Batches(config.run, "train*.npz", np.random.default_rng(recipe.seed))
    if not batches.examples:
        raise ComposerError(f"There are no takes in {config.run}.", "Run “train takes” first.")
    training = HearingTraining(recipe, batches, load_examples(_made(config.run / _VALID_FILE))[:50])
    if path.exists():
        training.resume(path)
    training.run(time.monotonic, 60 * config.minutes, log, path)


def release_hearing(config: TrainConfig, log: Log) -> None:
    """Write the model folder; ``card.md`` is kept as a person wrote it."""
    state = torch.load(_made(config.run / "hearing.pt"), weights_only=True)
    network = HearingNetwork(HearingConfig(**state["config"]))
    network.load_state_dict(state["averaged"])
    folder = config.models / MODEL
    card = folder / "card.md"
    recipe = {
        **asdict(HearingRecipe()), "steps": state["step"], "seconds": round(state["spent"]), "shares": SHARES,
        "soundfonts": {Path(path).name: share for path, share in config.soundfonts.items()},
        "takes": SIZES["train"] * len(list(config.run.glob("train*.npz"))),
    }  # fmt: skip
    text = card.read_text(encoding="utf-8") if card.exists() else "# hearing\n"
    digest = save_hearing(folder, version=config.version, network=network.eval(), card=text, recipe=recipe)
    log(f"manifest {digest}")


def _made(path: Path) -> Path:
    if not path.exists():
        raise ComposerError(f"{path} is missing.", "Run “train takes” and “train hearing” first.")
    return path
