"""The actions that let one note or one row be heard."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group

HEARING_ACTIONS: Final = (
    Action(
        "play.note",
        "Play the note",
        "Lets what is in the cell, or sounds on there, be heard; nothing moves.",
        Group.PLAY,
        ("4", "ctrl+f10"),
    ),
    Action(
        "play.row",
        "Play the row",
        "Lets what begins in this row be heard in all lanes, and goes on to the next row.",
        Group.PLAY,
        ("8",),
    ),
)
"""In the order of the help screen, after playing from here."""
