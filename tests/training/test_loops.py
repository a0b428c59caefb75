"""What holds of every loop: early stopping that survives an interruption, averages, bfloat16."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.training.small_runs import RUNS, STEADY, discriminator_run
from tuicomposer.generator.network import GridDiscriminator
from tuicomposer.training.config import read_config
from tuicomposer.training.resumable import ResumableTraining

FOREVER = float("inf")


def weights(training: ResumableTraining) -> list[torch.Tensor]:
    """All of both networks and of the average."""
    judge = getattr(training, "judge", training.network)
    return [value for part in (training.network, training.average, judge) for value in part.parameters()]


def finished(training: ResumableTraining, path: Path, log: list[str]) -> ResumableTraining:
    """The training after its run, with a look at every other step."""
    training.run(FOREVER, log.append, path, every=2)
    return training


@pytest.mark.parametrize("what", RUNS)
def test_a_run_that_stops_early_does_so_after_an_interruption_too(what: str, tmp_path: Path) -> None:
    wild = {"steps": 60, "patience": 2, "rate": 0.3}
    log: list[str] = []
    whole = finished(RUNS[what](**wild), tmp_path / "whole.pt", log)
    assert 6 <= whole.step < 60
    first = RUNS[what](**wild)
    first.steps = whole.step - 3  # as if the time were over: between two looks
    finished(first, tmp_path / "run.pt", [])
    rest = RUNS[what](**wild)
    rest.resume(tmp_path / "run.pt")
    more: list[str] = []
    finished(rest, tmp_path / "run.pt", more)
    assert (rest.step, rest.best, rest.looks_since_best) == (whole.step, whole.best, whole.looks_since_best)
    assert all(torch.equal(a, b) for a, b in zip(weights(whole), weights(rest), strict=True))


@pytest.mark.parametrize("what", RUNS)
def test_every_loop_trains_in_bfloat16_too(what: str, tmp_path: Path) -> None:
    exact, half = (RUNS[what](half=half) for half in (False, True))
    before = [value.clone() for value in weights(half)]
    for training in (exact, half):
        finished(training, tmp_path / "run.pt", [])
    pairs = list(zip(before, weights(half), weights(exact), strict=True))
    assert all(after.dtype == torch.float32 for _, after, _ in pairs)
    assert all(torch.isfinite(after).all() for _, after, _ in pairs)
    assert any(not torch.equal(old, after) for old, after, _ in pairs)
    assert any(not torch.equal(after, other) for _, after, other in pairs)


@pytest.mark.parametrize("what", RUNS)
def test_the_average_follows_the_network(what: str, tmp_path: Path) -> None:
    slow, none = (finished(RUNS[what](average=keep), tmp_path / "run.pt", []) for keep in (0.9, 0.0))
    both = zip(none.network.parameters(), none.average.parameters(), strict=True)
    assert all(torch.equal(own, mean) for own, mean in both)
    both = zip(slow.network.parameters(), slow.average.parameters(), strict=True)
    assert any(not torch.equal(own, mean) for own, mean in both)


def test_a_discriminator_begins_with_the_weights_of_another_in_its_average_too() -> None:
    released, training = GridDiscriminator(STEADY), discriminator_run()
    training.start_from(released)
    for part in (training.network, training.average):
        pairs = zip(part.parameters(), released.parameters(), strict=True)
        assert all(torch.equal(own, theirs) for own, theirs in pairs)


def test_a_configuration_tells_every_loop_what_it_says_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text('run = "runs"\n')
    assert read_config(path).of_a_loop() == {"patience": 0, "half": False}
    path.write_text('run = "runs"\nsteps = 3\naverage = 0.5\npatience = 4\nhalf = true\n')
    said = {"steps": 3, "average": 0.5, "patience": 4, "half": True}
    assert read_config(path).of_a_loop() == said
