"""What the playback tests share: the built-in soundfont, and whether FluidSynth is here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuicomposer.errors import SoundError
from tuicomposer.playback.fluid import load_library

BUILTIN = Path(__file__).resolve().parents[2] / "soundfonts" / "tuicomposer.sf2"


@pytest.fixture(scope="session")
def soundfont() -> Path:
    """The built-in soundfont; skips where FluidSynth is missing."""
    try:
        load_library()
    except SoundError as error:
        pytest.skip(str(error))
    return BUILTIN
