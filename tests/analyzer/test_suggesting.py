"""What may come next."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.service import SymbolicAnalyzer
from tuicomposer.analyzer.suggesting import Blended, Progressions, relative
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import AnalyzeRequest
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key

SONGS = ["C F G7 C", "C Am F G7 C", "C F G7 C Am Dm G7 C", "G C D7 G"]
KEYS = [Key("C"), Key("C"), Key("C"), Key("G")]
TABLE = Progressions.counted(
    (key, [parse_chord(name) for name in song.split()]) for key, song in zip(KEYS, SONGS, strict=True)
)


def test_the_dominant_leads_home_in_any_key() -> None:
    for chords, key, home in (("F G7", "C", "C"), ("B C#7", "F#", "F#"), ("Ab Bb7", "Eb", "Eb")):
        first = TABLE.next_chords([parse_chord(name) for name in chords.split()], Key(key), 3)[0]
        assert first.chord.symbol == home
        assert first.roman == "I"
        assert first.probability > 0.6


def test_without_a_past_the_usual_beginning_is_suggested() -> None:
    assert TABLE.next_chords([], Key("D"), 1)[0].chord.symbol == "D"


@given(st.lists(st.integers(0, 191), max_size=4), st.sampled_from(["major", "minor"]))
def test_probabilities_sum_to_one(before: list[int], mode: str) -> None:
    chance = TABLE.probabilities(before, mode)
    assert sum(chance) == pytest.approx(1)
    assert min(chance) > 0


def test_the_table_survives_json() -> None:
    again = Progressions.from_values(json.loads(json.dumps(TABLE.values())))
    assert again.values() == TABLE.values()


@pytest.mark.parametrize("values", [{}, {"major": 1, "minor": {}}, {"major": {"": {"500": 1}}, "minor": {}}])
def test_what_is_no_table_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="table"):
        Progressions.from_values(values)


def test_repeats_and_silence_do_not_count() -> None:
    chords = [parse_chord(name) for name in ("C", "C/E", "N.C.", "C", "G7")]
    assert relative(chords, Key("C")) == [0, 7 * 16 + 2]


def test_a_profile_counts_as_much_as_the_table() -> None:
    own = Progressions.counted(
        [(Key("C"), [parse_chord(name) for name in ["C", "Bb", "F", "C", "Bb", "F", "C"]])]
    )
    both = Blended(TABLE, own)
    after_c = [relative([parse_chord("C")], Key("C"))[0]]
    means = [
        (a + b) / 2
        for a, b in zip(*(one.probabilities(after_c, "major") for one in (TABLE, own)), strict=True)
    ]
    assert both.probabilities(after_c, "major") == means
    assert sum(means) == pytest.approx(1)
    song = song_from_text("", "C | C", key=Key("C"))
    analyzer = SymbolicAnalyzer(progressions=TABLE)
    plain, followed = (
        analyzer.analyze(AnalyzeRequest(song, 0, harmony), CancelToken()).following[-1]
        for harmony in (None, own.values())
    )
    assert plain[0].chord.root_class != 10
    assert followed[0].chord.root_class == 10
