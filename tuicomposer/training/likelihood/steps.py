"""What ``tuicomposer train jsb`` does: both networks of the likelihood table, then their model folder."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import torch

from tuicomposer.training.config import TrainConfig
from tuicomposer.training.likelihood.checkpoint import Networks, save_networks
from tuicomposer.training.likelihood.data import Split, without_copies
from tuicomposer.training.likelihood.loop import LikelihoodRecipe, LikelihoodTraining
from tuicomposer.training.likelihood.network import LikelihoodConfig, LikelihoodNetwork

RECIPES: Final = {
    "orderless": LikelihoodRecipe(LikelihoodConfig(chronological=False)),
    "chronological": LikelihoodRecipe(LikelihoodConfig(chronological=True, heads=3), steps=400, warmup=60),
}


def train_networks(
    split: Split, config: TrainConfig, start: Networks | None, until: float, log: Callable[[str], None]
) -> bool:
    """Train one network after the other until ``time.monotonic()`` passes ``until``; go on where it was left.

    Args:
        split: The pieces.
        config: Folder of the run, steps, rate, patience and precision.
        start: Networks whose weights a run begins with that has not begun; from chance if there are none.
        until: When to stop.
        log: Told of every look at the validation part.

    Returns:
        Whether those that are to be trained have had all their steps.
    """
    valid = without_copies(split.valid, split.train)
    done = []
    for name, standard in RECIPES.items():
        if config.only not in (None, name):
            continue
        recipe = replace(
            standard,
            **config.of_a_loop(),
        )
        training = LikelihoodTraining(recipe, split.train, valid)
        path = config.run / f"jsb-{name}.pt"
        if path.exists():
            training.resume(path)
        elif start is not None:
            training.start_from(getattr(start, name))
        log(f"{name}: from step {training.step} of {recipe.steps}")
        if training.step < recipe.steps and time.monotonic() < until:
            training.run(until, log, path)
        done.append(training.step == recipe.steps)
    return all(done)


def release_networks(config: TrainConfig, start: Networks | None) -> str:
    """Write the model folder from the checkpoints of a run; returns the digest of its manifest.

    A network that was not to be trained is the one that the run started from. ``card.md`` is kept as it
    stands in the folder, since a person wrote its numbers.
    """
    networks, recipes, folder = {}, {}, config.models / "jsb"
    for name in RECIPES:
        if start is not None and config.start is not None and config.only not in (None, name):
            networks[name], recipes[name] = getattr(start, name), _recipes_in(config.start)[name]
        else:
            networks[name], recipes[name] = _best(config.run / f"jsb-{name}.pt")
    card = folder / "card.md"
    return save_networks(
        folder,
        Networks("jsb", networks["chronological"], networks["orderless"]),
        config.version,
        card.read_text(encoding="utf-8") if card.exists() else "# jsb\n",
        recipes,
    )


def _recipes_in(folder: Path) -> dict[str, Any]:
    recipes: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))["recipe"]
    return recipes


def _best(path: Path) -> tuple[LikelihoodNetwork, dict[str, Any]]:
    state: dict[str, Any] = torch.load(path, weights_only=True)
    recipe = json.loads(state["recipe"])
    network = LikelihoodNetwork(LikelihoodConfig(**recipe["network"])).eval()
    network.load_state_dict(state["best_weights"])
    return network, {**recipe, "steps_done": state["step"], "held_back_nats": round(state["best"], 4)}
