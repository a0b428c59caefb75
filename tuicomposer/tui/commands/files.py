"""The song and its file: save, open, new, export, and the song's own fields."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tuicomposer.errors import ComposerError, EntryError, SongFileError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Report
from tuicomposer.score.edits import ReplaceSong, SetField
from tuicomposer.score.form import with_section
from tuicomposer.score.key import parse_key
from tuicomposer.score.refit import of_rows
from tuicomposer.score.song import Song, new_song
from tuicomposer.score.text import visible
from tuicomposer.settings.home import expanded
from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers
from tuicomposer.tui.commands.reading import Reading
from tuicomposer.tui.cursor import first_place
from tuicomposer.tui.keeping import LeftBehind, opened_version

_T = TypeVar("_T")

_PROJECT = ".tuic"
EXPORTS = (".wav", ".flac", ".ogg", ".mid", ".musicxml", _PROJECT)
"""Suffixes that can be exported to."""
NOTES = (".mid", ".midi")
"""Suffixes of files of notes that other programs write, too."""
SONGS = (_PROJECT, *NOTES)
"""Suffixes that can be opened."""
RECORDINGS = (".wav", ".flac", ".ogg", ".mp3")
"""Suffixes of recordings that can be listened to."""


class Files:
    """What happens to the song as a whole."""

    def __init__(self, desk: Desk, reading: Reading) -> None:
        self._desk = desk
        self._reading = reading
        self._exported = EXPORTS[0]
        """Suffix of the kind that was exported last."""
        self._own = set[Path]()
        """Files that were exported from here: they are replaced unasked."""

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "song.save": self.save,
            "song.save_as": self.save_as,
            "song.open": lambda: self._when_safe(self._open),
            "song.import": lambda: self._when_safe(self._import),
            "song.new": lambda: self._when_safe(self._new),
            "song.export": self._export,
            "song.stems": self._export_stems,
            "song.title": self._title,
            "song.key": self._key,
            "song.add_bar": self._add_bar,
            "song.remove_bar": self._remove_bar,
            "song.example": lambda: self._when_safe(self._example),
            "song.quit": lambda: self._when_safe(self._desk.leave),
        }

    # Saving -----------------------------------------------------------------------------

    def save(self, then: Handler | None = None) -> None:
        """Save to the song's file, or ask for one."""
        if self._desk.path is None or self._desk.path.suffix != ".tuic":
            self.save_as(then)
        elif self._desk.ports.keeper.changed_outside(self._desk.path):
            self._ask_over(self._desk.path, then)
        else:
            self._save_to(self._desk.path, then)

    def _ask_over(self, path: Path, then: Handler | None) -> None:
        name = visible(path.name)
        self._confirm(
            f"{name} was changed by another program.",
            f"Replace it by this song? What is there now is kept as {name}~1.",
            {
                "as": ("Save as…", lambda: self.save_as(then)),
                "replace": ("Replace it", lambda: self._save_to(path, then)),
            },
        )

    def save_as(self, then: Handler | None = None) -> None:
        """Ask for a file and save to it."""
        path = self._desk.path or Path(f"{_file_name(self._desk.document.song.title)}.tuic")
        dialog = screens.PathPrompt("Save as", "A project: .tuic", str(path.with_suffix(".tuic")), (".tuic",))
        self._desk.ask(dialog, lambda text: self._save_checked(Path(text), then))

    def _save_checked(self, path: Path, then: Handler | None) -> None:
        if os.path.exists(path) and path != self._desk.path:  # unlike Path.exists, never an error
            self._confirm(
                f"{visible(path.name)} exists.",
                "Replace it by this song?",
                {"replace": ("Replace it", lambda: self._save_to(path, then))},
            )
        else:
            self._save_to(path, then)

    def _save_to(self, path: Path, then: Handler | None) -> None:
        song = self._desk.document.song
        try:
            self._desk.ports.save_song(song, path)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        self._desk.saved(song, path)
        self._desk.say(f"Saved {visible(path.name)}.")
        if then is not None:
            then()

    def _when_safe(self, then: Handler) -> None:
        """Go on at once, or ask what to do with unsaved changes."""
        if not self._desk.document.modified:
            then()
            return
        self._confirm(
            "This song has changes that are not saved.",
            "What shall become of them?",
            {"save": ("Save", lambda: self.save(then)), "discard": ("Discard them", then)},
        )

    def _confirm(self, title: str, text: str, choices: dict[str, tuple[str, Handler]]) -> None:
        labels = tuple((name, label) for name, (label, _) in choices.items())
        self._desk.ask(screens.Confirm(title, text, labels), lambda name: choices[name][1]())

    # Opening ----------------------------------------------------------------------------

    def _open(self) -> None:
        folder = "" if self._desk.path is None else f"{self._desk.path.parent}/"
        label = (
            "A project .tuic or a MIDI file .mid; earlier versions are listed below the song that is chosen"
        )
        versions = self._desk.ports.keeper.backups
        dialog = screens.PathPrompt("Open", label, folder, SONGS, must_exist=True, versions=versions)
        self._desk.ask(dialog, lambda text: self._load(Path(text)))

    def open_version(self, version: Path) -> None:
        """Open a version before as a song without a file, after asking about unsaved changes."""
        self._when_safe(lambda: self._load(version))

    def open_left(self, left: LeftBehind) -> None:
        """Open the song of unsaved work; where it is gone, the work itself as a song without a file."""
        if left.song is None:
            self._when_safe(lambda: self._desk.open_song(new_song(), None))
        elif os.path.exists(left.song):
            song = left.song
            self._when_safe(lambda: self._load(song))
        else:
            self._when_safe(lambda: self._load(left.file, template=True))

    def _import(self) -> None:
        folder = "" if self._desk.path is None else f"{self._desk.path.parent}/"
        words = "A recording, up to an hour: .wav .flac .ogg .mp3; or notes: .mid"
        suffixes = (*RECORDINGS, *NOTES)
        dialog = screens.PathPrompt("Import a recording", words, folder, suffixes, must_exist=True)
        self._desk.ask(dialog, lambda text: self._imported(Path(text)))

    def _imported(self, path: Path) -> None:
        if path.suffix.lower() in NOTES:
            self._load(path)
        else:
            self._listen(path)

    def _listen(self, path: Path) -> None:
        def task(report: Report, token: CancelToken) -> tuple[Song, tuple[str, ...]]:
            return self._desk.ports.import_recording(path, report, token)

        def show(song: Song, warnings: tuple[str, ...]) -> None:
            # As a step from an empty song it is unsaved work, which is kept and asked about.
            self._desk.open_song(new_song(), None)
            if self._desk.do(ReplaceSong(song), "Import a recording"):
                self._desk.move(first_place(song))
                self._desk.say(" ".join(map(visible, warnings)) or _heard(path))

        self._in_background(f"Listening to {visible(path.name)}", task, self._when_unchanged(show))

    def _example(self) -> None:
        if self._desk.ports.example_path is None:
            self._desk.say("No example song was installed.")
        else:
            self._load(self._desk.ports.example_path, template=True)

    def _load(self, path: Path, *, template: bool = False) -> None:
        """Open a file; a template's song has no file of its own, so that saving leaves the template alone."""

        def task(report: Report, token: CancelToken) -> tuple[Song, tuple[str, ...]]:
            report(0.0, f"Reading {visible(path.name)}")
            token.check()
            return self._desk.ports.load_song(path)

        version = opened_version(path)

        def show(song: Song, warnings: tuple[str, ...]) -> None:
            self._desk.open_song(song, None if template or version else path)
            said = " ".join(map(visible, warnings))
            self._desk.say(version or said or f"Opened {visible(path.name)}.")
            self._reading.opened(path, said)

        self._in_background(f"Opening {visible(path.name)}", task, self._when_unchanged(show))

    def _when_unchanged(
        self, show: Callable[[Song, tuple[str, ...]], None]
    ) -> Callable[[tuple[Song, tuple[str, ...]]], None]:
        """Shows what a task brings at once, or asks first where the song was changed since."""
        before = self._desk.document.song

        def opened(answer: tuple[Song, tuple[str, ...]]) -> None:
            # What was written while the file was read is not covered by the answer given before.
            if self._desk.document.song is before:
                show(*answer)
            else:
                self._when_safe(lambda: show(*answer))

        return opened

    def _new(self) -> None:
        ports = self._desk.ports
        dialog = screens.NewSong(ports.profiles(), ports.load_profile)
        self._desk.ask(dialog, lambda song: self._desk.open_song(song, None))

    # Export -----------------------------------------------------------------------------

    def _export(self) -> None:
        path = self._desk.path or Path(_file_name(self._desk.document.song.title))
        proposed = path.with_suffix(self._exported)
        if proposed == self._desk.path:
            proposed = path.with_suffix(EXPORTS[0])
        dialog = screens.PathPrompt("Export", " ".join(EXPORTS), str(proposed), EXPORTS)
        self._desk.ask(dialog, lambda text: self._export_checked(Path(text)))

    def _export_checked(self, path: Path) -> None:
        if path == self._desk.path and path.suffix == _PROJECT:
            self._save_to(path, None)
        elif os.path.exists(path) and path not in self._own:
            self._confirm(
                f"{visible(path.name)} exists.",
                "Replace it by what is exported?",
                {"replace": ("Replace it", lambda: self._render(path))},
            )
        else:
            self._render(path)

    def _export_stems(self) -> None:
        path = self._desk.path or Path(_file_name(self._desk.document.song.title))
        folder = str(path.with_name(f"{path.stem}-stems"))
        dialog = screens.Prompt("Export stems", "A folder, for one .wav of each lane", folder, read_folder)
        self._desk.ask(dialog, lambda text: self._render_stems(read_folder(text)))

    def _render_stems(self, folder: Path) -> None:
        song = self._desk.document.song

        def said(count: int) -> None:
            self._desk.say(f"Wrote {count} file{'s' * (count != 1)} to {visible(str(folder))}.")

        self._in_background(
            f"Writing {visible(folder.name)}",
            lambda report, token: self._desk.ports.render_stems(song, folder, report, token),
            said,
        )

    def _render(self, path: Path) -> None:
        song = self._desk.document.song

        if path.suffix.lower() != _PROJECT:
            self._exported = path.suffix.lower()

        def task(report: Report, token: CancelToken) -> Path:
            self._desk.ports.render(song, path, report, token)
            return path

        def wrote(done: Path) -> None:
            self._own.add(done)
            self._desk.say(f"Wrote {visible(str(done))}.")

        self._in_background(f"Writing {visible(path.name)}", task, wrote)

    def _in_background(
        self, label: str, task: Callable[[Report, CancelToken], _T], then: Callable[[_T], None]
    ) -> None:
        token = CancelToken()
        if self._desk.start_work(label, token.cancel):
            self._desk.in_background(task, then, token)

    # The song's own fields --------------------------------------------------------------

    def _title(self) -> None:
        title = self._desk.document.song.title
        self._desk.ask(
            screens.Prompt("Title", "The name of the song", title, read_title),
            lambda text: self._set("title", read_title(text), "Title"),
        )

    def _key(self) -> None:
        key = self._desk.document.song.key
        dialog = screens.Prompt(
            "Key", "Such as G major or F# minor", "" if key is None else str(key), parse_key
        )
        self._desk.ask(dialog, lambda text: self._set("key", parse_key(text), "Key"))

    def _set(self, name: str, value: object, label: str) -> None:
        self._desk.do(SetField(name, value), label)

    def _add_bar(self) -> None:
        song, index = self._desk.document.song, self._desk.view.cursor.section
        section = song.sections[index]
        self._resize(index, section.length + section.rows_per_bar, "Add a bar")

    def _remove_bar(self) -> None:
        song, index = self._desk.document.song, self._desk.view.cursor.section
        section = song.sections[index]
        length = section.bar_start(section.bars)
        if length == 0:
            self._desk.say("A section keeps at least one bar.")
            return
        self._resize(index, length, "Remove the last bar")

    def _resize(self, index: int, length: int, label: str) -> None:
        song = self._desk.document.song
        try:
            section = of_rows(song.sections[index], length).section
        except ComposerError as error:
            self._desk.refuse(error)
            return
        self._desk.do(with_section(song, index, section), label)


def read_folder(text: str) -> Path:
    """A folder to write into, which need not exist.

    Raises:
        SongFileError: There is no name, or a file has it.
    """
    folder = expanded(text.strip())
    if not folder.name:
        raise SongFileError("The folder has no name.", "Write one, such as stems.")
    if os.path.isfile(folder):  # unlike Path.is_file, false for names that are too long
        raise SongFileError(f"“{visible(folder.name)}” is a file.", "Name a folder.")
    return folder


def read_title(text: str) -> str:
    """A title, without spaces around it.

    Raises:
        EntryError: There is nothing, or far too much.
    """
    title = text.strip()
    if not 1 <= len(title) <= 200:
        raise EntryError("A title has 1 to 200 characters.", "Write a name for the song.")
    return title


def _heard(path: Path) -> str:
    return f"Heard {visible(path.name)}. Ctrl+F9 shows how sure each cell is."


def _file_name(title: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in title.lower()).split()
    return "-".join(words)[:60] or "untitled"
