"""A model folder loads only as it was released."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.generator.networks import tiny_discriminator, tiny_generator, tiny_memory
from tests.generator.requests import request, typed
from tuicomposer.errors import ModelError
from tuicomposer.generator.checkpoint import load_model, save_model
from tuicomposer.generator.choose import DEFAULT_MODEL, ChosenGenerator
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.models.manifest import write_manifest


@pytest.fixture
def released(tmp_path: Path) -> tuple[Path, str]:
    """A folder of tiny networks and the digest of its manifest."""
    folder = tmp_path / DEFAULT_MODEL
    digest = save_model(
        folder,
        name="tiny",
        version=3,
        generator=tiny_generator(),
        discriminator=tiny_discriminator(),
        memory=tiny_memory(),
        card="# tiny\n",
        recipe={},
    )
    return folder, digest


def test_round_trip(released: tuple[Path, str]) -> None:
    folder, digest = released
    model = load_model(folder, {digest})
    assert model.name == "tiny 3"
    assert model.memory.names == ("a piece",)
    for key, value in tiny_generator().state_dict().items():
        assert torch.allclose(model.generator.state_dict()[key], value, atol=1e-3), key


@pytest.mark.parametrize(
    "name",
    ["weights.safetensors", "discriminator.safetensors", "memory.safetensors", "config.json", "card.md"],
)
def test_one_changed_byte_is_refused(released: tuple[Path, str], name: str) -> None:
    folder, digest = released
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(ModelError, match=f"{name} in .* was altered or damaged"):
        load_model(folder, {digest})


def test_a_rewritten_manifest_is_not_trusted(released: tuple[Path, str]) -> None:
    folder, digest = released
    (folder / "card.md").write_text("# another\n")
    write_manifest(folder)
    with pytest.raises(ModelError, match="not one this program trusts"):
        load_model(folder, {digest})


def test_a_missing_file_is_named(released: tuple[Path, str]) -> None:
    folder, digest = released
    (folder / "weights.safetensors").unlink()
    with pytest.raises(ModelError, match=r"weights\.safetensors cannot be read"):
        load_model(folder, {digest})


def test_files_outside_the_folder_are_never_read(released: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = released
    (folder / "manifest.json").write_text('{"files": {"../secret": "00"}}')
    from hashlib import sha256  # noqa: PLC0415

    digest = sha256((folder / "manifest.json").read_bytes()).hexdigest()
    with pytest.raises(ModelError, match="names files elsewhere"):
        load_model(folder, {digest})


def test_the_rules_step_in_and_say_why(tmp_path: Path) -> None:
    chosen = ChosenGenerator(tmp_path)
    made = chosen.generate(request(typed("C5:4", "C")), lambda *_: None, CancelToken())
    assert made.model == "rules"
    assert made.candidates[0].contains_chords
    assert "manifest.json cannot be read" in chosen.note


def test_a_trusted_model_is_at_work(released: tuple[Path, str]) -> None:
    folder, digest = released
    chosen = ChosenGenerator(folder.parent, trusted={digest})
    assert chosen.load().name == "tiny 3"
    assert chosen.note == ""
