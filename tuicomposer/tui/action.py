"""What an action is: a value with a name for the palette, a sentence for help, and its keys."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Group(StrEnum):
    """A heading of the help screen."""

    WRITE = "Write"
    MOVE = "Move"
    BLOCK = "Blocks"
    GENERATE = "Generate"
    PLAY = "Play"
    LANE = "Lanes"
    FORM = "Form"
    SONG = "Song"
    VIEW = "View"


class Action(NamedTuple):
    """One thing a person can do."""

    id: str
    title: str
    """What the palette calls it."""
    sentence: str
    """What it does, in a sentence."""
    group: Group
    keys: tuple[str, ...] = ()
    typed: bool = False
    """Whether the grid reads these keys itself, as typing, so that they are no bindings."""
    held: bool = False
    """Whether it is meant to be held down, as for moving; such actions stay out of the palette."""
