"""Sound devices that come late, or go."""

from __future__ import annotations

from playsongs import song_of

from tuicomposer.errors import SoundError
from tuicomposer.playback.clock import ManualClock
from tuicomposer.playback.player import Player, SoundStatus
from tuicomposer.playback.synth import RecordingSynth, Synth
from tuicomposer.playback.transport import LoopRange

SONG = song_of("C4 D4 E4 F4", "G3 . . .")


class Plugged(RecordingSynth):
    """A synthesizer on a device that can be pulled out: then its time stands still."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.gone_at: float | None = None

    @property
    def device(self) -> str:
        return "loudspeaker"

    def time(self) -> float:
        return super().time() if self.gone_at is None else self.gone_at

    def pull_out(self) -> None:
        self.gone_at = self.time()


def test_a_device_that_comes_after_the_start_is_found_at_play() -> None:
    clock = ManualClock()
    plugged = [False]
    reports: list[SoundStatus] = []

    def opener() -> Synth:
        if not plugged[0]:
            raise SoundError("There is no audio device.", "Render to a file.")
        return Plugged(clock)

    player = Player(SONG, opener, reports.append, clock)
    player.loop(LoopRange(0, 960))
    player.pump()
    player.play()
    player.pump()
    assert player.playhead.playing
    assert [status.device for status in reports] == [""]
    plugged[0] = True
    player.play()
    player.pump()
    assert [status.device for status in reports] == ["", "loudspeaker"]
    assert player.playhead.playing
    assert player.playhead.loop == LoopRange(0, 960)


def test_a_device_that_is_gone_is_told_and_looked_for_at_play() -> None:
    clock = ManualClock()
    synths: list[Plugged] = []
    reports: list[SoundStatus] = []

    def opener() -> Synth:
        synths.append(Plugged(clock))
        return synths[-1]

    player = Player(SONG, opener, reports.append, clock)
    player.play()
    for _ in range(10):
        clock.advance(0.1)
        player.pump()
    assert player.playhead.playing
    synths[0].pull_out()
    for _ in range(30):
        clock.advance(0.1)
        player.pump()
    assert not player.playhead.playing
    assert reports[-1].error is not None
    assert "gone" in reports[-1].error.what
    assert synths[0].closed
    player.play()
    player.pump()
    assert reports[-1] == SoundStatus("loudspeaker")
    assert player.playhead.playing
    assert len(synths) == 2
