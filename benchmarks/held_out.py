"""Which pieces of the collections no training piece shares a tune with.

    python benchmarks/held_out.py PIECES > benchmarks/held_out.toml

PIECES is what ``tuicomposer train corpora`` has prepared from all collections. Commands that read a
collection by themselves measure on what this list names: whether a tune was learned from under another title
can only be seen with all collections at hand.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from textwrap import wrap

from tuicomposer.training.piece_store import load_store
from tuicomposer.training.pieces import Piece
from tuicomposer.training.splits import split_by_tune

LIST = Path(__file__).with_suffix(".toml")
COLLECTIONS = ("bach", "leadsheets", "lieder")
SPLITS = ("valid", "test")


@cache
def held_out(collection: str, split: str) -> frozenset[str]:
    """Names of the pieces of a collection that are held back with their whole tunes."""
    with LIST.open("rb") as file:
        return frozenset(tomllib.load(file)[collection][split])


def listed(pieces: Iterable[Piece]) -> Iterator[str]:
    """Lines of the list."""
    found = split_by_tune(list(pieces))
    yield "# Made by benchmarks/held_out.py: pieces whose tunes no training piece has."
    for collection in COLLECTIONS:
        yield f"\n[{collection}]"
        for split in SPLITS:
            names = {piece.name for piece in found if (piece.collection, piece.split) == (collection, split)}
            text = ", ".join(
                json.dumps(name, ensure_ascii=False).replace(" ", "\0") for name in sorted(names)
            )
            lines = wrap(text, 106, break_long_words=False, break_on_hyphens=False)
            yield f"{split} = [\n" + "".join(f"    {line}\n" for line in lines).replace("\0", " ") + "]"


def main() -> None:
    """Print the list."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pieces", type=Path)
    print("\n".join(listed(load_store(parser.parse_args().pieces))))


if __name__ == "__main__":
    main()
