"""What habits are worth: counted by hand, and nothing where what they depend on is not known."""

from __future__ import annotations

import numpy as np
import pytest

from tuicomposer.generator import habits
from tuicomposer.generator.counterpoint import PAIRS
from tuicomposer.generator.habits import (
    NO_HABITS,
    WIDEST,
    following,
    habit_wishes,
    habit_wishes_at,
    habits_of,
    in_registers,
)
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD, LOWEST, MASK, REST, VOICES, pitch_token


def line(*cells: int) -> np.ndarray:
    """(1, rows, 4) tokens: the cells in the soprano, masks elsewhere."""
    tokens = np.full((1, len(cells), VOICES), MASK)
    tokens[0, :, 0] = cells
    return tokens


def wishes(
    tokens: np.ndarray, *, moves: dict[int, float] | None = None, tones: tuple[float, ...] = (0.0,) * 4
) -> np.ndarray:
    """What a soprano with some moves and rows with some tones make each token worth."""
    nats = np.zeros((VOICES, 2 * WIDEST + 1), np.float32)
    for interval, value in (moves or {}).items():
        nats[0, WIDEST + interval] = value
    table = NO_HABITS._replace(moves=nats, tones=np.array(tones, np.float32))
    return habit_wishes(tokens, table, np.zeros(tokens.shape[1], np.int64))


def test_the_next_onset_is_found_through_holds_alone() -> None:
    tokens = line(pitch_token(60), HOLD, pitch_token(64), MASK, pitch_token(67), HOLD, REST)
    assert following(tokens)[0, :, 0].tolist() == [64, 64, -1, 67, -1, -1, -1]


def test_moves_to_and_from_a_cell_are_worth_what_the_table_says() -> None:
    tokens, nats = line(pitch_token(60), MASK, pitch_token(64)), {2: 0.5, 4: 0.25, -3: -1.0}
    found = wishes(tokens, moves=nats)[0, 1, 0]
    assert found[pitch_token(62)] == pytest.approx(1.0)  # two steps up
    assert found[pitch_token(57)] == pytest.approx(-1.0)  # three down, then seven up
    assert found[pitch_token(61)] == 0
    assert found[HOLD] == pytest.approx(0.25)  # the four up that come after it
    assert found[REST] == 0
    assert not wishes(line(MASK, MASK, MASK), moves=nats).any()


def test_some_rows_are_worth_what_they_are_worth_among_all() -> None:
    rng = np.random.default_rng(4)
    tokens = rng.choice([MASK, REST, HOLD, HOLD, HOLD, *range(20, 50)], (3, 40, VOICES))
    table, levels, asked = habits_of("chorale"), rng.integers(0, 4, 40), rng.random((3, 40)) < 0.3
    assert table is not None
    found = habit_wishes_at(tokens, asked, table, levels)
    np.testing.assert_array_equal(found, habit_wishes(tokens, table, levels)[asked])
    assert found.any()


def test_wide_moves_are_one() -> None:
    found = wishes(line(pitch_token(50), MASK), moves={WIDEST: 2.0})[0, 1, 0]
    assert found[pitch_token(50 + WIDEST)] == found[pitch_token(80)] == 2.0


def test_a_row_is_worth_its_number_of_tones() -> None:
    tokens = np.array([[[pitch_token(pitch) for pitch in (72, 67, 64, 48)], [HOLD, HOLD, HOLD, MASK]]])
    found = wishes(tokens, tones=(9.0, -1.5, 0.25, 0.5))[0, 1, 3]
    assert found[pitch_token(60)] == found[HOLD] == pytest.approx(0.25)  # c, g and e
    assert found[pitch_token(57)] == pytest.approx(0.5)
    tokens[0, 0, 2] = pitch_token(67)
    assert wishes(tokens, tones=(9.0, -1.5, 0.25, 0.5))[0, 1, 3, HOLD] == pytest.approx(-1.5)
    tokens[0, 1, 2] = MASK
    assert not wishes(tokens, tones=(9.0, -1.5, 0.25, 0.5))[0, 1, 3].any()


def test_tables_have_their_shape_and_only_styles_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    chorale = habits_of("chorale")
    assert chorale is not None
    assert max(np.abs(part).max() for part in chorale) <= 4
    assert habits_of("song") is None
    assert "chorale" in STYLES
    habits_of.cache_clear()
    short = {name: [0.0] for name in NO_HABITS._fields}
    monkeypatch.setattr(habits.tomllib, "load", lambda _: {"chorale": short})
    with pytest.raises(ValueError, match="habits of chorale"):
        habits_of("chorale")
    habits_of.cache_clear()


def test_an_interval_is_worth_something_on_beats_to_every_voice_that_is_known() -> None:
    tokens = np.full((1, 2, VOICES), MASK)
    tokens[0, :, 0] = pitch_token(72)
    tokens[0, :, 3] = pitch_token(50)
    intervals = NO_HABITS.intervals.copy()
    intervals[PAIRS.index((0, 1)), 5] = 1.0  # a fourth below the soprano
    intervals[PAIRS.index((1, 3)), 5] = 0.25  # a fourth above the bass
    intervals[PAIRS.index((1, 2)), 5] = 9.0  # nobody knows the tenor
    found = habit_wishes(tokens, NO_HABITS._replace(intervals=intervals), np.array([3, 1]))
    assert found[0, 0, 1, pitch_token(67)] == pytest.approx(1.25)
    assert found[0, 0, 1, pitch_token(55)] == pytest.approx(1.25)
    assert found[0, 0, 1, pitch_token(66)] == 0
    assert not found[0, 1].any()


def test_a_note_is_worth_something_by_where_in_the_beat_it_begins() -> None:
    onsets = NO_HABITS.onsets.copy()
    onsets[2, 1] = 0.5
    tokens = np.full((1, 2, VOICES), MASK)
    found = habit_wishes(tokens, NO_HABITS._replace(onsets=onsets), np.array([2, 1]))
    assert (found[0, 1, 2, FIRST_PITCH:] == 0.5).all()
    assert found[0, 1, 2, HOLD] == found[0, 1, 2, REST] == 0
    assert not found[0, 0].any()
    assert not found[0, 1, [0, 1, 3]].any()


def test_a_pitch_is_worth_something_where_it_begins_and_a_wished_register_moves_that() -> None:
    pitches = NO_HABITS.pitches.copy()
    pitches[2, 60 - LOWEST], pitches[2, -1] = 0.5, -1.0
    table = NO_HABITS._replace(pitches=pitches)
    tokens = np.full((1, 2, VOICES), MASK)
    found = habit_wishes(tokens, table, np.array([2, 1]))
    assert found[0, 1, 2, pitch_token(60)] == 0.5
    assert found[0, 1, 2].sum() == -0.5
    assert not found[0, 1, [0, 1, 3]].any()
    higher = in_registers(table, (0, 0, 5, 12)).pitches
    assert higher[2, 65 - LOWEST] == higher.sum() == 0.5  # what lay at the top has left the table
    assert (in_registers(table, (7, 0, 0, -7)).pitches == pitches).all()
