"""Writes the folder of the network that hears recordings: its graph for ONNX Runtime and its weights."""

from __future__ import annotations

import io
import json
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import onnx
import torch
from safetensors.torch import save as save_tensors

from tuicomposer.analyzer.audio.checkpoint import FORMAT, MODEL
from tuicomposer.analyzer.audio.spectrum import CHANNELS, CHORD_STRIDE
from tuicomposer.models.manifest import write_manifest
from tuicomposer.training.audio.network import HearingNetwork, HearingScores

_OPSET: Final = 17
_WEIGHTS: Final = "weights.safetensors"


def graph_of(network: HearingNetwork) -> bytes:
    """The network as an ONNX model without its weights, which are named as in its state.

    Args:
        network: In evaluation mode.
    """
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The exporter warns of itself.
        torch.onnx.export(
            network,
            (torch.zeros(1, 100 * CHORD_STRIDE, CHANNELS),),
            written,  # type: ignore[arg-type]  # It takes any binary file.
            input_names=["levels"],
            output_names=list(HearingScores._fields),
            dynamic_axes={"levels": {1: "frames"}},
            opset_version=_OPSET,
            dynamo=False,
            # Weights folded into others would lose their names; the runtime folds them when it loads.
            do_constant_folding=False,
            training=torch.onnx.TrainingMode.PRESERVE,
        )
    model = onnx.load_from_string(written.getvalue())
    for tensor in model.graph.initializer:
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        where = tensor.external_data.add()
        where.key, where.value = "location", _WEIGHTS
    for node in model.graph.node:
        node.ClearField("doc_string")  # Paths of the machine that wrote it.
    result: bytes = model.SerializeToString(deterministic=True)
    return result


def save_hearing(
    folder: Path, *, version: int, network: HearingNetwork, card: str, recipe: dict[str, Any]
) -> str:
    """Write a model folder in half precision; returns the digest of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "format": FORMAT, "name": MODEL, "version": version, "network": asdict(network.config),
        "recipe": recipe,
    }  # fmt: skip
    weights = {
        name: value.half().contiguous()
        for name, value in network.state_dict().items()
        if value.is_floating_point()  # The others count batches, which only a training needs.
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    (folder / "card.md").write_text(card, encoding="utf-8")
    (folder / "graph.onnx").write_bytes(graph_of(network))
    (folder / _WEIGHTS).write_bytes(save_tensors(weights))
    return write_manifest(folder)
