"""How typing becomes notes: the mode and the locks of a person's hands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.settings.layouts import QWERTY, Layout


class EntryMode(StrEnum):
    """What letters and digits mean in a lane of notes; the values are what the status line shows."""

    NOTE = "NOTE"
    """Rows of keys are a piano."""
    LETTER = "LETTER"
    """Letters are the names of notes."""
    DEGREE = "DEGREE"
    """Digits are degrees of the key."""


class Take(StrEnum):
    """Whether what is played is recorded; the values are what the status line shows."""

    NONE = ""
    ARMED = "the first key begins"
    RUNNING = "● recording"


@dataclass
class EntryState:
    """The settings of the hands; part of the view, changed on the screen's thread only."""

    layout: Layout = QWERTY
    mode: EntryMode = EntryMode.NOTE
    scale_lock: bool = False
    """Whether notes outside the key are refused."""
    jam: bool = False
    """Whether keys sound without writing."""
    last_note: Note | Off | None = None
    """The note or note-off written last, to be repeated."""
    last_chord: ChordCell | None = None
    take: Take = Take.NONE
    metronome: bool = False
    count_in: int = 0
    """Bars that are counted before a take."""
    midi: str = ""
    """Name of the open MIDI keyboard."""
    struck: float = 0.0
    """When the last key arrived, in seconds of the ports' clock."""
    octave_chosen: bool = True
    """Whether the next letter or degree lies in the shown octave, and not near the note before."""
