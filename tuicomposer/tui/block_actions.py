"""The actions on blocks."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group


def _action(name: str, title: str, sentence: str, *keys: str) -> Action:
    return Action(f"block.{name}", title, sentence, Group.BLOCK, keys)


def _extend(name: str, sentence: str) -> Action:
    title = f"Extend {name}"
    return Action(f"block.{name}", title, sentence, Group.BLOCK, (f"shift+{name}",), held=True)


BLOCK_ACTIONS: Final = (
    _extend("up", "Widens the block by a row."),
    _extend("down", "Widens the block by a row."),
    _extend("left", "Widens the block by a lane."),
    _extend("right", "Widens the block by a lane."),
    _action(
        "menu",
        "Block menu…",
        "Lists everything that can be done with a block, each behind one letter.",
        "backslash",
        "f11",
    ),
    _action(
        "mark",
        "Mark",
        "Starts a block that grows with the cursor; once more, and the block stays where it is.",
        "quotation_mark",
        "ctrl+@",
    ),
    _action("unmark", "Unmark", "Marks nothing; the cells stay as they are; so does Esc."),
    _action("all", "Select more", "Marks the beat, then the bar, the lane, the section.", "ctrl+a", "alt+l"),
    _action("beat", "Select the beat", "Marks the whole beats of the block or the cell."),
    _action("bar", "Select the bar", "Marks the whole bars of the block or the cell."),
    _action("lane", "Select the lane", "Marks all rows of the block's lanes."),
    _action("section", "Select the section", "Marks every cell of the section."),
    _action("copy", "Copy", "Copies the block or the cell.", "ctrl+c", "alt+c"),
    _action("cut", "Cut", "Copies the block or the cell and empties it.", "ctrl+x", "alt+z"),
    _action(
        "paste", "Paste over", "Writes the copied cells at the cursor, empty ones too.", "ctrl+v", "alt+o"
    ),
    _action("mix", "Paste mix", "Writes the copied cells into empty cells only.", "alt+m"),
    _action("insert", "Paste insert", "Writes the copied cells and moves what was there down.", "alt+p"),
    _action(
        "flood",
        "Flood",
        "Writes the copied cells again and again, to the end of the block or of the section.",
        "alt+r",
    ),
    _action("clips", "Copied before…", "Chooses among the last ten copies what is pasted next.", "alt+h"),
    _action(
        "mask",
        "Mask",
        "Lets typing, cut, clear, paste, flood, flip, reverse, interpolate change notes, velocity, or both.",
    ),
    _action("octave_up", "Octave higher", "Moves the block's notes an octave up; drums stay.", "alt+pageup"),
    _action(
        "octave_down", "Octave lower", "Moves the block's notes an octave down; drums stay.", "alt+pagedown"
    ),
    _action(
        "scale_up",
        "Up in the scale",
        "Moves the block's notes and chords a step up the scale of the key.",
        "ctrl+shift+up",
    ),
    _action(
        "scale_down",
        "Down in the scale",
        "Moves the block's notes and chords a step down the scale of the key.",
        "ctrl+shift+down",
    ),
    _action("flip", "Flip", "Mirrors each lane's pitches around its first note in the block."),
    _action(
        "flip_scale",
        "Flip in the scale",
        "Mirrors each lane's pitches around its first note in the block by steps of the key's scale.",
    ),
    _action(
        "runs",
        "Interpolate pitches",
        "Fills the rows between the block's notes with the scale, a note at every step.",
    ),
    _action(
        "ramp",
        "Interpolate velocity",
        "Leads the velocities straight from each lane's first note to its last.",
        "alt+k",
    ),
    _action("loudness", "Scale velocities…", "Multiplies the block's velocities by a percentage.", "alt+v"),
    _action("reverse", "Reverse", "Plays the block backwards; every note keeps its length."),
    _action("double", "Double", "Spreads the block over twice as many rows, if those below are free."),
    _action("halve", "Halve", "Squeezes the block into half as many rows.", "alt+g"),
    _action("later", "Shift later", "Moves the block a row down; the row below goes above it.", "alt+j"),
    _action("earlier", "Shift earlier", "Moves the block a row up; the row above goes below it.", "alt+i"),
    _action("swap", "Swap lanes", "Mirrors the block's lanes; one lane swaps with its right.", "alt+y"),
    _action(
        "open_rows", "Insert rows", "Moves the block's lanes down by the block's rows, from the block on."
    ),
    _action("close_rows", "Delete rows", "Takes the block's rows out of its lanes; what is below moves up."),
    _action("open_all", "Insert rows, all lanes", "Puts empty rows before the block; the section grows."),
    _action("close_all", "Delete rows, all lanes", "Takes the block's rows away; the section shrinks."),
    _action("open_bars", "Insert bars", "Puts as many empty bars as the block has before it, in all lanes."),
    _action("close_bars", "Delete bars", "Takes the bars of the block or the cell away, in all lanes."),
)
"""In the order of the help screen."""

FIND_ACTIONS: Final = (
    Action(
        "move.find",
        "Find and replace…",
        "Looks for a pitch such as F#4, a note of any octave such as F#, or a chord such as Am7.",
        Group.MOVE,
        ("ampersand", "alt+e"),
    ),
    Action("move.next_match", "Next match", "To the next one found.", Group.MOVE, ("right_parenthesis",)),
    Action(
        "move.previous_match", "Previous match", "To the one found before.", Group.MOVE, ("left_parenthesis",)
    ),
)
"""Among the moves."""
