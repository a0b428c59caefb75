"""Phrases of a tune: where it breathes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.score.phrases import LONGEST, phrase_starts
from tuicomposer.score.spans import NoteSpan

BAR = 16


def tune(lengths: list[int], rests: dict[int, int] | None = None) -> list[NoteSpan]:
    """Notes of so many ticks one after the other; before some of them a rest."""
    notes, tick = [], 0
    for index, length in enumerate(lengths):
        tick += (rests or {}).get(index, 0)
        notes.append(NoteSpan(0, tick, tick, tick + length, 60, 96))
        tick += length
    return notes


def test_a_long_note_ends_a_phrase() -> None:
    line = [4, 4, 4, 4, 4, 4, 8]
    assert phrase_starts(tune(line * 3), BAR) == (0, 7, 14)


def test_a_rest_ends_a_phrase() -> None:
    line = [4, 4, 2, 2, 4, 4, 4, 4]
    assert phrase_starts(tune(line * 2, {8: 4}), 32) == (0, 8)


def test_even_notes_are_grouped_by_bars() -> None:
    assert phrase_starts(tune([4] * 16), 32) == (0, 8)


def test_phrases_keep_their_upbeat() -> None:
    """The longest notes are not at the end; yet each phrase begins on the fourth beat, as the first did."""
    line = [4, 8, 4, 4, 4, 4, 4]
    assert phrase_starts(tune(line * 2), 32) == (0, 7)


def test_a_note_is_a_phrase_and_silence_is_none() -> None:
    assert phrase_starts(tune([4]), BAR) == (0,)
    assert phrase_starts([], BAR) == ()


@given(st.lists(st.integers(1, 32), min_size=1, max_size=60), st.sampled_from([12, 16, 24]))
def test_every_note_is_in_one_phrase(lengths: list[int], bar: int) -> None:
    notes = tune(lengths)
    starts = phrase_starts(notes, bar)
    assert starts[0] == 0
    sizes = [after - first for first, after in zip(starts, [*starts[1:], len(notes)], strict=True)]
    assert all(1 <= size <= LONGEST for size in sizes)
    assert starts == phrase_starts(notes, bar)
