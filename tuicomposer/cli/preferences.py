"""The settings, as commands use them."""

from __future__ import annotations

from tuicomposer.cli.say import note
from tuicomposer.settings.load import settings_in_force
from tuicomposer.settings.values import Settings


def settings() -> Settings:
    """The settings in force; what was wrong with their file is noted on stderr."""
    loaded = settings_in_force()
    for text in loaded.notes:
        note(text)
    return loaded.settings
