"""The transport: stopped or playing, from where, how fast, in which loop, whereto next. A pure state machine.

Playing counts *elapsed* ticks, integers from the tick where play began. They map to synth time by
the tempo map and to song ticks by the loop and the jump that is queued. Every change while playing
begins a new count at a whole tick, so nothing drifts and no tick is played twice or left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from tuicomposer.score.song import Song
from tuicomposer.score.tempo_map import TempoMap, tempo_map


class When(StrEnum):
    """When a queued jump happens."""

    BAR = "bar"
    """At the end of the bar that sounds."""
    SECTION = "section"
    """At the end of the section that sounds, and no later than the loop's."""


class LoopRange(NamedTuple):
    """Ticks that are played again and again."""

    start: int
    end: int
    """Tick after the last; after ``start``."""


class Jump(NamedTuple):
    """A jump that is queued."""

    elapsed: int
    """Elapsed ticks at which it happens; at least 1, for the tick of the count has been played."""
    to: int
    """Song tick at which play goes on."""
    loop: LoopRange | None
    """The loop that is played from then on."""


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

    clock: TempoMap
    """When each tick of the song is played."""
    loop: LoopRange | None = None
    playing: bool = False
    position: int = 0
    """Where the playhead stands or, while playing, where the count of elapsed ticks began."""
    anchor: float = 0.0
    """Synth time of elapsed tick 0, in seconds; of no meaning while stopped."""
    jump: Jump | None = None
    """What is queued; only while playing."""

    @property
    def end(self) -> int:
        """Length of the song in ticks."""
        return self.clock.ticks

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
        if self.jump is not None:
            after = self._landed(self.jump).length
            return None if after is None else self.jump.elapsed + after
        return None if self.active_loop else max(0, self.end - self.position)

    def time_of(self, elapsed: int) -> float:
        """Synth time of an elapsed tick."""
        return self.anchor + self._seconds(elapsed)

    def elapsed_at(self, now: float) -> int:
        """The last elapsed tick whose time has come; negative before play began."""
        guess = self._elapsed(now - self.anchor)
        # Rounding may miss a little in either direction; time_of is the truth.
        while self.time_of(guess + 1) <= now:
            guess += 1
        while self.time_of(guess) > now:
            guess -= 1
        return guess

    def tick_at(self, now: float) -> int:
        """Song tick of the playhead at a synth time."""
        if not self.playing:
            return self.position
        return self.tick_of(max(0, self.elapsed_at(now)))

    def tick_of(self, elapsed: int) -> int:
        """Song tick of an elapsed tick."""
        if self.jump is not None and elapsed >= self.jump.elapsed:
            return self._landed(self.jump).tick_of(elapsed - self.jump.elapsed)
        tick = self.position + elapsed
        loop = self.active_loop
        if loop is not None and tick >= loop.end:
            return loop.start + (tick - loop.end) % (loop.end - loop.start)
        return min(tick, self.end)

    def loop_at(self, elapsed: int) -> LoopRange | None:
        """The loop that is played at an elapsed tick."""
        if self.jump is not None and elapsed >= self.jump.elapsed:
            return self._landed(self.jump).active_loop
        return self.active_loop

    def ended(self, now: float) -> bool:
        """Whether play has come to the end of the song."""
        return self.playing and self.length is not None and self.elapsed_at(now) >= self.length

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """What is played from elapsed tick ``start`` up to and without ``end``, in order.

        Neighbouring windows add up, except that a piece may be divided where they meet. The end of
        the song is a piece without length.
        """
        jump = self.jump
        if jump is None:
            yield from self._plain_pieces(start, end)
            return
        before = replace(self, jump=None)
        # The jump takes the place of the loop's return or the song's end at the same tick.
        yield from before._plain_pieces(start, min(end, jump.elapsed))
        left = before._left_at(jump.elapsed)
        for piece in self._landed(jump).pieces(max(0, start - jump.elapsed), end - jump.elapsed):
            lands = piece.elapsed == 0 and piece.enters
            enters = piece.enters and not (lands and left == jump.to)
            at = piece._replace(elapsed=piece.elapsed + jump.elapsed, enters=enters)
            yield at._replace(left=left) if lands and enters else at

    def _left_at(self, elapsed: int) -> int | None:
        """The song tick that a jump leaves: the end of what was played; ``None`` at elapsed tick 0."""
        return None if elapsed == 0 else self.tick_of(elapsed - 1) + 1

    def _plain_pieces(self, start: int, end: int) -> Iterator[Piece]:
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

    def _landed(self, jump: Jump) -> Transport:
        """The course after a jump, counted from it."""
        return replace(self, position=jump.to, loop=jump.loop, jump=None)

    def _seconds(self, elapsed: int) -> float:
        """Seconds from elapsed tick 0 to another."""
        if self.jump is not None and elapsed > self.jump.elapsed:
            until = replace(self, jump=None)._seconds(self.jump.elapsed)
            return until + self._landed(self.jump)._seconds(elapsed - self.jump.elapsed)
        at, loop = self.clock.seconds_at, self.active_loop
        if loop is None or self.position + elapsed <= loop.end:
            return at(self.position + elapsed) - at(self.position)
        rounds, rest = divmod(self.position + elapsed - loop.end, loop.end - loop.start)
        round_seconds = at(loop.end) - at(loop.start)
        first = at(loop.end) - at(self.position)
        return first + rounds * round_seconds + at(loop.start + rest) - at(loop.start)

    def _elapsed(self, seconds: float) -> int:
        """About the elapsed ticks after so many seconds."""
        if self.jump is not None:
            plain = replace(self, jump=None)
            until = plain._seconds(self.jump.elapsed)
            if seconds >= until:
                return self.jump.elapsed + self._landed(self.jump)._elapsed(seconds - until)
            return min(plain._elapsed(seconds), self.jump.elapsed)
        at, loop = self.clock.seconds_at, self.active_loop
        if loop is None or seconds < (first := at(loop.end) - at(self.position)):
            return self.clock.tick_at(at(self.position) + seconds) - self.position
        rounds, rest = divmod(seconds - first, at(loop.end) - at(loop.start))
        inside = self.clock.tick_at(at(loop.start) + rest) - loop.start
        return loop.end - self.position + round(rounds) * (loop.end - loop.start) + inside


