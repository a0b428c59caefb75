"""The metronome: a wood block on every felt beat, higher where a bar begins. Never part of the song.

It is heard through the player alone: rendering and exporting know nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tuicomposer.playback.events import METRONOME_CHANNEL, VOLUME, Kind, SoundEvent, TimedEvent
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.ticks import seconds

WOOD_BLOCK: Final = 115
"""General MIDI program."""
HIGH_CLICK: Final = 88
LOW_CLICK: Final = 81
CLICK_TICKS: Final = 30
"""Length of a click; a wood block dies away by itself, but a click that is begun is also ended."""
SETUP: Final = (
    SoundEvent(0, Kind.PROGRAM, METRONOME_CHANNEL, WOOD_BLOCK),
    SoundEvent(0, Kind.CONTROL, METRONOME_CHANNEL, VOLUME, 100),
)
"""To be sent before the first click."""


class Clicks:
    """The clicks of a song, in windows like those of a :class:`~tuicomposer.playback.timeline.Timeline`.

    Args:
        song: Whose beats are struck.
    """

    def __init__(self, song: Song) -> None:
        self._song = song
        self._passages = tuple(song.passages())

    def between(self, start: int, end: int) -> tuple[SoundEvent, ...]:
        """Events from tick ``start`` up to and without ``end``, sorted."""
        events = [
            event
            for section, begin in self._passages
            for event in _section_clicks(self._song.sections[section], begin, start - CLICK_TICKS, end)
            if start <= event.tick < end
        ]
        return tuple(sorted(events))

    def cut(self, _tick: int, /) -> tuple[SoundEvent, ...]:
        """Nothing: a click is shorter than anything that could cut it."""
        return ()

    def chase(self, _tick: int, /) -> tuple[SoundEvent, ...]:
        """Nothing: a click that was missed is not struck late."""
        return ()


def count_in(section: Section, tempo: float, bars: int, start: float) -> tuple[tuple[TimedEvent, ...], float]:
    """The clicks of whole bars before a section's music begins.

    Args:
        section: Whose metre is counted.
        tempo: Quarter notes a minute.
        bars: How many bars.
        start: Synth time of the first click.

    Returns:
        The clicks, and the synth time at which the music begins.
    """
    pulse = section.meter.pulse_ticks
    beats = section.meter.bar_ticks // pulse
    clicks = tuple(
        TimedEvent(start + seconds(event.tick, tempo), event)
        for beat in range(bars * beats)
        for event in _click(beat * pulse, accent=beat % beats == 0)
    )
    return clicks, start + seconds(bars * section.meter.bar_ticks, tempo)


def _section_clicks(section: Section, begin: int, start: int, end: int) -> Iterator[SoundEvent]:
    """The clicks that begin from tick ``start`` up to ``end``, in a section that begins at a tick."""
    pulse = section.meter.pulse_ticks
    beats = section.meter.bar_ticks // pulse
    bar_line = begin + section.pickup * section.row_ticks
    first, last = max(start, begin), min(end, begin + section.ticks)
    for beat in range(-((bar_line - first) // pulse), -((bar_line - last) // pulse)):
        yield from _click(bar_line + beat * pulse, accent=beat % beats == 0)


def _click(tick: int, *, accent: bool) -> tuple[SoundEvent, SoundEvent]:
    key, velocity = (HIGH_CLICK, 112) if accent else (LOW_CLICK, 80)
    return (
        SoundEvent(tick, Kind.NOTE_ON, METRONOME_CHANNEL, key, velocity),
        SoundEvent(tick + CLICK_TICKS, Kind.NOTE_OFF, METRONOME_CHANNEL, key),
    )
