"""Two processes train what one trains."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tuicomposer.training.ranks import Ranks, start_ranks
from tuicomposer.training.resumable import ALONE

SCRIPT = """
import os, sys
from dataclasses import replace
from pathlib import Path
import torch
from tests.generator.networks import TINY
from tests.training.test_windows import chorale
from tuicomposer.training.dataset import encode_piece
from tuicomposer.training.generator_loop import GeneratorRecipe, GeneratorTraining
from tuicomposer.training.ranks import start_ranks

torch.set_num_threads(1)
pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
recipe = GeneratorRecipe(network=replace(TINY, dropout=0.0), rows=32, batch=4, steps=6, warmup=2, rate=1e-2)
training = GeneratorTraining(recipe, pieces, pieces, start_ranks(os.environ))
training.run(float("inf"), lambda _: None, Path(sys.argv[1]), every=3)
"""


def train(target: Path, *launcher: str) -> dict[str, torch.Tensor]:
    """Weights after a short run."""
    script = target.with_suffix(".py")
    script.write_text(SCRIPT)
    environment = os.environ | {"PYTHONPATH": os.getcwd(), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, *launcher, str(script), str(target)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    weights: dict[str, torch.Tensor] = torch.load(target, weights_only=True)["network"]
    return weights


def test_two_processes_are_one_up_to_rounding(tmp_path: Path) -> None:
    alone = train(tmp_path / "one.pt")
    both = train(tmp_path / "two.pt", "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    assert alone.keys() == both.keys()
    for name, value in alone.items():
        assert torch.allclose(value, both[name], atol=2e-3), name


def test_shares_are_all_of_the_batch() -> None:
    batch = (torch.arange(5), (torch.arange(10, 15),))

    class Pair(tuple[object, ...]):
        __slots__ = ()

        def __new__(cls, *parts: object) -> Pair:
            return super().__new__(cls, parts)

    shares = [Ranks(rank, 2).share(Pair(batch[0], Pair(*batch[1]))) for rank in range(2)]
    assert sorted(torch.cat([share[0] for share in shares]).tolist()) == [0, 1, 2, 3, 4]
    assert shares[1][1][0].tolist() == [11, 13]


def test_too_small_a_batch_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        Ranks(0, 3)._share(torch.arange(2))


def test_without_torchrun_there_is_one() -> None:
    assert start_ranks({}) == ALONE
