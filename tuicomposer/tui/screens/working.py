"""A screen with one work at a time: its progress bar, its cancel, and the task behind it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tuicomposer.tui.lines import Work
from tuicomposer.tui.painting.screen import QuickScreen

if TYPE_CHECKING:
    from tuicomposer.jobs.cancel import CancelToken
    from tuicomposer.jobs.services import Report
    from tuicomposer.tui.background import Background
    from tuicomposer.tui.view import View

Result = TypeVar("Result")


class WorkingScreen(QuickScreen):
    """Part of :class:`tuicomposer.tui.screens.composer.Composer`.

    Args:
        clock: Seconds, by which the bar says how long it has been.
    """

    view: View
    """What the person looks at, and the keymap that is named to them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.work: Work | None = None
        """What the progress bar shows."""
        self._clock = clock
        self._cancel: Callable[[], None] = lambda: None
        self._job: CancelToken | None = None
        self._began = 0.0

    @property
    @abstractmethod
    def background(self) -> Background:
        """The threads."""

    @abstractmethod
    def say(self, text: str) -> None:
        """Tell something in the status line, until the next key."""

    @abstractmethod
    def redraw_status(self) -> None:
        """Draw the lines around the grid anew, once what changed in the grid is out."""

    @abstractmethod
    def redraw_lines(self) -> None:
        """The same without the panel."""

    def is_free(self) -> bool:
        """Whether nothing is at work."""
        if self.work is not None:
            key = "".join(key for key, _ in self.view.keymap.hints((("generate.drop", ""),)))
            self.say(f"{self.work.label} is still at work; {key or 'a click on “cancel”'} stops it.")
        return self.work is None

    def start_work(self, label: str, cancel: Callable[[], None]) -> bool:
        """Show a progress bar, unless there is one."""
        if not self.is_free():
            return False
        self.work, self._cancel, self._began = Work(label), cancel, self._clock()
        self.redraw_status()
        return True

    def show_progress(self, fraction: float, text: str) -> None:
        """Move the progress bar."""
        if self.work is not None:
            seconds = self._clock() - self._began
            self.work = Work(self.work.label, max(0.0, min(1.0, fraction)), text, seconds)
            self.redraw_lines()

    def end_work(self) -> None:
        """Take the progress bar away."""
        self.work, self._job, self._cancel = None, None, lambda: None
        self.redraw_status()

    def cancel_work(self) -> bool:
        """Stop what is at work."""
        if self.work is None:
            return False
        self._cancel()
        self.end_work()
        self.say("Cancelled. Nothing was changed.")
        return True

    def in_background(
        self,
        task: Callable[[Report, CancelToken], Result],
        then: Callable[[Result], None],
        token: CancelToken,
    ) -> None:
        """Run a task as the work that was started."""
        self._job = token
        self.background.run(task, then, token)

    def is_task(self, token: CancelToken) -> bool:
        """Whether the task with this token is what is at work; a cancelled one no longer is."""
        return token is self._job
