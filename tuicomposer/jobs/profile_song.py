"""An empty song with the form, the metre, the tempo and the key of a style profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import ascii_uppercase
from typing import Final

from tuicomposer.jobs.profile import StyleProfile
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane
from tuicomposer.score.meter import Meter, parse_meter
from tuicomposer.score.song import DEFAULT_LANES, Song, new_song

MOST_BARS: Final = 64
"""Bars of a whole song like a profile; what the profile has beyond them is left away."""
_TONICS: Final = {"major": "C", "minor": "A"}


def usual_key(profile: StyleProfile) -> Key:
    """The key that most of the files are in; where none is known, C major or A minor by the mode."""
    if profile.keys:
        return profile.keys[0].key
    mode = "minor" if profile.minor > 0.5 else "major"
    return Key(_TONICS[mode], mode)


def usual_form(profile: StyleProfile) -> tuple[int, ...]:
    """Bars of each section, as the profile's files have them one after the other; at least one."""
    return tuple(_within(profile.bars, MOST_BARS)) or (8,)


def _within(bars: Sequence[int], most: int) -> Iterator[int]:
    for size in bars[: len(ascii_uppercase)]:
        if most <= 0:
            return
        yield min(size, most)
        most -= size


def song_like(
    profile: StyleProfile,
    *,
    meter: Meter | None = None,
    tempo: float | None = None,
    key: Key | None = None,
    lanes: Iterable[Lane] = DEFAULT_LANES,
) -> Song:
    """An empty song for something to be written in that is like a profile.

    Args:
        profile: The profile.
        meter: Instead of the profile's.
        tempo: Quarter notes a minute, instead of the profile's.
        key: Instead of the profile's usual one.
        lanes: The lanes.
    """
    return new_song(
        bars=usual_form(profile),
        meter=meter or parse_meter(profile.meter),
        tempo=profile.tempo if tempo is None else tempo,
        key=key or usual_key(profile),
        lanes=lanes,
    )
