"""The README and the card say what is so."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from tuicomposer.generator.checkpoint import load_model
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.tui.key_table import key_table

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARD = (ROOT / "models" / "grid" / "card.md").read_text(encoding="utf-8")


def test_the_key_table_is_the_registry() -> None:
    assert key_table().strip() in README


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"benchmarks/\w+\.py", README + CARD))))
def test_named_benchmarks_exist(name: str) -> None:
    assert (ROOT / name).exists()


def test_the_released_model_is_trusted_and_is_what_the_card_says() -> None:
    folder = ROOT / "models" / "grid"
    assert sha256((folder / "manifest.json").read_bytes()).hexdigest() in TRUSTED
    model = load_model(folder, TRUSTED)
    for network in (model.generator, model.discriminator):
        assert f"{sum(value.numel() for value in network.parameters()):,}" in CARD
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    for collection in ("bach", "hymns", "lieder", "leadsheets", "folk", "billboard"):
        counts = [
            str(config["recipe"]["pieces"][f"{collection} {split}"]) for split in ("train", "valid", "test")
        ]
        assert f"| {' | '.join(counts)} |" in CARD


def test_no_piece_is_in_two_parts() -> None:
    config = json.loads((ROOT / "models" / "grid" / "config.json").read_text(encoding="utf-8"))
    train, held_back = set(config["pieces"]), config["recipe"]["held_back"]
    assert not train & set(held_back["test"])
    assert not train & set(held_back["valid"])
    assert not set(held_back["valid"]) & set(held_back["test"])
