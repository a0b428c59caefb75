"""Takes as arrays on disk: spectra as bytes with their labels, some takes a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tuicomposer.analyzer.audio.spectrum import U8, levels, spectrum
from tuicomposer.training.audio.take import F32, Label, Take


@dataclass(frozen=True)
class Example:
    """A take as the network sees it."""

    levels: U8
    """(frames, CHANNELS)."""
    label: Label


def example_of(take: Take, cents: float) -> Example:
    """The spectra of a take.

    Args:
        take: The take.
        cents: The tuning that is believed, for the bins.
    """
    return Example(levels(spectrum(take.samples, cents)), take.label)


def save_examples(examples: Iterable[Example], path: Path) -> None:
    """Write examples; the file appears whole or not at all."""
    arrays: dict[str, np.ndarray] = {}
    for index, one in enumerate(examples):
        arrays[f"levels{index}"] = one.levels
        for name, value in one.label._asdict().items():
            arrays[f"{name}{index}"] = value
    scratch = path.with_suffix(".part")
    with scratch.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    scratch.rename(path)


def load_examples(path: Path) -> list[Example]:
    """Read what :func:`save_examples` wrote."""
    with np.load(path, allow_pickle=False) as data:
        count = sum(name.startswith("levels") for name in data.files)
        return [
            Example(
                data[f"levels{index}"], Label(*(_floats(data[f"{name}{index}"]) for name in Label._fields))
            )
            for index in range(count)
        ]


def _floats(values: np.ndarray) -> F32:
    result: F32 = values.astype(np.float32)
    return result
