"""The actions on lanes."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group

LANE_ACTIONS: Final = (
    Action("lane.mute", "Mute", "Silences the lane of the cursor, or lets it sound.", Group.LANE, ("f9",)),
    Action(
        "lane.solo", "Solo", "Lets only this lane and other solo lanes sound.", Group.LANE, ("f10", "alt+s")
    ),
    Action(
        "lane.lock",
        "Lock",
        "Keeps the generator from writing this lane, or lets it.",
        Group.LANE,
        ("ctrl+l",),
    ),
)
"""In the order of the help screen."""
