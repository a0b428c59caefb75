"""What a release writes hears as the network that was trained."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file

from tuicomposer.analyzer.audio.checkpoint import load_hearing
from tuicomposer.analyzer.audio.network import Hearing, HearingSession
from tuicomposer.analyzer.audio.spectrum import CHANNELS, CHORD_STRIDE
from tuicomposer.errors import ModelError
from tuicomposer.models.manifest import write_manifest
from tuicomposer.training.audio.network import HearingConfig, HearingNetwork
from tuicomposer.training.audio.release import graph_of, save_hearing


@pytest.fixture(scope="module")
def network() -> HearingNetwork:
    torch.manual_seed(1)
    found = HearingNetwork(HearingConfig(fine=4, width=8, blocks=1, around=8, chord=8, beat=8, tune=1)).eval()
    with torch.no_grad():  # Some layers begin as zeros, and normalisation as identity.
        for value in found.state_dict().values():
            if value.is_floating_point():
                value.add_((torch.rand_like(value) - 0.5) * 0.2)
    found.load_state_dict({name: value.half().to(value.dtype) for name, value in found.state_dict().items()})
    return found


@pytest.fixture(scope="module")
def folder(network: HearingNetwork, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("models") / "hearing"
    return folder, save_hearing(folder, version=7, network=network, card="# hearing 7\n", recipe={})


@pytest.mark.parametrize("steps", [1, 7, 25, 130])
def test_a_release_answers_as_the_trained_network(
    network: HearingNetwork, folder: tuple[Path, str], steps: int
) -> None:
    session = load_hearing(folder[0], {folder[1]})
    levels = np.random.default_rng(steps).random((steps * CHORD_STRIDE, CHANNELS), np.float32)
    with torch.inference_mode():
        trained = network(torch.from_numpy(levels)[None])
    for name, heard in session(levels)._asdict().items():
        np.testing.assert_allclose(
            heard, getattr(trained, name)[0].numpy(), rtol=1e-4, atol=1e-4, err_msg=name
        )


def test_writing_twice_writes_the_same(network: HearingNetwork) -> None:
    assert graph_of(network) == graph_of(network)


def test_a_graph_holds_no_weights_and_no_paths(network: HearingNetwork) -> None:
    graph = graph_of(network)
    assert str(Path.cwd()).encode() not in graph
    assert network.state_dict()["enter.weight"].numpy().tobytes() not in graph


@pytest.mark.parametrize("fault", ["missing", "shape", "graph"])
def test_parts_that_do_not_fit_are_refused(folder: tuple[Path, str], tmp_path: Path, fault: str) -> None:
    parts = {path.name: path.read_bytes() for path in folder[0].iterdir()}
    for name, content in parts.items():
        (tmp_path / name).write_bytes(content)
    weights = load_file(tmp_path / "weights.safetensors")
    if fault == "missing":
        del weights["place"]
    if fault == "shape":
        weights["place"] = weights["place"][:, :3]
    if fault == "graph":
        (tmp_path / "graph.onnx").write_bytes(b"\x08\x07" + bytes(40))
    save_file(weights, tmp_path / "weights.safetensors")
    with pytest.raises(ModelError, match="does not fit this program"):
        load_hearing(tmp_path, {write_manifest(tmp_path)})


def test_a_folder_of_another_format_asks_for_an_update(folder: tuple[Path, str], tmp_path: Path) -> None:
    for path in folder[0].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "format": 1}))
    with pytest.raises(ModelError, match="format 1"):
        load_hearing(tmp_path, {write_manifest(tmp_path)})


def test_a_graph_must_answer_what_is_asked(network: HearingNetwork) -> None:
    weights = {
        name: value.numpy() for name, value in network.state_dict().items() if value.is_floating_point()
    }
    other = graph_of(network).replace(b"melody", b"malady")
    with pytest.raises(ValueError, match="malady"):
        HearingSession(other, weights)
    assert Hearing._fields[2] == "melody"
