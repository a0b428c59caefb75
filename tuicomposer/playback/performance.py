"""A performance: a song under the transport's hands on a synthesizer. Lives on one thread.

Events are handed to the synthesizer well ahead of their time, so that a busy program is never
late. A change takes back what waits, ends what should no longer sound, and schedules anew, so
that the long look-ahead delays nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from heapq import merge
from pathlib import Path
from typing import Final, NamedTuple

from tuicomposer.playback.audition import AUDITION_SECONDS, Audition
from tuicomposer.playback.events import AUDITION_CHANNEL, Kind, SoundEvent, TimedEvent
from tuicomposer.playback.metronome import SETUP, Clicks
from tuicomposer.playback.metronome import count_in as bars_before
from tuicomposer.playback.schedule import timed_events
from tuicomposer.playback.synth import Synth
from tuicomposer.playback.take import Take, TakeTrack, track_of
from tuicomposer.playback.timeline import Timeline, channel_setup
from tuicomposer.playback.transport import (
    LoopRange,
    Transport,
    When,
    finish,
    moved_to,
    play,
    stop,
    stopped,
    with_jump,
    with_loop,
    with_song,
    without_jump,
)
from tuicomposer.score.chord import Chord
from tuicomposer.score.song import Song
from tuicomposer.score.voicing import voicing

LOOK_AHEAD: Final = 1.0
"""Seconds that are scheduled in advance: longer than the interpreter is ever held up."""
LEAD: Final = 0.03
"""Seconds between Play and the first note, so that the first notes keep time too."""


class Playhead(NamedTuple):
    """Where the song is; a value that may be read from any thread."""

    playing: bool
    section: int
    row: int
    tick: int
    passage: int
    """Index in the song's order."""
    ahead: float = 0.0
    """Seconds until the first tick sounds, while the metronome counts in."""
    loop: LoopRange | None = None
    """What is repeated."""
    queued: int | None = None
    """Index in the song's order of what is played next, out of its turn."""
    at: float = 0.0
    """When this was so, in seconds of the player's clock."""


