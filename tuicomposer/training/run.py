"""What ``tuicomposer train WHAT`` does: corpora, generator, discriminator, release."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from tuicomposer.errors import ComposerError, SettingsError
from tuicomposer.playback.render import Renderer
from tuicomposer.training.config import TrainConfig
from tuicomposer.training.corpora import make_corpora
from tuicomposer.training.cost import SIZES, cost
from tuicomposer.training.log_plot import draw_log
from tuicomposer.training.prepared import encoded, made, prepared_pieces, released_start

Log = Callable[[str], None]
OpenRenderer = Callable[[Path], Renderer]


def no_renderer(soundfont: Path) -> Renderer:
    """Where no synthesizer was given."""
    raise ComposerError(f"Nothing plays {soundfont.name} here.", "Call “tuicomposer train takes”.")


WHAT: Final = (
    "corpora",
    "generator",
    "fakes",
    "discriminator",
    "adversarial",
    "release",
    "jsb",
    "plot",
    "cost",
    "scaling",
    "sharing",
    "chord-examples",
    "chords",
    "chord-release",
    "takes",
    "hearing",
    "hearing-release",
)


def train(what: str, config: TrainConfig, log: Log, open_renderer: OpenRenderer = no_renderer) -> None:
    """Do one step of the recipe: one of :data:`WHAT`.

    Args:
        what: The step.
        config: The recipe.
        log: Told how it goes.
        open_renderer: Opens the synthesizers of the step that records takes.

    Raises:
        ComposerError: The step before is missing, or a path is wrong.
    """
    import torch  # noqa: PLC0415 - the corpora need no network

    torch.set_num_threads(config.threads)
    config.run.mkdir(parents=True, exist_ok=True)
    actions = {
        "corpora": make_corpora,
        "generator": train_generator,
        **_of_the_discriminator(),
        "adversarial": train_in_turn,
        "release": release,
        "jsb": train_likelihood,
        "plot": plot,
        "cost": print_cost,
        "scaling": print_scaling,
        "sharing": print_sharing,
        **_of_the_analyzer(),
        **_of_recordings(open_renderer),
    }
    if what not in actions:
        raise SettingsError(f"“{what}” cannot be trained.", f"Use one of {', '.join(WHAT)}, in this order.")
    actions[what](config, _kept(log, config.run / f"{what}.jsonl") if what in _LOOPS else log)


def _of_the_discriminator() -> dict[str, Callable[[TrainConfig, Log], None]]:
    from tuicomposer.training import discriminator_recipe  # noqa: PLC0415 - needs torch

    return {
        "fakes": discriminator_recipe.make_fakes,
        "discriminator": discriminator_recipe.train_discriminator,
    }


def _of_the_analyzer() -> dict[str, Callable[[TrainConfig, Log], None]]:
    from tuicomposer.training.chords import recipe  # noqa: PLC0415 - needs torch

    return {
        "chord-examples": recipe.make_examples,
        "chords": recipe.train_chords,
        "chord-release": recipe.release_chords,
    }


def _of_recordings(open_renderer: OpenRenderer) -> dict[str, Callable[[TrainConfig, Log], None]]:
    from tuicomposer.training.audio import recipe  # noqa: PLC0415 - needs torch

    return {
        "takes": lambda config, log: recipe.make_takes(config, log, open_renderer),
        "hearing": recipe.train_hearing,
        "hearing-release": recipe.release_hearing,
    }


_LOOPS: Final = ("generator", "discriminator", "adversarial")


def _kept(log: Log, path: Path) -> Log:
    """A log that is also written to a file, for :func:`plot`."""

    def both(line: str) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        log(line)

    return both


def plot(config: TrainConfig, log: Log) -> None:
    """Draw the log of every loop that has run."""
    for what in _LOOPS:
        path = config.run / f"{what}.jsonl"
        if path.exists():
            draw_log(path, path.with_suffix(".svg"))
            log(f"{path.with_suffix('.svg')}")


def print_cost(config: TrainConfig, log: Log) -> None:
    """What generators of several sizes cost, on paper; the configuration's own last."""
    own = {"this": config.generator} if config.generator is not None else {}
    log("size    parameters      rows  operations  h at 0.1 TFLOP/s  h at 300 TFLOP/s")
    for name, size in {**SIZES, **own}.items():
        paper = cost(size)
        log(
            f"{name:7}{paper.parameters:11,} {paper.tokens:9.1e} {paper.operations:11.1e}"
            f"{paper.hours(1e11):18,.1f}{paper.hours(3e14):18,.2f}"
        )


def print_scaling(config: TrainConfig, log: Log) -> None:
    """Nine small trainings, which share the configuration's minutes of processor time, as a table."""
    from tuicomposer.training.scaling import NETWORKS, SHARES, scaling_runs, table  # noqa: PLC0415

    seconds = 60 * config.minutes / (len(NETWORKS) * len(SHARES))
    runs = []
    for run in scaling_runs(
        encoded(config, "train"), encoded(config, "valid"), seconds, config.run / "scaling.jsonl"
    ):
        log(f"{run.network}, {run.pieces} pieces: {run.nats:.3f} nats after {run.steps} steps")
        runs.append(run)
    log(f"{seconds:.0f} s of processor time each; nats of hidden voice cells on held-back pieces")
    for line in table(runs):
        log(line)


