"""All commands of the composer, by action id."""

from __future__ import annotations

from tuicomposer.tui.actions import ACTIONS, BY_ID, Group
from tuicomposer.tui.commands.blocks import Blocks
from tuicomposer.tui.commands.cell_editor import CellEditor
from tuicomposer.tui.commands.copying import Copying
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.dotting import Dotting
from tuicomposer.tui.commands.files import Files
from tuicomposer.tui.commands.finding import Finding
from tuicomposer.tui.commands.form import Form
from tuicomposer.tui.commands.generating import Generating
from tuicomposer.tui.commands.guidance import Guidance
from tuicomposer.tui.commands.hand_settings import HandSettings
from tuicomposer.tui.commands.hearing import Hearing
from tuicomposer.tui.commands.holding import Holding
from tuicomposer.tui.commands.keeping import Keeping
from tuicomposer.tui.commands.lanes import Lanes
from tuicomposer.tui.commands.looping import Looping
from tuicomposer.tui.commands.marking import Marking
from tuicomposer.tui.commands.midi_keys import MidiKeys
from tuicomposer.tui.commands.moving import Moving
from tuicomposer.tui.commands.notes import Notes
from tuicomposer.tui.commands.playing import Playing
from tuicomposer.tui.commands.preferences import Preferences
from tuicomposer.tui.commands.profiles import StyleProfiles
from tuicomposer.tui.commands.reading import Reading
from tuicomposer.tui.commands.recording import LIVE, Recording
from tuicomposer.tui.commands.takes import Takes
from tuicomposer.tui.commands.viewing import Viewing
from tuicomposer.tui.commands.writing import Writing
from tuicomposer.tui.cursor import onward
from tuicomposer.tui.key_strokes import UNKNOWN, Stroke
from tuicomposer.tui.pace import Pace
from tuicomposer.tui.ports import Playhead

ACTION_OF_KEY = {key: action.id for action in ACTIONS if not action.typed for key in action.keys}
"""Action id of every key that is not typing."""
_IN_LANES = (Group.WRITE, Group.BLOCK, Group.LANE, Group.GENERATE)
_BESIDE_A_CELL = ("generate.drop", "view.help")
"""What is done while a cell stays open."""
_ANYTIME = ("write.undo", "write.redo", "write.history", "lane.open", "lane.add", "generate.profiles")


