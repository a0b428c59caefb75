"""A FluidSynth synthesizer with a soundfont, without a device: events in, samples out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.errors import SoundError
from tuicomposer.playback.events import CHANNELS, Kind, SoundEvent
from tuicomposer.playback.fluid.library import Library, load_library
from tuicomposer.playback.quiet import silenced_stderr
from tuicomposer.score.text import visible

SAMPLE_RATE: Final = 44_100
GAIN: Final = 0.5
"""Loudness of the synthesizer; FluidSynth's own 0.2 is faint."""
_POLYPHONY: Final = 512
_PERIOD_FRAMES: Final = 1024
"""Frames that a device takes at a time: 23 ms. FluidSynth's own 64 fall behind on a busy machine."""
_PERIODS: Final = 2
"""Periods in the device's buffer, where it has one of its own."""
_ALL_CHANNELS: Final = -1


class Engine:
    """Carries out sound events and makes samples.

    Args:
        soundfont: Path of an .sf2 or .sf3 file.
        gain: Loudness, 0 to 10.

    Raises:
        SoundError: The library or the soundfont cannot be loaded.
    """

    sample_rate = SAMPLE_RATE

    def __init__(self, soundfont: Path, gain: float = GAIN) -> None:
        self.library: Library = load_library()
        self._raw = self.library.raw
        self.settings: Any = self._raw.new_fluid_settings()
        self.set("synth.gain", gain)
        self.set("synth.sample-rate", float(SAMPLE_RATE))
        self.set("synth.midi-channels", CHANNELS)
        self.set("synth.polyphony", _POLYPHONY)
        self.set("audio.period-size", _PERIOD_FRAMES)
        self.set("audio.periods", _PERIODS)
        # Compressed fonts take seconds to load whole; this loads an instrument when it is chosen.
        self.set("synth.dynamic-sample-loading", 1)
        self.synth: Any = self._raw.new_fluid_synth(self.settings)
        self._added: int | None = None
        try:
            self._load(soundfont)
        except SoundError:
            self.close()
            raise

    @property
    def voices(self) -> int:
        """Number of voices that sound now, release tails included."""
        return int(self._raw.fluid_synth_get_active_voice_count(self.synth))

    def set(self, name: str, value: str | int | float) -> None:
        """Change one of FluidSynth's settings; an unknown one is left alone."""
        key = name.encode()
        if isinstance(value, str):
            self._raw.fluid_settings_setstr(self.settings, key, value.encode())
        elif isinstance(value, int):
            self._raw.fluid_settings_setint(self.settings, key, value)
        else:
            self._raw.fluid_settings_setnum(self.settings, key, value)

    def send(self, event: SoundEvent) -> None:
        """Carry out an event now."""
        _, kind, channel, number, value = event
        match kind:
            case Kind.NOTE_ON:
                self._raw.fluid_synth_noteon(self.synth, channel, number, value)
            case Kind.NOTE_OFF:
                self._raw.fluid_synth_noteoff(self.synth, channel, number)
            case Kind.PROGRAM:
                self._raw.fluid_synth_program_change(self.synth, channel, number)
            case Kind.CONTROL:
                self._raw.fluid_synth_cc(self.synth, channel, number, value)

    def render(self, frames: int) -> NDArray[np.float32]:
        """The next samples.

        Returns:
            Array of shape (frames, 2), left and right; 1.0 is full scale and may be exceeded.
        """
        samples = np.zeros((frames, 2), dtype=np.float32)
        address = samples.ctypes.data
        self.library.write_float(self.synth, frames, address, 0, 2, address, 1, 2)
        return samples

    def add_font(self, font: Path) -> None:
        """Load a soundfont beside the first, in place of one that was added before.

        Raises:
            SoundError: It cannot be loaded.
        """
        if self._added is not None:
            self._raw.fluid_synth_sfunload(self.synth, self._added, 0)
            self._added = None
        self._added = self._load(font)

    def silence(self) -> None:
        """Cut all voices, their release and reverberation too; programs and controllers are reset."""
        # The reset empties the reverberation but lets voices ring; the other way round, it rings on.
        self._raw.fluid_synth_system_reset(self.synth)
        self._raw.fluid_synth_all_sounds_off(self.synth, _ALL_CHANNELS)

    def close(self) -> None:
        """Free what is held. May be called more than once."""
        if self.synth:
            self._raw.delete_fluid_synth(self.synth)
        if self.settings:
            self._raw.delete_fluid_settings(self.settings)
        self.synth = self.settings = None

    def _load(self, soundfont: Path) -> int:
        shown = visible(str(soundfont))
        if not os.path.isfile(soundfont):  # unlike Path.is_file, false for names that are too long
            raise SoundError(f"There is no soundfont “{shown}”.", "Name an existing .sf2 or .sf3 file.")
        with silenced_stderr():
            number = self.library.load_font(self.synth, os.fsencode(soundfont), 1)
        if number < 0:
            raise SoundError(
                f"“{shown}” is not a soundfont that can be loaded.", "Choose another .sf2 or .sf3 file."
            )
        return int(number)
