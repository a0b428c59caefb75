"""Where a typed melody rests, and what the generated lanes do there."""

from dataclasses import replace

import numpy as np
from listening import out_of_range, rests_kept, typed_rests

from tuicomposer.score.cells import Note
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.song import Song

BEAT = 480
"""Ticks."""


def with_bass(row: int, pitch: int = 48) -> Song:
    """Two beats of melody and two of rest, and a generated note in the bass."""
    song = song_from_text("C5:2 r:2", "C")
    section = song.sections[0]
    bass = tuple(Note(pitch, origin="grid") if at == row else None for at in range(section.length))
    return replace(song, sections=(replace(section, columns=(*section.columns[:4], bass)),))


def test_a_typed_rest_is_a_gap_in_the_typed_melody() -> None:
    assert typed_rests(with_bass(0)) == [(2 * BEAT, 4 * BEAT)]


def test_generated_lanes_keep_a_rest_that_they_hold_through() -> None:
    length = with_bass(0).sections[0].length
    assert rests_kept(with_bass(0)) == 1.0
    assert rests_kept(with_bass(length // 2)) == 0.0
    assert np.isnan(rests_kept(song_from_text("C5:4", "C")))


def test_generated_notes_are_held_against_the_range_of_their_voice() -> None:
    assert out_of_range(with_bass(0), "chorale") == 0.0
    assert out_of_range(with_bass(0, 72), "chorale") == 1.0
