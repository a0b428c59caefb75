"""FluidSynth behind the player and the renderer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tuicomposer.errors import SoundError
from tuicomposer.playback import fluid
from tuicomposer.playback.player import Player, SoundStatus
from tuicomposer.playback.render import Renderer, RendererFactory
from tuicomposer.playback.soundfonts import find_soundfont
from tuicomposer.playback.synth import Synth
from tuicomposer.score.song import Song
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.paths import soundfonts_dir

_OPENING_SECONDS: Final = 20.0
"""Longest time in which a sound device answers."""


def soundfont_for(settings: Settings, asked: Path | None = None) -> Path:
    """The soundfont to use: the one asked for, the settings', the environment's, the system's, the built-in.

    Raises:
        SoundError: The named one does not exist, or there is none.
    """
    return find_soundfont(asked or settings.soundfont, soundfonts_dir())


def open_synth(settings: Settings, asked: Path | None = None) -> Synth:
    """A synthesizer that sounds.

    Raises:
        SoundError: The library, the soundfont or the device is missing.
    """
    return fluid.open_fluid(soundfont_for(settings, asked), settings.audio_driver or None)


def renderer_factory(settings: Settings, asked: Path | None = None) -> RendererFactory:
    """Makes synthesizers for rendering; library and soundfont are looked for at once.

    Raises:
        SoundError: The library or the soundfont is missing.
    """
    soundfont = soundfont_for(settings, asked)
    fluid.load_library()
    return lambda: fluid.fluid_renderer(soundfont)


def open_renderer(soundfont: Path) -> Renderer:
    """A synthesizer for rendering with one soundfont.

    Raises:
        SoundError: The library or the soundfont is missing.
    """
    return fluid.fluid_renderer(soundfont)


@contextmanager
def sounding_player(song: Song, settings: Settings, asked: Path | None = None) -> Iterator[Player]:
    """A player that is heard, closed when the ``with`` block ends.

    Raises:
        SoundError: There is no sound; the reason is that of the synthesizer.
    """
    opened = threading.Event()
    seen: list[SoundStatus] = []

    def report(status: SoundStatus) -> None:
        seen.append(status)
        opened.set()

    player = Player(song, lambda: open_synth(settings, asked), report)
    player.start()
    try:
        if not opened.wait(_OPENING_SECONDS):
            raise SoundError("The sound device does not answer.", "You can still render to a file.")
        if seen[0].error is not None:
            raise seen[0].error
        yield player
    finally:
        player.close()
