"""Requests for the generator's tests."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.strategies import songs
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.meter import Meter
from tuicomposer.score.song import DEFAULT_LANES, Song, new_song

WRITTEN = (2, 3, 4)
"""Alto, tenor and bass among the lanes of a new song."""


def request(
    song: Song, lanes: tuple[int, ...] = WRITTEN, seed: int = 0, candidates: int = 1
) -> GenerateRequest:
    """A request for whole lanes of the first section."""
    return GenerateRequest(song, 0, Region(0, lanes, 0, song.sections[0].length), "chorale", candidates, seed)


def typed(melody: str, chords: str, meter: str = "4/4") -> Song:
    """A song of a typed melody and typed chords."""
    numerator, denominator = map(int, meter.split("/"))
    return song_from_text(melody, chords, meter=Meter(numerator, denominator))


@st.composite
def any_request(draw: st.DrawFn) -> GenerateRequest:
    """Any lanes and rows of any song."""
    song = draw(songs(max_lanes=5, max_sections=1, max_rows=12))
    section = song.sections[0]
    start = draw(st.integers(0, section.length - 1))
    stop = draw(st.integers(start + 1, section.length))
    lanes = tuple(draw(st.sets(st.integers(0, max(0, len(song.lanes) - 1)), min_size=1)))
    return GenerateRequest(
        song, 0, Region(0, lanes, start, stop), candidates=1, seed=draw(st.integers(0, 99))
    )


def empty_song() -> Song:
    """A song with nothing in it."""
    return new_song(bars=2, lanes=DEFAULT_LANES)
