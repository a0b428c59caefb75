"""Pieces become canvases without losing or inventing a note."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.generator.networks import TINY, tiny_generator
from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.generator.network import Verdict
from tuicomposer.generator.vocabulary import HOLD, MASK, REST
from tuicomposer.training.as_song import typed_song, window_of
from tuicomposer.training.dataset import (
    Windows,
    cut,
    draw_mask,
    draw_masked,
    encode_piece,
    refine,
    thin,
    transpose,
)
from tuicomposer.training.discriminator_loop import (
    DiscriminatorRecipe,
    DiscriminatorTraining,
    Pool,
    verdict_loss,
)
from tuicomposer.training.fakes import draw_real, judgeable, plant, rewrite, transposed
from tuicomposer.training.generator_loop import GeneratorRecipe, GeneratorTraining
from tuicomposer.training.measures import area_under_curve, balanced_accuracy, part_writing, shares
from tuicomposer.training.pieces import Piece, load_pieces, save_pieces
from tuicomposer.training.pool import load_pools, save_pool
from tuicomposer.training.splits import match_split


def chorale(name: str = "made up", steps: int = 64, seed: int = 0) -> Piece:
    """Four voices in quarter notes that wander over triads."""
    rng = np.random.default_rng(seed)
    roots = rng.choice([0, 5, 7], steps // 4)
    chords = np.stack([72 + roots % 5, 64 + roots % 7, 55 + roots % 5, 36 + roots], axis=1)
    pitch = chords.repeat(4, axis=0).astype(np.int16)
    onset = np.zeros(pitch.shape, bool)
    onset[::4] = True
    return Piece(name, "bach", "train", 16, 4, 0, pitch, onset)


def test_tokens_sound_like_the_piece() -> None:
    piece = chorale()
    assert (sounding_pitches(encode_piece(piece).voices) == piece.pitch).all()


def test_no_chord_is_typed_where_nobody_sings() -> None:
    piece = chorale()
    piece.pitch[:4] = piece.pitch[24:28] = -1
    piece.onset[:4] = piece.onset[24:28] = False
    song = typed_song(piece)
    chords = [row for row, cell in enumerate(song.sections[0].columns[0]) if cell is not None]
    assert chords[0] == 4
    assert (piece.pitch[chords] >= 0).any(axis=1).all()


def test_rests_survive() -> None:
    piece = chorale()
    piece.pitch[8:16, 1] = -1
    piece.onset[8:16, 1] = False
    piece.onset[16, 1] = True
    assert (sounding_pitches(encode_piece(piece).voices) == piece.pitch).all()


def test_transposition_moves_notes_and_chords_together() -> None:
    piece = encode_piece(chorale())
    moved = transpose(piece, 3)
    assert (sounding_pitches(moved.voices) == sounding_pitches(piece.voices) + 3).all()
    assert (transpose(moved, -3).chord == piece.chord).all()
    assert (transpose(moved, 9).chord == piece.chord).all()


def test_coarser_and_finer_grids_hold_the_same_notes() -> None:
    piece = encode_piece(chorale())
    coarse, fine = thin(piece, 4), refine(piece, 2)
    assert coarse is not None
    assert coarse.grid.rows_per_beat == 1
    assert (sounding_pitches(coarse.voices) == sounding_pitches(piece.voices)[::4]).all()
    assert (sounding_pitches(fine.voices)[::2] == sounding_pitches(piece.voices)).all()
    off_grid = encode_piece(chorale())
    off_grid.voices[2, 0] = REST
    assert thin(off_grid, 4) is None


def test_a_cut_starts_what_sounds_and_pads_with_rests() -> None:
    piece = encode_piece(chorale())
    window = cut(piece, 2, 100)
    assert (window.voices[0] == piece.voices[0]).all()
    assert (window.voices[62] == REST).all()
    assert (window.voices[63:] == HOLD).all()


def test_windows_are_repeatable() -> None:
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    first, again = (
        draw_masked(Windows(pieces, 32, np.random.default_rng(4)), 4).canvas.voices for _ in range(2)
    )
    assert torch.equal(first, again)


def test_masks_leave_something_and_hide_something() -> None:
    rng = np.random.default_rng(0)
    masks = [draw_mask(64, rng) for _ in range(200)]
    assert any(mask.all() for mask in masks)
    assert np.mean([mask.any() for mask in masks]) > 0.9
    only_lower = [mask for mask in masks if mask[:, 1:].any() and not mask[:, 0].any()]
    assert len(only_lower) > 40


def test_pieces_survive_their_file(tmp_path: Path) -> None:
    save_pieces([chorale(), chorale("other", 32)], tmp_path / "pieces.npz")
    first, second = load_pieces(tmp_path / "pieces.npz")
    assert (first.name, second.name, second.steps) == ("made up", "other", 32)
    assert (first.pitch == chorale().pitch).all()


def test_training_resumes_exactly(tmp_path: Path) -> None:
    """Six steps in one go, and three with a save between and three more, end in the same weights."""
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    recipe = GeneratorRecipe(network=TINY, rows=32, batch=2, steps=6, warmup=2)
    whole = GeneratorTraining(recipe, pieces, pieces)
    whole.run(float("inf"), lambda _: None, tmp_path / "whole.pt", every=3)
    half = GeneratorTraining(recipe, pieces, pieces)
    for _ in range(3):
        half._one_step()
    half.save(tmp_path / "half.pt")
    rest = GeneratorTraining(recipe, pieces, pieces)
    rest.resume(tmp_path / "half.pt")
    rest.run(float("inf"), lambda _: None, tmp_path / "rest.pt", every=3)
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, rest.network.state_dict()[name]), name


def test_the_generator_learns() -> None:
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    recipe = GeneratorRecipe(network=TINY, rows=32, batch=8, steps=60, warmup=5, rate=1e-2)
    training = GeneratorTraining(recipe, pieces, pieces)
    before = training.validate()["chorale"]
    for _ in range(60):
        training._one_step()
    assert training.validate()["chorale"] < 0.6 * before


def test_rewritten_and_planted_windows_are_labelled_by_what_changed(tmp_path: Path) -> None:
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    rng = np.random.default_rng(1)
    real = draw_real(Windows(pieces, 32, rng), 4)
    fake = rewrite(tiny_generator(), real, rng)
    truth = judgeable(real, fake)
    assert torch.equal(truth.cells == 0, fake.voices != real.voices)
    assert (fake.voices != MASK).all()
    planted = plant(real, rng, share=0.2)
    moved = (planted.voices - real.voices).abs()
    assert 0 < (moved > 0).float().mean() < 0.2
    assert moved.max() <= 2
    save_pool(Pool(real, fake), tmp_path / "fakes0.npz")
    assert torch.equal(load_pools([tmp_path / "fakes0.npz"]).fake.voices, fake.voices)


def test_transposed_windows_sound_higher() -> None:
    pieces = [encode_piece(chorale())]
    real = draw_real(Windows(pieces, 32, np.random.default_rng(1)), 2)
    moved = transposed(real, torch.tensor([2, -1]))
    assert (sounding_pitches(moved.voices[0].numpy()) == sounding_pitches(real.voices[0].numpy()) + 2).all()
    assert torch.equal(transposed(moved, torch.tensor([-2, 1])).chord, real.chord)


def test_the_discriminator_learns_to_see_what_was_rewritten() -> None:
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    rng = np.random.default_rng(1)
    real = draw_real(Windows(pieces, 32, rng), 16)
    pool = Pool(real, rewrite(tiny_generator(), real, rng))
    recipe = DiscriminatorRecipe(network=TINY, rows=32, batch=8, steps=60, rate=1e-2, warmup=5)
    training = DiscriminatorTraining(recipe, pieces, pool)
    losses = [training._one_step() for _ in range(60)]
    assert np.mean(losses[-10:]) < 0.7 * np.mean(losses[:10])


def test_windows_with_planted_faults_say_nothing_about_passages() -> None:
    pieces = [encode_piece(chorale(seed=seed)) for seed in range(3)]
    rng = np.random.default_rng(1)
    real = draw_real(Windows(pieces, 32, rng), 8)
    pool = Pool(real, rewrite(tiny_generator(), real, rng))
    recipe = DiscriminatorRecipe(network=TINY, rows=32, batch=6, planted=1 / 3, lost_voice=0.0)
    truth = DiscriminatorTraining(recipe, pieces, pool)._batch()
    assert truth.passage.isnan().tolist() == [False] * 4 + [True] * 2
    assert truth.passage[:4].tolist() == [0, 0, 1, 1]
    verdict = Verdict(torch.zeros(truth.cells.shape), torch.zeros(6))
    assert float(verdict_loss(verdict, truth)) == pytest.approx(1.3 * np.log(2))


def test_typed_songs_hold_the_soprano_and_the_chords() -> None:
    window = window_of(chorale(), 1, 2)
    assert window is not None
    song = typed_song(window, all_voices=True)
    section = song.sections[0]
    assert [cell.pitch for cell in section.columns[1] if cell is not None] == window.pitch[::4, 0].tolist()
    assert section.columns[0][0] is not None
    assert window_of(chorale(), 3, 2) is None


def test_the_published_split_is_recognised(tmp_path: Path) -> None:
    known, stranger = chorale("known", 128, seed=1), chorale("stranger", 128, seed=2)
    published = tmp_path / "published.json"
    moved = (known.pitch.astype(int) + 2).tolist()
    published.write_text(f'{{"train": [], "valid": [], "test": [{moved}]}}')
    assert match_split([known, stranger], published) == {"known": "test", "stranger": "train"}


def test_measures_by_hand() -> None:
    piece = window_of(chorale(), 0, 1)
    assert piece is not None
    song = typed_song(piece)
    chords = [cell.chord for cell in song.sections[0].columns[0] if cell is not None]
    rows = (
        [chords[0]] * 16
        if len(chords) == 1
        else [chords[min(row // 4, len(chords) - 1)] for row in range(16)]
    )
    same = piece.pitch.astype(np.int64)
    counts = part_writing(same, same, rows)
    assert counts.cells == counts.same == 48
    other = same.copy()
    other[:, 3] -= 12
    assert part_writing(other, same, rows).same == 32
    assert shares([counts, counts]).same == 1.0
    assert balanced_accuracy([0.9, 0.4], [0.1, 0.2]) == 0.75
    assert area_under_curve(np.array([0.9, 0.8]), np.array([0.1, 0.8])) == 0.875
