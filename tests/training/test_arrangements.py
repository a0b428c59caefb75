"""What the discriminator learns from differs from the originals in nothing but who wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pytest
import torch

from tests.generator.networks import TINY, tiny_discriminator, tiny_generator
from tests.training.test_windows import chorale
from tuicomposer.errors import SettingsError
from tuicomposer.generator.canvas import read, sounding_pitches
from tuicomposer.generator.checkpoint import load_model
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD
from tuicomposer.jobs.messages import Region
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.training import discriminator_recipe
from tuicomposer.training.arrangements import (
    CANDIDATES,
    ROWS,
    draw_arrangements,
    draw_originals,
    without,
)
from tuicomposer.training.as_song import typed_song
from tuicomposer.training.config import TrainConfig, read_config
from tuicomposer.training.dataset import encode_piece
from tuicomposer.training.discriminator_loop import (
    DiscriminatorRecipe,
    DiscriminatorTraining,
    Pool,
    planted_batches,
)
from tuicomposer.training.fakes import cropped
from tuicomposer.training.pieces import save_pieces
from tuicomposer.training.prepared import released_start
from tuicomposer.training.release import calibrated, write_judge
from tuicomposer.training.run import train

RELEASED: Final = Path(__file__).parents[2] / "models" / "grid"


@pytest.fixture(scope="module")
def pool() -> Pool:
    """Arrangements of two windows."""
    sampler = NetworkSampler(tiny_generator(), None, SamplerSettings(unmask_steps=2, rounds=1))
    pieces = [chorale(seed=seed) for seed in range(3)]
    return draw_arrangements(
        sampler,
        pieces,
        np.random.default_rng(1),
        count=2 * CANDIDATES,
        until=float("inf"),
        log=lambda _: None,
    )


def test_arrangements_keep_what_was_given_and_change_what_was_asked_for(pool: Pool) -> None:
    assert pool.real.voices.shape == pool.fake.voices.shape == (2 * CANDIDATES, ROWS, 4)
    changed = pool.real.voices != pool.fake.voices
    assert changed.any()
    assert not changed.all(dim=1).any()
    for field in ("chord", "bass", "clock", "style"):
        assert torch.equal(getattr(pool.real, field), getattr(pool.fake, field))


def test_originals_are_cut_like_the_arrangements(pool: Pool) -> None:
    pieces = [chorale(seed=seed) for seed in range(3)]
    originals = draw_originals(pieces, np.random.default_rng(3), 12)
    known = {voices.numpy().tobytes() for voices in originals.voices}
    assert {voices.numpy().tobytes() for voices in pool.real.voices} <= known


def test_a_region_of_a_song_can_be_emptied() -> None:
    song = typed_song(chorale(), all_voices=True)
    emptied = without(song, Region(0, (2, 3), 16, 32)).sections[0]
    for lane, column in enumerate(song.sections[0].columns):
        inside = column[16:32] if lane not in (2, 3) else (None,) * 16
        assert emptied.columns[lane] == (*column[:16], *inside, *column[32:])


def test_a_note_that_sounds_across_a_cut_starts_anew(pool: Pool) -> None:
    part = cropped(pool.real, 6, 20)
    assert part.voices.shape == (2 * CANDIDATES, 20, 4)
    assert (part.voices[:, 0] != HOLD).all()
    for whole, cut in zip(pool.real.voices, part.voices, strict=True):
        assert (sounding_pitches(whole.numpy())[6:26] == sounding_pitches(cut.numpy())).all()
    assert torch.equal(part.clock, pool.real.clock[:, 6:26])


def test_training_sees_originals_and_says_how_well_planted_faults_are_found(pool: Pool) -> None:
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    recipe = DiscriminatorRecipe(network=TINY, rows=ROWS, crops=(48, ROWS), batch=8, steps=4)
    training = DiscriminatorTraining(recipe, pieces, pool, pieces, originals=pool.real)
    truth = training._batch()
    assert truth.canvas.voices.shape[1] in recipe.crops
    assert truth.passage.isnan().tolist() == [False] * 4 + [True] * 4
    assert (truth.cells[2:4] == 1).all()
    training._one_step()
    assert 0.0 <= training._figures()["planted"] <= 1.0
    assert not planted_batches([], ROWS)


def test_the_chord_bass_is_a_tone_of_the_chord() -> None:
    piece = chorale()
    piece.pitch[:16, 3] = 38  # D below whatever chord is heard
    encoded = encode_piece(piece)
    known = (encoded.chord > 0) & (encoded.voices[:, 3] >= FIRST_PITCH)
    assert known.any()
    typed = typed_song(piece, all_voices=True)
    assert (read(typed, 0).bass == encoded.bass).all()


def test_a_released_model_with_a_new_judge_keeps_all_else(pool: Pool, tmp_path: Path) -> None:
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    training = DiscriminatorTraining(DiscriminatorRecipe(network=TINY, rows=ROWS, batch=4), pieces, pool)
    training.save(tmp_path / "discriminator.pt")
    digest = write_judge(tmp_path, RELEASED, tmp_path / "grid", 9)
    found, before = load_model(tmp_path / "grid", {digest}), load_model(RELEASED, TRUSTED)
    assert found.name == "grid 9"
    for key, value in before.generator.state_dict().items():
        assert torch.equal(found.generator.state_dict()[key], value)
    for key, value in training.network.state_dict().items():
        assert torch.equal(found.discriminator.state_dict()[key], value.half().float())
    assert np.array_equal(found.memory.hashes, before.memory.hashes)


def test_a_calibrated_judge_says_the_same_on_another_scale() -> None:
    canvas = planted_batches([encode_piece(chorale())], 32, batches=1)[0].canvas
    judge = tiny_discriminator().eval()
    with torch.inference_mode():
        before = judge(canvas)
        after = calibrated(judge, (2.0, -0.5))(canvas)
    assert torch.allclose(after.passage, 2 * before.passage - 0.5, atol=1e-5)
    assert torch.equal(after.cells, before.cells)


def test_a_calibration_is_a_pair(tmp_path: Path) -> None:
    path = tmp_path / "judge.toml"
    path.write_text('run = "runs"\ncalibration = [1.5, -0.25]\n', encoding="utf-8")
    assert read_config(path).calibration == (1.5, -0.25)
    path.write_text('run = "runs"\ncalibration = 1.5\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="no pair"):
        read_config(path)


def test_a_released_model_gets_a_new_judge_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discriminator_recipe, "_ORIGINALS", 8)
    config = TrainConfig(tmp_path, start=RELEASED, fakes=4, steps=2, models=tmp_path / "models", version=9)
    save_pieces([chorale(str(seed), seed=seed) for seed in range(3)], tmp_path / "pieces.npz")
    said: list[str] = []
    for step in ("fakes", "discriminator", "release"):
        train(step, config, said.append)
    found = load_model(tmp_path / "models" / "grid", {said[-1].split()[1]})
    before = load_model(RELEASED, TRUSTED)
    assert found.name == "grid 9"
    pairs = zip(found.discriminator.parameters(), before.discriminator.parameters(), strict=True)
    assert not all(torch.equal(new, old) for new, old in pairs)
    weights = zip(found.generator.parameters(), before.generator.parameters(), strict=True)
    assert all(torch.equal(new, old) for new, old in weights)


def test_a_run_with_a_generator_of_its_own_starts_from_no_release(tmp_path: Path) -> None:
    config = TrainConfig(tmp_path, start=RELEASED)
    assert released_start(config) == RELEASED
    (tmp_path / "generator.pt").touch()
    assert released_start(config) is None
