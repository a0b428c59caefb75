"""Songs in files, by the suffix of their name."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from tuicomposer.errors import SongFileError
from tuicomposer.formats import atomic
from tuicomposer.formats.limits import MAX_BYTES, too_large
from tuicomposer.formats.project import read_project, write_project
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

_Format = TypeVar("_Format")


PROJECT_SUFFIX: Final = ".tuic"
MIDI_SUFFIXES: Final = (".mid", ".midi")
RECORDING_SUFFIXES: Final = (".wav", ".flac", ".ogg", ".mp3")
"""Endings of the names of files that are taken for recordings (:mod:`tuicomposer.formats.audio_read`)."""
MUSICXML_SUFFIXES: Final = (".musicxml", ".xml")


class Loaded(NamedTuple):
    """A song from a file."""

    song: Song
    warnings: tuple[str, ...] = ()
    """Sentences about what the song does not hold as the file has it."""


class Timed(NamedTuple):
    """A song from a file, and where in the file it begins."""

    loaded: Loaded
    start_s: float = 0.0
    """Seconds of the file at which the song's tick 0 lies; negative where the song begins before."""


def _read_midi(data: bytes) -> Timed:
    from tuicomposer.formats.midi_read import read_midi  # noqa: PLC0415 - a project opens without it

    song, warnings, start_s = read_midi(data)
    return Timed(Loaded(song, warnings), start_s)


def _write_midi(song: Song) -> bytes:
    from tuicomposer.formats.midi_write import write_midi  # noqa: PLC0415

    return write_midi(song)


def _write_musicxml(song: Song) -> bytes:
    from tuicomposer.formats.musicxml import write_musicxml  # noqa: PLC0415

    return write_musicxml(song)


_READERS: Final[dict[str, Callable[[bytes], Timed]]] = {
    PROJECT_SUFFIX: lambda data: Timed(Loaded(read_project(data))),
    **dict.fromkeys(MIDI_SUFFIXES, _read_midi),
}
_WRITERS: Final[dict[str, Callable[[Song], bytes]]] = {
    PROJECT_SUFFIX: write_project,
    **dict.fromkeys(MIDI_SUFFIXES, _write_midi),
    **dict.fromkeys(MUSICXML_SUFFIXES, _write_musicxml),
}
LOADABLE: Final = tuple(_READERS)
"""Suffixes that :func:`load_song` reads."""
SAVEABLE: Final = tuple(_WRITERS)
"""Suffixes that :func:`save_song` writes."""


def load_song(path: Path) -> Loaded:
    """Song of a project, of a version before of one, or of a MIDI file.

    Raises:
        SongFileError: The file cannot be opened, or is no song; the sentence names the file.
    """
    return load_timed(path).loaded


def load_timed(path: Path) -> Timed:
    """As :func:`load_song`, with the moment at which the song begins."""
    reader = _READERS[PROJECT_SUFFIX] if is_version(path) else _by_suffix(path, _READERS, "opened")
    data = read_bytes(path)
    try:
        return reader(data)
    except SongFileError as error:
        raise SongFileError(f"{_shown(path)} cannot be read. {error.what}", error.hint) from error


def read_bytes(path: Path) -> bytes:
    """All of a file that is not too large.

    Raises:
        SongFileError: It cannot be read; the sentence names the file.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise OSError(errno.EINVAL, "it is not an ordinary file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refused(path, error, "opened") from error
    except ValueError as error:
        raise SongFileError(f"{_shown(path)} is not the name of a file.", "Use another name.") from error
    if len(data) > MAX_BYTES:
        raise too_large()
    return data


def is_version(path: Path) -> bool:
    """Whether a file is a version before of a project, by its name."""
    original = atomic.original_of(path)
    return original is not None and original.suffix.lower() == PROJECT_SUFFIX


def load_backup(path: Path) -> Song:
    """Song of a version before, whatever its file is called.

    Raises:
        SongFileError: The file cannot be opened, or is no project.
    """
    try:
        return read_project(read_bytes(path))
    except SongFileError as error:
        raise SongFileError(f"{_shown(path)} cannot be read. {error.what}", error.hint) from error


def save_song(song: Song, path: Path) -> None:
    """Write a song in the format of the name's suffix, completely or not at all.

    The last versions of a project that is written over are kept beside it, under its name with
    ``~1`` to ``~5`` after it.

    Raises:
        SongFileError: The file cannot be written; what was there is as it was.
    """
    writer = _by_suffix(path, _WRITERS, "saved")
    data = writer(song)
    try:
        atomic.write(path, data, backups=atomic.BACKUPS if path.suffix.lower() == PROJECT_SUFFIX else 0)
    except OSError as error:
        raise refused(path, error, "saved") from error
    except ValueError as error:
        raise SongFileError(f"{_shown(path)} is not the name of a file.", "Use another name.") from error


def is_of_another_program(path: Path) -> bool:
    """Whether a file is MIDI without the marks that this program leaves in what it exports."""
    from tuicomposer.formats.midi_marks import SECTION_MARK  # noqa: PLC0415 - a project opens without it

    if path.suffix.lower() not in MIDI_SUFFIXES:
        return False
    try:
        return SECTION_MARK.encode() not in read_bytes(path)
    except SongFileError:
        return False


def is_recording(path: Path) -> bool:
    """Whether a file is taken for a recording, by the ending of its name."""
    return path.suffix.lower() in RECORDING_SUFFIXES


def _by_suffix(path: Path, table: Mapping[str, _Format], done: str) -> _Format:
    found = table.get(path.suffix.lower())
    if found is None:
        raise SongFileError(
            f"{_shown(path)} cannot be {done}: its suffix is not one of a song.",
            f"Use {', '.join(table)}.",
        )
    return found


def refused(path: Path, error: OSError, done: str) -> SongFileError:
    """The sentence for what the system said about a file."""
    what, hint = _REASONS.get(error.errno or 0, (str(error.strerror or error), "Use another place or name."))
    return SongFileError(f"{_shown(path)} cannot be {done}: {what}.", hint)


def _shown(path: Path) -> str:
    return visible(str(path))


_REASONS: Final = {
    errno.ENOENT: ("there is no such file or folder", "Check the name."),
    errno.EISDIR: ("it is a folder", "Name a file in it."),
    errno.ENOTDIR: ("a part of its path is not a folder", "Check the path."),
    errno.EACCES: ("you may not", "Change its permissions, or use another place."),
    errno.EPERM: ("you may not", "Change its permissions, or use another place."),
    errno.EROFS: ("the disk is read-only", "Use another place."),
    errno.ENOSPC: ("the disk is full", "Make room or use another disk; the song is still open."),
    errno.EDQUOT: (
        "your share of the disk is full",
        "Make room or use another disk; the song is still open.",
    ),
    errno.ENAMETOOLONG: ("the name is too long", "Use a shorter name."),
    errno.ELOOP: ("it is a link that leads to itself", "Use another name."),
}
"""What a system error means and what to do."""
