"""Standard MIDI Files, written and read."""

from __future__ import annotations

from typing import Final

from tuicomposer.formats.midi_read import Imported, read_midi
from tuicomposer.formats.midi_write import write_midi

SUFFIXES: Final = (".mid", ".midi")

__all__ = ["SUFFIXES", "Imported", "read_midi", "write_midi"]
