"""What the analyzer is taught with: charts, numerals, arrangers, labels."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuicomposer.analyzer.segments import grid_edges
from tuicomposer.analyzer.vocabulary import class_of
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.meter import Meter
from tuicomposer.training.chords.arranging import arranged
from tuicomposer.training.chords.billboard import read_billboard
from tuicomposer.training.chords.charts import Chart, Held, Sung, excerpt, joined, split_of
from tuicomposer.training.chords.examples import UNKNOWN, draw_examples, labels
from tuicomposer.training.chords.invented import invented_chart
from tuicomposer.training.chords.leadsheets import read_leadsheets
from tuicomposer.training.chords.loop import ChordRecipe, ChordTraining
from tuicomposer.training.chords.roman_text import read_roman, roman_chord
from tuicomposer.training.chords.tunes import texture

CHART = Chart(
    "test", "test", Meter(), (0, 1920, 3840),
    (Held(0, 1920, Chord("C")), Held(1920, 2880, Chord("F")), Held(2880, 3840, Chord("G", "7"))),
    (Sung(0, 960, 72), Sung(1920, 2400, 77), Sung(2880, 3840, 74)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("numeral", "key", "minor", "chord"),
    [
        ("V7", 0, False, "G7"), ("V65/ii", 0, False, "A7/Db"), ("viio7", 9, True, "Abdim7"),
        ("VII", 9, True, "G"),
        ("ii6/5", 0, False, "Dm7/F"), ("IV7", 0, False, "Fmaj7"),
        ("Ger65", 0, False, "Ab7"), ("N6", 9, True, "Bb/D"),
        ("I64", 7, False, "G/D"), ("iiø43", 9, True, "Bm7b5/F"),
        ("III+", 9, True, "Caug"), ("viio6", 0, False, "Bdim/D"),
    ],
)  # fmt: skip
def test_numerals_are_chords(numeral: str, key: int, minor: bool, chord: str) -> None:
    assert roman_chord(numeral, key, minor) == parse_chord(chord)


def test_an_analysis_is_read_with_keys_beats_and_copies() -> None:
    text = "Composer: X\nm0 b3 G: I\nm1 V7 b2.5 D: I || b3 odd\nm2 = m1\n"
    found = [(one.measure, one.beat, one.chord and one.chord.symbol, one.tonic) for one in read_roman(text)]
    assert found == [
        (0, 3.0, "G", 7), (1, 1.0, "D7", 7), (1, 2.5, "D", 2), (1, 3.0, None, 2),
        (2, 1.0, "D7", 7), (2, 2.5, "D", 2), (2, 3.0, None, 2),
    ]  # fmt: skip


def test_a_billboard_file_is_a_chart(tmp_path: Path) -> None:
    bars = "| C:maj | F:maj . G:7 . |" + " A:min |" * 8
    (tmp_path / "salami_chords.txt").write_text(
        f"# title: T\n# metre: 4/4\n# tonic: C\n0.0\tA, {bars}, (x)\n"
    )
    (chart,) = read_billboard(tmp_path)
    assert chart.name == "T"
    assert [(held.start, held.chord.symbol) for held in chart.chords] == [
        (0, "C"),
        (1920, "F"),
        (2880, "G7"),
        (3840, "Am"),
    ]


SHEET = """<score-partwise><part id="P1"><measure number="1"><attributes><divisions>2</divisions>
<time><beats>4</beats><beat-type>4</beat-type></time></attributes>
<harmony><root><root-step>B</root-step><root-alter>-1</root-alter></root><kind>dominant</kind>
<bass><bass-step>D</bass-step></bass></harmony>
<note><pitch><step>D</step><octave>4</octave></pitch><duration>4</duration><tie type="start"/></note>
<note><rest/><duration>4</duration></note></measure>
<measure number="2"><harmony><root><root-step>E</root-step></root><kind>minor</kind></harmony>
<note><grace/><pitch><step>C</step><octave>5</octave></pitch></note>
<note><pitch><step>F</step><alter>1</alter><octave>4</octave></pitch><duration>8</duration></note>
</measure></part></score-partwise>"""


def test_a_lead_sheet_is_a_chart(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("song.xml", SHEET)
    (tmp_path / "song.mxl").write_bytes(buffer.getvalue())
    (tmp_path / "broken.mxl").write_bytes(b"nothing")
    (chart,) = read_leadsheets(tmp_path)
    assert chart.bars == (0, 1920, 3840)
    assert [(held.start, held.chord.symbol) for held in chart.chords] == [(0, "Bb7/D"), (1920, "Em")]
    assert chart.melody == (Sung(0, 960, 62), Sung(1920, 3840, 66))


def test_excerpts_begin_at_zero_and_cut_what_goes_on() -> None:
    part = excerpt(CHART, 1, 1)
    assert part.bars == (0, 1920)
    assert part.chords == (Held(0, 960, Chord("F")), Held(960, 1920, Chord("G", "7")))
    assert part.melody == (Sung(0, 480, 77), Sung(960, 1920, 74))


def test_equal_neighbours_are_one_chord() -> None:
    held = [Held(0, 480, Chord("C")), Held(480, 960, Chord("C")), Held(900, 960, Chord("F"))]
    assert joined(held) == (Held(0, 900, Chord("C")), Held(900, 960, Chord("F")))


def test_the_split_needs_no_list_and_is_about_as_stated() -> None:
    splits = [split_of(f"piece {number}") for number in range(2000)]
    assert 0.11 < splits.count("test") / 2000 < 0.19
    assert split_of("Piece 7") == split_of("piece 7")


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_arrangements_follow_the_seed_and_sound_the_chart(seed: int) -> None:
    chart = invented_chart(np.random.default_rng(seed), bars=4)
    one, again = (arranged(chart, np.random.default_rng(seed)) for _ in range(2))
    assert one == again
    assert all(note.start >= 0 and note.end > note.start and 0 <= note.pitch <= 127 for note in one.notes)
    assert len(one.chart.chords) == len(chart.chords)


def test_labels_are_those_of_the_middle_of_a_segment() -> None:
    edges, _ = grid_edges(CHART.bars, 480)
    chords, bass, begins = labels((Held(0, 1920, Chord("C", "", "E")), Held(2000, 3840, Chord("G"))), edges)
    assert list(chords[:8]) == [class_of(Chord("C"))] * 8
    assert chords[9] == class_of(Chord("G"))
    assert bass[0] == 4
    assert list(np.flatnonzero(begins == 1)) == [0, 8]
    assert labels((), edges)[0].tolist() == [UNKNOWN] * 16


def test_a_texture_knows_its_tune() -> None:
    found = texture(CHART, np.random.default_rng(1))
    assert found.is_tune.sum() == 3
    assert len(found.notes) > 6


def test_a_few_steps_of_training_lower_the_loss(tmp_path: Path) -> None:
    examples = draw_examples([[CHART]], [1.0], 4, np.random.default_rng(0))
    training = ChordTraining(ChordRecipe(width=8, batch=4, warm=1, rate=0.01), examples, examples)
    ticks = iter(range(10**6))
    said: list[str] = []
    first = training._step(0.0)
    training.run(lambda: float(next(ticks)), 16.0, said.append, tmp_path / "weights.pt")
    assert training._step(1.0) < first
    assert (tmp_path / "weights.pt").exists()
    assert "class" in said[-1]