def stopped(song: Song) -> Transport:
    """A transport at the start of a song."""
    return Transport(tempo_map(song))


def play(transport: Transport, now: float, tick: int | None = None) -> Transport:
    """Begin at a tick, at synth time ``now``; at the start of the loop or song if none is given."""
    if tick is None:
        tick = transport.loop.start if transport.loop else 0
    return replace(moved_to(transport, tick), playing=True, anchor=now)


def moved_to(transport: Transport, tick: int) -> Transport:
    """Stand still at a tick, or at the song's start or end if the tick lies outside."""
    return replace(transport, playing=False, position=max(0, min(tick, transport.end)), jump=None)


def stop(transport: Transport, now: float) -> Transport:
    """Stand still where the playhead is."""
    here = _recounted(transport, now)
    return replace(here, playing=False, jump=None)


def finish(transport: Transport) -> Transport:
    """Stand still at the start, after the end of the song."""
    return replace(transport, playing=False, position=0, jump=None)


def with_loop(transport: Transport, now: float, loop: LoopRange | None) -> Transport:
    """Play another loop, or none; the playhead goes on from where it is, and nothing is queued any more."""
    return replace(_recounted(transport, now), loop=loop, jump=None)


def with_jump(transport: Transport, now: float, at: int, to: int, loop: LoopRange | None = None) -> Transport:
    """Go on at another tick when the playhead next comes to a tick, and play a loop from then on.

    Args:
        transport: While it stands still or has come to its end, nothing is queued.
        now: Synth time.
        at: Where to leave. If the playhead never comes there, it leaves at the end of the loop or song.
        to: Where to go on.
        loop: The loop from then on.
    """
    here = _recounted(transport, now)
    if not here.playing:
        return here
    active = here.active_loop
    border = here.end if active is None else active.end
    wait = border - here.position
    if wait <= 0:
        return replace(here, jump=None)
    if here.position < at <= border:
        wait = at - here.position
    elif active is not None and active.start < at <= here.position:
        wait += at - active.start
    return replace(here, jump=Jump(wait, max(0, min(to, here.end - 1)), loop))


def without_jump(transport: Transport, now: float) -> Transport:
    """Play on as if nothing had been queued; what has jumped already has."""
    return replace(_recounted(transport, now), jump=None)


def with_song(transport: Transport, now: float, song: Song) -> Transport:
    """Go on in a changed song, at the same tick."""
    clock = tempo_map(song)
    here = _recounted(transport, now)
    here = replace(here, clock=clock, position=min(here.position, clock.ticks))
    left = None if here.active_loop else here.end - here.position
    if here.jump is None or left == 0:
        return replace(here, jump=None)
    wait = here.jump.elapsed if left is None else min(here.jump.elapsed, left)
    return replace(here, jump=here.jump._replace(elapsed=wait, to=min(here.jump.to, here.end)))


def _recounted(transport: Transport, now: float) -> Transport:
    """The same course, with elapsed tick 0 at the last whole tick before ``now``."""
    if not transport.playing:
        return transport
    elapsed = max(0, transport.elapsed_at(now))
    jump = transport.jump
    here = replace(transport, position=transport.tick_of(elapsed), anchor=transport.time_of(elapsed))
    if jump is None:
        return here
    if elapsed >= jump.elapsed:
        return replace(here, loop=jump.loop, jump=None)
    return replace(here, jump=jump._replace(elapsed=jump.elapsed - elapsed))