def print_sharing(config: TrainConfig, log: Log) -> None:
    """A network for each style and one for all, which share the configuration's minutes, as a table."""
    from tuicomposer.training.sharing import UNITS, sharing_runs, table  # noqa: PLC0415

    seconds = 60 * config.minutes / UNITS
    runs = []
    for run in sharing_runs(
        encoded(config, "train"), encoded(config, "valid"), seconds, config.run / "sharing.jsonl"
    ):
        log(f"{', '.join(run.learned)}: {run.steps} steps")
        runs.append(run)
    log("the same processor time for either way; nats of hidden voice cells on held-back pieces")
    for line in table(runs):
        log(line)


def train_generator(config: TrainConfig, log: Log) -> None:
    """Maximum-likelihood training of the generator."""
    from tuicomposer.generator.checkpoint import load_model  # noqa: PLC0415
    from tuicomposer.models.trusted import TRUSTED  # noqa: PLC0415
    from tuicomposer.training.generator_loop import GeneratorRecipe, GeneratorTraining  # noqa: PLC0415
    from tuicomposer.training.ranks import start_ranks  # noqa: PLC0415

    recipe = GeneratorRecipe()
    released = None if config.start is None else load_model(config.start, TRUSTED).generator
    recipe = replace(
        recipe,
        network=config.generator or (recipe.network if released is None else released.config),
        **config.of_a_loop(),
    )
    training = GeneratorTraining(
        recipe, encoded(config, "train"), encoded(config, "valid"), start_ranks(os.environ)
    )
    path = config.run / "generator.pt"
    if path.exists():
        training.resume(path)
    elif released is not None:
        training.start_from(released)
    training.run(time.monotonic() + 60 * config.minutes, log, path)


def train_in_turn(config: TrainConfig, log: Log) -> None:
    """Adversarial training of both networks, from where likelihood and fakes have brought them."""
    from tuicomposer.training.adversarial_loop import AdversarialRecipe, AdversarialTraining  # noqa: PLC0415
    from tuicomposer.training.pool import load_pools  # noqa: PLC0415
    from tuicomposer.training.ranks import start_ranks  # noqa: PLC0415
    from tuicomposer.training.snapshots import load_discriminator, load_generator  # noqa: PLC0415

    pair = (
        load_generator(made(config.run / "generator.pt", "generator")),
        load_discriminator(made(config.run / "discriminator.pt", "discriminator")),
    )
    pool = load_pools(sorted(config.run.glob("fakes*.npz")))
    recipe = replace(AdversarialRecipe(), **config.of_a_loop())
    if config.weight is not None:
        recipe = replace(recipe, weight=config.weight)
    training = AdversarialTraining(
        recipe,
        pair,
        encoded(config, "train"),
        encoded(config, "valid"),
        pool=pool,
        ranks=start_ranks(os.environ),
    )
    path = config.run / "adversarial.pt"
    if path.exists():
        training.resume(path)
    training.run(time.monotonic() + 60 * config.minutes, log, path, every=50)


def release(config: TrainConfig, log: Log) -> None:
    """Write the model folder: weights in half precision, memory, configuration, card, manifest.

    Where a run starts from a released model and has no generator of its own, that model with its new judge.
    """
    from tuicomposer.training.release import write_judge, write_likelihood, write_release  # noqa: PLC0415

    made(config.run / "discriminator.pt", "discriminator")
    start = released_start(config)
    if start is not None:
        folder = config.models / "grid"
        digest = write_judge(config.run, start, folder, config.version, config.calibration)
        log(f"manifest {digest} of what composes")
        return
    pieces = prepared_pieces(config)
    digest = write_release(config.run, config.models / "grid", config.version, pieces, config.calibration)
    log(f"manifest {digest} of what composes")
    if (config.run / "adversarial.pt").exists():
        digest = write_likelihood(config.run, config.models / "likelihood", config.version, pieces)
        log(f"manifest {digest} of the networks before their turns")


def train_likelihood(config: TrainConfig, log: Log) -> None:
    """The two networks of the published chorale table, from that split's train part alone."""
    from tuicomposer.models.trusted import TRUSTED  # noqa: PLC0415
    from tuicomposer.training.likelihood.checkpoint import load_networks  # noqa: PLC0415
    from tuicomposer.training.likelihood.data import read_split  # noqa: PLC0415
    from tuicomposer.training.likelihood.steps import release_networks, train_networks  # noqa: PLC0415

    if config.jsb is None:
        raise SettingsError(
            "“train jsb” needs the split.", "Add a line such as jsb = “Jsb16thSeparated.json”."
        )
    until = time.monotonic() + 60 * config.minutes
    start = load_networks(config.start, TRUSTED) if config.start is not None else None
    if train_networks(read_split(config.jsb), config, start, until, log):
        log(f"manifest {release_networks(config, start)}")
