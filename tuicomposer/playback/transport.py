"""The transport: stopped or playing, from where, how fast, in which loop. A pure state machine.

Playing counts *elapsed* ticks, integers from the tick where play began. They map to synth time by
the tempo and to song ticks by the loop. Every change while playing begins a new count at a whole
tick, so nothing drifts and no tick is played twice or left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from tuicomposer.score.song import Song
from tuicomposer.score.ticks import TICKS_PER_BEAT, seconds


class LoopRange(NamedTuple):
    """Ticks that are played again and again."""

    start: int
    end: int
    """Tick after the last; after ``start``."""


class Piece(NamedTuple):
    """Song ticks that are played in one go."""

    start: int
    end: int
    elapsed: int
    """Elapsed ticks at ``start``."""
    enters: bool
    """Whether the playhead jumps to ``start``."""
    left: int | None
    """The tick that it jumps from, or at which the song ends; ``None`` where nothing sounded before."""


@dataclass(frozen=True, slots=True)
class Transport:
    """Where and how a song is played."""

    tempo: float
    """Quarter notes a minute."""
    end: int
    """Length of the song in ticks."""
    loop: LoopRange | None = None
    playing: bool = False
    position: int = 0
    """Where the playhead stands or, while playing, where the count of elapsed ticks began."""
    anchor: float = 0.0
    """Synth time of elapsed tick 0, in seconds; of no meaning while stopped."""

    @property
    def active_loop(self) -> LoopRange | None:
        """The loop as far as it lies in the song and ahead of the playhead."""
        if self.loop is None:
            return None
        loop = LoopRange(max(0, self.loop.start), min(self.loop.end, self.end))
        return loop if loop.start < loop.end and self.position < loop.end else None

    @property
    def length(self) -> int | None:
        """Elapsed ticks after which play ends; ``None`` in a loop."""
        return None if self.active_loop else max(0, self.end - self.position)

    def time_of(self, elapsed: int) -> float:
        """Synth time of an elapsed tick."""
        return self.anchor + seconds(elapsed, self.tempo)

    def elapsed_at(self, now: float) -> int:
        """The last elapsed tick whose time has come; negative before play began."""
        guess = math.floor((now - self.anchor) * self.tempo * TICKS_PER_BEAT / 60.0)
        # Rounding may miss by one in either direction; time_of is the truth.
        if self.time_of(guess + 1) <= now:
            return guess + 1
        return guess - 1 if self.time_of(guess) > now else guess

    def tick_at(self, now: float) -> int:
        """Song tick of the playhead at a synth time."""
        if not self.playing:
            return self.position
        return self.tick_of(max(0, self.elapsed_at(now)))

    def tick_of(self, elapsed: int) -> int:
        """Song tick of an elapsed tick."""
        tick = self.position + elapsed
        loop = self.active_loop
        if loop is not None and tick >= loop.end:
            return loop.start + (tick - loop.end) % (loop.end - loop.start)
        return min(tick, self.end)

    def ended(self, now: float) -> bool:
        """Whether play has come to the end of the song."""
        return self.playing and self.length is not None and self.elapsed_at(now) >= self.length

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """What is played from elapsed tick ``start`` up to and without ``end``, in order.

        Neighbouring windows add up, except that a piece may be divided where they meet. The end of
        the song is a piece without length.
        """
        limit = self.length
        last = end if limit is None else min(end, limit)
        elapsed = start
        while elapsed < last:
            tick = self.tick_of(elapsed)
            loop = self.active_loop
            border = self.end if loop is None else loop.end
            stop = min(border, tick + last - elapsed)
            wrapped = loop is not None and tick == loop.start and self.position + elapsed >= loop.end
            yield Piece(tick, stop, elapsed, elapsed == 0 or wrapped, border if wrapped else None)
            elapsed += stop - tick
        if limit is not None and limit > 0 and start <= limit < end:
            yield Piece(self.end, self.end, limit, False, self.end)


def stopped(song: Song) -> Transport:
    """A transport at the start of a song."""
    return Transport(song.tempo, song.ticks)


def play(transport: Transport, now: float, tick: int | None = None) -> Transport:
    """Begin at a tick, at synth time ``now``; at the start of the loop or song if none is given."""
    if tick is None:
        tick = transport.loop.start if transport.loop else 0
    return replace(moved_to(transport, tick), playing=True, anchor=now)


def moved_to(transport: Transport, tick: int) -> Transport:
    """Stand still at a tick, or at the song's start or end if the tick lies outside."""
    return replace(transport, playing=False, position=max(0, min(tick, transport.end)))


def stop(transport: Transport, now: float) -> Transport:
    """Stand still where the playhead is."""
    return replace(transport, playing=False, position=transport.tick_at(now))


def finish(transport: Transport) -> Transport:
    """Stand still at the start, after the end of the song."""
    return replace(transport, playing=False, position=0)


def with_loop(transport: Transport, now: float, loop: LoopRange | None) -> Transport:
    """Play another loop, or none; the playhead goes on from where it is."""
    return replace(_recounted(transport, now), loop=loop)


def with_song(transport: Transport, now: float, song: Song) -> Transport:
    """Go on in a changed song, at the same tick."""
    moved = replace(_recounted(transport, now), tempo=song.tempo, end=song.ticks)
    return replace(moved, position=min(moved.position, moved.end))


def _recounted(transport: Transport, now: float) -> Transport:
    """The same course, with elapsed tick 0 at the last whole tick before ``now``."""
    if not transport.playing:
        return transport
    elapsed = max(0, transport.elapsed_at(now))
    return replace(transport, position=transport.tick_of(elapsed), anchor=transport.time_of(elapsed))
