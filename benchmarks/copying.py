"""How much of what is written stands in the training music, beside how much of held-back music does.

A run of n steps counts as found if one piece of the training music has the same four voices for n
consecutive rows, in any key: the same intervals, onsets and spacing. Looked up in the model's own
memory of its training music. The originals of the same windows are the human value. Shares over all
runs of all windows, 95 % interval over windows. Ends with 1 where ours exceeds 6 % at 16 steps.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict

import numpy as np
from measured_windows import Setting, add_source, original_tokens, setting
from peers import print_peers

from tuicomposer.generator.copying import RUN, MusicMemory, run_hashes

STEPS = (16, 32, 64)
MUST, AIM = 0.06, 0.043


class Lookup:
    """The places of every run of :data:`RUN` rows in the training music."""

    def __init__(self, memory: MusicMemory) -> None:
        self._places: dict[int, list[int]] = defaultdict(list)
        for place, value in enumerate(memory.hashes.tolist()):
            self._places[value].append(place)
        self._starts = frozenset(memory.starts.tolist())

    def lengths(self, tokens: np.ndarray) -> np.ndarray:
        """For each run of the tokens, how many runs in a row up to it stand in one piece."""
        before: dict[int, int] = {}
        found = []
        for value in run_hashes(tokens).tolist():
            before = {
                place: 1 if place in self._starts else before.get(place - 1, 0) + 1
                for place in self._places.get(value, ())
            }
            found.append(max(before.values(), default=0))
        return np.array(found, int)


def counts(lookup: Lookup, tokens: np.ndarray) -> np.ndarray:
    """(steps, 2) found and possible runs of each length."""
    lengths = lookup.lengths(tokens)
    rows = []
    for steps in STEPS:
        needed = steps - RUN + 1
        # The first row of a piece has no interval to what came before it, so one code fewer is there.
        possible = max(0, len(lengths) - needed + 1)
        rows.append((int((lengths >= needed).sum()), possible))
    return np.array(rows)


def row_of(name: str, table: np.ndarray) -> tuple[str, float]:
    """A line for (windows, steps, 2) counts, and the share at 16 steps."""
    rng = np.random.default_rng(0)
    total = table.sum(axis=0)
    shares = total[:, 0] / np.maximum(1, total[:, 1])
    drawn = table[rng.integers(0, len(table), (1000, len(table)))].sum(axis=1)
    low, high = np.percentile(drawn[..., 0] / np.maximum(1, drawn[..., 1]), [2.5, 97.5], axis=0)
    cells = (
        f"{100 * share:6.2f} % [{100 * a:.2f}, {100 * b:.2f}]"
        for share, a, b in zip(shares, low, high, strict=True)
    )
    return f"{name:28}" + "".join(f"{cell:28}" for cell in cells), float(shares[0])


def measure(found: Setting, lookup: Lookup, candidates: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts of the best of some candidates, and of the originals."""
    ours, human = [], []
    for index, window in enumerate(found.windows):
        drawn = found.draw(window, index, candidates)
        ours.append(counts(lookup, max(drawn, key=lambda sampled: sampled.merit).tokens))
        human.append(counts(lookup, original_tokens(window)))
    return np.array(ours), np.array(human)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 60)
    parser.add_argument("--candidates", type=int, default=1)
    arguments = parser.parse_args()
    found = setting(arguments)
    ours, human = measure(found, Lookup(found.model.memory), arguments.candidates)
    print(f"{len(ours)} windows; runs found in the training music of {found.model.name}; must 6 %, aim 4.3 %")
    print(f"{'':28}" + "".join(f"{f'{steps} steps':28}" for steps in STEPS))
    print(row_of("the originals", human)[0])
    line, share = row_of(f"{found.model.name}, {found.style}", ours)
    print(line)
    print_peers("copying")
    return 0 if share <= MUST else 1


if __name__ == "__main__":
    sys.exit(main())
