"""The likelihood table counts what it says, and its networks know only what they are given."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tuicomposer.errors import ComposerError, ModelError, SettingsError
from tuicomposer.models.purpose import is_for_benchmarks
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.training.config import TrainConfig
from tuicomposer.training.likelihood import steps as likelihood_steps
from tuicomposer.training.likelihood.checkpoint import Networks, load_networks, save_networks
from tuicomposer.training.likelihood.data import (
    HIDDEN,
    LOWEST,
    REST,
    TOKENS,
    VOICES,
    Batch,
    Batches,
    Rows,
    known_tunes,
    moved,
    padded,
    read_split,
    tokens_of,
    voice_ranges,
    without_copies,
)
from tuicomposer.training.likelihood.features import ORDER
from tuicomposer.training.likelihood.hold import HoldModel
from tuicomposer.training.likelihood.loop import LikelihoodRecipe, LikelihoodTraining, hide
from tuicomposer.training.likelihood.measure import (
    changed_cells,
    chronological_nats,
    ensembled,
    orderless_nats,
    questions,
    spans,
    summarise,
)
from tuicomposer.training.likelihood.network import LikelihoodConfig, LikelihoodNetwork
from tuicomposer.training.run import train


def config(chronological: bool) -> LikelihoodConfig:
    """A network that fits into a test."""
    return LikelihoodConfig(chronological, width=24, layers=2, heads=2, feed_forward=24, head_width=12)


def network(chronological: bool) -> LikelihoodNetwork:
    """The same weights each time."""
    torch.manual_seed(3)
    return LikelihoodNetwork(config(chronological)).eval()


def piece(steps: int, seed: int = 0) -> Rows:
    """Four voices that hold for four steps; a rest now and then."""
    rng = np.random.default_rng(seed)
    notes = rng.integers(0, 6, size=(steps // 4, VOICES)) + np.array([30, 22, 16, 8])
    notes[rng.random(notes.shape) < 0.05] = REST
    return np.repeat(notes, 4, axis=0)


def logits(net: LikelihoodNetwork, cells: torch.Tensor) -> torch.Tensor:
    """(T, V, P) of one piece."""
    with torch.inference_mode():
        found: torch.Tensor = net(Batch(cells[None], torch.tensor([len(cells)])))[0]
    return found


def test_probabilities_sum_to_one_and_none_is_zero() -> None:
    for chronological in (True, False):
        found = logits(network(chronological), torch.from_numpy(piece(16))).softmax(-1)
        assert found.shape == (16, VOICES, TOKENS)
        assert torch.allclose(found.sum(-1), torch.ones(16, VOICES), atol=1e-5)
        assert (found > 0).all()


@settings(max_examples=12, deadline=None)
@given(step=st.integers(0, 11), place=st.integers(0, 3), other=st.integers(0, TOKENS - 1))
def test_the_chronological_network_does_not_look_ahead(step: int, place: int, other: int) -> None:
    net, cells = network(True), torch.from_numpy(piece(12))
    before, changed = logits(net, cells), cells.clone()
    changed[step, ORDER[place]] = other
    after = logits(net, changed)
    assert torch.equal(before[:step], after[:step])
    for voice in ORDER[: place + 1]:  # of the same step, the cell itself included
        assert torch.equal(before[step, voice], after[step, voice])


def test_the_chronological_network_looks_back_and_across() -> None:
    net, cells = network(True), torch.from_numpy(piece(12))
    changed = cells.clone()
    changed[4, 0] += 1
    differs = (logits(net, cells) != logits(net, changed)).any(-1)
    assert differs[4, 1:].all()
    assert differs[5:].all()


def test_the_orderless_network_sees_nothing_of_hidden_cells_and_both_sides_of_given_ones() -> None:
    net, cells = network(False), torch.from_numpy(piece(12))
    hidden = cells.clone()
    hidden[6] = HIDDEN
    found = logits(net, hidden)
    for step in (3, 9):
        other = hidden.clone()
        other[step, 2] += 1
        assert (logits(net, other)[6] != found[6]).any(-1).all()


def test_padding_changes_nothing() -> None:
    short, long = piece(12, 1), piece(24, 2)
    for chronological in (True, False):
        net = network(chronological)
        with torch.inference_mode():
            together = net(padded([short, long]))[0, :12]
        assert torch.allclose(together, logits(net, torch.from_numpy(short)), atol=1e-5)


def test_the_order_of_a_step_makes_a_likelihood_of_the_step() -> None:
    """Chain rule: the nats of the measured cells are those of the logits at the notes."""
    net, notes = network(True), piece(16)
    (found,) = chronological_nats(net, [notes])
    expected = -logits(net, torch.from_numpy(notes)).log_softmax(-1)
    assert np.allclose(found, expected.gather(-1, torch.from_numpy(notes)[..., None])[..., 0], atol=1e-5)


def test_the_hold_model_counts_by_hand() -> None:
    """One voice pattern: from step 1 on always a hold, but a semitone up in the second bar."""
    notes = np.full((20, VOICES), 10)
    notes[16:] = 11
    model = HoldModel([notes])
    nats = model.nats(notes)
    intervals, tokens = 2 * TOKENS - 1, TOKENS
    assert nats.shape == notes.shape
    assert np.allclose(nats[0], -np.log(1.5 / (1 + tokens * 0.5)))
    assert np.allclose(nats[16], -np.log(1.1 / (1 + intervals * 0.1)))  # place 0 was seen once
    assert np.allclose(nats[1], -np.log(2.1 / (2 + intervals * 0.1)))  # place 1 twice
    assert np.isclose(np.exp(model.moves).sum(-1), 1).all()


def test_changed_cells_and_means_by_hand() -> None:
    notes = [np.array([[9, 9, 9, 9], [9, 9, 9, 8]]), np.array([[5, 5, 5, 5]])]
    nats = [np.array([[1.0, 1, 1, 1], [0, 0, 0, 4]]), np.array([[3.0, 3, 3, 3]])]
    assert changed_cells(notes[0]).tolist() == [[True] * 4, [False, False, False, True]]
    found = summarise(nats, notes)
    assert found.micro.value == pytest.approx((4 + 4 + 12) / 12)
    assert found.macro.value == pytest.approx((1 + 3) / 2)
    assert found.changed.value == pytest.approx((4 + 4 + 12) / 9)
    assert found.share_changed == pytest.approx(9 / 12)
    assert (found.macro.low, found.macro.high) == (1.0, 3.0)


def test_an_ensemble_is_the_mean_of_probabilities() -> None:
    nats = -np.log(np.array([0.5, 0.1]))[:, None, None]
    assert ensembled(nats) == pytest.approx(-np.log(0.3))


@given(cells=st.integers(4, 400), passes=st.integers(1, 40))
def test_spans_cover_every_place_once_and_leave_room(cells: int, passes: int) -> None:
    found = list(spans(cells, passes))
    assert [place for start, end in found for place in range(start, end)] == list(range(cells))
    assert all(end - start <= cells - (end - 1) for start, end in found)


@settings(max_examples=20)
@given(steps=st.integers(1, 20), seed=st.integers(0, 99), passes=st.integers(1, 9))
def test_every_cell_is_asked_once_and_never_given_with_itself(steps: int, seed: int, passes: int) -> None:
    asked = np.zeros((steps, VOICES), dtype=int)
    for question in questions(steps, np.random.default_rng(seed), passes):
        assert not (question.asked & question.given).any()
        asked += question.asked
    assert (asked == 1).all()


def test_questions_have_the_distribution_of_a_random_order() -> None:
    """Of 4 cells, each is given to each other one in half of all orders; the places are uniform."""
    rng, draws = np.random.default_rng(0), 4000
    places, pairs = np.zeros((4, 4)), np.zeros((4, 4))
    for _ in range(draws):
        for question in questions(1, rng, 2):
            for cell in np.flatnonzero(question.asked):
                places[cell, question.given.sum()] += 1
                pairs[cell] += question.given.ravel()
    assert np.abs(places / draws - 0.25).max() < 0.03
    assert np.abs(pairs[~np.eye(4, dtype=bool)] / draws - 0.5).max() < 0.03


def test_orderless_nats_are_those_of_a_uniform_model_if_it_knows_nothing() -> None:
    net = network(False)
    with torch.no_grad():
        net.heads.pitch.zero_()
        net.heads.interval.zero_()
    found = orderless_nats(net, piece(8), np.random.default_rng(0), orders=2, passes=3)
    assert found.shape == (2, 8, VOICES)
    assert np.allclose(found, np.log(TOKENS))


def test_hiding_is_uniform_in_number_and_never_hides_nothing() -> None:
    batch, rng = padded([piece(8)]), np.random.default_rng(0)
    numbers = np.bincount([int(hide(batch, rng)[1].sum()) for _ in range(3200)], minlength=33)
    assert numbers[0] == 0
    assert numbers[1:].min() > 50
    shown, hidden = hide(batch, rng)
    assert torch.equal(shown.cells == HIDDEN, hidden)


def test_batches_stay_in_the_ranges_and_keep_intervals() -> None:
    pieces = [piece(16, 1), piece(20, 2), moved(piece(16, 3), 5)]
    low, high = voice_ranges(pieces)
    batches = Batches(pieces, 2, np.random.default_rng(0), home=0.0)
    originals = {str(np.diff(one, axis=0).tolist()) for one in pieces}
    keys = set()
    for _ in range(30):
        batch = batches.draw()
        for row, length in zip(batch.cells.numpy(), batch.lengths.tolist(), strict=True):
            notes = row[:length]
            for voice in range(VOICES):
                sounding = notes[:, voice][notes[:, voice] != REST]
                assert low[voice] <= sounding.min()
                assert sounding.max() <= high[voice]
            keys.add(int(notes.max()))
            if (notes != REST).all():
                assert str(np.diff(notes, axis=0).tolist()) in originals
    assert len(keys) > 3


def test_reading_the_split(tmp_path: Path) -> None:
    path = tmp_path / "split.json"
    path.write_text(json.dumps({"train": [[[60, 55, 48, -1]]], "valid": [], "test": [[[81, 55, 48, 36]]]}))
    found = read_split(path)
    assert found.train[0].tolist() == [[60 - LOWEST + 1, 55 - LOWEST + 1, 48 - LOWEST + 1, REST]]
    assert found.test[0].max() == TOKENS - 1
    for text in ("{", "{}", '{"train": [[[1, 2, 3]]], "valid": [], "test": []}'):
        path.write_text(text)
        with pytest.raises(ComposerError, match="not the chorale split"):
            read_split(path)
    with pytest.raises(ValueError, match="range"):
        tokens_of([[99, 55, 48, 40]])


def test_a_transposed_copy_is_found() -> None:
    known, other = piece(24, 1), piece(24, 2)
    copy = np.concatenate([other[:4], moved(known[4:20], 3)])
    kept = without_copies([copy, other], [known], run=16)
    assert len(kept) == 1
    assert kept[0] is other


def test_a_tune_of_the_train_part_is_known_in_another_key_and_harmony() -> None:
    known, other = piece(120, 1), piece(120, 2)
    harmonised = np.concatenate([known[:, :1], other[:, 1:]], axis=1)
    assert known_tunes([other, moved(harmonised, 1), known], [known]).tolist() == [False, True, True]
    assert known_tunes([], [known]).tolist() == []


@pytest.mark.parametrize("chronological", [True, False])
def test_resumed_equals_uninterrupted(tmp_path: Path, chronological: bool) -> None:
    pieces = [piece(16, seed) for seed in range(4)]
    recipe = LikelihoodRecipe(config(chronological), batch=2, steps=4, warmup=1, half=chronological)

    def trained(path: Path, start: int, end: int) -> LikelihoodTraining:
        training = LikelihoodTraining(recipe, pieces[:3], pieces[3:])
        if start:
            training.resume(path)
        training.steps = end
        training.run(float("inf"), lambda _: None, path, every=2)
        return training

    straight = trained(tmp_path / "a.pt", 0, 4)
    trained(tmp_path / "b.pt", 0, 2)
    second = trained(tmp_path / "b.pt", 2, 4)
    assert second.best == straight.best
    for key, value in straight.average.state_dict().items():
        assert torch.equal(value, second.average.state_dict()[key]), key
        assert torch.equal(straight.best_weights[key], second.best_weights[key]), key


def test_training_lowers_the_loss(tmp_path: Path) -> None:
    pieces = [piece(16, seed) for seed in range(4)]
    recipe = LikelihoodRecipe(config(True), batch=4, steps=15, warmup=1, rate=0.01, average=0.5, half=False)
    training = LikelihoodTraining(recipe, pieces, pieces)
    before = training.validate()
    training.run(float("inf"), lambda _: None, tmp_path / "a.pt", every=15)
    assert training.validate() < 0.9 * before


def test_training_goes_on_from_given_networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = {
        name: LikelihoodRecipe(config(name == "chronological"), batch=2, warmup=1)
        for name in likelihood_steps.RECIPES
    }
    monkeypatch.setattr(likelihood_steps, "RECIPES", tiny)
    split, start = read_split(split_file(tmp_path)), Networks("tiny 1", network(True), network(False))
    settings = TrainConfig(tmp_path, steps=1, rate=1e-9, start=tmp_path / "old", models=tmp_path)
    assert likelihood_steps.train_networks(split, settings, start, float("inf"), lambda _: None)
    for name in tiny:
        found = torch.load(tmp_path / f"jsb-{name}.pt", weights_only=True)["best_weights"]
        for key, value in getattr(start, name).state_dict().items():
            assert torch.allclose(found[key], value, atol=1e-6), key
    (tmp_path / "jsb-chronological.pt").unlink()
    save_networks(tmp_path / "old", start, 1, "", {"chronological": {"steps_done": 9}})
    digest = likelihood_steps.release_networks(replace(settings, only="orderless", version=2), start)
    assert load_networks(tmp_path / "jsb", {digest}).name == "jsb 2"
    recipes = json.loads((tmp_path / "jsb" / "config.json").read_text())["recipe"]
    assert (recipes["chronological"]["steps_done"], recipes["orderless"]["steps_done"]) == (9, 1)


def test_a_folder_comes_back_and_defends_itself(tmp_path: Path) -> None:
    networks = Networks("tiny", network(True), network(False))
    digest = save_networks(tmp_path, networks, 2, "# tiny\n", {})
    found = load_networks(tmp_path, {digest})
    assert found.name == "tiny 2"
    assert is_for_benchmarks(tmp_path)
    for part in ("chronological", "orderless"):
        cells = torch.from_numpy(piece(12))
        assert torch.allclose(
            logits(getattr(found, part), cells), logits(getattr(networks, part), cells), atol=0.02
        )
    with pytest.raises(ModelError, match="not one this program trusts"):
        load_networks(tmp_path, {"0" * 64})


def split_file(folder: Path) -> Path:
    """Two pieces a part, as the collection has them."""
    path = folder / "split.json"
    parts = {
        part: [
            np.where(one == REST, -1, one + LOWEST - 1).tolist()
            for one in (piece(16, seed), piece(12, seed + 1))
        ]
        for seed, part in ((0, "train"), (10, "valid"), (20, "test"))
    }
    path.write_text(json.dumps(parts))
    return path


def test_the_command_trains_both_and_writes_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = {
        name: LikelihoodRecipe(config(name == "chronological"), batch=2, warmup=1, half=False)
        for name in likelihood_steps.RECIPES
    }
    monkeypatch.setattr(likelihood_steps, "RECIPES", tiny)
    settings = TrainConfig(tmp_path / "run", jsb=split_file(tmp_path), steps=2, models=tmp_path / "models")
    said: list[str] = []
    train("jsb", settings, said.append)
    assert said[-1].startswith("manifest ")
    found = load_networks(tmp_path / "models" / "jsb", {said[-1].split()[1]})
    assert found.name == "jsb 1"
    assert found.chronological.config.chronological
    assert not found.orderless.config.chronological
    train("jsb", settings, said.append)  # nothing is left to do
    assert "orderless: from step 2 of 2" in said
    with pytest.raises(SettingsError, match="needs the split"):
        train("jsb", TrainConfig(tmp_path / "run"), said.append)


def test_the_released_folder_is_trusted_and_is_what_its_card_says() -> None:
    folder = Path(__file__).resolve().parents[3] / "models" / "jsb"
    found, card = load_networks(folder, TRUSTED), (folder / "card.md").read_text(encoding="utf-8")
    assert is_for_benchmarks(folder)
    for net in (found.chronological, found.orderless):
        assert f"{sum(value.numel() for value in net.parameters()):,}" in card
    for name, recipe in json.loads((folder / "config.json").read_text(encoding="utf-8"))["recipe"].items():
        assert f"* {name}: stopped after step {recipe['steps_done']} of a planned {recipe['steps']}," in card
        assert f"{recipe['held_back_nats']:.3f} nats on the validation part" in card
