"""Standard MIDI Files, written and read."""

from __future__ import annotations

from tuicomposer.formats.midi_read import Imported, read_midi
from tuicomposer.formats.midi_write import write_midi

__all__ = ["Imported", "read_midi", "write_midi"]
