"""What plays sound events: the protocol, and two synthesizers that make no sound."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from tuicomposer.errors import SoundError
from tuicomposer.playback.clock import Clock
from tuicomposer.playback.events import SoundEvent, TimedEvent


class Synth(Protocol):
    """A synthesizer with a time of its own. Used from one thread only.

    Once :meth:`close` was called, nothing else MUST be called but :meth:`close`.
    """

    @property
    def device(self) -> str:
        """Where the sound goes, such as ``pulseaudio``; empty where there is none."""
        ...

    def time(self) -> float:
        """Seconds of synth time; never goes back."""
        ...

    def schedule(self, events: Iterable[TimedEvent]) -> None:
        """Carry out events when their time comes; at once where it has passed."""
        ...

    def send(self, event: SoundEvent) -> None:
        """Carry out an event now."""
        ...

    def unschedule(self) -> None:
        """Forget what was scheduled and whose time has not come. What sounds goes on sounding."""
        ...

    def silence(self) -> None:
        """Cut all that sounds, release and reverberation too.

        Programs, volumes and pans MUST be sent again before the next note.
        """
        ...

    def add_font(self, font: Path) -> None:
        """Load a soundfont beside the first, in place of one that was added before.

        Raises:
            SoundError: It cannot be loaded.
        """
        ...

    def close(self) -> None:
        """Give the device back. May be called more than once."""
        ...


class NullSynth:
    """Plays nothing and keeps time from a clock, so that the program works without sound."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start = clock.now()

    @property
    def device(self) -> str:
        """Empty: there is none."""
        return ""

    def time(self) -> float:
        """Seconds since it was made."""
        return self._clock.now() - self._start

    def schedule(self, events: Iterable[TimedEvent]) -> None:
        """Drop the events."""

    def send(self, event: SoundEvent) -> None:
        """Drop the event."""

    def unschedule(self) -> None:
        """Do nothing: nothing is kept."""

    def silence(self) -> None:
        """Do nothing: nothing sounds."""

    def add_font(self, font: Path) -> None:
        """Do nothing: nothing sounds."""

    def close(self) -> None:
        """Do nothing: nothing is held."""


class RecordingSynth(NullSynth):
    """Writes down what it is told, with the time at which it would have sounded."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self._due: list[tuple[float, int, SoundEvent]] = []
        self._count = 0
        self._played: list[TimedEvent] = []
        self.silenced: list[float] = []
        """Times at which :meth:`silence` was called."""
        self.closed = False

    @property
    def played(self) -> tuple[TimedEvent, ...]:
        """All that was carried out by now, in order."""
        self._carry_out()
        return tuple(self._played)

    @property
    def waiting(self) -> tuple[TimedEvent, ...]:
        """What is scheduled and not carried out yet, in order."""
        self._carry_out()
        return tuple(TimedEvent(at, event) for at, _, event in sorted(self._due))

    def schedule(self, events: Iterable[TimedEvent]) -> None:
        """Keep the events until their time."""
        now = self.time()
        for at, event in events:
            heapq.heappush(self._due, (max(at, now), self._count, event))
            self._count += 1

    def send(self, event: SoundEvent) -> None:
        """Write the event down at the present time."""
        self._carry_out()
        self._played.append(TimedEvent(self.time(), event))

    def unschedule(self) -> None:
        """Forget what has not been carried out."""
        self._carry_out()
        self._due.clear()

    def silence(self) -> None:
        """Write down when."""
        self._carry_out()
        self.silenced.append(self.time())

    def close(self) -> None:
        """Write down that it was closed."""
        self.closed = True

    def _carry_out(self) -> None:
        now = self.time()
        while self._due and self._due[0][0] <= now:
            at, _, event = heapq.heappop(self._due)
            self._played.append(TimedEvent(at, event))


class Opened(NamedTuple):
    """A synthesizer, and why it is silent if it is."""

    synth: Synth
    error: SoundError | None


def open_or_silent(opener: Callable[[], Synth], clock: Clock) -> Opened:
    """A sounding synthesizer, or a silent one together with the reason for the person."""
    try:
        return Opened(opener(), None)
    except SoundError as error:
        return Opened(NullSynth(clock), error)
