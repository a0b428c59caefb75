"""Chords in Harte's notation."""

from __future__ import annotations

import pytest

from tuicomposer.score.harte import harte_chord


@pytest.mark.parametrize(
    ("word", "symbol"),
    [
        ("C:maj", "C"),
        ("Ab:min7/b7", "Abm7/Gb"),
        ("D:sus4(b7,9)", "D9sus4"),
        ("E:7/3", "E7/Ab"),
        ("C:odd", None),
        ("N", "N.C."),
        ("Bb", "Bb"),
        ("X", None),
    ],
)
def test_harte_words_are_chords(word: str, symbol: str | None) -> None:
    chord = harte_chord(word)
    assert (chord and chord.symbol) == symbol
