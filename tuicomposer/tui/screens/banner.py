"""A screen with a line that says why there is no sound, until it is closed."""

from __future__ import annotations

from collections.abc import Callable

from tuicomposer.errors import ComposerError
from tuicomposer.tui.screens.working import WorkingScreen


class BannerScreen(WorkingScreen):
    """Part of :class:`tuicomposer.tui.screens.composer.Composer`.

    Args:
        clock: Seconds, for the work of the screen.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self._silence: ComposerError | None = None
        self._dismissed = ""
        """What the banner said when it was closed."""

    def show_banner(self, silence: ComposerError | None) -> None:
        """Say above the grid why there is no sound, or that there is some."""
        if silence is None or str(silence) != self._dismissed:
            self._silence, self._dismissed = silence, ""
            self.redraw_status()

    def close_banner(self) -> None:
        """Take away the line that says why there is no sound, until there is another reason."""
        if self._silence is not None:
            self._silence, self._dismissed = None, str(self._silence)
            self.redraw_status()

    def action_close_banner(self) -> None:
        """The banner was clicked."""
        self.close_banner()
