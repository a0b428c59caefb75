"""A recording beside the song: the events that let it sound at the place that the song is at. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tuicomposer.playback.events import PAN, TAKE_CHANNEL, VOLUME, Kind, SoundEvent
from tuicomposer.playback.take_font import BANK, COARSE, FIRST_KEY, HEADERS, STRIDE
from tuicomposer.score.recording import BeatMap
from tuicomposer.score.song import Song
from tuicomposer.score.ticks import TICKS_PER_BEAT

_BANK_SELECT, _REVERB, _CHORUS = 0, 91, 93
_NRPN_HIGH, _NRPN_LOW, _DATA_HIGH, _DATA_LOW = 99, 98, 6, 38
_SOUNDFONT: Final = 120
"""The parameter under which generators can be reached by controllers."""
_FINE_GENERATOR, _COARSE_GENERATOR = 0, 4
"""Where a sample begins, in frames and in 32768 frames."""
_ZERO: Final = 8192
"""What stands for no change in fourteen bits."""
_LOUDEST: Final = 127


@dataclass(frozen=True, slots=True)
class Take:
    """A recording that can be played beside a song."""

    font: Path
    """The soundfont that :func:`tuicomposer.playback.take_font.write_take_font` wrote."""
    beats: tuple[float, ...]
    """Seconds in the recording of each quarter note of the song, from tick 0 on."""
    seconds: float
    """Length of the recording."""
    sample_rate: int
    volume: int = 100
    """MIDI volume, 0 to 127."""

    @property
    def setup(self) -> tuple[SoundEvent, ...]:
        """Bank, program, volume and pan of its channel, without effects."""
        controls = (
            (_BANK_SELECT, BANK),
            (VOLUME, self.volume),
            (PAN, 64),
            (_REVERB, 0),
            (_CHORUS, 0),
        )
        bank, *rest = (SoundEvent(0, Kind.CONTROL, TAKE_CHANNEL, *control) for control in controls)
        return (bank, SoundEvent(0, Kind.PROGRAM, TAKE_CHANNEL, 0), *rest)


def track_of(take: Take | None, song: Song) -> TakeTrack | None:
    """The take along the beats of a song; ``None`` where the song goes its own way."""
    recording = song.recording
    if take is None or recording is None or not recording.followed:
        return None
    return TakeTrack(replace(take, beats=recording.beats), song.ticks)


class TakeTrack:
    """A take as a source of events; see :class:`tuicomposer.playback.schedule.Source`.

    It sounds from where the song comes in, on to its end: wherever the playhead jumps to, it begins
    anew at the right place.

    Args:
        take: The take.
        ticks: Length of the song, at the end of which it ends.
    """

    def __init__(self, take: Take, ticks: int) -> None:
        self._take = take
        self._map = BeatMap(take.beats)
        self._first = self._tick(0.0)
        self._last = min(ticks, self._tick(take.seconds))

    def between(self, start: int, end: int) -> tuple[SoundEvent, ...]:
        """Its beginning and its end, where they lie in the window."""
        begins = self._begin(self._first) if start <= self._first < end and self._first > 0 else ()
        ends = self._offs(self._last) if start <= self._last < end else ()
        return (*begins, *ends)

    def cut(self, tick: int, /) -> tuple[SoundEvent, ...]:
        """Its end, if it sounds at a tick."""
        return self._offs(tick) if self._first < tick <= self._last else ()

    def chase(self, tick: int, /) -> tuple[SoundEvent, ...]:
        """Its beginning at the place of a tick, if it sounds there."""
        return tuple(self._begin(tick)) if max(0, self._first) <= tick < self._last else ()

    def _tick(self, seconds: float) -> int:
        return math.ceil(self._map.beat_at(seconds) * TICKS_PER_BEAT)

    def _begin(self, tick: int) -> Iterator[SoundEvent]:
        seconds = max(0.0, self._map.seconds_at(tick / TICKS_PER_BEAT))
        coarse, rest = divmod(round(seconds * self._take.sample_rate), COARSE)
        header, fine = divmod(rest, STRIDE)
        for generator, value in ((_COARSE_GENERATOR, coarse), (_FINE_GENERATOR, fine)):
            high, low = divmod(_ZERO + value, 128)
            numbers = (
                (_NRPN_HIGH, _SOUNDFONT),
                (_NRPN_LOW, generator),
                (_DATA_LOW, low),
                (_DATA_HIGH, high),
            )
            for control, number in numbers:
                yield SoundEvent(tick, Kind.CONTROL, TAKE_CHANNEL, control, number)
        yield SoundEvent(tick, Kind.NOTE_ON, TAKE_CHANNEL, FIRST_KEY + header, _LOUDEST)

    @staticmethod
    def _offs(tick: int) -> tuple[SoundEvent, ...]:
        return tuple(SoundEvent(tick, Kind.NOTE_OFF, TAKE_CHANNEL, FIRST_KEY + key) for key in range(HEADERS))
