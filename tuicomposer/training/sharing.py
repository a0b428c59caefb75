"""One network for all styles, or one for each: the same processor time for either way.

A network for each style has a share of the time; the one for all has the whole of it, since it stands in for
all of them. It is also looked at after as much time as each of the others had.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from tuicomposer.generator.styles import STYLES
from tuicomposer.training.dataset import STYLE_OF, Encoded
from tuicomposer.training.generator_loop import GeneratorRecipe
from tuicomposer.training.scaling import NETWORKS, BudgetedTraining, hidden_nats

_DECAY: Final = 0.99
_SIZE: Final = "small"
TAUGHT: Final = tuple(dict.fromkeys(STYLES[style] for style in STYLE_OF.values()))
"""The styles that there is music for."""
UNITS: Final = 2 * len(TAUGHT) + 1
"""Trainings of one style's length that all of it takes."""


class Taught(NamedTuple):
    """A network and how well it knows held-back windows."""

    learned: tuple[str, ...]
    """The styles of its music."""
    seconds: float
    """Processor time."""
    steps: int
    nats: dict[str, float]
    """Of the hidden voice cells of each style's windows, always the same."""


def sharing_runs(
    train: Sequence[Encoded], valid: Sequence[Encoded], seconds: float, kept: Path
) -> Iterator[Taught]:
    """A network for each style, so many seconds each, then one for all; none that ``kept`` holds again."""
    done = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    asked: list[tuple[tuple[str, ...], float]] = [((style,), seconds) for style in TAUGHT]
    asked += [(TAUGHT, seconds), (TAUGHT, seconds * len(TAUGHT))]
    for index, (learned, time) in enumerate(asked):
        if index < len(done):
            styles, *rest = json.loads(done[index])
            yield Taught(tuple(styles), *rest)
            continue
        found = _taught(learned, train, valid, time)
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(found) + "\n")
        yield found


def _taught(
    learned: tuple[str, ...], train: Sequence[Encoded], valid: Sequence[Encoded], seconds: float
) -> Taught:
    recipe = GeneratorRecipe(replace(NETWORKS[_SIZE], styles=len(STYLES), densities=True), average=_DECAY)
    pieces = [piece for piece in train if STYLES[piece.style] in learned]
    heard = [piece for piece in valid if STYLES[piece.style] in learned]
    training = BudgetedTraining(recipe, pieces, heard, seconds)
    training.spend()
    nats = {style: round(hidden_nats(training.average, found), 4) for style, found in training.valid.items()}
    return Taught(learned, seconds, training.step, nats)


def table(runs: Sequence[Taught]) -> Iterator[str]:
    """Lines of a table: a row for each way, a column for each style."""
    yield "| network | " + " | ".join(TAUGHT) + " |"
    yield "|---|" + "---|" * len(TAUGHT)
    alone = {run.learned[0]: run for run in runs if len(run.learned) == 1}
    yield _row(
        f"one for each, {runs[0].seconds:.0f} s a network",
        {style: alone[style].nats[style] for style in alone},
    )
    for run in runs:
        if len(run.learned) > 1:
            yield _row(f"one for all, {run.seconds:.0f} s", run.nats)


def _row(title: str, nats: dict[str, float]) -> str:
    return f"| {title} | " + " | ".join(f"{nats[style]:.3f}" for style in TAUGHT if style in nats) + " |"
