"""Networks from model folders and into them: safetensors and JSON, strictly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from tuicomposer.errors import ModelError
from tuicomposer.generator.copying import MusicMemory
from tuicomposer.generator.network import GridDiscriminator, GridGenerator, NetworkConfig
from tuicomposer.models.manifest import VerifiedFolder, read_verified, write_manifest

Net = TypeVar("Net", bound=nn.Module)
_FORMAT = 2


class Model(NamedTuple):
    """A loaded model folder."""

    name: str
    generator: GridGenerator
    discriminator: GridDiscriminator
    memory: MusicMemory


def load_model(folder: Path, trusted: Iterable[str]) -> Model:
    """Load a verified model folder.

    Raises:
        ModelError: The folder does not verify, or its parts do not fit each other.
    """
    return model_of(read_verified(folder, trusted))


def model_of(verified: VerifiedFolder) -> Model:
    """The model in the checked bytes of a folder.

    Raises:
        ModelError: Its parts do not fit each other.
    """
    try:
        config = json.loads(verified.files["config.json"])
        if config["format"] != _FORMAT:
            raise ModelError(f"Model {verified.name} has format {config['format']}.", "Update the program.")
        generator = _fill(GridGenerator(_network(config["generator"])), verified, "weights.safetensors")
        judge = _fill(
            GridDiscriminator(_network(config["discriminator"])), verified, "discriminator.safetensors"
        )
        memory = _memory(verified, config["pieces"])
        name = f"{config['name']} {config['version']}"
    except (KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"Model {verified.name} does not fit this program: {error}.", "Update both."
        ) from error
    return Model(name, generator, judge, memory)


def _network(values: dict[str, Any]) -> NetworkConfig:
    unknown = set(values) - {item.name for item in fields(NetworkConfig)}
    if unknown:
        raise ValueError(f"unknown settings {sorted(unknown)}")
    return NetworkConfig(**values)


def _fill(network: Net, verified: VerifiedFolder, name: str) -> Net:
    tensors = {key: value.float() for key, value in load_tensors(verified.files[name]).items()}
    network.load_state_dict(tensors, strict=True)
    return network.eval()


def _memory(verified: VerifiedFolder, names: list[str]) -> MusicMemory:
    tensors = load_tensors(verified.files["memory.safetensors"])
    hashes = tensors["hashes"].numpy().view(np.uint32)
    starts = tensors["starts"].numpy().astype(np.int64)
    if len(starts) != len(names) + 1 or starts[-1] != len(hashes):
        raise ValueError("the memory does not fit its list of pieces")
    return MusicMemory(hashes, starts, tuple(names))


def save_model(
    folder: Path,
    *,
    name: str,
    version: int,
    generator: GridGenerator,
    discriminator: GridDiscriminator,
    memory: MusicMemory,
    card: str,
    recipe: dict[str, Any],
    purpose: str = "",
) -> str:
    """Write a model folder in half precision; returns the digest of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "format": _FORMAT,
        "name": name,
        "version": version,
        "generator": asdict(generator.config),
        "discriminator": asdict(discriminator.config),
        "purpose": purpose,
        "recipe": recipe,
        "pieces": list(memory.names),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    (folder / "card.md").write_text(card, encoding="utf-8")
    (folder / "weights.safetensors").write_bytes(save_tensors(_halves(generator)))
    (folder / "discriminator.safetensors").write_bytes(save_tensors(_halves(discriminator)))
    tensors = {
        "hashes": torch.from_numpy(memory.hashes.view(np.int32).copy()),
        "starts": torch.from_numpy(memory.starts),
    }
    (folder / "memory.safetensors").write_bytes(save_tensors(tensors))
    return write_manifest(folder)


def _halves(network: nn.Module) -> dict[str, Tensor]:
    return {key: value.half().contiguous() for key, value in network.state_dict().items()}
