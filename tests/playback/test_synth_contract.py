"""One suite for every synthesizer: the silent one, the recording one, and FluidSynth itself.

FluidSynth runs without a device here: its time moves when samples are taken, so nothing sleeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playsongs import song_of

from tuicomposer.playback.clock import ManualClock
from tuicomposer.playback.events import VOLUME, Kind, SoundEvent, TimedEvent
from tuicomposer.playback.fluid import FluidSynth
from tuicomposer.playback.fluid.engine import SAMPLE_RATE, Engine
from tuicomposer.playback.performance import LEAD
from tuicomposer.playback.player import Player
from tuicomposer.playback.synth import NullSynth, RecordingSynth, Synth

TOLERANCE = 0.003
"""Seconds: FluidSynth computes blocks of 1.5 ms and counts whole milliseconds."""


class Rig:
    """A synth under test, with a way to let its time pass and to hear it."""

    def __init__(self, synth: Synth, advance: Callable[[float], float | None]) -> None:
        self.synth = synth
        self._advance = advance

    def listen(self, seconds: float) -> float | None:
        """Let time pass; returns the loudest sample, or ``None`` where nothing can be heard."""
        return self._advance(seconds)


def null_rig() -> Rig:
    clock = ManualClock(100.0)
    return Rig(NullSynth(clock), clock.advance)


def recording_rig() -> Rig:
    clock = ManualClock(100.0)
    synth = RecordingSynth(clock)

    def advance(seconds: float) -> float:
        silenced = len(synth.silenced)
        clock.advance(seconds)
        held: set[tuple[int, int]] = set()
        loud = False
        cut = synth.silenced[-1] if silenced else -1.0
        for at, event in synth.played:
            key = (event.channel, event.number)
            if event.kind is Kind.NOTE_ON and at >= cut:
                held.add(key)
                loud = loud or at > synth.time() - seconds
            elif event.kind is Kind.NOTE_OFF:
                held.discard(key)
        return 1.0 if loud or held else 0.0

    return Rig(synth, advance)


def fluid_rig(soundfont: Path) -> Rig:
    synth = FluidSynth(Engine(soundfont))
    synth.send(SoundEvent(0, Kind.PROGRAM, 0, 19))
    return Rig(
        synth, lambda seconds: float(np.abs(synth.render(round(seconds * SAMPLE_RATE))).max(initial=0))
    )


@pytest.fixture(params=["null", "recording", pytest.param("fluid", marks=pytest.mark.audio)])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == "fluid":
        made = fluid_rig(request.getfixturevalue("soundfont"))
    else:
        made = {"null": null_rig, "recording": recording_rig}[request.param]()
    yield made
    made.synth.close()


def on(at: float, pitch: int = 60) -> TimedEvent:
    return TimedEvent(at, SoundEvent(0, Kind.NOTE_ON, 0, pitch, 100))


def off(at: float, pitch: int = 60) -> TimedEvent:
    return TimedEvent(at, SoundEvent(0, Kind.NOTE_OFF, 0, pitch))


def test_time_begins_at_zero_and_follows_the_sound(rig: Rig) -> None:
    assert rig.synth.time() == 0
    rig.listen(0.5)
    assert rig.synth.time() == pytest.approx(0.5, abs=TOLERANCE)
    rig.listen(0.25)
    assert rig.synth.time() == pytest.approx(0.75, abs=TOLERANCE)


def test_there_is_no_device(rig: Rig) -> None:
    assert rig.synth.device == ""


def test_scheduled_notes_sound_in_their_time_only(rig: Rig) -> None:
    rig.synth.schedule([on(0.2), off(0.4)])
    assert rig.listen(0.19) in (None, pytest.approx(0.0, abs=1e-6))
    assert rig.listen(0.1) in (None, pytest.approx(0.5, abs=0.5))
    if (peak := rig.listen(0.1)) is not None:
        assert peak > 0.01
    rig.listen(1.5)
    assert rig.listen(0.1) in (None, pytest.approx(0.0, abs=1e-3))


def test_a_late_event_is_carried_out_at_once(rig: Rig) -> None:
    rig.listen(1.0)
    rig.synth.schedule([on(0.1)])
    if (peak := rig.listen(0.1)) is not None:
        assert peak > 0.01


def test_what_is_unscheduled_never_sounds_and_what_sounds_goes_on(rig: Rig) -> None:
    rig.synth.schedule([on(0.0), on(0.5, 72), off(0.6, 72)])
    rig.listen(0.2)
    rig.synth.unschedule()
    if (peak := rig.listen(1.0)) is not None:
        assert peak > 0.01
    if isinstance(rig.synth, RecordingSynth):
        assert [event.number for _, event in rig.synth.played] == [60]
    rig.synth.send(off(0).event)
    rig.listen(2.0)
    assert rig.listen(0.1) in (None, pytest.approx(0.0, abs=1e-3))


def test_scheduling_goes_on_after_unscheduling(rig: Rig) -> None:
    rig.synth.schedule([on(5.0)])
    rig.synth.unschedule()
    rig.synth.schedule([on(0.1)])
    if (peak := rig.listen(0.3)) is not None:
        assert peak > 0.01


def test_silence_is_silence_at_once(rig: Rig) -> None:
    for pitch in (48, 60, 64, 67):
        rig.synth.send(on(0, pitch).event)
    before = rig.listen(0.5)
    rig.synth.unschedule()
    rig.synth.silence()
    rig.listen(0.03)
    after = rig.listen(0.2)
    if before is not None and after is not None:
        assert before > 0.1
        assert after < before / 100


def test_every_kind_of_event_can_be_sent_and_scheduled(rig: Rig) -> None:
    events = [
        SoundEvent(0, Kind.PROGRAM, 0, 73),
        SoundEvent(0, Kind.CONTROL, 0, VOLUME, 0),
        SoundEvent(0, Kind.NOTE_ON, 0, 60, 100),
    ]
    for event in events:
        rig.synth.send(event)
    rig.synth.schedule(TimedEvent(0.1, event) for event in events)
    if not isinstance(rig.synth, RecordingSynth):
        assert rig.listen(0.5) in (None, pytest.approx(0.0, abs=1e-4)), "volume 0 is silent"


def test_close_may_be_called_twice(rig: Rig) -> None:
    rig.synth.schedule([on(10.0)])
    rig.synth.close()
    rig.synth.close()


def test_a_player_plays_loops_edits_and_stops_on_it(rig: Rig) -> None:
    song = song_of("C4 D4 E4 F4", "[C] . [G7] .")
    player = Player(song, lambda: rig.synth)
    player.play()
    player.pump()
    for _ in range(10):
        rig.listen(0.05)
        player.pump()
    assert player.playhead.playing
    assert player.playhead.tick == pytest.approx((0.5 - LEAD) * 960, abs=4)
    player.stop()
    player.pump()
    rig.listen(0.03)
    assert rig.listen(0.2) in (None, pytest.approx(0.0, abs=3e-3))
    assert not player.playhead.playing
    player.close()
