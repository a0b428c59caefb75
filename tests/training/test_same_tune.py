"""The same tune is found in any key and under any title; what was learned from is never measured on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tuicomposer.training.pieces import VOICES, Piece
from tuicomposer.training.same_tune import same_tunes
from tuicomposer.training.splits import split_by_tune

FRERE = [
    60,
    62,
    64,
    60,
    60,
    62,
    64,
    60,
    64,
    65,
    67,
    64,
    65,
    67,
    67,
    69,
    67,
    65,
    64,
    60,
    67,
    69,
    67,
    65,
    64,
    60,
]
BEATS = [4] * 8 + [4, 4, 8] * 2 + [2, 2, 2, 2, 4, 4] * 2
ALLE = [
    72,
    67,
    64,
    65,
    69,
    67,
    65,
    64,
    62,
    67,
    71,
    72,
    69,
    66,
    67,
    74,
    71,
    67,
    69,
    65,
    62,
    64,
    60,
    59,
    57,
    55,
]


def tune(pitches: list[int], lengths: list[int], split: str = "train", name: str = "a tune") -> Piece:
    """A melody over nothing."""
    steps = sum(lengths)
    pitch, onset = np.full((steps, VOICES), -1, np.int16), np.zeros((steps, VOICES), bool)
    starts = np.cumsum([0, *lengths[:-1]])
    pitch[:, 0], onset[starts, 0] = np.repeat(pitches, lengths), True
    return Piece(name, "hymns", split, 16, 4, 0, pitch, onset)


def test_a_tune_is_found_in_another_key_and_with_another_last_bar() -> None:
    moved = [pitch + 5 for pitch in FRERE]
    other_end = [*moved[:-4], 72, 71, 69, 65]
    found = [tune(FRERE, BEATS), tune(ALLE, BEATS, name="b"), tune(other_end, BEATS, name="c")]
    assert same_tunes(found) == [[0, 2], [1]]


def test_a_tune_is_found_in_notes_of_twice_the_length() -> None:
    slow = tune(FRERE, [2 * length for length in BEATS], name="slow")
    assert same_tunes([tune(FRERE, BEATS), slow]) == [[0, 1]]


def test_a_tune_is_found_behind_passing_notes() -> None:
    plain = [72, 69, 65, 67, 71, 74, 72, 76, 72, 69, 71, 67, 64, 65, 69, 60, 64, 67, 65, 62]
    pairs = [(a, (a + b) // 2) if abs(a - b) > 2 else (a, a) for a, b in pairwise(plain)]
    decked = [pitch for pair in pairs for pitch in pair] + [plain[-1]]
    lengths = [2] * (len(decked) - 1) + [4]
    assert same_tunes([tune(plain, [4] * len(plain)), tune(decked, lengths, name="decked")]) == [[0, 1]]


def test_harmony_does_not_count_and_pieces_without_notes_are_alone() -> None:
    bare = tune(FRERE, BEATS)
    full = replace(bare, name="full", pitch=bare.pitch.copy(), onset=bare.onset.copy(), collection="bach")
    full.pitch[:, 3], full.onset[::8, 3] = 48, True
    silent = replace(bare, name="silent", onset=np.zeros_like(bare.onset), pitch=np.full_like(bare.pitch, -1))
    assert same_tunes([bare, silent, full, replace(silent, name="more")]) == [[0, 2], [1], [3]]


def test_the_runs_of_one_file_are_together() -> None:
    found = [tune(FRERE, BEATS, name="song#0"), tune(ALLE, BEATS, name="song#1"), tune(ALLE[::-1], BEATS)]
    assert same_tunes(found) == [[0, 1], [2]]


def test_one_training_piece_takes_its_tune_along() -> None:
    pieces = [
        tune(FRERE, BEATS, "test"),
        tune([pitch + 2 for pitch in FRERE], BEATS, "train", "the same"),
        tune(ALLE, BEATS, "test", "other"),
        tune(ALLE, BEATS, "valid", "the other again"),
        tune([min(84, 55 + 3 * index) for index in range(26)], BEATS, "test", "alone"),
    ]
    assert [piece.split for piece in split_by_tune(pieces)] == ["train", "train", "valid", "valid", "test"]


melodies = st.lists(st.integers(55, 80), min_size=12, max_size=30)
collections = st.lists(st.tuples(melodies, st.sampled_from(["train", "valid", "test"])), max_size=12)


@settings(deadline=None, max_examples=40)
@given(collections, st.integers(-9, 9), st.randoms(use_true_random=False))
def test_any_split_by_tune(found: list[tuple[list[int], str]], shift: int, random: object) -> None:
    pieces = [
        tune(pitches, [4] * len(pitches), split, str(index)) for index, (pitches, split) in enumerate(found)
    ]
    pieces += [replace(piece, name=f"{piece.name} again", pitch=piece.pitch + shift) for piece in pieces[:3]]
    once = split_by_tune(pieces)
    assert [piece.split for piece in split_by_tune(once)] == [piece.split for piece in once]
    for before, after in zip(pieces, once, strict=True):
        assert before.split != "train" or after.split == "train"
        assert not (before.split == "valid" and after.split == "test")
    groups = same_tunes(pieces)
    assert sorted(index for group in groups for index in group) == list(range(len(pieces)))
    assert all(len({once[index].split for index in group}) == 1 for group in groups)
    order = list(range(len(pieces)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = same_tunes([pieces[index] for index in order])
    assert {frozenset(order[index] for index in group) for group in shuffled} == set(map(frozenset, groups))
