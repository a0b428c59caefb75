"""The rules of voice-leading: found by name, costed as they are found, mended where they are hard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.generator.requests import request, typed
from tuicomposer.generator.canvas import encode, read, sounding_pitches
from tuicomposer.generator.counterpoint import Tendency, cost_of, crossings, faults, out_of_range
from tuicomposer.generator.judging import Verdicts, reasons
from tuicomposer.generator.mending import mend
from tuicomposer.generator.proposal import Sampled
from tuicomposer.generator.reasons import rule_reasons
from tuicomposer.generator.rule_costs import heard_in, rule_costs, rule_costs_at, tendency_of
from tuicomposer.generator.rule_table import Rule, Weight, read_rules, rules_of
from tuicomposer.generator.styles import STYLES, lanes_for
from tuicomposer.generator.vocabulary import HOLD, TOKENS, pitch_token
from tuicomposer.score.cells import Note
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.song import Place, new_song

CHORALE = rules_of("chorale")


def rows(*chords: tuple[int, ...]) -> np.ndarray:
    """Sounding pitches, soprano to bass."""
    return np.array(chords)


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (Rule.PARALLEL_FIFTHS, (72, 64, 60, 53), (74, 64, 60, 55)),
        (Rule.PARALLEL_OCTAVES, (72, 64, 55, 48), (74, 65, 55, 50)),
        (Rule.DIRECT_OCTAVES, (67, 62, 59, 50), (72, 64, 60, 60)),
        (Rule.DIRECT_FIFTHS, (64, 60, 57, 53), (71, 62, 57, 64)),
        (Rule.CROSSING, (72, 64, 60, 53), (72, 59, 60, 53)),
        (Rule.SPACING, (72, 64, 60, 53), (77, 64, 60, 53)),
        (Rule.LEAP, (72, 64, 60, 53), (72, 64, 60, 38)),
        (Rule.SEVENTH_LEAP, (72, 64, 60, 53), (72, 64, 60, 43)),
        (Rule.TRITONE_LEAP, (72, 64, 60, 53), (72, 64, 60, 47)),
    ],
)
def test_each_rule_by_hand(rule: Rule, before: tuple[int, ...], after: tuple[int, ...]) -> None:
    assert rule in {fault.rule for fault in faults(rows(before, after), CHORALE)}
    assert not faults(rows(before, before), CHORALE)


def test_tendency_tones_by_hand() -> None:
    """The seventh of G7 falls to E, and the soprano's B rises to C."""
    wants = Tendency(np.array([11, -1]), np.array([5, -1]))
    good = rows((71, 65, 62, 55), (72, 64, 60, 48))
    assert not {Rule.LEADING_TONE, Rule.CHORD_SEVENTH} & {f.rule for f in faults(good, CHORALE, wants)}
    bad = rows((71, 65, 62, 55), (67, 67, 60, 48))
    assert {Rule.LEADING_TONE, Rule.CHORD_SEVENTH} <= {f.rule for f in faults(bad, CHORALE, wants)}
    doubled = rows((71, 65, 59, 55), (72, 64, 60, 48))
    assert Rule.DOUBLED_LEADING_TONE in {f.rule for f in faults(doubled, CHORALE, wants)}


def test_chords_say_what_their_tones_want() -> None:
    wants = tendency_of(encode(request(typed("C5:8", "G7 C"))))
    assert set(wants.leading[:8]) == {11}
    assert set(wants.seventh[:8]) == {5}
    assert set(wants.leading[8:]) == {-1}


def test_the_cost_of_a_pitch_is_what_its_faults_cost() -> None:
    rng = np.random.default_rng(3)
    table = replace(CHORALE, weights={rule: Weight(6.0, hard=True) for rule in CHORALE.hard})
    tokens = rng.integers(20, 50, (1, 24, 4))
    tokens[rng.random(tokens.shape) < 0.6] = HOLD
    tokens[:, 0] = 30
    wants = Tendency(np.full(24, -1), np.full(24, -1))
    costs = rule_costs(tokens, table, wants)

    def total(array: np.ndarray) -> float:
        return cost_of(faults(heard_in(array)[0], table), table)

    for row, voice in np.argwhere(tokens[0] != HOLD)[4:]:
        for token in (HOLD, *rng.integers(20, 50, 6)):
            changed = tokens.copy()
            changed[0, row, voice] = token
            expected = total(changed) - total(tokens)
            here = costs[0, row, voice]
            assert here[token] - here[tokens[0, row, voice]] == pytest.approx(expected)


def test_some_rows_cost_what_they_cost_among_all() -> None:
    rng = np.random.default_rng(4)
    tokens = rng.choice([0, 1, HOLD, HOLD, HOLD, *range(20, 50)], (3, 40, 4))
    wants = Tendency(rng.integers(-1, 12, 40), rng.integers(-1, 12, 40))
    asked = rng.random((3, 40)) < 0.3
    found = rule_costs_at(tokens, asked, CHORALE, wants)
    np.testing.assert_array_equal(found, rule_costs(tokens, CHORALE, wants)[asked])
    assert found.any()


def test_rests_and_masks_cost_nothing() -> None:
    tokens = np.zeros((2, 8, 4), np.int64)
    wants = Tendency(np.full(8, -1), np.full(8, -1))
    assert not rule_costs(tokens, CHORALE, wants).any()


