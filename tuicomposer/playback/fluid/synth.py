"""Live sound: FluidSynth's own sequencer, driven by the samples that the device takes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.errors import SoundError
from tuicomposer.playback.events import Kind, SoundEvent, TimedEvent
from tuicomposer.playback.fluid.engine import Engine
from tuicomposer.playback.quiet import silenced_stderr

_TICKS_PER_SECOND: Final = 1000
_ANY: Final = -1


class NoDeviceError(SoundError):
    """An audio driver without a device."""


class FluidSynth:
    """A synthesizer whose time is the number of samples made, so that it cannot drift from the sound.

    Args:
        engine: Makes the samples; closed together with this.
        driver: Name of FluidSynth's audio driver, or empty: then time stands still except in
            :meth:`render`.

    Raises:
        NoDeviceError: The driver finds no device; everything is closed.
    """

    def __init__(self, engine: Engine, driver: str = "") -> None:
        self._engine = engine
        self._library = engine.library
        self._raw = engine.library.raw
        self._driver: Any = None
        self._sequencer: Any = self._raw.new_fluid_sequencer2(0)
        self._client: int = self._raw.fluid_sequencer_register_fluidsynth(self._sequencer, engine.synth)
        self._event: Any = self._raw.new_fluid_event()
        self._raw.fluid_event_set_source(self._event, _ANY)
        self._raw.fluid_event_set_dest(self._event, self._client)
        self._device = driver
        if driver:
            self._start(driver)

    @property
    def device(self) -> str:
        """Name of the audio driver; empty where there is none."""
        return self._device

    @property
    def voices(self) -> int:
        """Number of voices that sound now."""
        return self._engine.voices

    def time(self) -> float:
        """Seconds of sound made, in whole milliseconds."""
        return int(self._raw.fluid_sequencer_get_tick(self._sequencer)) / _TICKS_PER_SECOND

    def schedule(self, events: Iterable[TimedEvent]) -> None:
        """Hand events to the sequencer."""
        for at, event in events:
            self._fill(event)
            # Rounded up, so that an event is played exactly when time() has reached it.
            tick = max(0, math.ceil(at * _TICKS_PER_SECOND))
            if self._raw.fluid_sequencer_send_at(self._sequencer, self._event, tick, 1) != 0:
                raise SoundError("FluidSynth takes no more notes.", "Stop and play again.")

    def send(self, event: SoundEvent) -> None:
        """Carry out an event now."""
        self._engine.send(event)

    def unschedule(self) -> None:
        """Empty the sequencer."""
        self._library.remove_events(self._sequencer, _ANY, _ANY, _ANY)

    def silence(self) -> None:
        """Cut all voices, their release and reverberation too."""
        self._engine.silence()

    def add_font(self, font: Path) -> None:
        """Load a soundfont beside the first, in place of one that was added before."""
        self._engine.add_font(font)

    def render(self, frames: int) -> NDArray[np.float32]:
        """Make samples where no device takes them, and move time on. Shape (frames, 2)."""
        return self._engine.render(frames)

    def close(self) -> None:
        """Stop the device and free everything. May be called more than once."""
        if self._sequencer is None:
            return
        # The device's thread uses the sequencer, and the sequencer the synth: free in that order.
        with silenced_stderr():
            if self._driver:
                self._raw.delete_fluid_audio_driver(self._driver)
        self._library.unregister(self._sequencer, self._client)
        self._raw.delete_fluid_event(self._event)
        self._raw.delete_fluid_sequencer(self._sequencer)
        self._driver = self._sequencer = self._event = None
        self._engine.close()

    def _start(self, driver: str) -> None:
        self._engine.set("audio.driver", driver)
        with silenced_stderr():
            self._driver = self._raw.new_fluid_audio_driver(self._engine.settings, self._engine.synth)
        if not self._driver:
            self.close()
            raise NoDeviceError("There is no audio device.", "You can still render to a file.")

    def _fill(self, event: SoundEvent) -> None:
        _, kind, channel, number, value = event
        match kind:
            case Kind.NOTE_ON:
                self._raw.fluid_event_noteon(self._event, channel, number, value)
            case Kind.NOTE_OFF:
                self._raw.fluid_event_noteoff(self._event, channel, number)
            case Kind.PROGRAM:
                self._library.event_program(self._event, channel, number)
            case Kind.CONTROL:
                self._library.event_control(self._event, channel, number, value)
