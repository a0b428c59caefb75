"""The registry of actions: bindings, palette, help and the README's key table all read it.

Keys are Textual's names. Every key here reaches the program in a terminal without the kitty
protocol and inside tmux (a test holds the list of those that do not).
"""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group
from tuicomposer.tui.block_actions import BLOCK_ACTIONS, FIND_ACTIONS
from tuicomposer.tui.entry_actions import ENTRY_ACTIONS, HAND_ACTIONS, RECORD_ACTIONS
from tuicomposer.tui.form_actions import FORM_ACTIONS
from tuicomposer.tui.guidance_actions import GUIDANCE_ACTIONS
from tuicomposer.tui.hearing_actions import HEARING_ACTIONS
from tuicomposer.tui.lane_actions import LANE_ACTIONS
from tuicomposer.tui.loop_actions import LOOP_ACTIONS
from tuicomposer.tui.profile_actions import PROFILE_ACTIONS
from tuicomposer.tui.safety_actions import HISTORY_ACTIONS, VERSION_ACTIONS
from tuicomposer.tui.take_actions import IMPORT_ACTIONS, PACE_ACTIONS
from tuicomposer.tui.view_actions import VIEW_ACTIONS

__all__ = ["ACTIONS", "BY_ID", "Action", "Group"]


def _move(name: str, title: str, sentence: str, *keys: str) -> Action:
    return Action(f"move.{name}", title, sentence, Group.MOVE, keys, held=True)