def test_what_breaks_a_hard_rule_is_mended_and_chords_stay_contained() -> None:
    asked = request(typed("C5:2 D5:2", "C G"))
    canvas = encode(asked)
    tokens = canvas.tokens.copy()
    tokens[:, 1:] = HOLD
    tokens[0, 1:] = [pitch_token(pitch) for pitch in (67, 64, 48)]
    tokens[8, 1:] = [pitch_token(pitch) for pitch in (71, 66, 55)]
    tokens[8, 2] = pitch_token(62)
    tokens[0, 2] = pitch_token(60)  # tenor and soprano in octaves
    heard = sounding_pitches(tokens)
    assert Rule.PARALLEL_OCTAVES in {fault.rule for fault in faults(heard, CHORALE)}
    fixed = mend(canvas, tokens, np.zeros((canvas.rows, 4, TOKENS)))
    left = {fault.rule for fault in faults(sounding_pitches(fixed), CHORALE)}
    assert not left & CHORALE.hard
    assert (fixed[:, 0] == tokens[:, 0]).all()


def test_reasons_cite_the_rule() -> None:
    asked = request(typed("C5:2 D5:2", "C G"))
    canvas = encode(asked)
    heard = np.repeat(rows((72, 67, 60, 48), (74, 69, 62, 50)), 8, axis=0)
    found = {reason.rule: reason for reason in rule_reasons(canvas, heard)}
    assert {"parallel octaves", "parallel fifths"} <= set(found)
    assert found["parallel fifths"].sentence.endswith("move in parallel fifths.")
    assert found["parallel octaves"].bar == 1


def test_a_voice_outside_its_range_is_named_and_costs_nothing() -> None:
    low = rows((72, 64, 60, 53), (72, 64, 60, 35), (72, 64, 60, 35), (86, 64, 60, 36))
    assert [(fault.row, fault.voices) for fault in out_of_range(low, CHORALE)] == [(1, (3,)), (3, (0,))]
    for style in STYLES:
        assert rules_of(style).cost(Rule.RANGE) == 0
    assert Rule.RANGE not in {fault.rule for fault in faults(low, CHORALE)}
    dear = replace(CHORALE, weights={Rule.RANGE: Weight(1.0)})
    assert cost_of(faults(low, dear), dear) == 2
    canvas = encode(request(typed("C5:4", "C")))
    said = [reason for reason in rule_reasons(canvas, np.repeat(low, 4, axis=0)) if reason.rule == "range"]
    assert [reason.sentence for reason in said] == [
        "Melody has D6, outside its comfortable range from A3 to C6.",
        "Bass has B1, outside its comfortable range from C2 to E4.",
    ]
    inside = np.repeat(rows((72, 64, 60, 53)), 16, axis=0)
    assert "range" not in {reason.rule for reason in rule_reasons(canvas, inside)}


def test_a_table_may_give_ranges_a_cost_in_the_sampler() -> None:
    dear = replace(CHORALE, weights={Rule.RANGE: Weight(1.0)})
    tokens = np.full((1, 4, 4), HOLD)
    wants = Tendency(np.full(4, -1), np.full(4, -1))
    costs = rule_costs(tokens, dear, wants)[0, 0]
    for voice, (low, high) in enumerate(dear.ranges):
        assert costs[voice, pitch_token(low)] == costs[voice, pitch_token(high)] == 0
        assert costs[voice, pitch_token(low - 1)] == 1


def test_every_style_has_rules_and_a_stranger_takes_the_usual_ones() -> None:
    for style in (*STYLES, "song", "leadsheet"):
        assert len(rules_of(style).ranges) == 4
    assert rules_of("no such style") == rules_of("any")
    assert not rules_of("song").hard
    assert rules_of("chorale").hard == {Rule.PARALLEL_FIFTHS, Rule.PARALLEL_OCTAVES}


def test_a_wrong_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no such rule"):
        read_rules({"a": {"ranges": [[1, 2]] * 4, "rules": {"no such rule": {}}}}, "a")
    with pytest.raises(ValueError, match="four ranges"):
        read_rules({"a": {"ranges": [[1, 2]]}}, "a")


def test_crossed_rows_are_counted() -> None:
    assert crossings(rows((72, 64, 60, 53), (72, 59, 60, 53), (-1, 64, -1, 53))).tolist() == [
        False,
        True,
        False,
    ]


def test_merit_needs_no_judge() -> None:
    canvas = encode(request(typed("C5:4", "C")))
    assert isinstance(Sampled(canvas, canvas.tokens).merit, float)


def test_a_song_is_judged_by_the_rules_of_songs() -> None:
    """Octaves between voice and keyboard are texture there, and faults in four voices."""
    heard = rows((72, 67, 60, 48), (74, 69, 62, 50))
    found = {}
    for style in ("chorale", "song"):
        song = new_song(bars=1, lanes=lanes_for(style))
        cells = tuple(
            (Place(0, lane, row), Note(int(heard[row, lane - 1]))) for lane in range(1, 5) for row in (0, 1)
        )
        song = apply(song, SetCells(cells)).song
        canvas = read(song, 0)
        whole = Verdicts(
            0.9, np.ones((canvas.rows, 4)), np.ones((canvas.rows, 4)), np.zeros((canvas.rows, 4), np.int64)
        )
        found[style] = {reason.rule for reason in reasons(canvas, whole)}
    assert "parallel octaves" in found["chorale"]
    assert "parallel octaves" not in found["song"]
