"""Generator and discriminator in turn, and the gradient that goes through drawn tokens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.generator.networks import TINY, tiny_discriminator, tiny_generator
from tests.training.test_windows import chorale
from tuicomposer.generator.network import GridGenerator
from tuicomposer.generator.vocabulary import HOLD, REST, TOKENS
from tuicomposer.training.adversarial_loop import AdversarialRecipe, AdversarialTraining
from tuicomposer.training.dataset import Windows, encode_piece
from tuicomposer.training.fakes import draw_real
from tuicomposer.training.generator_loop import GeneratorRecipe
from tuicomposer.training.snapshots import load_pair
from tuicomposer.training.straight_through import draw_through, gumbel, lanes_of

RECIPE = AdversarialRecipe(generator=GeneratorRecipe(network=TINY), rows=32, batch=2, steps=4)


def training() -> AdversarialTraining:
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    return AdversarialTraining(RECIPE, (tiny_generator(), tiny_discriminator()), pieces, pieces)


def some_tokens() -> torch.Tensor:
    tokens = torch.from_numpy(np.random.default_rng(0).integers(1, TOKENS, (2, 16, 4)))
    tokens[:, ::3] = HOLD
    tokens[:, 0] = REST
    return tokens


def test_one_hot_tokens_read_like_tokens() -> None:
    trunk, tokens = tiny_discriminator().trunk, some_tokens()
    hot = torch.nn.functional.one_hot(tokens, TOKENS).float()
    assert torch.allclose(lanes_of(trunk, hot), trunk.lanes(tokens), atol=1e-6)


def test_drawn_cells_carry_a_gradient_and_the_others_stay() -> None:
    tokens = some_tokens()
    chosen = torch.zeros(tokens.shape, dtype=torch.bool)
    chosen[:, 5:9] = True
    logits = torch.randn(*tokens.shape, TOKENS, requires_grad=True)
    noise = gumbel(logits.shape, torch.Generator().manual_seed(3))
    hot = draw_through(logits, tokens, chosen, noise, 1.0)
    assert (hot.detach().sum(-1) - 1).abs().max() < 1e-5
    assert (hot.argmax(-1)[~chosen] == tokens[~chosen]).all()
    lanes_of(tiny_discriminator().trunk, hot).square().sum().backward()
    assert logits.grad is not None
    assert logits.grad[chosen].abs().sum() > 0
    assert logits.grad[~chosen].abs().sum() == 0


def test_a_turn_moves_both_networks() -> None:
    run = training()
    before = [
        parameter.detach().clone() for parameter in (*run.network.parameters(), *run.judge.parameters())
    ]
    run._one_step()
    after = [*run.network.parameters(), *run.judge.parameters()]
    moved = [not torch.equal(a, b) for a, b in zip(before, after, strict=True)]
    assert np.mean(moved) > 0.8


@pytest.mark.parametrize(("weight", "heeded"), [(0.0, False), (0.15, True)])
def test_turns_heed_the_discriminator_by_its_weight(weight: float, heeded: bool) -> None:
    """Against a discriminator that says something else the generator becomes another one, or the same."""
    pieces = [encode_piece(chorale())]
    made = []
    for sign in (1, -1):
        judge = tiny_discriminator()
        with torch.no_grad():
            for value in judge.parameters():
                value.mul_(sign)
        run = AdversarialTraining(replace(RECIPE, weight=weight), (tiny_generator(), judge), pieces, pieces)
        run._one_step()
        made.append(torch.cat([value.flatten() for value in run.network.parameters()]))
    assert torch.equal(*made) != heeded


def test_a_draft_keeps_what_was_not_asked_for() -> None:
    run = training()
    turn = run._draw(run._draft())
    kept = ~turn.again
    assert (turn.written.voices[kept] == turn.draft.voices[kept]).all()


def test_interrupted_turns_go_on_as_if_they_had_not_been(tmp_path: Path) -> None:
    whole = training()
    for _ in range(4):
        whole._one_step()
    first = training()
    for _ in range(2):
        first._one_step()
    first.save(tmp_path / "turns.pt")
    second = training()
    second.resume(tmp_path / "turns.pt")
    for _ in range(2):
        second._one_step()
    for name in ("network", "judge", "average"):
        pairs = zip(getattr(whole, name).parameters(), getattr(second, name).parameters(), strict=True)
        assert all(torch.equal(a, b) for a, b in pairs), name


def test_turns_of_a_network_of_any_size_can_be_read_back(tmp_path: Path) -> None:
    pieces = [encode_piece(chorale())]
    wide = GridGenerator(replace(TINY, width=24, relative=8))
    run = AdversarialTraining(RECIPE, (wide, tiny_discriminator()), pieces, pieces)
    run._one_step()
    run.save(tmp_path / "turns.pt")
    generator, _ = load_pair(tmp_path / "turns.pt")
    assert generator.config == wide.config


def test_lanes_that_a_piece_does_not_have_stay_unknown() -> None:
    piece = chorale()
    piece.onset[:, 1:] = False
    windows = Windows([encode_piece(piece)], 32, np.random.default_rng(0))
    real = draw_real(windows, 2)
    assert (real.voices[:, :, 1:] == 0).all()
    assert (real.voices[:, :, 0] != 0).all()
