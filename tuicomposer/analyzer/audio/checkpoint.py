"""The network that hears recordings from its folder: a graph, safetensors and JSON, strictly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays

from tuicomposer.analyzer.audio.network import HearingSession
from tuicomposer.errors import ModelError
from tuicomposer.models.manifest import read_verified

MODEL: Final = "hearing"
FORMAT: Final = 2
"""Of the folder; the second has a graph."""


def load_hearing(folder: Path, trusted: Iterable[str]) -> HearingSession:
    """Load a verified model folder.

    Raises:
        ModelError: The folder does not verify, or its parts do not fit each other or this program.
    """
    verified = read_verified(folder, trusted)
    try:
        config = json.loads(verified.files["config.json"])
        if config["format"] != FORMAT:
            raise ModelError(f"Model {verified.name} has format {config['format']}.", "Update the program.")
        weights = load_arrays(verified.files["weights.safetensors"])
        return HearingSession(verified.files["graph.onnx"], weights)
    except (KeyError, TypeError, ValueError, SafetensorError) as error:
        raise ModelError(
            f"Model {verified.name} does not fit this program: {error}.", "Update both."
        ) from error
