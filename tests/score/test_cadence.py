"""Cadences of two chords."""

import pytest

from tuicomposer.score.cadence import cadence
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.key import parse_key


@pytest.mark.parametrize(
    ("before", "chord", "key", "name"),
    [
        ("G7", "C", "C", "authentic"),
        ("G", "C/E", "C", "authentic"),
        ("Bdim", "C", "C", "authentic"),
        ("E7", "Am", "Am", "authentic"),
        ("Gsus4", "C", "C", "authentic"),
        ("F", "C", "C", "plagal"),
        ("G7", "Am", "C", "deceptive"),
        ("E7", "F", "Am", "deceptive"),
        ("Em", "Am", "Am", ""),
        ("C", "F", "C", ""),
        ("N.C.", "C", "C", ""),
        ("G7", "N.C.", "C", ""),
    ],
)
def test_two_chords_make_a_cadence(before: str, chord: str, key: str, name: str) -> None:
    assert cadence(parse_chord(before), parse_chord(chord), parse_key(key)) == name


def test_the_first_chord_makes_none() -> None:
    assert cadence(None, parse_chord("C"), parse_key("C")) == ""
