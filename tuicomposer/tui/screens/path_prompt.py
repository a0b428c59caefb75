"""A dialog for the path of a file, with the files that are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tuicomposer.errors import SongFileError
from tuicomposer.formats.atomic import original_of
from tuicomposer.score.text import visible
from tuicomposer.settings.home import expanded
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.keeping import RESCUE, Backup
from tuicomposer.tui.screens.dialog import Dialog, problem, words

MAX_FILES = 200
"""Names that are listed at most."""


class PathPrompt(Dialog[str]):
    """Asks for a path whose suffix is one of several.

    Args:
        title: What the path is for.
        label: What may be written.
        value: What stands there at first.
        suffixes: Accepted suffixes, with their dots.
        must_exist: Whether the file must be there.
        versions: The versions before of a song, which are listed below it while the line names it.
    """

    DEFAULT_CSS = """
    PathPrompt OptionList { height: auto; max-height: 8; border: none; background: $surface; padding: 0; }
    PathPrompt OptionList:focus { border: none; }
    """

    def __init__(
        self,
        title: str,
        label: str,
        value: str,
        suffixes: tuple[str, ...],
        *,
        must_exist: bool = False,
        versions: Callable[[Path], tuple[Backup, ...]] = lambda _: (),
    ) -> None:
        super().__init__()
        self._title = title
        self._label = label
        self._value = value
        self._suffixes = suffixes
        self._must_exist = must_exist
        self._versions = versions
        self._listed: tuple[Path | None, tuple[Backup, ...]] | None = None

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = self._title
            yield words(self._label)
            yield Input(self._value, id="value")
            yield problem()
            yield OptionList(id="files")
            yield words(key_hints("Enter accepts · ↓ chooses a file · Esc leaves"))

    def on_mount(self) -> None:
        """List the folder of the first value."""
        self._list(self._value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the folder that is being written."""
        self._list(event.value)

    def on_key(self, event: object) -> None:
        """The arrow down goes from the line to the list."""
        files, line = self.query_one(OptionList), self.query_one("#value", Input)
        if getattr(event, "key", "") == "down" and line.has_focus and files.option_count:
            files.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a file from the list."""
        line = self.query_one("#value", Input)
        line.value = event.option.id or line.value
        line.focus()
        line.cursor_position = len(line.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Accept the path, or say why not."""
        try:
            self.dismiss(str(self._checked(event.value)))
        except SongFileError as error:
            self.refuse(error)

    def _checked(self, text: str) -> Path:
        path = expanded(text.strip())
        _look(path)
        if path.is_dir() or not path.name:
            raise SongFileError("That is a folder.", "Write the name of a file in it.")
        if self._kind(path) not in self._suffixes:
            raise SongFileError(
                f"“{visible(path.name)}” does not end in {' or '.join(self._suffixes)}.",
                "The ending says what kind of file it is.",
            )
        if self._must_exist and not path.exists():
            raise SongFileError(f"There is no file “{visible(str(path))}”.", "Choose one from the list.")
        if not self._must_exist and not path.absolute().parent.is_dir():
            raise SongFileError(
                f"There is no folder “{visible(str(path.parent))}”.", "Make it first, or choose another."
            )
        return path

    def _kind(self, path: Path) -> str:
        """The suffix of a file; a version before that is opened is what its song is."""
        original = original_of(path) if self._must_exist else None
        return (original or path).suffix.lower()

    def _list(self, text: str) -> None:
        folder, song = _folder(text), self._song(text)
        versions = () if song is None else self._versions(song)
        if (folder, versions) == self._listed:
            return
        self._listed = folder, versions
        files = self.query_one(OptionList)
        files.clear_options()
        found = [] if folder is None else _found(folder, self._suffixes)
        if not self._must_exist:
            # What is kept for after a crash is no place to write to.
            found = [one for one in found if RESCUE not in one.name]
        for one in found:
            files.add_option(Option(Content(visible(one.name)), id=str(one)))
            if one == song:
                files.add_options([_version(backup) for backup in versions])

    def _song(self, text: str) -> Path | None:
        """The song that the line names, by its own name or by one of its versions."""
        try:
            path = expanded(text.strip())
        except SongFileError:
            return None
        return (original_of(path) or path) if self._must_exist else None


def _version(backup: Backup) -> Option:
    text = f"  {visible(backup.file.name)}   an earlier version, saved {backup.when}"
    return Option(Content(text), id=str(backup.file))


def _look(path: Path) -> None:
    """Make sure that the system accepts the name, whether or not something is there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not the name of a file"
        raise SongFileError(f"This name cannot be used: {reason}.", "Write another one.") from error


def _folder(text: str) -> Path | None:
    try:
        path = expanded(text)
    except SongFileError:
        return None
    return path if text.endswith("/") or not text else path.parent


def _found(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    try:
        names = sorted(one for one in folder.iterdir() if one.suffix.lower() in suffixes)
    except (OSError, ValueError):
        return []
    return names[:MAX_FILES]
