"""Keymaps in files.

::

    # my.toml, in the folder keymaps beside settings.toml; chosen by keymap = "my"
    base = "impulse"            # what it starts from; "plain" where nothing is said

    [keys]
    "play.toggle" = ["F5"]      # all keys of the action, the one to show first
    "lane.mute" = ["Alt+F9", "F9"]
    "view.realness" = []        # no key; the palette still has it

The names of the actions are those that ``tuicomposer keys --list`` prints. A key that the file
gives to one action is taken from every other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

from tuicomposer.errors import ComposerError, SettingsError
from tuicomposer.score.text import visible
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.key_names import parse_key
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.keys import NOTE_KEYS, key_name

PRESETS: Final = Path(__file__).parent / "keymaps"
SUFFIX: Final = ".toml"
_MAX_BYTES: Final = 1 << 20
_DEEPEST: Final = 4


class ChosenKeymap(NamedTuple):
    """The keymap in force and what was wrong with the one that was asked for."""

    keymap: Keymap
    notes: tuple[str, ...] = ()


def keymap_names(folder: Path) -> tuple[str, ...]:
    """The keymaps that can be chosen: the plain one, the presets, and a person's own."""
    own = sorted(file.stem for file in folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    presets = sorted(file.stem for file in PRESETS.glob(f"*{SUFFIX}"))
    return tuple(dict.fromkeys([PLAIN.name, *presets, *own]))


def chosen_keymap(name: str, folder: Path) -> ChosenKeymap:
    """As :func:`named_keymap`, but what cannot be used leaves the plain keymap and a note."""
    try:
        return ChosenKeymap(named_keymap(name, folder))
    except SettingsError as error:
        return ChosenKeymap(PLAIN, (f"{error} The plain keymap is in force.",))


def named_keymap(name: str, folder: Path, depth: int = 0) -> Keymap:
    """The keymap of a name: a person's own file, else a preset.

    Args:
        name: Its name.
        folder: The person's own keymaps.
        depth: How many keymaps are based on it already.

    Raises:
        SettingsError: There is none, or it makes no sense; the sentence names file and line.
    """
    if name == PLAIN.name:
        return PLAIN
    places = [place / f"{name}{SUFFIX}" for place in (folder, PRESETS)]
    file = next((place for place in places if "/" not in name and place.is_file()), None)
    if file is None or depth > _DEEPEST:
        raise SettingsError(
            f"There is no keymap “{visible(name)}”.", f"Choose one of {', '.join(keymap_names(folder))}."
        )
    return _read(file, name, folder, depth)


def _read(file: Path, name: str, folder: Path, depth: int) -> Keymap:
    import tomllib  # noqa: PLC0415 - most people have the plain keymap, which needs no file

    try:
        with file.open("rb") as opened:
            text = opened.read(_MAX_BYTES).decode("utf-8")
        table = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"The keymap {file} cannot be read: {error}.", "Mend that line.") from error
    base, keys = table.get("base", PLAIN.name), table.get("keys", {})
    strange = [one for one in table if one not in ("base", "keys")]
    if strange or not isinstance(base, str) or not isinstance(keys, dict):
        where = _line_of(text, (strange or ["base" if not isinstance(base, str) else "keys"])[0])
        raise SettingsError(f"{file}:{where}: that is not known.", "A keymap has a base and a table [keys].")
    below = PLAIN if base == name == PLAIN.name else named_keymap(base, folder, depth + 1)
    named = _Reader(file, text).keys(keys)
    taken = {key for own in named.values() for key in own}
    kept = {
        action: tuple(key for key in own if key not in taken)
        for action, own in below.changed.items()
        if action not in named
    }
    return Keymap(name, {**kept, **named})


class _Reader:
    """Reads the table of keys and knows the lines for its complaints."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._text = text

    def keys(self, table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        """The keys of each action."""
        found: dict[str, tuple[str, ...]] = {}
        owner: dict[str, str] = {}
        for action, written in table.items():
            found[action] = self._of_action(action, written)
            for key in found[action]:
                other = owner.setdefault(key, action)
                if other != action:
                    raise self._error(
                        action,
                        f"{key_name(key)} is given to {action} and to {other}",
                        "Give it to one of them",
                    )
        return found

    def _of_action(self, action: str, written: Any) -> tuple[str, ...]:
        if action not in BY_ID:
            shown = visible(action[:40])
            raise self._error(action, f"there is no action “{shown}”", "See “tuicomposer keys --list”")
        if BY_ID[action].typed:
            raise self._error(action, f"{action} is typing and has no keys", "Set layout in the settings")
        if not isinstance(written, list) or not all(isinstance(key, str) for key in written):
            raise self._error(action, f"{action} needs a list of keys", 'Write it such as ["Ctrl+Z", "F5"]')
        try:
            keys = tuple(dict.fromkeys(map(parse_key, written)))
        except ComposerError as error:
            raise self._error(action, str(error.what).rstrip("."), error.hint.rstrip(".")) from error
        piano = next((key for key in keys if key in NOTE_KEYS), None)
        if piano is not None:
            what = f"{key_name(piano)} is a key of the piano"
            raise self._error(action, what, "Use another key, or one with Alt or Ctrl")
        return keys

    def _error(self, action: str, what: str, hint: str) -> SettingsError:
        return SettingsError(f"{self._file}:{_line_of(self._text, action)}: {what}.", f"{hint}.")


def _line_of(text: str, name: str) -> int:
    """Line on which a name is set, from 1; 1 where it is spelled too cleverly to be found."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip(" \t[\"'").startswith(name):
            return number
    return 1
