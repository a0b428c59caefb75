"""Pitches by letter and by degree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import keys
from tuicomposer.errors import EntryError
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import pitch_class_of
from tuicomposer.score.scale import check_in_scale, degree_name, letter_class, nearest


@given(keys, st.integers(0, 6), st.integers(-1, 1))
def test_a_degree_is_named_after_its_pitch(key: Key, number: int, accidental: int) -> None:
    assert pitch_class_of(degree_name(key, number, accidental)) == (key.scale[number] + accidental) % 12


@given(keys)
def test_the_signature_gives_each_letter_one_note_of_the_scale(key: Key) -> None:
    assert {letter_class(letter, key) for letter in "CDEFGAB"} == set(key.scale)


def test_letters_are_natural_without_a_key_and_in_signature_with_one() -> None:
    assert letter_class("F", None) == 5
    assert letter_class("F", Key("G")) == 6
    assert letter_class("B", Key("D", "minor")) == 10


@given(st.integers(0, 11), st.integers(0, 127))
def test_the_nearest_note_is_at_most_a_tritone_away_or_at_the_edge(pitch_class: int, near: int) -> None:
    pitch = nearest(pitch_class, near)
    assert pitch % 12 == pitch_class
    assert 0 <= pitch <= 127
    assert abs(pitch - near) <= 6 or near in range(6) or near > 121


def test_of_two_equally_near_notes_the_upper_one_is_taken() -> None:
    assert nearest(6, 60) == 66


def test_a_note_outside_the_scale_is_named_in_the_key() -> None:
    check_in_scale(70, Key("F"))
    with pytest.raises(EntryError, match="Gb4 is outside F major"):
        check_in_scale(66, Key("F"))
