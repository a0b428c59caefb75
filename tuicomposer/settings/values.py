"""The preferences and their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

KEYBOARDS: Final = ("qwerty", "qwertz", "azerty")
"""Keyboards whose lower rows are known as a piano."""
MAX_THREADS: Final = 256


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the settings file can say; each field has the file's name for it."""

    soundfont: Path | None = None
    """Soundfont to play with; ``None`` looks for the built-in one, then the system's."""
    audio_driver: str = ""
    """FluidSynth's name of the audio driver, such as ``pulseaudio``; empty tries what there is."""
    keyboard: str = "qwerty"
    """Which letters are the piano keys: one of ``KEYBOARDS``."""
    threads: int | None = None
    """Processor threads for the model; ``None`` leaves the choice to the program."""
    theme: str = ""
    """Name of the colour theme; empty for the program's own."""
