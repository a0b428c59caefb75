"""Prepared pieces come back as they were, are the same bytes each time, and follow their sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.test_collections import sheet
from tests.training.test_windows import chorale
from tuicomposer.errors import ComposerError
from tuicomposer.training import corpora, piece_store
from tuicomposer.training.config import TrainConfig
from tuicomposer.training.corpora import fingerprint, make_corpora
from tuicomposer.training.piece_store import load_store, made_from, save_store
from tuicomposer.training.pieces import Piece, save_pieces
from tuicomposer.training.prepared import pieces_of

PIECES = [chorale(str(seed), 32 + 16 * seed, seed) for seed in range(5)]


def same(found: Sequence[Piece], wanted: Sequence[Piece]) -> bool:
    """Whether pieces are the same in the same order."""
    return [piece.name for piece in found] == [piece.name for piece in wanted] and all(
        (one.pitch == other.pitch).all() and (one.onset == other.onset).all()
        for one, other in zip(found, wanted, strict=True)
    )


@pytest.mark.parametrize("steps", [1, 100, 10_000])
def test_shards_hold_no_more_than_they_should_and_every_piece(
    steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piece_store, "STEPS", steps)
    save_store(PIECES, tmp_path, "a")
    assert same(load_store(tmp_path), PIECES)
    shards = [load_store(path) for path in sorted(tmp_path.glob("pieces-*.npz"))]
    assert all(len(shard) == 1 or sum(piece.steps for piece in shard) <= steps for shard in shards)
    assert len(shards) == {1: 5, 100: 4, 10_000: 1}[steps]


def test_the_same_pieces_are_the_same_bytes_and_nothing_of_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piece_store, "STEPS", 1)
    save_store(PIECES, tmp_path / "one", "a")
    save_store([*PIECES, *PIECES], tmp_path / "two", "b")
    save_store(PIECES, tmp_path / "two", "a")
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert made_from(tmp_path / "two") == "a"


def test_what_is_damaged_or_missing_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ComposerError, match="no prepared pieces"):
        load_store(tmp_path)
    assert made_from(tmp_path) is None
    save_store(PIECES, tmp_path, "a")
    (shard,) = tmp_path.glob("pieces-*.npz")
    shard.write_bytes(shard.read_bytes()[:-1] + b"x")
    with pytest.raises(ComposerError, match="damaged"):
        load_store(tmp_path)


def test_a_run_of_before_has_its_pieces_in_one_file(tmp_path: Path) -> None:
    config = TrainConfig(tmp_path)
    with pytest.raises(ComposerError, match="missing"):
        pieces_of(config, "train")
    save_pieces(PIECES, tmp_path / "pieces.npz")
    assert same(pieces_of(config, "train"), PIECES)
    save_store(PIECES[:2], tmp_path / "pieces", "a")
    assert same(pieces_of(config, "train"), PIECES[:2])


def test_pieces_are_prepared_anew_only_where_something_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpora, "read_bach", lambda: iter([chorale()]))
    source = tmp_path / "sheets"
    source.mkdir()
    sheet(source)
    config = TrainConfig(tmp_path / "run", leadsheets=source)
    lines: list[str] = []
    make_corpora(config, lines.append)
    assert not any("already" in line for line in lines)
    assert {piece.collection for piece in load_store(config.run / "pieces")} == {"bach", "leadsheets"}
    make_corpora(config, lines.append)
    assert sum("already" in line for line in lines) == 1
    elsewhere = tmp_path / "moved"
    source.rename(elsewhere)
    assert fingerprint(replace(config, leadsheets=elsewhere)) == made_from(config.run / "pieces")
    (elsewhere / "tune.mxl").rename(elsewhere / "other.mxl")
    lines.clear()
    make_corpora(replace(config, leadsheets=elsewhere), lines.append)
    assert not any("already" in line for line in lines)
    assert any(piece.name == "other#0" for piece in load_store(config.run / "pieces"))
