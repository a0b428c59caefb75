"""Filling a few cells asks for their rows alone, and touches nothing else."""

from __future__ import annotations

import torch
from torch import Tensor

from tuicomposer.generator.unmasking import Pace, unmask
from tuicomposer.generator.vocabulary import HOLD, MASK, TOKENS, VOICES, pitch_token


def test_nothing_is_asked_where_nothing_is_left() -> None:
    tokens = torch.full((1, 6, VOICES), HOLD)
    tokens[0, 2, 1] = MASK
    asked = []

    def logits(now: Tensor, rows: Tensor) -> Tensor:
        asked.append(int(rows.sum()))
        return torch.zeros(asked[-1], VOICES, TOKENS)

    found = unmask(logits, tokens, tokens == MASK, Pace(8), torch.Generator().manual_seed(0))
    assert not (found == MASK).any()
    assert set(asked) == {1}
    asked.clear()
    assert torch.equal(unmask(logits, found, tokens == MASK, Pace(8), torch.Generator()), found)
    assert not asked


def test_only_rows_with_a_masked_cell_are_asked_about() -> None:
    tokens = torch.full((2, 6, VOICES), HOLD)
    tokens[0, 1, 2] = tokens[1, 4] = MASK
    todo = torch.ones_like(tokens, dtype=torch.bool)
    todo[1, 4, 0] = False
    asked: list[list[list[int]]] = []

    def logits(now: Tensor, rows: Tensor) -> Tensor:
        asked.append(rows.nonzero().tolist())
        found = torch.zeros(int(rows.sum()), VOICES, TOKENS)
        found[..., pitch_token(60)] = 50.0
        return found

    found = unmask(logits, tokens, todo, Pace(3, noise=0.0), torch.Generator().manual_seed(0))
    expected = torch.where((tokens == MASK) & todo, pitch_token(60), tokens)
    assert torch.equal(found, expected)
    assert asked[0] == [[0, 1], [1, 4]]
    assert all(rows in asked[0] for rows in asked[-1])
