"""The analyzer's model from its folder and into it: safetensors and JSON, strictly, without torch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from tuicomposer.analyzer.network import NumpyChordNetwork
from tuicomposer.analyzer.suggesting import Progressions
from tuicomposer.analyzer.tune import TuneNetwork
from tuicomposer.analyzer.written_key import WrittenKeys
from tuicomposer.errors import ModelError
from tuicomposer.models.manifest import VerifiedFolder, write_manifest

_FORMAT: Final = 1


class AnalyzerModel(NamedTuple):
    """A loaded model folder."""

    name: str
    chords: NumpyChordNetwork
    progressions: Progressions
    tune: TuneNetwork
    written: WrittenKeys | None
    """``None`` where the folder has no ``written_key.safetensors``."""


def model_of(verified: VerifiedFolder) -> AnalyzerModel:
    """The model in the checked bytes of a folder.

    Raises:
        ModelError: Its parts do not fit each other or this program.
    """
    try:
        config = json.loads(verified.files["config.json"])
        if config["format"] != _FORMAT:
            raise ModelError(f"Model {verified.name} has format {config['format']}.", "Update the program.")
        weights = load_arrays(verified.files["weights.safetensors"])
        chords = NumpyChordNetwork(weights, tuple(int(size) for size in config["dilations"]))
        progressions = Progressions.from_values(json.loads(verified.files["progressions.json"]))
        tune = TuneNetwork(weights)
        trees = verified.files.get("written_key.safetensors")
        written = None if trees is None else WrittenKeys(load_arrays(trees))
        name = f"{config['name']} {config['version']}"
    except (KeyError, TypeError, ValueError, SafetensorError) as error:
        raise ModelError(
            f"Model {verified.name} does not fit this program: {error}.", "Update both."
        ) from error
    return AnalyzerModel(name, chords, progressions, tune, written)


def save_model(
    folder: Path,
    *,
    version: int,
    weights: Mapping[str, NDArray[np.generic]],
    dilations: tuple[int, ...],
    progressions: Progressions,
    card: str,
    recipe: dict[str, Any],
) -> str:
    """Write a model folder in half precision; returns the digest of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "format": _FORMAT, "name": "analyzer", "version": version, "dilations": list(dilations),
        "recipe": recipe,
    }  # fmt: skip
    halves = {name: np.ascontiguousarray(value, np.float16) for name, value in weights.items()}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    (folder / "progressions.json").write_text(
        json.dumps(progressions.values(), separators=(",", ":")) + "\n", encoding="utf-8"
    )
    (folder / "card.md").write_text(card, encoding="utf-8")
    (folder / "weights.safetensors").write_bytes(save_arrays(halves))
    return write_manifest(folder)
