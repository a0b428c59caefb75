"""Chord symbols typed in a hurry."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import chords
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.chord_table import QUALITIES
from tuicomposer.score.symbol_text import read_note, read_symbol


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("dm", "Dm"), ("g7", "G7"), ("bb", "Bb"), ("BB", "Bb"), ("bbm7", "Bbm7"), ("b", "B"), ("abm", "Abm"),
        ("f#dim", "F#dim"), ("C#DIM7", "C#dim7"), ("aMIN7", "Am7"), ("c/e", "C/E"), ("am7/g", "Am7/G"),
        ("cj", "Cmaj7"), ("CJ", "Cmaj7"), ("cJ9", "Cmaj9"), ("bh", "Bm7b5"), ("BH7", "Bm7b5"), ("bd", "Bdim"),
        ("bD7", "Bdim7"), ("gs", "Gsus4"), ("g7s", "G7sus4"), ("gs2", "Gsus2"), ("g9sus", "G9sus4"),
        ("DD", "Ddim"), ("ds", "Dsus4"), ("Dsus2", "Dsus2"), ("c-7", "Cm7"), ("c7-9", "C7b9"),
        ("c7+9", "C7#9"),
        ("c7+", "C7#5"), ("c+", "Caug"), ("CM7", "Cmaj7"), ("Cm7", "Cm7"), ("cmaj7", "Cmaj7"),
        ("CMAJ7", "Cmaj7"),
        ("cM", "C"), ("c6/9", "C6/9"), ("c69/e", "C6/9/E"), ("nc", "N.C."), ("N.C.", "N.C."), ("Nc", "N.C."),
        ("e♭", "Eb"), ("csus", "Csus4"), ("cdim", "Cdim"), ("cadd9", "Cadd9"), ("cMMAJ7", "CmMaj7"),
    ],
)  # fmt: skip
def test_typing_in_any_case_and_with_shortcuts(typed: str, symbol: str) -> None:
    chord = read_symbol(typed.replace("♭", "b"))
    assert chord is not None
    assert chord.symbol == symbol


@pytest.mark.parametrize(
    "typed", ["", "h", "x", "cxyz", "c/", "/e", "c/h", "nc/e", "c//e", "c7/e/g", "dm g7", "i"]
)
def test_what_is_no_symbol_is_not_guessed(typed: str) -> None:
    assert read_symbol(typed) is None


@given(chords)
def test_every_symbol_is_read_back_in_any_case(chord: Chord) -> None:
    assert read_symbol(chord.symbol) == chord
    assert read_symbol(chord.symbol.lower()) == chord


@given(st.text(max_size=12) | st.text("abcdefgABGHJSDmM#b/79-+ sus(i", max_size=9))
@example("B" * 500)
def test_what_is_accepted_prints_to_a_symbol_of_the_same_chord(text: str) -> None:
    chord = read_symbol(text)
    if chord is not None:
        assert parse_chord(chord.symbol) == chord


@pytest.mark.parametrize("quality", QUALITIES, ids=lambda quality: quality.suffix or "major")
def test_capitals_mean_the_same_but_for_the_major_m(quality: object) -> None:
    for spelling in (quality.suffix, *quality.aliases):  # type: ignore[attr-defined]
        if spelling[:1] not in ("m", "M", "#") and read_symbol("C" + spelling):
            assert read_symbol("C" + spelling.upper()) == read_symbol("C" + spelling)


def test_notes_are_read_in_any_case() -> None:
    assert [read_note(text) for text in ("f#", "BB", "c", "h", "c7", "")] == [
        "F#",
        "Bb",
        "C",
        None,
        None,
        None,
    ]
