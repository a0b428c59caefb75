"""What a style profile contains, in lines for people."""

from __future__ import annotations

from typing import Final

from tuicomposer.analyzer.suggesting import usual_numerals
from tuicomposer.jobs.profile import StyleProfile, Voice
from tuicomposer.jobs.profile_song import usual_key
from tuicomposer.score.key import Key

_CHORDS: Final = 6
_KEYS: Final = 4
_BARS: Final = 12
_TONICS: Final = (("major", "C"), ("minor", "A"))


def profile_lines(profile: StyleProfile) -> tuple[str, ...]:
    """Files, tempo and metre, keys, form, one line for each role, and the usual chords of each mode.

    Each line begins with a word of at most eight letters and what it says after column 9.
    """
    bars = " ".join(map(str, profile.bars[:_BARS])) + " …" * (len(profile.bars) > _BARS)
    return (
        f"files    {profile.files}",
        f"tempo    {profile.tempo:g} beats a minute, {profile.meter}",
        f"keys     {_keys(profile)}",
        f"bars     {bars}",
        *map(_voice, profile.voices),
        *(line for mode, tonic in _TONICS if (line := _chords(profile, Key(tonic, mode)))),
    )


def _keys(profile: StyleProfile) -> str:
    if not profile.keys:
        return f"not kept, {profile.minor:.0%} in minor; a new song is in {usual_key(profile)}"
    told = [f"{one.key} {one.share:.0%}" for one in profile.keys[:_KEYS]]
    return ", ".join(told) + ", …" * (len(profile.keys) > _KEYS)


def _voice(voice: Voice) -> str:
    off = 1 - voice.onsets[0] / voice.density if voice.density else 0.0
    return (
        f"{voice.role:<8} {voice.density:.2f} notes a beat, {off:.0%} off the beat,"
        f" mean pitch {voice.pitch:.0f}"
    )


def _chords(profile: StyleProfile, key: Key) -> str:
    chords = usual_numerals(profile.harmony, key, _CHORDS)
    return f"{key.mode:<8} {' '.join(chords)}" if chords else ""
