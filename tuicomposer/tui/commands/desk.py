"""What commands may do with the screen: the composer, seen from its commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from textual.screen import Screen

from tuicomposer.errors import ComposerError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest, JudgeRequest
from tuicomposer.jobs.services import Report
from tuicomposer.score.document import Document
from tuicomposer.score.edits import Edit
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.ports import PlayerPort, Ports
from tuicomposer.tui.view import View

Result = TypeVar("Result")
Handler = Callable[[], None]
Handlers = dict[str, Handler]
"""What the actions of a group do, by action id."""


class Desk(Protocol):
    """The composer, as far as its commands need it."""

    @property
    def ports(self) -> Ports:
        """The doors to the rest of the program."""
        ...

    @property
    def document(self) -> Document:
        """The song and its history."""
        ...

    @property
    def view(self) -> View:
        """What the person looks at."""
        ...

    @property
    def player(self) -> PlayerPort:
        """What sounds."""
        ...

    @property
    def path(self) -> Path | None:
        """The song's file; ``None`` while it has none."""
        ...

    @property
    def message(self) -> str:
        """What the person was told last; empty after the next key."""
        ...

    def do(self, edit: Edit, label: str) -> bool:
        """Change the song as one step that can be undone; ``False`` and a sentence if it does not fit."""
        ...

    def move(self, place: Place) -> None:
        """Put the cursor on a place, or on the nearest that exists."""
        ...

    def redraw(self) -> None:
        """Draw everything anew after the view changed."""
        ...

    def redraw_status(self) -> None:
        """Draw the lines around the grid anew after the view changed."""
        ...

    def redraw_cells(self, *rows: int) -> None:
        """Draw rows of the grid anew after the view changed."""
        ...

    def next_theme(self) -> str:
        """Use the next colour scheme, and say which; returns its name."""
        ...

    def use_theme(self, name: str) -> None:
        """Use a colour scheme; without a name the one that suits the terminal."""
        ...

    def repaint(self) -> None:
        """Send every cell to the terminal anew."""
        ...

    def say(self, text: str) -> None:
        """Tell the person something that needs no answer."""
        ...

    def refuse(self, error: ComposerError) -> None:
        """Tell the person what went wrong and what to do."""
        ...

    def warn(self, text: str) -> None:
        """Tell the person something that stays for a while, whatever is pressed."""
        ...

    def ask(self, screen: Screen[Result], then: Callable[[Result], None]) -> None:
        """Open a dialog; ``then`` gets its answer unless it was left without one."""
        ...

    def is_free(self) -> bool:
        """Whether nothing is at work; else a sentence says what is."""
        ...

    def start_work(self, label: str, cancel: Handler) -> bool:
        """Show a progress bar; ``False`` and a sentence if something is at work already."""
        ...

    def end_work(self) -> None:
        """Take the progress bar away."""
        ...

    def cancel_work(self) -> bool:
        """Stop what is at work; whether there was something."""
        ...

    def submit(self, request: GenerateRequest | JudgeRequest) -> CancelToken:
        """Hand a request to the generator's worker."""
        ...

    def in_background(
        self,
        task: Callable[[Report, CancelToken], Result],
        then: Callable[[Result], None],
        token: CancelToken,
    ) -> None:
        """Run a task on a thread as the work that was started; ``then`` gets its result, errors are told."""
        ...

    def quietly(
        self,
        task: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[ComposerError], None] | None = None,
    ) -> None:
        """Run a task on a thread beside all work; errors are told unless ``failed`` takes them."""
        ...

    def tell(self, what: object) -> None:
        """Hand a value from any thread to the screen's."""
        ...

    def later(self, name: str, seconds: float, call: Handler) -> None:
        """Call after some seconds, in place of what waits under this name."""
        ...

    def open_song(self, song: Song, path: Path | None) -> None:
        """Work on another song from now on."""
        ...

    def saved(self, song: Song, path: Path) -> None:
        """Remember that a song is on disk."""
        ...

    def sync_player(self) -> None:
        """Let the player have the song as it is shown, candidate included."""
        ...

    def watch_playhead(self) -> None:
        """Follow the player from now on while it plays, and show at once whether it does."""
        ...

    def judge_soon(self) -> None:
        """Ask for the verdict after a moment without further changes."""
        ...

    def show_progress(self, fraction: float, text: str) -> None:
        """Move the progress bar."""
        ...

    def open_palette(self) -> None:
        """Open the command palette."""
        ...

    def close_banner(self) -> None:
        """Take away the line that says why there is no sound, until there is another reason."""
        ...

    def leave(self) -> None:
        """End the program."""
        ...
