"""How likely the networks of models/jsb find the test chorales: nats a note, beside the published table.

A note is one voice at one sixteenth step: all four voices of all 77 test pieces of the Boulanger-Lewandowski
split (czhuang/JSB-Chorales-dataset), the first step and rests included; the networks saw that split's train
part alone, and are told nothing but notes (no chord, key or fermata). That split holds back pieces, not
tunes: how many have a tune of the train part is said, and what the others cost. Brackets are 95 % bootstrap
intervals over pieces. Exits 1 when a goal is missed.

Chronological: each cell from all cells before it, soprano, bass, alto, tenor within a step; a likelihood of
the piece. Random order: each cell from the cells before it in a random order of all cells; five orders,
averaged in probability cell by cell (Coconet's evaluator). That average is no likelihood of the piece: it
rewards a cell for the best informed of five guesses. The single-order row beside it is one in the mean. The
places of cells in the orders are sampled without bias in about eleven passes an order.
"""

from __future__ import annotations

import argparse
import sys
import time
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch

from tuicomposer.models.manifest import MANIFEST
from tuicomposer.training.likelihood.checkpoint import Networks, load_networks
from tuicomposer.training.likelihood.data import Rows, Split, known_tunes, read_split
from tuicomposer.training.likelihood.hold import HoldModel
from tuicomposer.training.likelihood.measure import (
    ORDERS,
    PASSES,
    Mean,
    Nats,
    Summary,
    chronological_nats,
    ensembled,
    orderless_nats,
    summarise,
)

MODEL = Path(__file__).parent.parent / "models" / "jsb"
MUST_CHRONOLOGICAL = 0.45
MUST_RANDOM = 0.30
PEERS = (
    ("chronological", "Coconet", "0.436", "voices of a step in random order"),
    ("chronological", "Transformer", "0.417", "validation part, soprano, alto, tenor, bass"),
    ("chronological", "Music Transformer", "0.335", "the same with relative attention"),
    ("chronological", "TonicNet", "0.396", "upper bound on its validation part, its chords paid for"),
    ("random order, 5", "Coconet", "0.238", "mean probability of 5 orders, cell by cell"),
)
"""As quoted from the papers (TonicNet: 5 x 0.317 / 4); not measured here."""


def released_networks() -> Networks:
    """The networks of this checkout, whatever their digest: what is measured may not be released yet."""
    return load_networks(MODEL, {sha256((MODEL / MANIFEST).read_bytes()).hexdigest()})


def random_order(networks: Networks, pieces: list[Rows], passes: int, seed: int) -> list[Nats]:
    """(orders, T, 4) nats of each piece."""
    rng = np.random.default_rng(seed)
    return [orderless_nats(networks.orderless, piece, rng, ORDERS, passes) for piece in pieces]


def row(order: str, model: str, summary: Summary) -> str:
    """One line of the table."""
    cells = " | ".join(shown(mean) for mean in (summary.micro, summary.macro, summary.changed))
    return f"| {order} | {model} | {cells} |"


def print_unseen(order: str, model: str, nats: list[Nats], pieces: list[Rows], unseen: np.ndarray) -> None:
    """One line about the pieces whose tunes are not in the train part, if there are any."""
    if len(unseen):
        chosen = summarise([nats[index] for index in unseen], [pieces[index] for index in unseen])
        print(row(order, f"{model}, {len(unseen)} tunes not in the train part", chosen), flush=True)


def shown(mean: Mean) -> str:
    """A mean and its interval."""
    return f"{mean.value:.3f} [{mean.low:.3f}, {mean.high:.3f}]"


def table(split: Split, pieces: list[Rows], passes: int, seed: int) -> bool:
    """Print it; whether both goals are met."""
    networks, hold = released_networks(), HoldModel(split.train)
    trivial = summarise([hold.nats(piece) for piece in pieces], pieces)
    forwards = chronological_nats(networks.chronological, pieces)
    chronological = summarise(forwards, pieces)
    steps = sum(len(piece) for piece in pieces)
    unseen = np.flatnonzero(~known_tunes(pieces, split.train))
    print(
        f"{len(pieces)} pieces, {steps} steps of 4 voices; {trivial.share_changed:.3f} of the cells change;"
    )
    print(f"the tunes of {len(pieces) - len(unseen)} of the pieces are in the train part too\n")
    print("| order | model | all cells (micro) | mean of pieces (macro) | changed cells |")
    print("|---|---|---|---|---|")
    print(row("chronological", "hold, or move by a usual interval", trivial))
    print(row("chronological", networks.name, chronological), flush=True)
    print_unseen("chronological", networks.name, forwards, pieces, unseen)
    orders = random_order(networks, pieces, passes, seed)
    single = summarise([nats.mean(0) for nats in orders], pieces)
    averaged = [ensembled(nats) for nats in orders]
    together = summarise(averaged, pieces)
    print(row("random order, 1", networks.name, single))
    print(row(f"random order, {ORDERS}", networks.name, together))
    print_unseen(f"random order, {ORDERS}", networks.name, averaged, pieces, unseen)
    for order, model, value, definition in PEERS:
        print(f"| {order} | {model}, published | {value} | ({definition}) | not published |")
    goals = (
        ("chronological", chronological.micro, MUST_CHRONOLOGICAL),
        (f"random order, {ORDERS}", together.micro, MUST_RANDOM),
    )
    print()
    for name, mean, goal in goals:
        print(f"{name}: {mean.value:.3f}, goal {goal:.2f}: {'met' if mean.value <= goal else 'missed'}")
    return all(mean.value <= goal for _, mean, goal in goals)


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--jsb", type=Path, required=True, help="Jsb16thSeparated.json")
    parser.add_argument(
        "--part", choices=Split._fields, default="test", help="part to measure (default test)"
    )
    parser.add_argument("--pieces", type=int, help="only the first so many pieces")
    parser.add_argument("--passes", type=int, default=PASSES, help=f"passes an order (default {PASSES})")
    parser.add_argument("--seed", type=int, default=0, help="of the random orders (default 0)")
    parser.add_argument(
        "--half", action="store_true", help="multiply matrices in bfloat16: faster where it is native"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    began, split = time.monotonic(), read_split(options.jsb)
    pieces = list(getattr(split, options.part))[: options.pieces]
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.half):
        met = table(split, pieces, options.passes, options.seed)
    print(f"{time.monotonic() - began:.0f} s")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
