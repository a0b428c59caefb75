"""What lies beneath a dialog: the composer, with its keys and its piano."""

from __future__ import annotations

from typing import Any

from textual.app import App

from tuicomposer.tui.screens.composer import Composer


def composer_of(app: App[Any]) -> Composer | None:
    """The composer that the dialogs of an application lie over; ``None`` where there is none."""
    return next((one for one in app.screen_stack if isinstance(one, Composer)), None)


def leave_dialogs(app: App[Any]) -> None:
    """Leave all dialogs without an answer."""
    composer = composer_of(app)
    while composer is not None and app.screen is not composer:
        app.pop_screen()