class Performance:
    """Plays a song on a synthesizer; :meth:`advance` MUST be called several times a second while busy.

    Args:
        song: What is played.
        synth: Where it is played; its time is the only clock.
        look_ahead: Seconds to schedule in advance.
        lead: Seconds from Play to the first note.
    """

    def __init__(
        self, song: Song, synth: Synth, *, look_ahead: float = LOOK_AHEAD, lead: float = LEAD
    ) -> None:
        self._synth = synth
        self._look_ahead = look_ahead
        self._lead = lead
        self._timeline = Timeline(song)
        self._transport = stopped(song)
        self._scheduled = 0
        self._waiting: deque[TimedEvent] = deque()
        self._held: set[tuple[int, int]] = set()
        self._audition = Audition()
        self._clicks: Clicks | None = None
        self._take: Take | None = None
        self._font: Path | None = None
        self._track: TakeTrack | None = None
        self._count_in: tuple[TimedEvent, ...] = ()

    @property
    def song(self) -> Song:
        """What is played."""
        return self._timeline.song

    @property
    def busy(self) -> bool:
        """Whether :meth:`advance` has something to do."""
        return self._transport.playing or self._audition.busy

    def playhead(self) -> Playhead:
        """Where the song is now."""
        now = self._synth.time()
        tick = self._transport.tick_at(now)
        spot = self._timeline.locate(tick)
        ahead = max(0.0, self._transport.anchor - now) if self._transport.playing else 0.0
        elapsed = max(0, self._transport.elapsed_at(now)) if self._transport.playing else 0
        loop, jump = self._transport.loop_at(elapsed), self._transport.jump
        waits = jump is not None and elapsed < jump.elapsed
        queued = self._timeline.locate(jump.to).passage if jump is not None and waits else None
        playing = self._transport.playing
        return Playhead(playing, spot.section, spot.row, tick, spot.passage, ahead, loop, queued)

    def adopt(self, other: Performance) -> None:
        """Begin where a performance stands, with its loop, metronome and recording; nothing plays yet.

        Raises:
            SoundError: The recording's soundfont cannot be loaded.
        """
        spot = other.playhead()
        self._transport = with_loop(moved_to(self._transport, spot.tick), self._synth.time(), spot.loop)
        self._clicks = other._clicks
        self.take(other._take)

    def play(self, tick: int | None = None, count_in: int = 0) -> None:
        """Play from a tick, or from the start of the loop or song; again if it plays already.

        Args:
            tick: Where to begin.
            count_in: Bars that the metronome counts before.
        """
        now = self._synth.time()
        self._take_back(now)
        self._release(self._held)
        self._send((*self._timeline.setup, *SETUP, *self._take_setup))
        self._transport = play(self._transport, now + self._lead, tick)
        at = self._transport.position
        section = self.song.sections[self._timeline.locate(at).section]
        self._count_in, begin = bars_before(
            section, self._transport.clock.tempo_at(at), count_in, now + self._lead
        )
        self._transport = replace(self._transport, anchor=begin)
        self._schedule_count_in(now)
        self._scheduled = 0
        self.advance()

    def metronome(self, *, on: bool) -> None:
        """Strike the beats from now on, or no longer."""
        now = self._synth.time()
        self._clicks = Clicks(self.song) if on else None
        self._take_back(now)
        self._send(SETUP)
        self._resume(now, with_song(self._transport, now, self.song))

    def take(self, take: Take | None) -> None:
        """Play a recording beside the song from now on, or no longer.

        Raises:
            SoundError: Its soundfont cannot be loaded.
        """
        if take is not None and take.font != self._font:
            self._font = None
            self._synth.add_font(take.font)
            self._font = take.font
        self._take, self._track = take, track_of(take, self.song)
        self._send(self._take_setup)
        if self._transport.playing:
            self.play(self._transport.tick_at(self._synth.time()))

    @property
    def _take_setup(self) -> tuple[SoundEvent, ...]:
        return () if self._take is None else self._take.setup

    def stop(self) -> None:
        """Silence everything at once; the playhead stays where it is."""
        now = self._synth.time()
        self._take_back(now)
        self._held.clear()
        self._audition.forget()
        self._synth.silence()
        self._transport = stop(self._transport, now)

    def seek(self, tick: int) -> None:
        """Move the playhead; playing goes on from there."""
        if self._transport.playing:
            self.play(tick)
        else:
            self._transport = moved_to(self._transport, tick)

    def loop(self, loop: LoopRange | None) -> None:
        """Repeat a range of ticks, or no longer; playing goes on.

        A loop that lies behind the playhead begins when the bar that sounds has ended.
        """
        now = self._synth.time()
        tick = self._transport.tick_at(now)
        self._take_back(now)
        if loop is not None and self._transport.playing and tick >= loop.end:
            changed = with_jump(self._transport, now, self._timeline.bar_end(tick), loop.start, loop)
        else:
            changed = with_loop(self._transport, now, loop)
        self._resume(now, changed)

    def queue(self, passage: int | None, when: When = When.BAR) -> None:
        """Play a passage of the order next, or no longer; a passage follows a loop as a loop."""
        now = self._synth.time()
        tick, looping = self._transport.tick_at(now), self.playhead().loop is not None
        self._take_back(now)
        if passage is None or not 0 <= passage < len(self.song.order):
            self._resume(now, without_jump(self._transport, now))
            return
        target = LoopRange(*self._timeline.passage_range(passage))
        here = self._timeline.passage_range(self._timeline.locate(tick).passage)
        at = self._timeline.bar_end(tick) if when is When.BAR else here[1]
        self._resume(now, with_jump(self._transport, now, at, target.start, target if looping else None))

    def set_song(self, song: Song) -> None:
        """Go on with a changed song."""
        before, self._timeline = self._timeline, Timeline(song, self._timeline)
        self._clicks = None if self._clicks is None else Clicks(song)
        self._track = track_of(self._take, song)
        now = self._synth.time()
        self._take_back(now)
        if self._transport.playing and self._timeline.setup != before.setup:
            self._send(self._timeline.setup)
        self._resume(now, with_song(self._transport, now, song))

    def audition(self, lane: int, sound: int | Chord, seconds: float = AUDITION_SECONDS) -> None:
        """Let a pitch or a chord be heard as a lane would play it; the one before ends."""
        if 0 <= lane < len(self.song.lanes):
            pitches = voicing(sound) if isinstance(sound, Chord) else (sound,)
            self._send(self._audition.sound(pitches, self._setup_of(lane), self._synth.time(), seconds))

    def hold(self, lane: int, pitch: int) -> None:
        """Let a pitch be heard as a lane would play it, until it is let go; others that are held go on."""
        if 0 <= lane < len(self.song.lanes):
            self._send(self._audition.hold(pitch, self._setup_of(lane), self._synth.time()))

    def let_go(self, pitches: Iterable[int]) -> None:
        """End pitches that are held."""
        self._send(self._audition.let_go(pitches, self._synth.time()))

    def row(self, tick: int) -> None:
        """Let what begins in the row at a tick of the order be heard, each lane by its own sound.

        What was tried out before ends; where the song plays, the row sounds beside it.
        """
        self._send(self._audition.row(self._timeline.row(tick), self._synth.time()))

    def advance(self) -> None:
        """Schedule what comes next, end what was tried out, notice the end of the song."""
        now = self._synth.time()
        self._send(self._audition.ended(now))
        if not self._transport.playing:
            return
        self._settle(now)
        if self._transport.ended(now):
            self._transport = finish(self._transport)
        elif self._transport.elapsed_at(now) >= self._scheduled > 0:
            # Held up for longer than the look-ahead: a burst of late notes would be worse than a gap.
            self._transport = stop(self._transport, now)
            self.play(self._transport.position)
        else:
            self._schedule_until(self._transport.elapsed_at(now + self._look_ahead) + 1)

    def _schedule_until(self, end: int) -> None:
        if end <= self._scheduled:
            return
        sources = [source for source in (self._timeline, self._track, self._clicks) if source is not None]
        each = [timed_events(source, self._transport, self._scheduled, end) for source in sources]
        self._scheduled = end
        self._hand_over(tuple(merge(*each, key=lambda timed: timed.at)))

    def _schedule_count_in(self, now: float) -> None:
        self._count_in = tuple(timed for timed in self._count_in if timed.at > now)
        self._hand_over(self._count_in)

    def _hand_over(self, events: tuple[TimedEvent, ...]) -> None:
        self._waiting.extend(events)
        self._synth.schedule(events)

    def _take_back(self, now: float) -> None:
        self._settle(now)
        self._synth.unschedule()
        self._waiting.clear()

    def _settle(self, now: float) -> None:
        """Keep account of which notes the synthesizer holds."""
        while self._waiting and self._waiting[0].at <= now:
            event = self._waiting.popleft().event
            if event.kind is Kind.NOTE_ON:
                self._held.add((event.channel, event.number))
            elif event.kind is Kind.NOTE_OFF:
                self._held.discard((event.channel, event.number))

    def _resume(self, now: float, changed: Transport) -> None:
        """Schedule anew after a change, from the tick after the last one played."""
        begun = self._transport.elapsed_at(now) >= 0
        self._transport = changed
        if not changed.playing:
            return
        self._schedule_count_in(now)
        # The changed transport counts from the last tick played; asking it again could round past it.
        self._scheduled = 1 if begun else 0
        ends = [*self._timeline.cut(changed.position + 1)]
        ends += () if self._track is None else self._track.cut(changed.position + 1)
        wanted = {(event.channel, event.number) for event in ends}
        self._release(self._held - wanted)
        self._schedule_until(changed.elapsed_at(now + self._look_ahead) + 1)

    def _release(self, notes: set[tuple[int, int]]) -> None:
        self._send(SoundEvent(0, Kind.NOTE_OFF, channel, pitch) for channel, pitch in sorted(notes))
        self._held = self._held - notes

    def _setup_of(self, lane: int) -> tuple[SoundEvent, ...]:
        return channel_setup(self.song.lanes[lane], AUDITION_CHANNEL)

    def _send(self, events: Iterable[SoundEvent]) -> None:
        for event in events:
            self._synth.send(event)