class Commands:
    """What keys, pastes, clicks and the palette do."""

    def __init__(self, desk: Desk, pace: Pace) -> None:
        self._desk = desk
        self.recording = Recording(desk)
        self.holding = Holding(desk, self.recording)
        self.notes = Notes(desk, self.recording, self.holding)
        self.midi = MidiKeys(desk, self.notes, self.recording)
        self.editor = CellEditor(desk, self.notes)
        self.writing = Writing(desk, self.notes)
        self.moving = Moving(desk)
        preferences = Preferences(desk)
        self.playing = Playing(desk, preferences)
        self.hearing = Hearing(desk, self.playing, self.moving)
        self.takes = Takes(desk)
        self.generating = Generating(desk, self.playing)
        self.profiles = StyleProfiles(desk, self.generating.open_like)
        self.reading = Reading(desk)
        self.files = Files(desk, self.reading)
        self.keeping = Keeping(desk, pace, self.files.open_version, self.files.open_left)
        self.guidance = Guidance(desk, preferences)
        groups = (
            self.writing,
            self.moving,
            self.playing,
            self.hearing,
            self.generating,
            self.profiles,
            self.files,
            self.reading,
            self.keeping,
        )
        self.handlers: Handlers = {}
        self.blocks = Blocks(desk, self.run)
        self.lanes = Lanes(desk, self.run)
        blocks = (Marking(desk), Copying(desk), self.blocks, Finding(desk))
        self.hand_settings = HandSettings(desk, preferences)
        hands = (self.notes, Dotting(desk, self.notes), self.recording, self.midi, self.editor)
        self.looping = Looping(desk, self.playing)
        form = (Form(desk, self.run), self.looping, self.takes)
        looks = (self.lanes, Viewing(desk, preferences), self.guidance)
        for group in (*groups, *blocks, *hands, self.hand_settings, *form, *looks):
            self.handlers |= group.handlers

    def run(self, action: str) -> None:
        """Do what an action does; a cell that is open is written first."""
        if action not in _BESIDE_A_CELL and not self.editor.close():
            return
        if action not in LIVE and action != "play.record":
            self.recording.finish()
        if self._misses_lanes(action):
            self._desk.say("The song has no lanes, so there is nothing to write in.")
        else:
            self.handlers[action]()

    def watch(self, head: Playhead) -> None:
        """The playhead was looked at."""
        self.recording.watch(head)
        self.looping.watch(head)

    def _misses_lanes(self, action: str) -> bool:
        group = BY_ID[action].group
        return group in _IN_LANES and action not in _ANYTIME and not self._desk.document.song.lanes

    def press(self, key: str, character: str | None, stroke: Stroke = UNKNOWN) -> bool:
        """A key in the grid: typing, or an action; whether it meant something."""
        if self.blocks.takes_for_menu(character) or self.hand_settings.takes_digit(character):
            return True
        if character is None and self._desk.view.keymap.actions.get(key) == "view.help":
            self.guidance.help()
            return True
        if self._desk.view.editor is not None and self.editor.typed(key, character):
            return True
        # Alt+N carries an N, but is no letter that is typed.
        if "+" in key:
            character = None
        if character is not None and self._typed(character, stroke):
            return True
        action = self._action_of(key)
        if self._moves_among_chords(key, action) or self._does(key, action):
            return True
        if key in ACTION_OF_KEY:
            return True  # the keymap took this key away: it does nothing
        if character is not None and character.isalnum() and self.editor.in_chords:
            self._desk.say("This is a chord lane: type a chord such as Am7, F#dim, C/E or N.C.")
            return True
        return False

    def _action_of(self, key: str) -> str | None:
        """What the keymap has a key do; Enter keeps a candidate that is shown."""
        if key == "enter" and self._desk.view.ghost is not None:
            return "generate.keep"
        return self._desk.view.keymap.action_of(key)

    def _does(self, key: str, action: str | None) -> bool:
        if action is None:
            return False
        self.run(action)
        self.hand_settings.takes_digit_of(key)
        return True

    def _moves_among_chords(self, key: str, action: str | None) -> bool:
        """Whether a key goes from chord to chord here, or opens a chord as it does in most keymaps."""
        way = None if action == "generate.keep" else self.editor.way_on(key, action)
        view, song = self._desk.view, self._desk.document.song
        if way is not None:
            row = way(song.sections[view.cursor.section], view.cursor.row)
            on = onward(song, view.cursor._replace(row=row))
            if on is not None:
                self.recording.finish()
                self.moving.to(on)
            return True
        if self.editor.in_chords and (key, action) == ("enter", "play.row"):
            self.run("write.cell")
            return True
        return False

    def _typed(self, character: str, stroke: Stroke) -> bool:
        """Music before commands: a key that writes here is no command, whatever it does elsewhere."""
        if self.notes.takes(character):
            if not self._is_repeat(character, stroke) and self.editor.close():
                self.notes.typed(character, stroke.code)
            return True
        if self.editor.takes(character):
            # A take goes on: the chord is written where the cursor is, as a part of its step.
            if self.notes.may_write():
                self.editor.begin(character)
            return True
        return False

    def _is_repeat(self, character: str, stroke: Stroke) -> bool:
        """Whether a key of the piano only arrives because it is held; where that is not known, in a take."""
        if stroke.repeated or stroke.code:
            return stroke.repeated
        return self.recording.is_repeat(character)

    def paste(self, text: str) -> None:
        """Text was pasted into the grid."""
        self.recording.finish()
        if self._desk.document.song.lanes:
            self.editor.pasted(text)

    def strike(self, pitch: int) -> None:
        """A key of the drawn keyboard, or a fret, was clicked."""
        if self._desk.document.song.lanes and self.editor.close():
            self.notes.struck(pitch)

    def point(self, lane: int, row: int, *, mark: bool = False) -> None:
        """A cell was clicked, or a block drawn to it."""
        if self.editor.close():
            self.moving.to(self._desk.view.cursor._replace(lane=lane, row=row), mark=mark)

    def turn(self, lane: int, action: str) -> None:
        """A word above a lane was clicked, which says that something is switched on."""
        if self.editor.close():
            self.recording.finish()
            self.lanes.turn(action, lane)
