"""Which metre is heard in recordings of rendered held-out pieces: 2/4 or 4/4, 3/4, and 6/8.

    python benchmarks/hearing_metre.py [--count 6] [--leadsheets PATH] [--lieder PATH] [--hard]

The pieces are those of :mod:`metre_pieces`, played with a soundfont that no training heard. ``right`` is
the share of pieces with a 95 % interval (Wilson); 2/4, 4/4 and cut time count as one, so do 6/8, 9/8 and
12/8. Tempo within 4 % of the beat that people tap, F of beats within 70 ms: means with bootstrap intervals.
``balanced`` is the mean of the three shares.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from hearing import Method, interval, ours, scores
from hearing_set import SOUNDFONT, rendering
from intervals import wilson
from metre_pieces import KINDS, Piece, kind_of, metre_pieces

from tuicomposer.wiring.paths import models_dir

_SEED: Final = 2026


def heard(
    found: Sequence[Piece], method: Method, *, hard: bool, soundfont: Path
) -> list[tuple[str, dict[str, float]]]:
    """Of each piece the kind of metre that was heard, and the scores of :mod:`hearing`."""
    answers = []
    for piece in found:
        one = rendering(piece, hard=hard, keys={}, soundfont=soundfont)
        answer = method(one)
        answers.append((kind_of(answer.meter) if answer.meter else "none", scores(one, answer)))
    return answers


def table(found: Sequence[Piece], answers: Sequence[tuple[str, dict[str, float]]]) -> None:
    """Print a row for each kind of metre, and each of its collections."""
    print("| | pieces | right |", " | ".join(f"as {kind}" for kind in KINDS), "| tempo | beats |")
    print("|---|---|---|" + "---|" * len(KINDS) + "---|---|")
    truth = [kind_of(piece.chart.meter) for piece in found]
    shares = []
    for kind in KINDS:
        inside = [at for at, true in enumerate(truth) if true == kind]
        if not inside:
            continue
        shares.append(_row(kind, kind, [answers[at] for at in inside]))
        for collection in dict.fromkeys(found[at].kind for at in inside):
            of = [answers[at] for at in inside if found[at].kind == collection]
            _row(f"— {collection}", kind, of)
    print(f"\nbalanced {np.mean(shares):.3f}")


def _row(name: str, kind: str, answers: Sequence[tuple[str, dict[str, float]]]) -> float:
    counted = Counter(answer for answer, _ in answers)
    share, low, high = wilson(counted[kind], len(answers))
    cells = [str(counted[one]) for one in KINDS]
    cells += [interval([row[column] for _, row in answers if column in row]) for column in ("tempo", "beats")]
    print(
        f"| {name} | {len(answers)} | {share:.3f} [{low:.3f}, {high:.3f}] |",
        " | ".join(cells),
        "|",
        flush=True,
    )
    return share


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=6, help="pieces of each kind of each collection")
    parser.add_argument("--leadsheets", type=Path)
    parser.add_argument("--lieder", type=Path)
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--soundfont", type=Path, default=SOUNDFONT)
    parser.add_argument("--model", type=Path, default=models_dir() / "hearing")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    folders = {"leadsheets": arguments.leadsheets, "lieder": arguments.lieder}
    found = list(metre_pieces(arguments.count, _SEED, **folders))
    method = ours(arguments.model)
    table(found, heard(found, method, hard=arguments.hard, soundfont=arguments.soundfont))
    return 0


if __name__ == "__main__":
    sys.exit(main())
