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
from pathlib import Path
import torch
from tests.training.small_runs import RUNS
from tuicomposer.training.ranks import start_ranks

torch.set_num_threads(1)
training = RUNS[sys.argv[2]](start_ranks(os.environ))
training.run(float("inf"), lambda _: None, Path(sys.argv[1]), every=2)
"""
NETWORKS = {"generator": ("network", "average"), "discriminator": ("network",), "turns": ("network", "judge")}


def train(what: str, target: Path, *launcher: str) -> dict[str, dict[str, torch.Tensor]]:
    """What a short run has saved."""
    script = target.with_suffix(".py")
    script.write_text(SCRIPT)
    environment = os.environ | {"PYTHONPATH": os.getcwd(), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, *launcher, str(script), str(target), what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    state: dict[str, dict[str, torch.Tensor]] = torch.load(target, weights_only=True)
    return state


@pytest.mark.parametrize("what", NETWORKS)
def test_two_processes_are_one_up_to_rounding(tmp_path: Path, what: str) -> None:
    alone = train(what, tmp_path / "one.pt")
    launcher = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    both = train(what, tmp_path / "two.pt", *launcher)
    for part in NETWORKS[what]:
        assert alone[part].keys() == both[part].keys()
        for name, value in alone[part].items():
            assert torch.allclose(value, both[part][name], atol=2e-3), (part, name)


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
