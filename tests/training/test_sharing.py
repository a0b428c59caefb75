"""One network for all styles against one for each: measured style by style, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.generator.networks import TINY
from tests.training.test_windows import chorale
from tuicomposer.generator.styles import STYLES
from tuicomposer.training import sharing
from tuicomposer.training.dataset import encode_piece
from tuicomposer.training.sharing import TAUGHT, Taught, sharing_runs, table

PIECES = [replace(encode_piece(chorale(seed=1)), style=STYLES.index(style)) for style in TAUGHT]


def test_each_style_is_learned_alone_and_all_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "NETWORKS", {"small": TINY})
    kept = tmp_path / "sharing.jsonl"
    first = list(sharing_runs(PIECES, PIECES, 1e-6, kept))
    assert [run.learned for run in first] == [*((style,) for style in TAUGHT), TAUGHT, TAUGHT]
    assert all(tuple(sorted(run.nats)) == tuple(sorted(run.learned)) for run in first)
    assert first[-1].seconds == pytest.approx(len(TAUGHT) * first[0].seconds)
    assert list(sharing_runs(PIECES, PIECES, 1e-6, kept)) == first
    assert len(kept.read_text().splitlines()) == len(first)


def test_the_table_by_hand() -> None:
    alone = [Taught((style,), 10.0, 3, {style: 0.5}) for style in TAUGHT]
    both = Taught(TAUGHT, 40.0, 12, dict.fromkeys(TAUGHT, 0.25))
    lines = list(table([*alone, both]))
    assert lines[2] == "| one for each, 10 s a network" + " | 0.500" * len(TAUGHT) + " |"
    assert lines[3] == "| one for all, 40 s" + " | 0.250" * len(TAUGHT) + " |"
