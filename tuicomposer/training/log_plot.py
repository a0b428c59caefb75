"""The log of a training as a picture."""

from __future__ import annotations

import json
from pathlib import Path

from tuicomposer.errors import ComposerError


def read_log(path: Path) -> dict[str, list[tuple[int, float]]]:
    """(step, value) of every figure in a log of JSON lines; a step written twice counts once.

    Raises:
        ComposerError: The log is missing or a line of it cannot be read.
    """
    figures: dict[str, dict[int, float]] = {}
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            step = int(entry.pop("step"))
            entry.pop("of", None)
            for name, value in entry.items():
                figures.setdefault(name, {})[step] = float(value)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ComposerError(
            f"{path} cannot be read: {error}.", "Train first; the log grows with it."
        ) from error
    return {name: sorted(values.items()) for name, values in figures.items()}


def draw_log(log: Path, target: Path) -> None:
    """Draw every loss of a log against the steps, as SVG.

    Raises:
        ComposerError: The log cannot be read, or matplotlib is not installed.
    """
    figures = read_log(log)
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - of the extra [train]
    except ImportError as error:
        raise ComposerError("matplotlib is not installed.", "Install tuicomposer[train].") from error
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    for name, points in figures.items():
        if name != "s_per_step":
            axes.plot(*zip(*points, strict=True), label=name)
    axes.set_xlabel("step")
    axes.set_ylabel("nats")
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.savefig(target, format="svg")
