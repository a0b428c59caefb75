"""Help that knows where the cursor is: what can be done in this lane, with this block, in this dialog."""

from __future__ import annotations

from typing import Final, NamedTuple

from tuicomposer.score.lane import Role
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui.view import View


class Topic(NamedTuple):
    """What help says first."""

    title: str
    sentence: str
    actions: tuple[str, ...] = ()
    """Ids of the actions that matter here."""


_TYPING: Final = Topic(
    "A cell that is open",
    "Type a chord such as Am7, C/E or N.C. in a chord lane; elsewhere a pitch such as C#4, or C#4 100 with "
    "its velocity. Enter writes it and goes on, the arrows write it and move, Esc leaves the cell as it was. "
    "What cannot be read stays red and changes nothing.",
)
_CANDIDATES: Final = Topic(
    "Candidates",
    "What is shaded is a proposal and not written yet. Hear it, look at the next, keep it or discard it; "
    "keeping is one step that can be undone.",
    (
        "generate.hear",
        "generate.next",
        "generate.previous",
        "generate.keep",
        "generate.drop",
        "view.realness",
    ),
)
_BLOCK: Final = Topic(
    "A block",
    "Everything below works on the marked cells; the block menu lists all of it behind one letter each.",
    (
        "block.menu",
        "block.copy",
        "block.cut",
        "block.paste",
        "write.clear",
        "write.semitone_up",
        "block.unmark",
    ),
)
_CHORDS: Final = Topic(
    "A chord lane",
    "A letter opens the cell for a chord: Am7, F#dim, C/E, N.C.; in the song's key also V7, 57 and, "
    "lowered, _7 (b7 is B7). dm,g7 share the bar, dm:3,g7:1 last so many beats. Space goes on, Enter writes.",
    ("write.chord", "write.cell", "write.repeat", "write.off", "write.clear", "generate.open", "lane.lock"),
)
_NOTES: Final = Topic(
    "A lane of notes",
    "The rows of keys {rows} are two octaves of a piano; each note is heard and the cursor steps on.",
    (
        "write.note",
        "write.repeat",
        "write.dot",
        "write.octave_down",
        "write.octave_up",
        "write.step_up",
        "write.step",
        "write.off",
        "write.clear",
        "write.mode",
        "block.mark",
        "generate.open",
        "lane.lock",
    ),
)
_EMPTY: Final = Topic(
    "A song without lanes", "There is nothing to write in yet: add a lane or start a new song."
)

DIALOG: Final = Topic(
    "A dialog", "Tab goes to the next field, Enter accepts, Esc leaves and everything stays as it was."
)
"""What help says of a dialog that has no topic of its own."""

DIALOGS: Final = {
    "BlockMenu": Topic("The block menu", "A letter does what stands beside it; Esc leaves."),
    "Clips": Topic("Copied before", "Enter makes a copy the one that is pasted next; Esc leaves."),
    "Confirm": Topic(
        "A question", "The arrows go from answer to answer, Enter gives it, Esc changes nothing."
    ),
    "FilesPrompt": Topic(
        "Some files",
        "Enter takes the file of the line or of the list; the arrow down goes to the list. When all are "
        "taken, Enter on the folder alone, or the button, goes on; Esc leaves.",
    ),
    "Find": Topic(
        "Find and replace",
        "Write a pitch such as F#4, a note such as F#, or a chord such as Am7, and what to put in its place.",
    ),
    "FormScreen": Topic(
        "Song form",
        "On the left are the sections, on the right the order in which they sound; Tab goes from the one to "
        "the other. "
        "Enter or typing changes the cell of the cursor. Pickup is counted in rows before bar 1, not in "
        "beats; rows a beat are 1, 2, 3, 4, 6, 8 or 12; an empty tempo, key or swing is the song's.",
    ),
    "LaneScreen": Topic(
        "Lanes",
        "A line for each lane. Enter or typing changes the cell of the cursor: volume is 0 to 127, pan L64 "
        "to R63. A locked lane is never written by the generator, a muted one is not heard, and a solo one "
        "silences the others.",
    ),
    "GenerateDialog": Topic(
        "Generate",
        "Ticked lanes are written, all others stay; typed cells of a ticked lane stay too. Bars limits it"
        " to a part. More candidates take longer; the same seed gives the same music again. Nothing is "
        "written before you keep a candidate.",
    ),
    "HistoryList": Topic(
        "The undo list",
        "Every step by its name, the newest on top. Enter goes to the song as it was after it.",
    ),
    "NewSong": Topic(
        "A new song",
        "Rows a beat is the grid: 4 for sixteenths, 3 for triplets, 2 for eighths. Metre is such as 4/4 "
        "or 6/8. A key is not needed.",
    ),
    "PathPrompt": Topic(
        "A file",
        "Write its path, ~ for your home folder; the arrow down goes to the files that are there. Where a "
        "song is opened, its earlier versions stand below it once the line names it.",
    ),
    "ProfileList": Topic(
        "Style profiles",
        "Below the list stands what the chosen one contains: keys, tempo and metre, bars of the sections, "
        "notes of melody, harmony and bass, and the usual chords. Enter opens Generate with it; N makes one "
        "of files of yours.",
    ),
    "Prompt": Topic("A line", "Enter accepts what can be read, and says why where it cannot; Esc leaves."),
    "SettingsList": Topic(
        "Settings",
        "Each is explained below the list, with when a change holds; Enter changes it in your settings file.",
    ),
    "Versions": Topic(
        "Earlier versions",
        "Enter goes back to one, as a step that can be undone; O opens it as a song without a file. Nothing "
        "is written by that.",
    ),
}
"""What help says of a dialog, by the name of its class."""


def topic_of(song: Song, view: View) -> Topic:
    """What matters where the cursor is."""
    if not song.lanes:
        return _EMPTY
    lane = song.lanes[view.cursor.lane]
    chords = lane.role is Role.CHORDS
    if view.editor is not None:
        return _TYPING
    if view.ghost is not None:
        return _CANDIDATES
    if view.marked is not None:
        return _BLOCK
    topic = _CHORDS if chords else _NOTES
    sentence = topic.sentence.replace("{rows}", view.entry.layout.beginnings)
    locked = " It is locked: the generator never writes it." if lane.locked else ""
    return topic._replace(title=f"{topic.title}: {visible(lane.name)}", sentence=sentence + locked)
