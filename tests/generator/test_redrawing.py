"""What is drawn again: whole beats of one voice, for a reason, and never what may not move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.generator.requests import request, typed
from tuicomposer.generator.canvas import encode
from tuicomposer.generator.counterpoint import parallels
from tuicomposer.generator.habits import NO_HABITS, WIDEST, Habits, worth_of_moves
from tuicomposer.generator.redrawing import STRAINED, STRETCH, UNHEARD, Redrawing
from tuicomposer.generator.rule_table import rules_of
from tuicomposer.generator.vocabulary import BASS, HOLD, VOICES, pitch_token

BEAT, BEATS = 4, 6
ROWS = BEAT * BEATS
SEVENTH = 10


def passage(*basses: int) -> torch.Tensor:
    """(1, rows, 4) tokens: a bass that changes on every beat below three held notes."""
    tokens = np.full((1, ROWS, VOICES), HOLD)
    tokens[0, 0, :BASS] = [pitch_token(pitch) for pitch in (72, 67, 64)]
    tokens[0, ::BEAT, BASS] = [pitch_token(pitch) for pitch in basses]
    return torch.from_numpy(tokens)


def disliking(interval: int, nats: float) -> Habits:
    """A table in which one move of the bass is worth something."""
    moves = NO_HABITS.moves.copy()
    moves[BASS, WIDEST + interval] = nats
    return NO_HABITS._replace(moves=moves)


def redrawing(habits: Habits | None = None, *, free: bool = True, seed: int = 0) -> Redrawing:
    movable = torch.full((ROWS, VOICES), free)
    beats = torch.arange(ROWS) // BEAT
    return Redrawing(movable, beats, rules_of("chorale"), habits, np.random.default_rng(seed))


def beats_of(again: torch.Tensor) -> set[int]:
    """Beats of the bass that are drawn again, each of them whole."""
    assert not again[..., :BASS].any()
    whole = again[0, :, BASS].view(BEATS, BEAT)
    assert (whole.all(1) == whole.any(1)).all()
    return set(whole.any(1).nonzero().flatten().tolist())


def test_moves_are_worth_what_the_table_says_where_something_moves() -> None:
    heard = np.array([[[-1, 60, 60, 48], [72, 60, 62, 58], [72, 60, 62, 78]]])
    table = NO_HABITS._replace(moves=np.arange(VOICES * 27, dtype=np.float32).reshape(VOICES, 27))
    worth = worth_of_moves(heard, table)[0].tolist()
    assert worth == [[0, 0, 0, 0], [0, 0, 54 + 15, 81 + 23], [0, 0, 0, 81 + 26]]


@pytest.mark.parametrize("seed", range(12))
def test_a_strained_move_has_the_beats_before_or_after_it_drawn_again(seed: int) -> None:
    tokens = passage(48, 50, 52, 52 - SEVENTH, 43, 45)
    found = beats_of(redrawing(disliking(-SEVENTH, STRAINED - 0.1), seed=seed).strained(tokens, STRAINED))
    before, after = {*range(3)}, {*range(3, 6)}
    assert 1 <= len(found) <= STRETCH
    assert (found <= before and 2 in found) or (found <= after and 3 in found)


def test_both_sides_have_their_turn() -> None:
    tokens = passage(48, 50, 52, 52 - SEVENTH, 43, 45)
    sides = {
        min(beats_of(redrawing(disliking(-SEVENTH, -4), seed=seed).strained(tokens, STRAINED))) < 3
        for seed in range(12)
    }
    assert sides == {False, True}


def test_what_people_do_and_styles_without_habits_are_left_alone() -> None:
    tokens = passage(48, 50, 52, 52 - SEVENTH, 43, 45)
    assert not redrawing(disliking(-SEVENTH, STRAINED + 0.1)).strained(tokens, STRAINED).any()
    assert not redrawing(disliking(SEVENTH, -4)).strained(tokens, STRAINED).any()
    assert not redrawing(None).strained(tokens, STRAINED).any()


def test_a_move_may_be_borne_while_writing_and_not_at_the_end() -> None:
    tokens = passage(48, 50, 52, 52 - SEVENTH, 43, 45)
    disliked = redrawing(disliking(-SEVENTH, (STRAINED + UNHEARD) / 2))
    assert disliked.strained(tokens, STRAINED).any()
    assert not disliked.strained(tokens, UNHEARD).any()
    assert redrawing(disliking(-SEVENTH, UNHEARD - 0.1)).strained(tokens, UNHEARD).any()


def test_the_most_doubted_beats_are_a_share_of_all() -> None:
    doubt = torch.zeros(2, ROWS, VOICES)
    doubt[0, 5, 1] = doubt[0, 17, BASS] = doubt[1, 0, 0] = doubt[1, 23, 2] = 1
    again = redrawing().doubted(doubt, 2.1 / (VOICES * BEATS))
    assert again.sum().item() == 4 * BEAT
    assert again[0, 4:8, 1].all()
    assert again[0, 16:20, BASS].all()
    assert again[1, :4, 0].all()
    assert again[1, 20:, 2].all()


@pytest.mark.parametrize("pickup", ["", "r:3 "])
def test_beats_are_counted_from_the_first_whole_or_not(pickup: str) -> None:
    canvas = encode(request(typed(f"{pickup}C5:4", "C")))
    rows = slice(1 if pickup else 0, None)
    short = replace(canvas, clock=canvas.clock[rows], free=canvas.free[rows])
    forced = torch.zeros(short.clock.shape[0], VOICES, dtype=torch.bool)
    found = Redrawing.of(short, forced, rules_of("chorale"), None, np.random.default_rng(0)).blocks
    assert found[:5].tolist() == ([0, 0, 0, 1, 1] if pickup else [0, 0, 0, 0, 1])


def test_a_broken_rule_has_the_beat_of_a_voice_drawn_again_that_may_move() -> None:
    tokens = passage(48, 48, 48, 48, 48, 48)
    tokens[0, 8, 0], tokens[0, 8, BASS] = pitch_token(74), pitch_token(50)
    assert parallels(np.array([[72, 67, 64, 48], [74, 67, 64, 50]]))
    again = redrawing().broken(tokens)
    assert again.sum().item() == BEAT
    assert again[0, 8:12, [0, BASS]].any()
    assert not redrawing(free=False).broken(tokens).any()
