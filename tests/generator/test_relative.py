"""What a network knows of the notes around a cell, by hand; and heads that are the same in every key."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.generator.networks import TINY, tiny_discriminator, tiny_generator
from tuicomposer.generator.network import CanvasBatch, GridDiscriminator, GridGenerator, no_density
from tuicomposer.generator.relative import RelativeHeads
from tuicomposer.generator.surroundings import (
    INTERVALS,
    NO_ROOT,
    REFERENCES,
    WIDEST,
    Surroundings,
    lines,
    sounding,
    surroundings,
)
from tuicomposer.generator.vocabulary import (
    CHORD_MASK,
    FIRST_PITCH,
    HOLD,
    MASK,
    NO_CHORD_TOKEN,
    REST,
    TOKENS,
    VOICES,
    pitch_token,
)
from tuicomposer.training.fakes import transposed
from tuicomposer.training.warm_start import adopt

C, D, E = (pitch_token(pitch) for pitch in (60, 62, 64))
G_MAJOR = 7 * 10 + 1
RELATIVE = replace(TINY, relative=8)


def around(*cells: int, chord: int = CHORD_MASK) -> Surroundings:
    """What is known around a soprano above three masked voices."""
    tokens = torch.full((1, len(cells), VOICES), MASK)
    tokens[0, :, 0] = torch.tensor(cells)
    rows = torch.zeros(1, len(cells), dtype=torch.int64)
    return surroundings(tokens, rows + chord, rows, rows[..., None].expand(-1, -1, 5))


def soprano(found: Surroundings) -> list[list[int]]:
    """Row by row the notes before and after a soprano's cells."""
    return found.references[0, :, 0, :2].tolist()


def test_notes_before_and_after_are_the_nearest_known_ones() -> None:
    found = soprano(around(C, HOLD, MASK, MASK, D, MASK))
    assert found == [[C, C], [C, C], [C, D], [C, D], [D, D], [D, MASK]]


def test_a_hold_behind_a_mask_is_not_known() -> None:
    assert soprano(around(C, MASK, HOLD, E)) == [[C, C], [C, E], [C, E], [E, E]]
    assert sounding(torch.tensor([[[HOLD], [C], [HOLD], [MASK], [HOLD]]]))[0, :, 0].tolist() == [
        0,
        C,
        C,
        0,
        0,
    ]


def test_rests_are_known_but_no_reference_for_an_interval() -> None:
    found = around(C, REST, MASK, D)
    assert soprano(found)[1:3] == [[REST, REST], [REST, D]]
    heads = RelativeHeads(4, 4)
    torch.nn.init.ones_(heads.interval)
    logits = heads(torch.randn(1, 4, 4), found)[0, 2, 0, FIRST_PITCH:]
    assert len(logits[logits != 0]) <= INTERVALS  # from D alone


def test_roots_are_those_of_stated_chords() -> None:
    assert around(C, chord=G_MAJOR).root.tolist() == [[7]]
    assert around(C, chord=CHORD_MASK).root.tolist() == [[NO_ROOT]]
    assert around(C, chord=NO_CHORD_TOKEN).root.tolist() == [[NO_ROOT]]


def test_heads_say_nothing_before_they_are_trained() -> None:
    heads, found = RelativeHeads(4, 4), around(C, MASK, D, chord=G_MAJOR)
    assert not heads(torch.randn(1, 3, 4), found).any()


@given(st.lists(st.sampled_from([MASK, REST, HOLD, C, D, E]), min_size=4, max_size=24), st.integers(-6, 6))
def test_heads_move_with_the_key(cells: list[int], shift: int) -> None:
    torch.manual_seed(0)
    tokens = torch.tensor(cells[: len(cells) // 4 * 4]).view(1, -1, VOICES)
    rows = torch.zeros(tokens.shape[:2], dtype=torch.int64)
    batch = CanvasBatch(
        tokens, rows + G_MAJOR, rows + 8, rows[..., None].expand(-1, -1, 5), rows[:, 0], no_density(1)
    )
    heads = RelativeHeads(4, 8)
    with torch.no_grad():
        for weight in (heads.degree, heads.interval):
            weight.normal_()
        heads.near.weight.zero_()  # which reads the notes themselves as well
        x = torch.randn(*tokens.shape[:2], 4)
        here, there = (
            heads(x, surroundings(b.voices, b.chord, b.bass, b.clock))[..., FIRST_PITCH:]
            for b in (batch, transposed(batch, torch.tensor([shift])))
        )
    inner = slice(6, TOKENS - FIRST_PITCH - 6)
    moved = there.roll(-shift, dims=-1)
    assert torch.allclose(here[..., inner], moved[..., inner], atol=1e-4)


def test_lines_say_how_a_note_was_reached_and_left() -> None:
    tokens = torch.full((1, 5, VOICES), REST)
    tokens[0, :, 0] = torch.tensor([C, HOLD, E, HOLD, D])
    rows = torch.zeros(1, 5, dtype=torch.int64)
    indexes, _ = lines(tokens, rows)
    per_voice = INTERVALS + 1
    reached = (indexes[0, :, 0] - WIDEST).tolist()
    left = (indexes[0, :, VOICES] - VOICES * per_voice - WIDEST).tolist()
    none = INTERVALS - WIDEST
    assert reached == [none, none, 4, 4, -2]
    assert left == [4, 4, -2, -2, none]


def test_a_discriminator_that_reads_intervals_begins_as_one_that_does_not() -> None:
    plain, reading = tiny_discriminator(), GridDiscriminator(RELATIVE).eval()
    adopt(reading, plain)
    rows = torch.zeros(1, 8, dtype=torch.int64)
    tokens = torch.full((1, 8, VOICES), D)
    batch = CanvasBatch(tokens, rows, rows, rows[..., None].expand(-1, -1, 5), rows[:, 0], no_density(1))
    with torch.no_grad():
        assert torch.allclose(plain(batch).cells, reading(batch).cells, atol=1e-5)
        reading.trunk.around.table.weight.normal_()
        assert not torch.allclose(plain(batch).cells, reading(batch).cells, atol=1e-3)


@pytest.mark.parametrize("rows", [1, 7])
def test_every_index_is_in_its_table(rows: int) -> None:
    rng = np.random.default_rng(0)
    tokens = torch.from_numpy(rng.integers(0, TOKENS, (3, rows, VOICES)))
    chord, bass = (torch.from_numpy(rng.integers(0, most, (3, rows))) for most in (NO_CHORD_TOKEN + 1, 14))
    found = surroundings(tokens, chord, bass, torch.zeros(3, rows, 5, dtype=torch.int64))
    told = [*zip((found.rows, found.cells), found.sizes, strict=True), lines(tokens, chord)]
    for indexes, size in told:
        assert indexes.min() >= 0
        assert indexes.max() < size
    assert found.references.shape == (3, rows, VOICES, REFERENCES)


def test_a_network_without_such_heads_is_the_beginning_of_one_with_them() -> None:
    plain, grown = tiny_generator(), GridGenerator(RELATIVE).eval()
    adopt(grown, plain)
    rows = torch.zeros(1, 8, dtype=torch.int64)
    tokens = torch.full((1, 8, VOICES), MASK)
    tokens[:, ::2, 0] = C
    batch = CanvasBatch(tokens, rows, rows, rows[..., None].expand(-1, -1, 5), rows[:, 0], no_density(1))
    with torch.inference_mode():
        assert torch.allclose(plain(batch).voices, grown(batch).voices, atol=1e-5)
