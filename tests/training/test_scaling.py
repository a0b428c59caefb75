"""The table of sizes and amounts of music: equal time for each, and nothing is measured twice."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from tests.generator.networks import TINY
from tests.training.test_windows import chorale
from tuicomposer.generator.styles import STYLES
from tuicomposer.training import scaling
from tuicomposer.training.dataset import encode_piece
from tuicomposer.training.generator_loop import GeneratorRecipe
from tuicomposer.training.scaling import BudgetedTraining, Run, scaling_runs, subset, table

PIECES = [encode_piece(chorale(seed=seed)) for seed in range(4)]


def test_a_training_ends_with_its_time_and_its_rate_falls() -> None:
    ticks = itertools.count()
    recipe = GeneratorRecipe(TINY, rows=16, batch=2, rate=1.0)
    training = BudgetedTraining(recipe, PIECES, PIECES, 20, lambda: float(next(ticks)))
    rates = [training._rate() for _ in range(19)]
    assert rates[0] == max(rates)
    assert rates[1:] == sorted(rates[1:], reverse=True)
    assert 0.05 <= rates[-1] < 0.1
    training.began = float(next(ticks))
    training.spend()
    assert 5 < training.step <= 10  # it looks at the clock twice a step


def test_smaller_shares_are_parts_of_larger_ones() -> None:
    third, whole = subset(PIECES, 1 / 3), subset(PIECES, 1.0)
    assert len(third) == 1
    assert [id(piece) for piece in whole] == [id(piece) for piece in PIECES]
    assert {id(piece) for piece in third} < {id(piece) for piece in subset(PIECES, 0.75)}


def test_what_was_run_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    style = STYLES.index("chorale")
    pieces = [replace(piece, style=style) for piece in PIECES]
    monkeypatch.setattr(scaling, "NETWORKS", {"one": TINY, "other": TINY})
    monkeypatch.setattr(scaling, "SHARES", (1 / 4, 1 / 2, 1.0))
    kept = tmp_path / "scaling.jsonl"
    first = list(scaling_runs(pieces, pieces, 1e-6, kept))
    assert [(run.network, run.pieces) for run in first] == list(
        itertools.product(("one", "other"), (1, 2, 4))
    )
    before = kept.read_text()
    assert list(scaling_runs(pieces, pieces, 1e-6, kept)) == first
    assert kept.read_text() == before


def test_the_table_by_hand() -> None:
    runs = [Run(name, 10, pieces, 3, pieces / 4) for name in scaling.NETWORKS for pieces in (1, 2)]
    lines = list(table(runs))
    assert lines[0] == "| network | parameters | 1 pieces | 2 pieces |"
    assert lines[2] == "| small | 10 | 0.250 (3 steps) | 0.500 (3 steps) |"
    assert len(lines) == 2 + len(scaling.NETWORKS)
