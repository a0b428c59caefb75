"""The composer's screen: the desk at which the commands work, drawn by the frame and the grid."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tuicomposer.errors import ComposerError
from tuicomposer.score.document import Change, Document
from tuicomposer.score.edits import Edit, apply
from tuicomposer.score.guard import guarded
from tuicomposer.score.song import Place, Song
from tuicomposer.score.text import visible
from tuicomposer.tui.actions import ACTIONS
from tuicomposer.tui.afterwards import Afterwards
from tuicomposer.tui.cursor import clamped, first_place
from tuicomposer.tui.entry_state import EntryState
from tuicomposer.tui.follow import Follower
from tuicomposer.tui.key_strokes import UNKNOWN, Stroke
from tuicomposer.tui.messages import ThemeWanted, Told
from tuicomposer.tui.pace import Pace
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.ports import PlayerPort, Ports
from tuicomposer.tui.screens.banner import BannerScreen
from tuicomposer.tui.silence import Silence
from tuicomposer.tui.themes import PALETTES, WORDS
from tuicomposer.tui.view import View
from tuicomposer.tui.widgets.frame import Frame, Scene
from tuicomposer.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from tuicomposer.jobs.cancel import CancelToken
    from tuicomposer.jobs.messages import GenerateRequest, JudgeRequest
    from tuicomposer.tui.background import Background
    from tuicomposer.tui.commands.table import Commands
    from tuicomposer.tui.hands import Hands

Result = TypeVar("Result")
_WARNING_SECONDS = 15.0
_CHARACTERS = {"space": " ", "vertical_line": "|"}
"""What the keys write that a hint names."""


class Composer(BannerScreen):
    """Where a person writes. Implements :class:`tuicomposer.tui.commands.desk.Desk`.

    Args:
        ports: The doors to the rest of the program.
        song: What is worked on at first.
        path: Its file; ``None`` where it has none.
        pace: How long to wait before asking.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"run('{action.id}')", action.title, show=False, tooltip=action.sentence)
        for action in ACTIONS
        if not action.typed
        for key in action.keys
    ]

    def __init__(self, ports: Ports, song: Song, path: Path | None, pace: Pace) -> None:
        super().__init__(ports.clock)
        self.ports = ports
        self.path = path
        self.document = Document(song)
        self.view = View(first_place(song), entry=EntryState(layout=ports.layout), keymap=ports.keymap)
        self.player: PlayerPort = Silence()
        self.grid = Grid(song, self.view, self)
        self._pace = pace
        self._frame = Frame(self.grid)
        self._follower = Follower(self.view, self.grid)
        self.afterwards = Afterwards(lambda call: self.after_frame(call, self._pace.after_frame))
        """What waits until a key is drawn."""
        self._message = ""
        self.document.subscribe(self._changed)

    @cached_property
    def hands(self) -> Hands:
        """Commands and threads, imported after the first frame, which does not need them."""
        hands: Hands = import_module("tuicomposer.tui.hands").Hands(self, self.tell, self._pace)
        return hands

    @property
    def background(self) -> Background:
        """The threads."""
        return self.hands.background

    @property
    def commands(self) -> Commands:
        """What keys, pastes, clicks and the palette do."""
        return self.hands.commands

    def tell(self, what: object) -> None:
        """Hand a value from any thread to the screen's."""
        self.post_message(Told(what))

    def on_told(self, message: Told) -> None:
        """Take in what a thread told."""
        self.hands.hear(message.what)

    def compose(self) -> ComposeResult:
        """The frame, which holds the grid."""
        yield self._frame

    def on_mount(self) -> None:
        """Draw; open the player and ask the analyzer once the first frame is out."""
        self.grid.focus()
        self.clocks["playhead"] = self.set_interval(self._pace.playhead, self._look, pause=True)
        self.redraw_status()
        self.call_after_refresh(self._begin)

    def on_screen_resume(self) -> None:
        """Draw what was asked for while a dialog was open, whose end takes calls after its frames along."""
        self.afterwards.run()

    def on_screen_suspend(self) -> None:
        """Releases go to the dialog that opened."""
        self.let_go()

    def on_unmount(self) -> None:
        """Let go of threads and device."""
        self.hands.close()
        self.player.close()
        self.ports.keeper.close()

    def _begin(self) -> None:
        self.hands.background.open_player(self.document.song)
        self.hands.analyze()
        self.commands.keeping.opened()
        self.commands.guidance.begin()
        self.commands.reading.opened(self.path)

    # Hands ------------------------------------------------------------------------------

    def action_run(self, action: str) -> None:
        """Do what an action of the registry does."""
        self._forget_message()
        self.commands.run(action)

    def action_strike(self, key: str) -> None:
        """A hint was clicked that stands for a key of the grid."""
        self.press(key, _CHARACTERS.get(key))

    def action_sound(self, pitch: int) -> None:
        """A key of the drawn keyboard, or a fret, was clicked."""
        self.view.entry.struck = self.ports.key_time(0.0)
        self._forget_message()
        self.commands.strike(pitch)

    def action_complete(self, number: int) -> None:
        """A completion of what is typed in a chord lane was clicked."""
        self.commands.editor.choose(number)
        self.redraw_status()

    def press(self, key: str, character: str | None, at: float = 0.0, stroke: Stroke = UNKNOWN) -> bool:
        """A key in the grid."""
        self.view.entry.struck = self.ports.key_time(at)
        self._forget_message()
        if stroke.code and not (self.is_active and self.grid.has_focus):
            # What waited behind the opening of a dialog: its release goes to that.
            stroke = stroke._replace(code="")
        with self.afterwards.last():
            meant = self.commands.press(key, character, stroke)
            self.paint_at_once(self.grid, self._pace.frame)
        return meant

    def release(self, code: str, at: float) -> None:
        """A key that was pressed in the grid went up."""
        self.view.entry.struck = self.ports.key_time(at)
        self.commands.holding.released(code)

    def let_go(self) -> None:
        """End what sounds because a key is held."""
        self.commands.holding.let_go()

    def _forget_message(self) -> None:
        if self._message:
            self._message = ""
            self.redraw_status()

    def paste(self, text: str) -> None:
        """A paste in the grid."""
        self.commands.paste(text)

    def point(self, lane: int, row: int, *, mark: bool = False) -> None:
        """A click in the grid, or the end of a drag."""
        self.commands.point(lane, row, mark=mark)

    def turn(self, lane: int, action: str) -> None:
        """A click on a word above a lane."""
        self._forget_message()
        self.commands.turn(lane, action)

    # The song ---------------------------------------------------------------------------

    def do(self, edit: Edit, label: str) -> bool:
        """Change the song as one step."""
        try:
            self.document.do(guarded(self.document.song, edit), label)
        except ComposerError as error:
            self.refuse(error)
            return False
        return True

    def _changed(self, change: Change) -> None:
        self.view.selection.fit(change.song, self.view.cursor)
        self.view.cursor = clamped(change.song, self.view.cursor)
        self.grid.song_changed(change.song, change.touched)
        self.commands.generating.song_changed(change)
        self.afterwards.ask("player", self.sync_player)
        self.afterwards.ask("analyze", self._analyze_soon)
        self.afterwards.ask("autosave", self.commands.keeping.changed)
        self.redraw_status()

    def _listen_here(self) -> None:
        if self.hands.is_out_of_earshot:
            self._analyze_soon()

    def _analyze_soon(self) -> None:
        # In a long song the analysis takes its time from the next keys: it waits for a longer rest.
        self.later("analyze", max(self._pace.analyze, 2 * self.hands.analysis_seconds), self.hands.analyze)
        if self.view.show_realness:
            self.judge_soon()

    def open_song(self, song: Song, path: Path | None) -> None:
        """Work on another song."""
        self.cancel_work()
        self.commands.generating.forget()
        self.commands.takes.forget()
        self.let_go()
        self.player.stop()
        self.document = Document(song)
        self.document.subscribe(self._changed)
        self.path = path
        self.view.start_over(first_place(song))
        self.grid.show_song(song)
        self.sync_player()
        self.hands.analyze()
        self.commands.keeping.opened()
        self.redraw()

    def saved(self, song: Song, path: Path) -> None:
        """Remember that a song is on disk."""
        self.path = path
        self.document.mark_saved(song)
        self.commands.keeping.saved(path)
        self.redraw_status()

    # The picture ------------------------------------------------------------------------

    def show_palette(self, palette: Palette) -> None:
        """Draw with other colours from now on."""
        self.grid.show_palette(palette)
        self._frame.show_palette(palette)
        if self.is_mounted:
            self.redraw()

    def move(self, place: Place) -> None:
        """Put the cursor on a place."""
        before = self.view.cursor
        self.view.went_to(clamped(self.document.song, place))
        self.grid.cursor_moved(before)
        self.afterwards.ask("earshot", self._listen_here)
        self.redraw_status()

    def use_theme(self, name: str) -> None:
        """Use a colour scheme; without a name the one that suits the terminal."""
        self.post_message(ThemeWanted(name))

    def next_theme(self) -> str:
        """Use the next colour scheme."""
        names = list(PALETTES)
        name = names[(names.index(self.app.theme) + 1) % len(names)]
        self.use_theme(name)
        self.say(f"Colours: {name}, {WORDS[name]}.")
        return name

    def repaint(self) -> None:
        """Send every cell anew."""
        self.use_theme(self.app.theme)

    def redraw(self) -> None:
        """Draw everything anew."""
        self.grid.everything_changed()
        self.redraw_status()

    def redraw_cells(self, *rows: int) -> None:
        """Draw rows of the grid anew."""
        self.grid.rows_changed(*rows)
        self.redraw_status()

    def redraw_status(self) -> None:
        """Draw the lines around the grid anew, once what changed in the grid is out."""
        self.afterwards.ask("status", self._draw_status)

    def redraw_lines(self) -> None:
        """The same without the panel."""
        self.afterwards.ask("lines", self._draw_lines)

    def _draw_lines(self) -> None:
        document, said = self.document, (self.work, self._message, self._silence)
        self._frame.draw(Scene(document.song, self.path, document.modified, self.view, *said))

    def _draw_status(self) -> None:
        self._draw_lines()
        if self._pace.panel:
            self.later("panel", self._pace.panel, self._frame.draw_rest)
        else:
            self._frame.draw_rest()

    def say(self, text: str) -> None:
        """Tell something in the status line, until the next key."""
        self._message = text
        self.redraw_status()

    def refuse(self, error: ComposerError) -> None:
        """Tell what went wrong and what to do."""
        self.notify(error.hint or "Nothing was changed.", title=error.what, severity="error", markup=False)

    @property
    def message(self) -> str:
        """What was said last."""
        return self._message

    def warn(self, text: str) -> None:
        """Tell something that is too long for a line and should outlast the next key."""
        self.notify(visible(text), severity="warning", timeout=_WARNING_SECONDS, markup=False)

    def ask(self, screen: Screen[Result], then: Callable[[Result], None]) -> None:
        """Open a dialog."""

        def answered(answer: Result | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(screen, answered)

    def open_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def leave(self) -> None:
        """End the program."""
        self.commands.keeping.discarded()
        self.app.exit()

    # Threads ----------------------------------------------------------------------------

    def submit(self, request: GenerateRequest | JudgeRequest) -> CancelToken:
        """Hand a request to the generator."""
        return self.hands.background.generate(request)

    def quietly(
        self,
        task: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[ComposerError], None] | None = None,
    ) -> None:
        """Run a task beside all work."""
        self.hands.background.quietly(task, then, failed or self.refuse)

    def judge_soon(self) -> None:
        """Ask for the verdict after a moment."""
        self.later("judge", self._pace.judge, self.commands.generating.judge)

    # Sound ------------------------------------------------------------------------------

    def sync_player(self) -> None:
        """Let the player have the song as it is shown."""
        ghost = self.view.ghost
        song = self.document.song
        self.player.set_song(song if ghost is None else apply(song, ghost.candidate.edit).song)

    def watch_playhead(self) -> None:
        """Follow the player while it plays."""
        self._follower.start()
        self.clocks["playhead"].resume()
        self._look()

    def _look(self) -> None:
        moved, turned, resting = self._follower.look(self.player.playhead, self.document.song)
        self.commands.watch(self.player.playhead)
        if moved:
            self.redraw_lines()
        if turned:
            self.redraw_status()
        if resting:
            self.clocks["playhead"].pause()

    def take_player(self, player: PlayerPort) -> None:
        """Play with this player from now on."""
        self.player = player
        self.sync_player()
