"""The settings file behind the settings screen."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tuicomposer.errors import SettingsError
from tuicomposer.formats import atomic
from tuicomposer.settings.change import changed_text, value_of
from tuicomposer.settings.explained import EXPLAINED
from tuicomposer.settings.load import read_settings
from tuicomposer.settings.values import Settings

if TYPE_CHECKING:
    from tuicomposer.tui.keymap import Keymap

DEFAULTS = Settings()
AT_ONCE: Final = frozenset(("layout", "keymap", "theme", "follow"))
"""The settings whose changes hold at once; the others are read when the program starts."""


class Setting(NamedTuple):
    """One setting as it is."""

    name: str
    value: str
    """As a person writes it; empty where the program chooses."""
    is_default: bool
    about: str
    at_once: bool = True
    """Whether a change holds at once, and not from the next start."""


class SettingsFile:
    """Reads and changes one file.

    Args:
        path: The file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def settings(self) -> tuple[Setting, ...]:
        """All settings.

        Raises:
            SettingsError: The file cannot be used; the sentence names the line.
        """
        now = read_settings(self.path).settings
        return tuple(
            Setting(
                field.name,
                _shown(getattr(now, field.name)),
                getattr(now, field.name) == getattr(DEFAULTS, field.name),
                EXPLAINED.get(field.name, ""),
                field.name in AT_ONCE,
            )
            for field in fields(Settings)
        )

    def check(self, name: str, text: str) -> None:
        """Make sure that a setting can have the value that was typed.

        Raises:
            SettingsError: It cannot.
        """
        value = value_of(name, text)
        if name == "keymap" and isinstance(value, str):
            self.keymap(value)

    def keymap(self, name: str) -> Keymap:
        """The keymap of a name, a person's own beside the file before a preset; nothing means the default.

        Raises:
            SettingsError: There is none, or it makes no sense.
        """
        from tuicomposer.tui.keymap_files import named_keymap  # noqa: PLC0415 - after the first frame

        return named_keymap(name or DEFAULTS.keymap, self.path.parent / "keymaps")

    def change(self, name: str, text: str) -> None:
        """Write a setting into the file; nothing takes it out, so that the default holds.

        Raises:
            SettingsError: The value does not do, or the file cannot be read or written.
        """
        self.check(name, text)
        try:
            before = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
            after = changed_text(before, name, value_of(name, text))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            atomic.write(self.path, after.encode())
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise SettingsError(
                f"The settings file {self.path} cannot be changed: {why}.", "The settings are as they were."
            ) from error


def _shown(value: object) -> str:
    return "" if value is None else str(value)
