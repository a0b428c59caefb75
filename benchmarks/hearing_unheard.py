"""How far recognition falls with soundfonts, instruments and effects that no training heard.

    python benchmarks/hearing_unheard.py [--count 6] [--leadsheets PATH] [--billboard PATH]

The same held-out pieces by the same players (:mod:`hearing_set`) are played five times, each time with
one thing that is new. Not in training were MuseScore General (it descends in part from FluidR3, which
was), the programs from 104 on (sitar, banjo, koto, bagpipe, shanai, steel drums …) and the effects of
:mod:`unheard_effects`. Scores as in :mod:`hearing`, with 95 % bootstrap intervals over pieces; “less”
is how much lower than with what was heard, over the same pieces.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import torch
from chord_pieces import Piece
from hearing import Method, chosen, interval, ours, scores
from hearing_set import PROGRAMS, SOUNDFONT, Programs, rendering, stated_keys
from unheard_effects import worn

from tuicomposer.wiring.paths import models_dir

_COLUMNS: Final = ("majmin", "notes", "melody")
HEARD: Final = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
"""The soundfont that was played most in training."""
UNHEARD: Final = Programs(
    (104, 105, 106, 109, 110, 111), (104, 105, 107, 108, 114), (104, 105, 106, 107), (104, 109, 110, 111)
)
"""Training draws programs below 104 only."""
_WAYS: Final[Mapping[str, dict[str, Any]]] = {
    "as heard in training": {"soundfont": HEARD, "programs": PROGRAMS},
    "soundfont never heard": {"soundfont": SOUNDFONT, "programs": PROGRAMS},
    "programs never heard": {"soundfont": HEARD, "programs": UNHEARD},
    "effects never heard": {"soundfont": HEARD, "programs": PROGRAMS, "effect": worn},
    "all three": {"soundfont": SOUNDFONT, "programs": UNHEARD, "effect": worn},
}


def scored(
    found: Sequence[Piece], method: Method, way: Mapping[str, Any], count: int
) -> list[dict[str, float]]:
    """Scores of pieces that are played in one way."""
    keys = stated_keys(count)
    renderings = (rendering(piece, hard=False, keys=keys, **way) for piece in found)
    return [scores(one, method(one)) for one in renderings]


def row(name: str, rows: Sequence[dict[str, float]], before: Sequence[dict[str, float]] | None) -> None:
    """Print the scores of a way, and how much lower they are than before."""
    cells = []
    for column in _COLUMNS:
        cells.append(interval([one[column] for one in rows if column in one]))
        pairs = zip(before or (), rows, strict=False)
        cells.append(interval([old[column] - new[column] for old, new in pairs if column in old]))
    print(f"| {name} |", " | ".join(cells), "|", flush=True)


def limited(found: Sequence[Piece], count: int) -> list[Piece]:
    """At most so many of each kind."""
    return [
        piece for at, piece in enumerate(found)
        if sum(other.kind == piece.kind for other in found[:at]) < count
    ]  # fmt: skip


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=6, help="pieces of each kind")
    parser.add_argument("--leadsheets", type=Path)
    parser.add_argument("--billboard", type=Path)
    parser.add_argument("--model", type=Path, default=models_dir() / "hearing")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    method, found = ours(arguments.model), limited(list(chosen(arguments)), arguments.count)
    print(f"{len(found)} pieces\n\n| |", " | ".join(f"{column} | less" for column in _COLUMNS), "|")
    print("|---|" + "---|" * 2 * len(_COLUMNS))
    first: list[dict[str, float]] | None = None
    for name, way in _WAYS.items():
        rows = scored(found, method, way, arguments.count)
        row(name, rows, first)
        first = first or rows
    return 0


if __name__ == "__main__":
    sys.exit(main())
