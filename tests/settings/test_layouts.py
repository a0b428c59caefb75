"""Keyboard layouts: the same places of the hand give the same notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.settings.layouts import LAYOUTS, QWERTY, Layout, layout_of


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_two_rows_are_an_octave_apart_and_the_upper_one_goes_on_to_e(layout: Layout) -> None:
    lower, upper = layout.rows
    assert [layout.semitone(key) for key in lower] == list(range(12))
    assert [layout.semitone(key) for key in upper] == list(range(12, 29))


@pytest.mark.parametrize(
    ("name", "keys"), [("qwerty", "zc2"), ("qwertz", "yc2"), ("azerty", "wcé"), ("dvorak", ";j2")]
)
def test_each_layout_has_the_same_notes_in_the_same_places(name: str, keys: str) -> None:
    layout = layout_of(name.upper())
    assert [layout.semitone(key) for key in keys] == [0, 4, 13]
    assert [layout.semitone(key.upper()) for key in keys] == [0, 4, 13]


def test_digits_of_a_french_keyboard_with_caps_lock_are_the_black_keys_too() -> None:
    assert [LAYOUTS["azerty"].semitone(key) for key in "23567"] == [13, 15, 18, 20, 22]


def test_own_rows_may_be_longer_than_an_octave() -> None:
    own = layout_of("zsxdcvgbhnjm,l.;/ q2w3er5t6y7ui9o0p")
    assert own.semitone("/") == 16
    assert own.semitone("q") == 12
    assert own.semitone("a") is None


@pytest.mark.parametrize("text", ["", "qwer", "zz xx cc vv", "abcde a", "x" * 25, "a b c d e f", "\x1bsxdcv"])
def test_what_is_no_layout_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        layout_of(text)


@given(st.text(max_size=120))
def test_any_text_is_a_layout_or_refused(text: str) -> None:
    try:
        layout = layout_of(text)
    except ValueError:
        return
    assert layout.rows


@given(st.text(min_size=1, max_size=3))
def test_any_character_is_a_note_or_none(text: str) -> None:
    semitone = QWERTY.semitone(text)
    assert semitone is None or 0 <= semitone <= 28
