"""The actions that keep work from being lost."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group

HISTORY_ACTIONS: Final = (
    Action("write.undo", "Undo", "Takes back the last change.", Group.WRITE, ("ctrl+z", "ctrl+u")),
    Action("write.redo", "Redo", "Makes the change again that was taken back.", Group.WRITE, ("ctrl+y",)),
    Action(
        "write.history",
        "Undo list…",
        "Shows every step by name and goes back or forth to any of them.",
        Group.WRITE,
        ("alt+t",),
    ),
)
"""In the order of the help screen."""

VERSION_ACTIONS: Final = (
    Action(
        "song.unsaved",
        "Unsaved work…",
        "Shows which songs have unsaved work that an earlier run left behind, and opens one.",
        Group.SONG,
    ),
    Action(
        "song.revert",
        "Revert to saved",
        "Goes back to the song as it was saved, as one step that can be undone.",
        Group.SONG,
    ),
    Action(
        "song.versions",
        "Earlier versions…",
        "Goes back to one of the last saved versions, as one step that can be undone, or opens it as a copy.",
        Group.SONG,
    ),
)
"""In the order of the help screen."""
