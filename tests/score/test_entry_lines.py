"""Melodies and chords typed as lines of text."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.errors import EntryError
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.entry import parse_chord_line, parse_melody, song_from_text
from tuicomposer.score.key import parse_key
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import pitch_name
from tuicomposer.score.spans import chord_spans, note_spans
from tuicomposer.score.ticks import TICKS_PER_BEAT

LENGTHS = st.sampled_from(["1", "2", "1/2", "1.5", "1/4", "3/4", "4"])


def test_a_melody_line_with_lengths_rests_and_bar_lines() -> None:
    notes = parse_melody("C4:2 E4 | r:1/2 bb3:1.5")
    assert notes == ((60, 2), (64, 1), (None, Fraction(1, 2)), (58, Fraction(3, 2)))


def test_the_chords_of_a_bar_share_it_and_a_percent_sign_repeats_it() -> None:
    line = parse_chord_line("| C | Am F | % | N.C. |", Meter(3, 4))
    assert [(float(item.start), str(item.chord)) for item in line.chords] == [
        (0, "C"), (3, "Am"), (4.5, "F"), (6, "Am"), (7.5, "F"), (9, "N.C."),
    ]  # fmt: skip
    assert line.beats == 12


def test_an_empty_bar_keeps_its_place() -> None:
    line = parse_chord_line("C | | G", Meter())
    assert [(int(item.start), str(item.chord)) for item in line.chords] == [(0, "C"), (8, "G")]


@pytest.mark.parametrize(
    "text",
    [
        "X4",
        "C4:",
        "C4:0",
        "C4:-1",
        "C4:1/0",
        "C4:x",
        "C4:99999",
        "C4:1e999",
        "C",
        "C4:1/2/3",
        "C4:nan",
        "\x07",
    ],
)
def test_a_melody_word_that_cannot_be_read_gets_a_sentence(text: str) -> None:
    with pytest.raises(EntryError) as caught:
        song_from_text(f"C4 {text}", "C")
    assert caught.value.what.endswith(".")
    assert caught.value.what.isprintable()


def test_chords_of_a_line_may_have_lengths() -> None:
    line = parse_chord_line("C:3 F:1 | % | Dm G7:2 | Am:8 | F", Meter())
    assert [(float(at), chord.symbol) for at, chord in line.chords] == [
        *((0, "C"), (3, "F"), (4, "C"), (7, "F"), (8, "Dm"), (9, "G7"), (12, "Am"), (20, "F"))
    ]
    assert line.beats == 24


def test_chords_of_a_line_are_read_as_in_a_cell() -> None:
    line = parse_chord_line("dm,g7 | cj | /e | c % | V7:3 ♭7:1 | am,,", Meter(), parse_key("C"))
    assert [(float(at), chord.symbol) for at, chord in line.chords] == [
        *((0, "Dm"), (2, "G7"), (4, "Cmaj7"), (8, "Cmaj7/E"), (12, "C"), (14, "C")),
        *((16, "G7"), (19, "Bb"), (20, "Am")),
    ]


@pytest.mark.parametrize("text", ["C | F", "| C |\n| F |\n", "C\r\nF", "\n|C|\n\n F |"])
def test_a_line_of_the_text_ends_a_bar(text: str) -> None:
    line = parse_chord_line(text, Meter())
    assert [(float(at), chord.symbol) for at, chord in line.chords] == [(0, "C"), (4, "F")]


@pytest.mark.parametrize("text", ["%", "| % |", "C | Hm", "C | V7", "/F", "C:2 F", "C F:x", "C:3 F:2 | G"])
def test_a_chord_line_that_cannot_be_read_gets_a_sentence(text: str) -> None:
    with pytest.raises(EntryError) as caught:
        song_from_text("C4", text)
    assert caught.value.what.endswith(".")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_becomes_a_song_or_a_sentence(melody: str, chords: str) -> None:
    with suppress(EntryError):
        assert song_from_text(melody, chords).sections[0].length >= 1


@given(st.lists(st.tuples(st.none() | st.integers(0, 127), LENGTHS), min_size=1, max_size=8))
def test_a_typed_melody_sounds_as_typed(words: list[tuple[int | None, str]]) -> None:
    line = " ".join(f"{'r' if pitch is None else pitch_name(pitch)}:{length}" for pitch, length in words)
    song = song_from_text(line, "")
    expected, now = [], Fraction(0)
    for pitch, length in words:
        end = now + Fraction(length)
        if pitch is not None:
            expected.append((pitch, now * TICKS_PER_BEAT, end * TICKS_PER_BEAT))
        now = end
    assert song.melody_lane is not None
    spans = note_spans(song.sections[0], song.melody_lane)
    assert [(span.pitch, span.start, span.end) for span in spans] == expected


def test_the_song_holds_both_lines_and_ends_with_a_bar() -> None:
    song = song_from_text("C4:2 E4 G4 A4", "C | Am F", meter=Meter(4, 4))
    section = song.sections[0]
    assert song.chord_lane is not None
    assert [(str(span.chord), span.start) for span in chord_spans(section, song.chord_lane)] == [
        ("C", 0),
        ("Am", 1920),
        ("F", 2880),
    ]
    assert section.length == 32
    assert section.cell(1, 0) == Note(60)
    assert section.cell(1, 20) == Off()
    assert section.cell(0, 24) == ChordCell(parse_chord_line("F", Meter()).chords[0].chord)


def test_triplets_get_a_grid_that_shows_them() -> None:
    assert song_from_text("C4:1/3 D4:1/3 E4:1/3", "").sections[0].rows_per_beat == 6
    with pytest.raises(EntryError, match="grid"):
        song_from_text("C4:1/5 D4", "")


def test_three_chords_in_a_bar_of_four() -> None:
    song = song_from_text("", "C F G")
    assert [span.start for span in chord_spans(song.sections[0], 0)] == [0, 640, 1280]


@pytest.mark.parametrize("meter", [Meter(6, 8), Meter(3, 8), Meter(5, 4), Meter(7, 16), Meter(3, 1)])
def test_other_meters(meter: Meter) -> None:
    song = song_from_text("C4:1/2 D4:1/4", "C | G", meter=meter)
    assert song.sections[0].ticks == 2 * meter.bar_ticks
    assert song.sections[0].bars == 2


def test_nothing_typed_and_far_too_much_typed() -> None:
    with pytest.raises(EntryError, match="no melody"):
        song_from_text(" ", "| |")
    with pytest.raises(EntryError, match="rows"):
        song_from_text("C4:4000", "C")


def test_empty_bars_count_wherever_they_stand() -> None:
    starts = {
        line: [chord.start for chord in parse_chord_line(line, Meter()).chords]
        for line in ("||| C", "| | C", "C | | |", "C ||| F")
    }
    assert starts == {"||| C": [8], "| | C": [4], "C | | |": [0], "C ||| F": [0, 12]}
    assert parse_chord_line("C | | |", Meter()).beats == 12


@pytest.mark.parametrize(
    ("melody", "chords", "sentence"),
    [
        ("C4 E4", "C | C D E F G A B C D", "Bar 2 has more chords"),
        ("C4:1/7 D4", "C", "note 1 of the melody fits no grid"),
        ("C4:1/8 D4:1/8 E4:1/4 F4:1/3", "C", "no common grid"),
    ],
)
def test_what_fits_no_grid_is_named(melody: str, chords: str, sentence: str) -> None:
    with pytest.raises(EntryError, match=sentence):
        song_from_text(melody, chords)
