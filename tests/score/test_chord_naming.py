"""Naming the chord that some pitches make, and completing a half-typed one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import chords
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_completion import completed, completions
from tuicomposer.score.chord_naming import named
from tuicomposer.score.degree_text import read_degree
from tuicomposer.score.key import Key
from tuicomposer.score.symbol_text import read_symbol
from tuicomposer.score.voicing import voicing


@pytest.mark.parametrize(
    ("pitches", "symbol"),
    [
        ((60, 64, 67), "C"), ((64, 67, 72), "C/E"), ((57, 60, 64, 67), "Am7"), ((60, 64, 67, 69), "C6"),
        ((62, 65, 69, 72), "Dm7"), ((59, 62, 65, 69), "Bm7b5"), ((60, 67), "C5"), ((62, 60, 64, 67), "Cadd9"),
        ((50, 60, 64, 67), "Cadd9/D"), ((53, 55, 59, 62), "G7/F"), ((54, 60, 64, 67), "C/F#"),
        ((60, 63, 66, 69), "Cdim7"),
        ((48, 60, 64, 67, 76), "C"), ((60, 65, 67), "Csus4"),
    ],
)  # fmt: skip
def test_held_keys_have_a_name(pitches: tuple[int, ...], symbol: str) -> None:
    chord = named(pitches)
    assert chord is not None
    assert chord.symbol == symbol


@pytest.mark.parametrize("pitches", [(), (60,), (60, 72), (60, 61, 62), (60, 61, 66, 67, 68, 69)])
def test_what_is_no_chord_of_the_table_has_none(pitches: tuple[int, ...]) -> None:
    assert named(pitches) is None


@given(chords, st.booleans())
def test_a_voiced_chord_is_named_by_its_own_sound(chord: Chord, flats: bool) -> None:
    pitches = voicing(chord)
    heard = named(pitches, flats=flats)
    if chord.is_silence:
        assert heard is None
        return
    assert heard is not None
    assert heard.pitch_classes == chord.pitch_classes
    assert heard.bass_class == chord.bass_class


@given(st.lists(st.integers(0, 127), max_size=8))
def test_any_pitches_are_named_exactly_or_not_at_all(pitches: list[int]) -> None:
    heard = named(pitches)
    if heard is not None:
        assert heard.pitch_classes == {pitch % 12 for pitch in pitches}
        assert heard.bass_class == min(pitches) % 12


def test_completion_knows_the_key() -> None:
    assert completions("d", Key("C"))[:2] == ("Dm", "Dm7")
    assert completions("d", Key("D"))[0] == "Dmaj7"
    assert completions("fmaj", Key("C"))[0] == "Fmaj7"
    assert completions("dm,gm", None)[0] == "Gm7"
    assert completions("bbm", None)[0] == "Bbm7"
    assert completions("cj", Key("C"))[0] == "Cmaj7"
    assert completions("V", Key("C"))[0] == "V7"
    assert completions("dm,ii", Key("C"))[0] == "ii7"
    assert completions("5", Key("G"))[0] == "57"
    assert completions("bVIIm", Key("C"))[:2] == ("bVIIm7", "bVIImaj7")
    assert completions("V", None) == ()
    assert completions("C/", Key("C"))[:2] == ("C/E", "C/G")
    assert completions("g7/f", None) == ("G7/F",)
    assert completions("V7/", Key("C"))[:3] == ("V7/B", "V7/D", "V7/F")
    assert completions("/", Key("C")) == ()
    assert completions("cxyz", None) == ()


def test_what_is_typed_already_stands_last() -> None:
    for text in ("dm", "Dm", "g7", "d", "V", "ii7", "5", "b7", "_7", "bbm", "C/E"):
        for key in (Key("C"), Key("D")):
            chords = [read_symbol(symbol) or read_degree(symbol, key) for symbol in completions(text, key)]
            assert (read_symbol(text) or read_degree(text, key)) not in chords[:-1]


def test_usual_chords_come_before_rare_ones() -> None:
    assert completions("d", None) == ("Dm", "D7", "Dm7", "Dmaj7", "D6", "D")
    assert completions("g", Key("C"))[0] == "G7"
    assert completions("n", None) == completions("N.", Key("C")) == ("N.C.",)


def test_a_b_before_a_number_is_completed_to_the_lowered_degree_too() -> None:
    assert completions("b7", Key("C"))[0] == "_7"
    assert "_7" not in completions("b7", None)
    assert completions("c,b6", Key("C"))[0] == "_6"
    assert completions("b3", Key("C"))[0] == "_3"
    assert completions("b6m", Key("C"))[0] == "_6m"
    assert completions("♭7", Key("C")) == completions("_7", Key("C"))
    assert completions("_7", Key("C"))[:2] == ("_7m", "_77")


def test_completing_replaces_the_last_chord_only() -> None:
    assert completed("dm, g", "G7") == "dm, G7"
    assert completed("d", "Dm7") == "Dm7"


@given(st.text("abcdefgmMJ7#b,su24 /iIvV", max_size=8), st.sampled_from([None, Key("C"), Key("F#", "minor")]))
def test_every_completion_is_a_chord(text: str, key: Key | None) -> None:
    for symbol in completions(text, key):
        chord = read_symbol(symbol)
        if chord is None:
            assert key is not None
            assert read_degree(symbol, key) is not None
        else:
            assert chord.symbol == symbol
