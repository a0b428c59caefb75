"""Counted successions of chords, and what they are worth where chords are chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.generator.networks import tiny_sampler
from tests.generator.requests import request, typed
from tuicomposer.generator.harmony_wish import HarmonyWish, has_counts, likeliest_key
from tuicomposer.generator.proposal import propose
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import Controls, Harmony
from tuicomposer.score.cells import ChordCell
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.chord_classes import FINE_SUFFIXES, label_of
from tuicomposer.score.edits import apply
from tuicomposer.score.key import Key


def fine(symbol: str) -> str:
    chord = parse_chord(symbol)
    return str(chord.root_class * len(FINE_SUFFIXES) + FINE_SUFFIXES.index(chord.suffix))


C, F, G7, AM = (fine(symbol) for symbol in ("C", "F", "G7", "Am"))
PLAIN: Harmony = {
    "major": {"": {C: 40, F: 20, G7: 20}, C: {F: 9, G7: 3}, F: {G7: 6, C: 2}, G7: {C: 9}},
    "minor": {},
}


def label(symbol: str) -> int:
    return label_of(parse_chord(symbol))


def test_what_followed_often_is_worth_more() -> None:
    worth = HarmonyWish(PLAIN, Key("C")).worth(label("C"), None)
    assert worth[label("F")] > worth[label("G7")] > worth[label("Am")]
    assert worth[label("F")] > 0 > worth[label("Am")]
    assert worth[label("C")] == 0


def test_a_first_chord_is_worth_how_common_it_is() -> None:
    wish = HarmonyWish(PLAIN, Key("C"))
    worth = wish.worth(None, None)
    assert worth[label("C")] > worth[label("F")] > worth[label("D")]
    assert wish.common.sum() == pytest.approx(1)
    assert float(wish.common @ worth) == pytest.approx(0)


def test_what_comes_after_counts_too() -> None:
    wish = HarmonyWish(PLAIN, Key("C"))
    assert wish.worth(label("C"), label("C"))[label("G7")] > wish.worth(label("C"), None)[label("G7")]


def test_counts_lie_above_the_tonic() -> None:
    in_c, in_d = (HarmonyWish(PLAIN, Key(tonic)) for tonic in "CD")
    assert in_d.worth(label("D"), None)[label("A7")] == in_c.worth(label("C"), None)[label("G7")]


def test_the_relative_key_stands_for_a_mode_that_was_not_counted() -> None:
    np.testing.assert_array_equal(
        HarmonyWish(PLAIN, Key("A", "minor")).common, HarmonyWish(PLAIN, Key("C")).common
    )


def test_the_key_is_that_in_which_what_is_wanted_is_common() -> None:
    wanted = np.full((3, 120), 1e-3)
    for place, symbol in enumerate(("Eb", "Ab", "Bb7")):
        wanted[place, label(symbol)] = 0.9
    assert likeliest_key(PLAIN, wanted).tonic_class == Key("Eb").tonic_class


def test_nothing_counted_is_no_wish() -> None:
    assert has_counts(PLAIN)
    assert not has_counts({"major": {}, "minor": {}})
    assert not has_counts(None)


@pytest.mark.parametrize("key", [Key("C"), None])
def test_chords_are_chosen_among_those_that_were_counted(key: Key | None) -> None:
    song = replace(typed("C5 D5 E5 F5 E5 D5 C5 C5", ""), key=key)
    asked = request(song, lanes=(0,))

    def share(controls: Controls) -> float:
        wished = replace(asked, controls=controls)
        made = propose(wished, tiny_sampler(), "tiny", lambda *_: None, CancelToken())
        after = apply(song, made.candidates[0].edit).song
        chords = [cell.chord for cell in after.sections[0].columns[0] if isinstance(cell, ChordCell)]
        # Without a key it is one in which the tonic, the fourth and the fifth are what is there.
        tonics = [key.tonic_class] if key else list(range(12))
        near = [[(chord.root_class - tonic) % 12 in (0, 5, 7) for chord in chords] for tonic in tonics]
        return max(sum(one) for one in near) / len(chords)

    assert share(Controls(harmony=PLAIN)) > max(0.8, share(Controls()))
