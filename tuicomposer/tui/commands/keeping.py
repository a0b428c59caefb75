"""Never lost: undo, its list, unsaved work in a side file, versions before, and who else is here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tuicomposer.errors import ComposerError
from tuicomposer.score.document import Change, Document
from tuicomposer.score.edits import ReplaceSong
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui import screens
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers
from tuicomposer.tui.cursor import clamped
from tuicomposer.tui.keeping import Begun, ChosenVersion, LeftBehind, Rescued
from tuicomposer.tui.keys import key_name
from tuicomposer.tui.pace import Pace

_TAKEN: Final = "Another tuicomposer has gone on with that work meanwhile, so it is left alone."


class Keeping:
    """What keeps the song, and what brings it back.

    Args:
        desk: The composer.
        pace: How long to wait before unsaved work is kept.
        open_version: Opens a version before as a song of its own.
        open_left: Opens the song of unsaved work, which is offered there.
    """

    def __init__(
        self,
        desk: Desk,
        pace: Pace,
        open_version: Callable[[Path], None],
        open_left: Callable[[LeftBehind], None],
    ) -> None:
        self._desk = desk
        self._pace = pace
        self._open_version = open_version
        self._open_left = open_left
        self._starting = True
        self._unkept_since: float | None = None
        self._busy = False
        self._told = ""
        self._recovering: Rescued | None = None
        self._reading = True  # From the first frame on, though the first song is opened after it.
        self._wish: tuple[Document, Handler] | None = None

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "write.undo": lambda: self._when_read(self._undo),
            "write.redo": lambda: self._when_read(self._redo),
            "write.history": lambda: self._when_read(self._history),
            "song.revert": self._revert,
            "song.versions": self._versions,
            "song.unsaved": self._others,
        }

    # Undo -------------------------------------------------------------------------------

    def _when_read(self, call: Handler) -> None:
        """Call at once, or, where nothing can be undone yet, once it is known what was done before."""
        steps = self._desk.document.steps
        if self._reading and not steps.done and not steps.undone:
            self._wish = self._desk.document, call
            self._desk.say("Reading what was done before…")
        else:
            call()

    def _undo(self) -> None:
        self._travelled(self._desk.document.undo(), "There is nothing to undo.")

    def _redo(self) -> None:
        self._travelled(self._desk.document.redo(), "There is nothing to redo.")

    def _history(self) -> None:
        steps = self._desk.document.steps
        if not steps.done and not steps.undone:
            self._desk.say("There is nothing to undo.")
            return
        self._desk.ask(screens.HistoryList(steps, self._desk.document.song), self._travel)

    def _travel(self, steps: int) -> None:
        self._travelled(self._desk.document.travel(steps), "That is how the song is.")

    def _travelled(self, change: Change | None, nothing: str) -> None:
        if change is None:
            self._desk.say(nothing)
            return
        self._desk.say(f"{visible(change.label)}.")
        first = min(change.touched.cells, default=self._desk.view.cursor)
        self._desk.move(clamped(change.song, first))

    # Opening ----------------------------------------------------------------------------

    def opened(self) -> None:
        """A song was opened: find out what is known of it."""
        document, path = self._desk.document, self._desk.path
        rescued, self._recovering = self._recovering, None
        self._unkept_since, self._told = None, ""
        self._reading = rescued is None
        if self._reading:
            song, keeper = document.song, self._desk.ports.keeper
            self._desk.quietly(
                lambda: keeper.begin(song, path),
                lambda begun: self._begun(document, begun),
                lambda error: self._begun(document, Begun(notes=(str(error),))),
            )

    def _begun(self, document: Document, begun: Begun) -> None:
        if document is not self._desk.document:
            return
        document.put_beneath(begun.steps)
        self._reading = False
        for note in begun.notes:
            self._desk.warn(note)
        if begun.rescued is not None:
            self._offer(begun.rescued)
        if begun.other:
            self._warn_of(begun.other)
        if self._starting and begun.elsewhere:
            self._tell_of(begun.elsewhere, offers=begun.rescued is None and not begun.other)
        self._starting = False
        self._desk.redraw_status()
        wish, self._wish = self._wish, None
        if wish is not None and wish[0] is document:
            wish[1]()

    def _warn_of(self, other: str) -> None:
        name = "This song" if self._desk.path is None else visible(self._desk.path.name)
        dialog = screens.Confirm(
            f"{name} is open elsewhere.",
            f"{other} Who saves last replaces what the other saved.",
            (("copy", "Work on a copy"),),
            stay="Open it anyway",
        )
        self._desk.ask(dialog, lambda _: self._desk.open_song(self._desk.document.song, None))

    def _offer(self, rescued: Rescued) -> None:
        dialog = screens.Confirm(
            f"There is unsaved work of {rescued.when}.",
            f"The last run ended without saving. Its work is in {visible(rescued.file.name)}.",
            (("recover", "Go on with it"), ("drop", "Delete it")),
            stay="Later",
        )
        answers: dict[str, Handler] = {
            "recover": lambda: self._recover(rescued),
            "drop": lambda: self._drop(rescued),
        }
        self._desk.ask(dialog, lambda answer: answers[answer]())

    def _tell_of(self, left: tuple[LeftBehind, ...], *, offers: bool) -> None:
        """The program has started: offer unsaved work of other songs, or say how to get at it."""
        if offers and self._desk.path is None and not self._desk.document.modified:
            self._offer_other(left)
            return
        key = "".join(map(key_name, self._desk.view.keymap.keys_of(BY_ID["view.palette"])[:1]))
        title = BY_ID["song.unsaved"].title
        self._desk.say(f"There is unsaved work of {_name(left[0])}: {key}, {title} opens it.")

    def _others(self) -> None:
        left = self._desk.ports.keeper.elsewhere()
        if left:
            self._offer_other(left)
        else:
            self._desk.say("There is no unsaved work of other songs.")

    def _offer_other(self, left: tuple[LeftBehind, ...], at: int = 0) -> None:
        """Ask about one after the other, round and round."""
        one = left[at]
        several = f" ({at + 1} of {len(left)})" if len(left) > 1 else ""
        choices = (("open", "Open the song"), *((("next", "The next one"),) if several else ()))
        dialog = screens.Confirm(
            f"There is unsaved work of {_name(one)}, {one.when}{several}.",
            f"An earlier run ended without saving. The work is in {visible(str(one.file))}.",
            choices,
            stay="Later",
        )
        answers: dict[str, Handler] = {
            "open": lambda: self._open_left(one),
            "next": lambda: self._offer_other(left, (at + 1) % len(left)),
        }
        self._desk.ask(dialog, lambda answer: answers[answer]())

    def _recover(self, rescued: Rescued) -> None:
        """Open the unsaved work under the song's own name, with its own history."""
        if self._desk.document.modified:
            self._desk.say(
                "Save or take back what you changed; the unsaved work is offered at the next start."
            )
            return
        saved = self._desk.document.song
        if not self._desk.ports.keeper.take_over(rescued):
            self._desk.say(_TAKEN)
            return
        self._recovering = rescued
        self._desk.open_song(rescued.song, self._desk.path)
        self._desk.document.put_beneath(rescued.steps)
        self._desk.document.mark_saved(saved)
        self._desk.say("Here is the work that was not saved. Ctrl+S saves it.")

    def _drop(self, rescued: Rescued) -> None:
        keeper = self._desk.ports.keeper
        if not keeper.drop(rescued):
            self._desk.say(_TAKEN)
        following = keeper.rescued(self._desk.document.song, self._desk.path)
        if following is not None:
            self._offer(following)

    # Unsaved work -----------------------------------------------------------------------

    def changed(self) -> None:
        """The song changed: keep it in a moment."""
        now = self._desk.ports.clock()
        self._unkept_since = now if self._unkept_since is None else self._unkept_since
        latest = self._unkept_since + self._pace.autosave_latest - now
        self._desk.later("autosave", max(0.0, min(self._pace.autosave, latest)), self._keep)

    def _keep(self) -> None:
        if self._busy:
            self.changed()
            return
        document, path, keeper = self._desk.document, self._desk.path, self._desk.ports.keeper
        song, steps = document.song, document.steps
        self._busy, self._unkept_since = True, None
        if document.modified:
            self._desk.quietly(lambda: keeper.keep(song, path, steps), lambda _: self._kept(), self._unkept)
        else:
            self._desk.quietly(keeper.settled, lambda _: self._kept(), self._unkept)

    def _kept(self) -> None:
        self._busy, self._told = False, ""

    def _unkept(self, error: ComposerError) -> None:
        """Say it once, and go on trying with every change."""
        self._busy = False
        if self._told != str(error):
            self._told = str(error)
            self._desk.warn(f"The unsaved song cannot be kept. {error}")

    def saved(self, path: Path) -> None:
        """The song is in its file."""
        self._unkept_since = None
        problem = self._desk.ports.keeper.saved(path, self._desk.document.steps)
        if problem:
            self._desk.warn(problem)

    def discarded(self) -> None:
        """What is unsaved is not wanted any more."""
        self._desk.ports.keeper.settled()

    # Versions before --------------------------------------------------------------------

    def _revert(self) -> None:
        document = self._desk.document
        if not document.modified:
            self._desk.say("The song is as it was saved.")
        elif self._desk.path is None:
            self._back_to(document.saved, "Revert to the beginning", "Reverted to the beginning")
        else:
            self._back_to(document.saved, "Revert to the saved song", "Reverted to the saved song")

    def _back_to(self, song: Song, label: str, said: str) -> None:
        if self._desk.do(ReplaceSong(song), label):
            self._desk.say(f"{said}. Ctrl+Z takes it back.")

    def _versions(self) -> None:
        path = self._desk.path
        backups = () if path is None else self._desk.ports.keeper.backups(path)
        if not backups:
            self._desk.say("No version before is kept of this song.")
            return
        self._desk.ask(screens.Versions(backups), self._take_version)

    def _take_version(self, chosen: ChosenVersion) -> None:
        backup = chosen.backup
        if chosen.apart:
            self._open_version(backup.file)
            return
        try:
            song = self._desk.ports.keeper.load_backup(backup.file)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        name = visible(backup.file.name)
        self._back_to(song, f"Go back to {name}", f"Back at {name}")


def _name(left: LeftBehind) -> str:
    return "a song without a file" if left.song is None else visible(left.song.name)
