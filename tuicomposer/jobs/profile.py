"""Style profiles: what was counted in some music, and what it wishes of new music. They hold no notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from tuicomposer.errors import RequestError
from tuicomposer.jobs.controls import MAX_DENSITY, Controls, Harmony, Likeness, Onset
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import TICKS_PER_BEAT

PLACES: Final = 12
"""Places of a beat at which beginnings are counted; triplets and sixteenths fall on them."""
WIDEST: Final = 12
"""Semitones of the widest step that is counted by itself."""
MOST_KEYS: Final = 24
"""Keys that a profile keeps."""
ROLES: Final = (Role.MELODY, Role.HARMONY, Role.BASS)
"""What is told apart; all lanes that are neither melody nor bass, chords nor drums count as harmony."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}\Z")
_BARS: Final = 32
"""Bars of the passage that stands for a profile: enough for shares of 3 %."""
_USUAL: Final = {Role.MELODY: 71.0, Role.HARMONY: 60.0, Role.BASS: 48.0}
"""Where the lanes of a role usually lie."""
_SHIFT: Final = 12
_LEAST_SHIFT: Final = 3


class Voice(NamedTuple):
    """How the lanes of a role move."""

    role: Role
    density: float
    """Notes a quarter note in each lane."""
    pitch: float
    """Mean MIDI pitch."""
    onsets: tuple[float, ...]
    """Notes at each of the twelve places of a quarter note, on average; they add up to the density."""
    steps: tuple[float, ...]
    """Share of each step from one note to the next, from -12 to 12 semitones."""


class KeyShare(NamedTuple):
    """How many of the files are in a key."""

    key: Key
    share: float
    """0 to 1; files without a key are in none."""


@dataclass(frozen=True, slots=True)
class StyleProfile:
    """What some music is like."""

    name: str
    files: int
    """How many files it was made from."""
    tempo: float
    """Quarter notes a minute, the median of the files."""
    minor: float
    """Share of the files in minor, 0 to 1."""
    meter: str
    """The most common metre, such as ``3/4``."""
    bars: tuple[int, ...]
    """Lengths of the sections in bars, in the files' order."""
    voices: tuple[Voice, ...]
    """By role; roles that did not sound are left out."""
    harmony: Harmony = field(default_factory=dict)
    keys: tuple[KeyShare, ...] = ()
    """The most common first; empty where nobody counted them."""

    def voice(self, role: Role) -> Voice | None:
        """How a role moves; what is neither melody nor bass moves like harmony."""
        wanted = role if role in ROLES else Role.HARMONY
        return next((voice for voice in self.voices if voice.role is wanted), None)


def check_name(name: str) -> str:
    """A profile's name, if it is one.

    Raises:
        RequestError: It has other characters than letters, digits, spaces and ``_.-``, or too many.
    """
    if not _NAME.match(name):
        raise RequestError(
            f"“{visible(name[:50])}” is no name for a profile.",
            "Use up to 40 letters, digits, spaces, and . _ - between them.",
        )
    return name


def wished(profile: StyleProfile, song: Song, controls: Controls, lanes: tuple[int, ...]) -> Controls:
    """Wishes with those of a profile where nothing else was wished.

    Args:
        profile: The profile.
        song: The song that is to be written in.
        controls: What a person wished; it goes first.
        lanes: The lanes that are to be written.
    """
    if profile.harmony and song.chord_lane in lanes:
        controls = replace(controls, harmony=controls.harmony or profile.harmony)
    voices = {lane: voice for lane in _voiced(song) if (voice := profile.voice(song.lanes[lane].role))}
    written = [voices[lane] for lane in lanes if lane in voices]
    if not written:
        return controls
    pulse = song.sections[song.order[0]].meter.pulse_ticks / TICKS_PER_BEAT
    density = sum(voice.density for voice in written) / len(written) * pulse
    return replace(
        controls,
        density=_or(controls.density, min(MAX_DENSITY, max(0.05, round(density, 2)))),
        syncopation=_or(controls.syncopation, round(_off_beat(written), 2)),
        register=controls.register or tuple(_shifts(voices, lanes)),
        like=controls.like or _likeness(voices, song),
    )


def _voiced(song: Song) -> Iterator[int]:
    silent = (Role.CHORDS, Role.DRUMS, Role.COMP)
    return (lane for lane, one in enumerate(song.lanes) if one.role not in silent)


def _or(wish: float | None, other: float) -> float:
    return other if wish is None else wish


def _off_beat(voices: list[Voice]) -> float:
    notes = sum(sum(voice.onsets) for voice in voices)
    return 1.0 - sum(voice.onsets[0] for voice in voices) / notes if notes else 0.0


def _shifts(voices: Mapping[int, Voice], lanes: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    for lane in sorted(set(lanes) & set(voices)):
        shift = round(voices[lane].pitch - _USUAL[voices[lane].role])
        if abs(shift) >= _LEAST_SHIFT:
            yield lane, max(-_SHIFT, min(_SHIFT, shift))


def _likeness(voices: Mapping[int, Voice], song: Song) -> Likeness:
    """A passage that begins and steps as often as the profile says; its notes stand for shares."""
    beats = max(1, song.sections[song.order[0]].meter.bar_ticks // TICKS_PER_BEAT)
    passages = ((lane, tuple(_onsets(voice, beats))) for lane, voice in voices.items())
    return Likeness(tuple((lane, onsets) for lane, onsets in passages if onsets), _BARS)


def _onsets(voice: Voice, beats: int) -> Iterator[Onset]:
    step_ticks = TICKS_PER_BEAT // PLACES
    ticks = [
        beat * TICKS_PER_BEAT + place * step_ticks
        for beat in range(beats)
        for place, mean in enumerate(voice.onsets)
        for _ in range(round(mean * _BARS))
    ]
    steps = [
        step - WIDEST for step, share in enumerate(voice.steps) for _ in range(round(share * len(ticks)))
    ]
    for at, tick in enumerate(ticks):
        yield Onset(tick, steps[at] if at < len(steps) else None)