ACTIONS: Final = (
    *ENTRY_ACTIONS,
    Action("write.clear", "Clear", "Empties the cell or the block.", Group.WRITE, ("delete",)),
    Action("write.back", "Clear backwards", "Steps back and empties that cell.", Group.WRITE, ("backspace",)),
    Action(
        "write.insert_row",
        "Insert a row",
        "Moves the rest of the lane down by one row.",
        Group.WRITE,
        ("insert",),
    ),
    Action(
        "write.delete_row",
        "Delete a row",
        "Pulls the rest of the lane up by one row.",
        Group.WRITE,
        ("shift+delete",),
    ),
    *HAND_ACTIONS,
    Action(
        "write.softer",
        "Softer",
        "Lowers the velocity of the note under the cursor, or of the next notes.",
        Group.WRITE,
        ("semicolon", "left_curly_bracket"),
    ),
    Action(
        "write.louder",
        "Louder",
        "Raises the velocity of the note under the cursor, or of the next notes.",
        Group.WRITE,
        ("apostrophe", "right_curly_bracket"),
    ),
    Action(
        "write.semitone_up",
        "Semitone up",
        "Moves the note or the block a semitone up.",
        Group.WRITE,
        ("ctrl+up", "alt+q"),
    ),
    Action(
        "write.semitone_down",
        "Semitone down",
        "Moves the note or the block a semitone down.",
        Group.WRITE,
        ("ctrl+down", "alt+a"),
    ),
    *HISTORY_ACTIONS,
    _move("up", "Up", "One row up.", "up"),
    _move("down", "Down", "One row down.", "down"),
    _move("left", "Left", "One lane to the left.", "left", "shift+tab"),
    _move("right", "Right", "One lane to the right.", "right", "tab"),
    _move("bar_up", "Bar up", "To the start of this bar, then of the bar before.", "pageup"),
    _move("bar_down", "Bar down", "To the start of the next bar.", "pagedown"),
    _move("first_row", "First row", "To the first row of the section.", "home"),
    _move("last_row", "Last row", "To the last row of the section.", "end"),
    Action(
        "move.previous_section",
        "Previous section",
        "Shows the section before this one.",
        Group.MOVE,
        ("alt+up", "alt+left"),
    ),
    Action(
        "move.next_section",
        "Next section",
        "Shows the section after this one.",
        Group.MOVE,
        ("alt+down", "alt+right"),
    ),
    *FIND_ACTIONS,
    *BLOCK_ACTIONS,
    Action(
        "generate.open",
        "Generate…",
        "Asks for music that contains exactly what is typed, and shows it before anything is written.",
        Group.GENERATE,
        ("ctrl+g",),
    ),
    *PROFILE_ACTIONS,
    Action(
        "generate.hear",
        "Hear the candidate",
        "Plays the song with the shown candidate in it.",
        Group.GENERATE,
        ("f4",),
    ),
    Action("generate.next", "Next candidate", "Shows the next proposal.", Group.GENERATE, ("ctrl+right",)),
    Action(
        "generate.previous",
        "Previous candidate",
        "Shows the proposal before.",
        Group.GENERATE,
        ("ctrl+left",),
    ),
    Action(
        "generate.keep",
        "Keep the candidate",
        "Writes the shown candidate into the song, as one step that can be undone. Enter does it, too.",
        Group.GENERATE,
        ("ctrl+k",),
    ),
    Action(
        "generate.drop",
        "Discard or cancel",
        "Stops the work that is running, discards the candidates, unmarks the block, or closes the banner.",
        Group.GENERATE,
        ("escape", "ctrl+d"),
    ),
    Action(
        "generate.judge",
        "Judge the section",
        "Asks how convincing each cell of this section is, and why.",
        Group.GENERATE,
        ("f3",),
    ),
    Action("play.toggle", "Play or stop", "Plays from the cursor, or stops.", Group.PLAY, ("l", "ctrl+f5")),
    Action("play.start", "Play from the start", "Plays the whole song.", Group.PLAY, ("f5",)),
    *LOOP_ACTIONS,
    Action("play.here", "Play from here", "Plays from the row of the cursor.", Group.PLAY, ("f7",)),
    *HEARING_ACTIONS,
    Action("play.stop", "Stop", "Falls silent at once.", Group.PLAY, ("f8",)),
    Action("play.tempo", "Tempo…", "Sets the beats a minute.", Group.PLAY, ("ctrl+t",)),
    Action(
        "play.follow",
        "Follow",
        "Turns the page with the music, keeps the row that sounds in the middle, or leaves the page alone.",
        Group.PLAY,
        ("ctrl+f",),
    ),
    *PACE_ACTIONS,
    *RECORD_ACTIONS,
    *LANE_ACTIONS,
    *FORM_ACTIONS,
    Action("song.save", "Save", "Writes the song to its file.", Group.SONG, ("ctrl+s",)),
    Action("song.save_as", "Save as…", "Writes the song to another file.", Group.SONG, ("f12", "ctrl+w")),
    Action("song.open", "Open…", "Opens a project or a MIDI file.", Group.SONG, ("ctrl+o",)),
    *IMPORT_ACTIONS,
    Action("song.new", "New…", "Starts an empty song.", Group.SONG, ("ctrl+n",)),
    Action(
        "song.export",
        "Export…",
        "Writes audio, MIDI or notation: .wav .flac .ogg .mid .musicxml.",
        Group.SONG,
        ("ctrl+e",),
    ),
    Action("song.title", "Title…", "Names the song.", Group.SONG),
    Action("song.key", "Key…", "States the key, such as G major.", Group.SONG),
    Action("song.add_bar", "Add a bar", "Adds an empty bar to the end of this section.", Group.SONG),
    Action("song.remove_bar", "Remove the last bar", "Takes the last bar of this section away.", Group.SONG),
    *VERSION_ACTIONS,
    Action("song.example", "Open the example", "Opens the song that comes with the program.", Group.SONG),
    Action("song.quit", "Quit", "Leaves; asks first if something is not saved.", Group.SONG, ("ctrl+q",)),
    *VIEW_ACTIONS,
    *GUIDANCE_ACTIONS,
)
"""Every action, in the order of the help screen."""

BY_ID: Final = {action.id: action for action in ACTIONS}
"""Action of every id."""
