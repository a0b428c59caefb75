"""The network that hears recordings from its folder and into it: safetensors and JSON, strictly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from tuicomposer.analyzer.audio.network import HearingConfig, HearingNetwork
from tuicomposer.errors import ModelError
from tuicomposer.models.manifest import VerifiedFolder, read_verified, write_manifest

MODEL: Final = "hearing"
_FORMAT: Final = 1


def load_hearing(folder: Path, trusted: Iterable[str]) -> HearingNetwork:
    """Load a verified model folder.

    Raises:
        ModelError: The folder does not verify, or its parts do not fit this program.
    """
    return hearing_of(read_verified(folder, trusted))


def hearing_of(verified: VerifiedFolder) -> HearingNetwork:
    """The network in the checked bytes of a folder.

    Raises:
        ModelError: Its parts do not fit this program.
    """
    try:
        config = json.loads(verified.files["config.json"])
        if config["format"] != _FORMAT:
            raise ModelError(f"Model {verified.name} has format {config['format']}.", "Update the program.")
        known = {item.name for item in fields(HearingConfig)}
        if set(config["network"]) != known:
            raise ValueError(f"sizes {sorted(config['network'])}")
        network = HearingNetwork(HearingConfig(**config["network"]))
        tensors = load_tensors(verified.files["weights.safetensors"])
        kinds = {name: value.dtype for name, value in network.state_dict().items()}
        network.load_state_dict({name: value.to(kinds[name]) for name, value in tensors.items()})
    except (KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"Model {verified.name} does not fit this program: {error}.", "Update both."
        ) from error
    return network.eval()


def save_hearing(
    folder: Path, *, version: int, network: HearingNetwork, card: str, recipe: dict[str, Any]
) -> str:
    """Write a model folder in half precision; returns the digest of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "format": _FORMAT, "name": MODEL, "version": version, "network": asdict(network.config),
        "recipe": recipe,
    }  # fmt: skip
    weights = {
        name: (value.half() if value.is_floating_point() else value).contiguous()
        for name, value in network.state_dict().items()
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    (folder / "card.md").write_text(card, encoding="utf-8")
    (folder / "weights.safetensors").write_bytes(save_tensors(weights))
    return write_manifest(folder)
