"""What sounds when, and where rows lie in bars."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from tests.strategies import frames, songs
from tuicomposer.errors import EditError
from tuicomposer.score.cells import Note, Off
from tuicomposer.score.meter import Meter
from tuicomposer.score.section import MAX_ROWS, Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import lane_spans, note_spans, song_spans


@given(songs())
def test_a_span_ends_at_the_next_cell_or_the_end_of_its_section(song: Song) -> None:
    for section in song.sections:
        for lane in range(len(song.lanes)):
            starts, earliest = set(), 0
            for row, cell in enumerate(section.columns[lane]):
                if cell is not None:
                    starts.add(tick := max(earliest, row * section.row_ticks + cell.offset))
                    earliest = tick + 1
            for span in lane_spans(section, lane):
                later = [tick for tick in starts if tick > span.start]
                assert span.end == min(later, default=section.ticks)


@given(songs())
def test_spans_of_a_lane_follow_each_other_without_overlap(song: Song) -> None:
    for lane in range(len(song.lanes)):
        spans = [span for span in song_spans(song) if span.lane == lane]
        assert all(span.start < span.end <= song.ticks for span in spans)
        assert all(first.end <= second.start for first, second in pairwise(spans))


def test_a_note_off_ends_a_note_and_ticks_count_from_the_passage() -> None:
    section = Section("A", 4, ((Note(60, offset=7), None, Off(offset=5), Note(62)),))
    spans = [(span.start, span.end, span.pitch) for span in note_spans(section, 0, start=1000)]
    assert spans == [(1007, 1245, 60), (1360, 1480, 62)]


@given(frames(max_rows=60))
def test_bars_and_rows_count_together(section: Section) -> None:
    before = section.position(0)
    assert before.bar == (0 if section.pickup else 1)
    for row in range(section.length):
        bar, rest = section.position(row)
        assert section.bar_start(bar) + rest == row
        assert 0 <= rest < (section.pickup if bar == 0 else section.rows_per_bar)
    assert section.bars == section.position(section.length - 1).bar
    assert section.ticks == section.length * section.row_ticks


def test_a_pickup_comes_before_bar_one() -> None:
    section = Section("A", 9, (), 2, Meter(6, 8), pickup=1)
    assert section.rows_per_bar == 6
    assert [tuple(section.position(row)) for row in (0, 1, 6, 7, 8)] == [
        (0, 0),
        (1, 0),
        (1, 5),
        (2, 0),
        (2, 1),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"length": 0},
        {"length": MAX_ROWS + 1},
        {"rows_per_beat": 5},
        {"pickup": 16},
        {"pickup": -1},
        {"columns": ((None,),)},
        {"rows_per_beat": 1, "meter": Meter(3, 8)},
    ],
)
def test_sections_that_do_not_fit_are_refused_with_a_hint(wrong: dict[str, object]) -> None:
    values: dict[str, object] = {"name": "A", "length": 16, "columns": ()} | wrong
    with pytest.raises(EditError) as caught:
        Section(**values)  # type: ignore[arg-type]
    assert caught.value.hint
