"""The three steps that make ``models/analyzer``: examples, training, release."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from tuicomposer.analyzer.checkpoint import save_model
from tuicomposer.analyzer.keys import key_guesses
from tuicomposer.analyzer.suggesting import Progressions
from tuicomposer.errors import ComposerError
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key
from tuicomposer.score.spans import ChordSpan
from tuicomposer.training.chords.billboard import read_billboard
from tuicomposer.training.chords.charts import Chart, split_of
from tuicomposer.training.chords.examples import Examples, draw_examples
from tuicomposer.training.chords.leadsheets import read_leadsheets
from tuicomposer.training.chords.lieder import read_lieder
from tuicomposer.training.chords.loop import ChordRecipe, ChordTraining, Log
from tuicomposer.training.chords.network import DILATIONS
from tuicomposer.training.chords.tunes import train_tune
from tuicomposer.training.config import TrainConfig

PARTS: Final = 11
PASSAGES: Final = 1000
VALID: Final = 240
SHARES: Final = {"leadsheets": 0.3, "billboard": 0.26, "lieder": 0.18, "invented": 0.26}
TEXTURES: Final = 800
_VALID_SEED: Final = 5
_TUNE_SEED: Final = 3


def read_charts(config: TrainConfig, split: str) -> dict[str, list[Chart]]:
    """Charts of one side of the split by collection; invented ones are made when they are drawn.

    Raises:
        ComposerError: The configuration names no folder of one of the collections.
    """
    folders = {name: getattr(config, name) for name in ("leadsheets", "billboard", "lieder")}
    if missing := [name for name, folder in folders.items() if folder is None]:
        raise ComposerError(f"No folder is given for {', '.join(missing)}.", "Name it in the configuration.")
    read = {"leadsheets": read_leadsheets, "billboard": read_billboard, "lieder": read_lieder}
    charts = {
        name: [chart for chart in read[name](folder) if split_of(chart.name) == split]
        for name, folder in folders.items()
    }
    return {**charts, "invented": []}


def make_examples(config: TrainConfig, log: Log) -> None:
    """Play the charts and write the passages as arrays, part by part."""
    shares = list(SHARES.values())
    for split, seeds, size in (("valid", [_VALID_SEED], VALID), ("train", range(1, PARTS + 1), PASSAGES)):
        charts = read_charts(config, split)
        log(f"{split}: { {name: len(found) for name, found in charts.items()} }")
        for seed in seeds:
            rng = np.random.default_rng(seed)
            found = draw_examples(list(charts.values()), shares, size, rng)
            found.save(config.run / f"chords-{split}{seed}.npz")
            log(f"{split} {seed}: {size} passages")


def train_chords(config: TrainConfig, log: Log) -> None:
    """Train the network for the configured minutes of processor time."""
    paths = [config.run / f"chords-train{seed}.npz" for seed in range(1, PARTS + 1)]
    parts = [Examples.load(_made(path)) for path in paths]
    train = Examples(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])}
    )
    valid = Examples.load(_made(config.run / f"chords-valid{_VALID_SEED}.npz"))
    recipe = ChordRecipe()
    recipe = replace(recipe, rate=config.rate or recipe.rate)
    training = ChordTraining(recipe, train, valid)
    training.run(time.process_time, 60 * config.minutes, log, config.run / "chords.pt")


def release_chords(config: TrainConfig, log: Log) -> None:
    """Write the model folder; ``card.md`` is kept as a person wrote it."""
    weights = torch.load(_made(config.run / "chords.pt"), weights_only=True)
    folder = config.models / "analyzer"
    card = folder / "card.md"
    charts = read_charts(config, "train")
    weights |= train_tune([*charts["leadsheets"], *charts["lieder"]], TEXTURES, _TUNE_SEED)
    recipe: dict[str, Any] = {
        **asdict(ChordRecipe()),
        "passages": PARTS * PASSAGES,
        "textures": TEXTURES,
        "shares": SHARES,
        "pieces": {name: len(found) for name, found in charts.items() if found},
        "split": "checksum of the piece's name: 3 of 20 tested on, 1 of 20 validated on",
    }
    digest = save_model(
        folder,
        version=config.version,
        weights={name: value.numpy() for name, value in weights.items()},
        dilations=DILATIONS,
        progressions=count_progressions([chart for found in charts.values() for chart in found]),
        card=card.read_text(encoding="utf-8") if card.exists() else "# analyzer\n",
        recipe=recipe,
    )
    log(f"manifest {digest}")


def count_progressions(charts: Sequence[Chart]) -> Progressions:
    """Successions of chords, each chart seen from the key that its chords have."""
    found: list[tuple[Key, list[Chord]]] = []
    for chart in charts:
        spans = [ChordSpan(0, 0, held.start, held.end, held.chord) for held in chart.chords]
        if spans:
            found.append((key_guesses((), spans)[0].key, [span.chord for span in spans]))
    return Progressions.counted(found)


def _made(path: Path) -> Path:
    if not path.exists():
        raise ComposerError(f"{path} is missing.", "Run “train chord-examples” and “train chords” first.")
    return path
