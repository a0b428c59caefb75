"""Costs on paper and the log as a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tuicomposer.errors import ComposerError, SettingsError
from tuicomposer.generator.network import GridGenerator
from tuicomposer.training.config import read_config
from tuicomposer.training.cost import SIZES, cost, parameters
from tuicomposer.training.log_plot import draw_log, read_log
from tuicomposer.training.run import train
from tuicomposer.training.scaling import NETWORKS


@pytest.mark.parametrize("relative", [0, 128])
@pytest.mark.parametrize("size", ["0.7M", "2M"])
def test_parameters_on_paper_are_those_of_the_network(size: str, relative: int) -> None:
    config = replace(SIZES[size], relative=relative)
    assert parameters(config) == sum(p.numel() for p in GridGenerator(config).parameters())


def test_operations_by_hand() -> None:
    config = replace(SIZES["2M"], relative=0)
    paper = cost(config, tokens=1000)
    assert paper.operations == 1000 * (6 * parameters(config) + 12 * 4 * 160 * 128)
    assert paper.hours(paper.operations / 3600) == pytest.approx(1.0)


def test_the_heads_for_intervals_cost_what_each_voice_uses() -> None:
    plain, whole = replace(SIZES["2M"], relative=0), SIZES["2M"]
    more = cost(whole, tokens=1).operations - cost(plain, tokens=1).operations
    assert more == 6 * (parameters(whole) - parameters(plain) + 3 * 65 * 64)


def test_the_table_is_of_networks_like_the_released_one() -> None:
    sizes = {**SIZES, **NETWORKS}
    assert all(0 < config.relative <= config.width for config in sizes.values())


def test_sizes_are_what_they_are_called() -> None:
    for name, config in SIZES.items():
        assert parameters(config) == pytest.approx(float(name.removesuffix("M")) * 1e6, rel=0.2), name


def test_a_log_becomes_a_picture(tmp_path: Path) -> None:
    log = tmp_path / "generator.jsonl"
    log.write_text('{"step": 1, "of": 4, "train": 2.0}\n{"step": 2, "of": 4, "train": 1.5}\n')
    assert read_log(log) == {"train": [(1, 2.0), (2, 1.5)]}
    draw_log(log, tmp_path / "generator.svg")
    assert "<svg" in (tmp_path / "generator.svg").read_text()


def test_a_broken_log_is_a_sentence(tmp_path: Path) -> None:
    log = tmp_path / "generator.jsonl"
    log.write_text("[1]\n")
    with pytest.raises(ComposerError, match="cannot be read"):
        read_log(log)


def test_a_configuration_names_the_size_of_its_networks(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(f'run = "{tmp_path}"\n[generator]\nwidth = 64\nheads = 4\n')
    config = read_config(path)
    assert config.generator is not None
    assert (config.generator.width, config.generator.layers) == (64, 5)
    lines: list[str] = []
    train("cost", config, lines.append)
    assert any(line.startswith("300M") for line in lines)
    assert f"{parameters(config.generator):,}" in lines[-1]


@pytest.mark.parametrize("table", ["width = 65", "wdith = 64"])
def test_a_size_that_cannot_be_is_refused(tmp_path: Path, table: str) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(f'run = "{tmp_path}"\n[generator]\n{table}\n')
    with pytest.raises(SettingsError):
        read_config(path)


def test_a_configuration_names_a_size_by_its_word_and_changes_what_it_likes(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text('run = "run"\n[generator]\nsize = "30M"\nlayers = 2\n')
    assert read_config(path).generator == replace(SIZES["30M"], layers=2)
    path.write_text('run = "run"\n[generator]\nsize = "31M"\n')
    with pytest.raises(ComposerError, match="31M") as refused:
        read_config(path)
    assert "300M" in str(refused.value)
