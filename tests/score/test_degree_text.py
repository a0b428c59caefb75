"""Roman numerals and Nashville numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import chords, keys
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.degree_text import looks_like_degree, read_degree
from tuicomposer.score.key import Key, parse_key
from tuicomposer.score.roman import roman


@pytest.mark.parametrize(
    ("key", "typed", "symbol"),
    [
        ("C", "I", "C"), ("C", "ii", "Dm"), ("C", "ii7", "Dm7"), ("C", "IIm7", "Dm7"), ("C", "iim7", "Dm7"),
        ("C", "V7", "G7"), ("C", "V65", "G7/B"), ("C", "I64", "C/G"), ("C", "viio", "Bdim"),
        ("C", "vii°7", "Bdim7"),
        ("C", "viiø7", "Bm7b5"), ("C", "viih", "Bm7b5"), ("C", "bVII", "Bb"), ("C", "#ivo7", "F#dim7"),
        ("C", "V7/V", "D7"), ("C", "V65/vi", "E7/G#"), ("C", "viio7/ii", "C#dim7"), ("C", "IV/G", "F/G"),
        ("C", "IV/5", "F/G"), ("C", "Imaj7", "Cmaj7"), ("C", "Vsus4", "Gsus4"), ("C", "V9", "G9"),
        ("C", "IJ", "Cmaj7"),
        ("Eb", "vi7", "Cm7"), ("F#", "IV", "B"), ("Am", "i", "Am"), ("Am", "VI", "F"), ("Am", "VII7", "G7"),
        ("Am", "viio7", "G#dim7"), ("Am", "bII6", "Bb/D"), ("Am", "III+", "Caug"), ("Am", "v7", "Em7"),
        ("C", "1", "C"), ("C", "2m7", "Dm7"), ("C", "6-", "Am"), ("C", "57", "G7"), ("C", "5/7", "G/B"),
        ("C", "1/e", "C/E"),
        ("C", "4J", "Fmaj7"), ("C", "#4d7", "F#dim7"), ("D", "5", "A"), ("D", "69", "B9"), ("Am", "3", "C"),
        ("Am", "57", "E7"),
        ("C", "_7", "Bb"), ("C", "_3", "Eb"), ("C", "_6m", "Abm"), ("C", "#4dim", "F#dim"),
        ("C", "_7J", "Bbmaj7"),
        ("C", "1/_7", "C/Bb"), ("C", "V/_7", "G/Bb"), ("D", "_7", "C"), ("E", "_3", "G"), ("Eb", "_6", "Cb"),
        ("Am", "_2", "Bb"),
    ],
)  # fmt: skip
def test_degrees_in_their_key(key: str, typed: str, symbol: str) -> None:
    chord = read_degree(typed, parse_key(key))
    assert chord is not None
    assert chord.symbol == symbol
    assert looks_like_degree(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "8", "0", "C", "Iv", "V/", "V/x", "V7/V7", "1/8", "/5", "Vxyz", "V64/", "vM7b"),
        *("b7", "b3", "b6m", "_8", "_", "__7", "_VII"),
    ],
)
def test_what_is_no_degree_is_not_guessed(typed: str) -> None:
    assert read_degree(typed, Key("C")) is None


@given(chords, keys)
def test_what_roman_writes_is_read_as_the_same_sound(chord: Chord, key: Key) -> None:
    """Numerals do not say how a root is spelled, nor whether a chord without a third has one."""
    heard = read_degree(roman(chord, key), key)
    if chord.is_silence:
        assert heard is None
        return
    assert heard is not None, roman(chord, key)
    assert heard.root_class == chord.root_class
    assert heard.bass_class == chord.bass_class
    if {3, 4} & set(chord.quality.intervals):
        assert heard.pitch_classes == chord.pitch_classes


@given(st.text(max_size=12) | st.text("IViv1234567#b/o+°øJHDSm79-ge", max_size=9), keys)
def test_what_is_accepted_prints_to_a_symbol_of_the_same_chord(text: str, key: Key) -> None:
    chord = read_degree(text, key)
    if chord is not None:
        assert parse_chord(chord.symbol) == chord
