"""The actions that help a person find their way."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group

GUIDANCE_ACTIONS: Final = (
    Action(
        "view.settings",
        "Settings…",
        "Shows every setting with what it does, and changes it in your settings file.",
        Group.VIEW,
    ),
    Action(
        "view.more",
        "More…",
        "Lists what has no plain key of its own, each behind one letter: song, sound, view, lane, section.",
        Group.VIEW,
    ),
    Action("view.tour", "Tour", "Shows in a minute what there is.", Group.VIEW),
)
"""In the order of the help screen."""
