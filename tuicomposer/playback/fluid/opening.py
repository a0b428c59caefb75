"""Opening FluidSynth: on the first audio driver that has a device, or without one for rendering."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tuicomposer.errors import SoundError
from tuicomposer.playback.fluid.engine import GAIN, Engine
from tuicomposer.playback.fluid.synth import FluidSynth, NoDeviceError

DRIVERS: Final = ("pulseaudio", "pipewire", "alsa", "jack", "coreaudio", "file")
"""The audio drivers that may be named."""


def automatic_drivers(platform: str) -> tuple[str, ...]:
    """Audio drivers to try in turn on a platform, as ``sys.platform`` names it.

    JACK is left out: without a server it waits for seconds.
    """
    return ("coreaudio",) if platform == "darwin" else ("pulseaudio", "pipewire", "alsa")


def open_fluid(
    soundfont: Path, driver: str | None = None, target: str = "", gain: float = GAIN
) -> FluidSynth:
    """A synthesizer that sounds.

    Args:
        soundfont: Path of the soundfont.
        driver: One of ``DRIVERS``, or ``None`` for the first that works here.
        target: The driver's device, for ``file`` the path of the file; empty for the usual one.
        gain: Loudness, 0 to 10.

    Raises:
        SoundError: The library, the soundfont or the device is missing.
    """
    if driver is not None and driver not in DRIVERS:
        raise SoundError(f"“{driver}” is not an audio driver.", f"Use one of {', '.join(DRIVERS)}.")
    names = (driver,) if driver else automatic_drivers(sys.platform)
    opened = next(_attempts(soundfont, names, target, gain), None)
    if opened is None:
        tried = " and ".join(names)
        raise SoundError(f"There is no audio device (tried {tried}).", "You can still render to a file.")
    return opened


def fluid_renderer(soundfont: Path, gain: float = GAIN) -> Engine:
    """A synthesizer for rendering, without a device.

    Raises:
        SoundError: The library or the soundfont is missing.
    """
    return Engine(soundfont, gain)


def _attempts(soundfont: Path, names: tuple[str, ...], target: str, gain: float) -> Iterator[FluidSynth]:
    for name in names:
        engine = Engine(soundfont, gain)
        if target:
            engine.set("audio.file.name" if name == "file" else f"audio.{name}.device", target)
        try:
            yield FluidSynth(engine, name)
        except NoDeviceError:
            continue
