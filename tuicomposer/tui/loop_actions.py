"""The actions on loops and on what is played next."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group


def _play(name: str, title: str, sentence: str, *keys: str) -> Action:
    return Action(f"play.{name}", title, sentence, Group.PLAY, keys)


LOOP_ACTIONS: Final = (
    _play(
        "loop",
        "Loop the section",
        "Repeats the section that is shown, from now on; again ends the loop.",
        "f6",
    ),
    _play(
        "loop_block",
        "Loop the block",
        "Repeats the block, or the bar of the cursor; again ends the loop.",
        "colon",
    ),
    _play(
        "queue_bar",
        "Next at bar's end",
        "Plays the section that is shown next, or the one that follows, when the bar has ended.",
        "alt+u",
        "ctrl+f7",
    ),
    _play(
        "queue_section",
        "Next at section's end",
        "Plays the section that is shown next, or the one that follows, when the section has ended.",
        "ctrl+f8",
    ),
)
"""In the order of the help screen."""
