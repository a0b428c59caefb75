"""The action for style profiles."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group

PROFILE_ACTIONS: Final = (
    Action(
        "generate.profiles",
        "Style profiles…",
        "Lists what music of yours is like; makes, shows, renames, removes one, or generates like it.",
        Group.GENERATE,
    ),
)
"""In the order of the help screen, after generating."""
