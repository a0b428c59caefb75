"""Prepared pieces as a folder: shards of bounded size, and an index that says what they were made from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tuicomposer.errors import ComposerError
from tuicomposer.training.pieces import Piece, load_pieces, save_pieces

INDEX: Final = "index.json"
STEPS: Final = 1 << 18
"""Steps of a shard at most, a single longer piece apart: 4 MiB of arrays before they are packed."""
_AGAIN: Final = "Run “train corpora” again."


def save_store(pieces: Sequence[Piece], folder: Path, made_from: str) -> None:
    """Write pieces as shards; the folder counts as a store once its index is there, which comes last.

    The same pieces are the same bytes.

    Args:
        pieces: What to write.
        folder: Where; what was prepared there before is replaced.
        made_from: Fingerprint of all that the pieces were made from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / INDEX).unlink(missing_ok=True)
    for old in folder.glob("pieces-*.npz"):
        old.unlink()
    shards = []
    for number, shard in enumerate(_shards(pieces)):
        path = folder / f"pieces-{number:05d}.npz"
        save_pieces(shard, path)
        shards.append(
            {"file": path.name, "pieces": len(shard), "sha256": sha256(path.read_bytes()).hexdigest()}
        )
    index = json.dumps({"made_from": made_from, "shards": shards}, indent=1)
    (folder / "index.part").write_text(index + "\n", encoding="utf-8")
    (folder / "index.part").replace(folder / INDEX)


def _shards(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    shard: list[Piece] = []
    steps = 0
    for piece in pieces:
        if shard and steps + piece.steps > STEPS:
            yield shard
            shard, steps = [], 0
        shard.append(piece)
        steps += piece.steps
    if shard:
        yield shard


def made_from(folder: Path) -> str | None:
    """The fingerprint that a store was written with; ``None`` where there is no store."""
    return str(_index(folder)["made_from"]) if (folder / INDEX).exists() else None


def load_store(path: Path) -> list[Piece]:
    """The pieces of a store, in the order in which they were written; also those of a single array file.

    Raises:
        ComposerError: There is no store, or a shard is not what was written.
    """
    if path.is_file():
        return load_pieces(path)
    found: list[Piece] = []
    for shard in _index(path)["shards"]:
        file = path / str(shard["file"])
        if not file.exists() or sha256(file.read_bytes()).hexdigest() != shard["sha256"]:
            raise ComposerError(f"{file} is missing or damaged.", _AGAIN)
        found += load_pieces(file)
    return found


def _index(folder: Path) -> dict[str, Any]:
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return {"made_from": index["made_from"], "shards": [dict(shard) for shard in index["shards"]]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ComposerError(f"{folder} holds no prepared pieces.", _AGAIN) from error
