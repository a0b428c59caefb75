"""The actions on lanes."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group


def _lane(name: str, title: str, sentence: str, *keys: str) -> Action:
    return Action(f"lane.{name}", title, sentence, Group.LANE, keys)


LANE_ACTIONS: Final = (
    _lane(
        "open", "Lanes…", "Shows all lanes with their sounds and levels, to be changed.", "alt+d", "shift+f10"
    ),
    _lane("mute", "Mute", "Silences the lane of the cursor, or lets it sound.", "f9"),
    _lane("solo", "Solo", "Lets only this lane and other solo lanes sound.", "f10", "alt+s"),
    _lane(
        "lock",
        "Lock",
        "Keeps the generator and block commands from writing this lane or the marked block, or lets them.",
        "ctrl+l",
    ),
    _lane(
        "lock_cells",
        "Lock cells",
        "Keeps everything from writing the block, or the bar of this lane, or frees it.",
    ),
    _lane("add", "Add a lane", "Adds an empty lane to the right of this one."),
    _lane("remove", "Remove the lane", "Takes this lane and all that is in it out of the song."),
    _lane("rename", "Lane name…", "Names this lane."),
    _lane("left", "Lane to the left", "Moves this lane one place to the left."),
    _lane("right", "Lane to the right", "Moves this lane one place to the right."),
    _lane("role", "Lane role…", "Says what this lane is for: chords, melody, harmony, bass or other."),
    _lane("instrument", "Instrument…", "Finds a sound for this lane by typing its name."),
    _lane("volume", "Volume…", "Sets how loud this lane is, 0 to 127."),
    _lane("pan", "Pan…", "Sets where this lane sounds, from left to right."),
)
"""In the order of the help screen."""
