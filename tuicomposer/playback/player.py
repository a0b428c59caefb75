"""The player: commands from any thread, a performance on one, and the playhead for all to read."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tuicomposer.errors import SoundError
from tuicomposer.playback.audition import AUDITION_SECONDS
from tuicomposer.playback.clock import Clock, MonotonicClock
from tuicomposer.playback.performance import Performance, Playhead
from tuicomposer.playback.pulse import Pulse
from tuicomposer.playback.synth import NullSynth, Synth, open_or_silent
from tuicomposer.playback.take import Take
from tuicomposer.playback.transport import LoopRange, When
from tuicomposer.score.chord import Chord
from tuicomposer.score.song import Song

INTERVAL: Final = 0.04
"""Seconds between two looks at the playhead while playing."""

_log = logging.getLogger(__name__)
_Command = Callable[[Performance], None]


@dataclass(frozen=True, slots=True)
class SoundStatus:
    """Whether there is sound, for the banner."""

    device: str
    """Where the sound goes, such as ``pulseaudio``; empty where there is none."""
    error: SoundError | None = None
    """Why there is no sound."""


def _ignore(status: SoundStatus) -> None:
    """Tell nobody."""


def _take(performance: Performance, take: Take | None) -> None:
    try:
        performance.take(take)
    except SoundError:
        # The song itself can still be heard.
        _log.warning("the recording cannot be loaded", exc_info=True)
        performance.take(None)


def _adopt(performance: Performance, before: Performance) -> None:
    try:
        performance.adopt(before)
    except SoundError:
        _log.warning("the recording cannot be loaded", exc_info=True)


class Player:
    """Plays a song. All methods but :meth:`pump` may be called from any thread and return at once.

    With :meth:`start`, a thread of its own opens the synthesizer and plays. Without, whoever owns
    the player calls :meth:`pump`.

    Args:
        song: What is played at first.
        opener: Opens the synthesizer, on the playing thread. If it raises ``SoundError``, the player goes
            on silently, and tries again at each Play, as when the device is gone.
        report: Told whenever that changes whether there is sound, on the playing thread; MUST only hand
            the value on.
        clock: Time for playing silently.
    """

    def __init__(
        self,
        song: Song,
        opener: Callable[[], Synth],
        report: Callable[[SoundStatus], None] = _ignore,
        clock: Clock | None = None,
    ) -> None:
        self._song = song
        self._opener = opener
        self._report = report
        self._clock = clock or MonotonicClock()
        self._commands: queue.SimpleQueue[_Command] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._synth: Synth | None = None
        self._may_return = True
        self._pulse = Pulse(NullSynth(self._clock), self._clock)
        self._performance: Performance | None = None
        self._playhead = Playhead(False, song.order[0], 0, 0, 0)
        self._sound: SoundStatus | None = None

    @property
    def playhead(self) -> Playhead:
        """Where the song is."""
        return self._playhead

    @property
    def sound(self) -> SoundStatus | None:
        """Whether there is sound; ``None`` before the synthesizer was opened."""
        return self._sound

    def set_song(self, song: Song) -> None:
        """Play this song from now on, at the same place."""
        self._song = song
        self._post(self._take_song)

    def play(self, tick: int | None = None, count_in: int = 0) -> None:
        """Play from a tick, or from the start of the loop or song, after some bars of the metronome."""
        self._post(lambda performance: self._sounding(performance).play(tick, count_in))

    def metronome(self, *, on: bool) -> None:
        """Strike the beats from now on, or no longer."""
        self._post(lambda performance: performance.metronome(on=on))

    def take(self, take: Take | None) -> None:
        """Play a recording beside the song, or no longer; one that cannot be loaded is not heard."""
        self._post(lambda performance: _take(performance, take))

    def stop(self) -> None:
        """Be silent at once."""
        self._post(lambda performance: performance.stop())

    def seek(self, tick: int) -> None:
        """Move the playhead; playing goes on from there."""
        self._post(lambda performance: performance.seek(tick))

    def loop(self, loop: LoopRange | None) -> None:
        """Repeat a range of ticks, or no longer."""
        self._post(lambda performance: performance.loop(loop))

    def queue(self, passage: int | None, when: When = When.BAR) -> None:
        """Play a passage of the order next, at the end of the bar or section, or no longer."""
        self._post(lambda performance: performance.queue(passage, when))

    def audition(self, lane: int, sound: int | Chord, seconds: float = AUDITION_SECONDS) -> None:
        """Let a pitch or a chord be heard as a lane would play it."""
        self._post(lambda performance: performance.audition(lane, sound, seconds))

    def hold(self, lane: int, pitch: int) -> None:
        """Let a pitch be heard as a lane would play it, until it is let go."""
        self._post(lambda performance: performance.hold(lane, pitch))

    def let_go(self, pitches: Sequence[int]) -> None:
        """End pitches that are held."""
        self._post(lambda performance: performance.let_go(pitches))

    def row(self, tick: int) -> None:
        """Let what begins in the row at a tick be heard for a moment."""
        self._post(lambda performance: performance.row(tick))

    def start(self) -> None:
        """Play on a thread of its own."""
        self._thread.start()

    def close(self, timeout: float = 2.0) -> None:
        """Be silent, give the device back and end the thread, waiting at most ``timeout`` seconds."""
        self._closing.set()
        if self._thread.ident is None:
            self._close_synth()
            return
        self._wake.set()
        self._thread.join(timeout)

    def pump(self) -> None:
        """Carry out what was asked, schedule what comes next, publish the playhead."""
        performance = self._performance or self._open()
        try:
            while not self._commands.empty():
                self._commands.get()(performance)
                performance = self._performance or performance
            performance.advance()
        except SoundError as error:
            # A synthesizer that fails at its work would fail again: from now on it is played silently.
            self._may_return = False
            self._begin(NullSynth(self._clock), error)
            return
        if performance.busy and self._pulse.stopped():
            gone = SoundError("The sound device is gone.", "Play again to look for one.")
            self._begin(NullSynth(self._clock), gone)
            return
        self._playhead = performance.playhead()._replace(at=self._clock.now())

    def _open(self) -> Performance:
        opened = open_or_silent(self._opener, self._clock)
        return self._begin(opened.synth, opened.error)

    def _sounding(self, performance: Performance) -> Performance:
        """The performance, on a device that was looked for again if there is none or if it is gone."""
        silent = self._sound is not None and self._sound.error is not None
        if not self._may_return or not (silent or self._pulse.stopped()):
            return performance
        opened = open_or_silent(self._opener, self._clock)
        if silent and opened.error is not None:
            return performance
        return self._begin(opened.synth, opened.error)

    def _begin(self, synth: Synth, error: SoundError | None) -> Performance:
        before, old = self._performance, self._synth
        self._synth, self._pulse = synth, Pulse(synth, self._clock)
        self._performance = performance = Performance(self._song, synth)
        if before is not None:
            _adopt(performance, before)
        if old is not None:
            old.close()
        self._playhead = performance.playhead()
        self._sound = SoundStatus(synth.device, error)
        self._report(self._sound)
        return performance

    def _take_song(self, performance: Performance) -> None:
        # Several edits may wait in the queue; the first command takes the newest song for all.
        if performance.song is not self._song:
            performance.set_song(self._song)

    def _close_synth(self) -> None:
        if self._synth is not None:
            self._synth.close()

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                self.pump()
                self._wait()
        except Exception as error:
            # A defect of ours must reach the person as a sentence, not as a dead playhead.
            _log.exception("the player failed")
            self._playhead = self._playhead._replace(playing=False)
            what = f"Playback broke off: {error!r}."
            self._sound = SoundStatus("", SoundError(what, "Start the program again to hear sound."))
            self._report(self._sound)
        finally:
            self._close_synth()

    def _wait(self) -> None:
        """Sleep until a command comes or, while busy, until the next look is due."""
        busy = self._performance is not None and self._performance.busy
        self._wake.wait(INTERVAL if busy else None)
        self._wake.clear()

    def _post(self, command: _Command) -> None:
        self._commands.put(command)
        self._wake.set()
