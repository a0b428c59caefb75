"""Reading the settings file: a mistake costs one preference, never the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from platformdirs import user_config_path

from tuicomposer.errors import ComposerError, SettingsError
from tuicomposer.settings.home import expanded
from tuicomposer.settings.layouts import layout_of
from tuicomposer.settings.values import CHORD_RECOGNISERS, FOLLOWS, MAX_THREADS, THEMES, Settings

FILE_NAME: Final = "settings.toml"


class Loaded(NamedTuple):
    """The settings in force and what was wrong with the file."""

    settings: Settings
    notes: tuple[str, ...] = ()
    """A sentence for each thing in the file that was not used."""


def settings_path() -> Path:
    """Where this person's settings file is looked for; it need not exist."""
    return user_config_path("tuicomposer", appauthor=False) / FILE_NAME


def keymaps_folder() -> Path:
    """Where this person's own keymaps are; it need not exist."""
    return settings_path().parent / "keymaps"


def read_settings(path: Path) -> Loaded:
    """Settings of a file; the defaults where there is no file. Unknown names are noted and ignored.

    Raises:
        SettingsError: The file cannot be read, is not TOML, or gives a setting a value that
            makes no sense; the error names the line.
    """
    text = _text(path)
    if not text:
        return Loaded(Settings())
    import tomllib  # noqa: PLC0415 - most people have no file, and the first frame waits for this

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error}.", "Mend that line."
        ) from error
    except RecursionError as error:
        raise SettingsError(f"The settings file {path} is nested too deeply.", "Keep it flat.") from error
    known = {field.name for field in fields(Settings)}
    notes = tuple(
        f"{path}:{_line_of(text, name)}: there is no setting {name!r}; known are {', '.join(sorted(known))}."
        for name in table
        if name not in known
    )
    values = {name: _checked(path, text, name, value) for name, value in table.items() if name in known}
    return Loaded(replace(Settings(), **values), notes)


def check_setting(name: str, value: object) -> object:
    """What a value from the file means for a setting.

    Raises:
        ValueError: The setting cannot have it; the error says what to use.
    """
    return _CHECKS[name](value)


def settings_in_force(path: Path | None = None) -> Loaded:
    """As :func:`read_settings`, but a file that cannot be used leaves the defaults and a note.

    Args:
        path: The file; this person's own by default.
    """
    try:
        return read_settings(path or settings_path())
    except SettingsError as error:
        return Loaded(Settings(), (f"{error} The defaults are in force.",))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except UnicodeDecodeError as error:
        raise SettingsError(f"The settings file {path} is not UTF-8 text.", "Save it as UTF-8.") from error
    except OSError as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error.strerror}.", "Make it a readable file."
        ) from error


def _line_of(text: str, name: str) -> int:
    """Line on which a name is set, from 1; 1 where it is spelled too cleverly to be found."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip(" \t[\"'").startswith(name):
            return number
    return 1


def _checked(path: Path, text: str, name: str, value: Any) -> Any:
    try:
        return check_setting(name, value)
    except ValueError as error:
        place = f"{path}:{_line_of(text, name)}"
        raise SettingsError(f"{place}: {name} cannot be {_shown(value)}.", f"Use {error}.") from error


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _file(value: object) -> Path:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError("the path of a soundfont in quotes")
    try:
        return expanded(value)
    except ComposerError as error:
        raise ValueError("a path whose home folder is known") from error


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("a name in quotes")
    return value


def _threads(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_THREADS:
        raise ValueError(f"a whole number from 1 to {MAX_THREADS}")
    return value


def _layout(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("the name of a keyboard layout in quotes")
    layout_of(value)
    return value


def _one_of(names: tuple[str, ...]) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in names:
            raise ValueError("one of " + ", ".join(f'"{name}"' for name in names))
        return str(value)

    return check


_CHECKS: Final[Mapping[str, Callable[[object], object]]] = {
    "soundfont": _file,
    "audio_driver": _name,
    "threads": _threads,
    "keymap": _name,
    "midi_keyboard": _name,
    "layout": _layout,
    "theme": _one_of(THEMES),
    "follow": _one_of(FOLLOWS),
    "chords_by": _one_of(CHORD_RECOGNISERS),
}
