"""The actions that change the picture and not the song."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group
from tuicomposer.tui.take_actions import CONFIDENCE_ACTIONS

VIEW_ACTIONS: Final = (
    Action(
        "view.panel", "Analysis panel", "Shows or folds the key, chords and verdict.", Group.VIEW, ("f2",)
    ),
    Action(
        "view.realness",
        "Colour by realness",
        "Tints the cells that are less convincing.",
        Group.VIEW,
        ("ctrl+r",),
    ),
    *CONFIDENCE_ACTIONS,
    Action(
        "view.colours",
        "Colour notes by…",
        "Colours notes by lane role, pitch class, degree of the scale, or chord tones and clashes.",
        Group.VIEW,
        ("shift+f12",),
    ),
    Action(
        "view.instrument",
        "Keyboard or fretboard",
        "Draws what sounds at the cursor on a keyboard, on a fretboard, or not at all.",
        Group.VIEW,
        ("shift+f2",),
    ),
    Action(
        "view.roll",
        "Piano roll",
        "Shows the block, or the bars around the cursor, as a piano roll.",
        Group.VIEW,
        ("shift+f4",),
    ),
    Action(
        "view.meters",
        "Level meters",
        "Shows above each lane how loud its note is written, while playing.",
        Group.VIEW,
        ("shift+f8",),
    ),
    Action(
        "view.theme",
        "Next colour scheme",
        "Night, for colour-blind eyes, high contrast, 16 colours, or without colour.",
        Group.VIEW,
        ("shift+f9",),
    ),
    Action(
        "view.repaint",
        "Draw the screen again",
        "Sends every cell anew, after another program has written on the terminal.",
        Group.VIEW,
    ),
    Action("view.palette", "All actions", "Finds any action by its name.", Group.VIEW, ("ctrl+p",)),
    Action("view.help", "Help", "Shows every action and its keys.", Group.VIEW, ("f1", "question_mark")),
)
"""In the order of the help screen."""
