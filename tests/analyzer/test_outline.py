"""The lowest voice at each moment."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.outline import lowest
from tuicomposer.score.spans import NoteSpan

notes = st.lists(
    st.builds(
        lambda start, length, pitch: NoteSpan(0, 0, start, start + length, pitch, 96),
        st.integers(0, 30),
        st.integers(1, 12),
        st.integers(40, 80),
    ),
    max_size=12,
)


@given(notes)
def test_the_outline_is_what_a_look_at_every_tick_finds(drawn: list[NoteSpan]) -> None:
    found = {
        tick: stretch.note.pitch for stretch in lowest(drawn) for tick in range(stretch.start, stretch.end)
    }
    sounding = {tick: [note.pitch for note in drawn if note.start <= tick < note.end] for tick in range(45)}
    assert found == {tick: min(pitches) for tick, pitches in sounding.items() if pitches}


def test_a_held_note_is_one_stretch() -> None:
    bass, tune = NoteSpan(0, 0, 0, 40, 40, 96), NoteSpan(1, 0, 10, 20, 60, 96)
    assert [(stretch.start, stretch.end) for stretch in lowest([bass, tune])] == [(0, 40)]
