"""Songs as projects and notes; light enough for the way to the first frame."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tuicomposer.formats import files
from tuicomposer.formats.project import write_project
from tuicomposer.score.song import Song

PROJECT_SUFFIX: Final = files.PROJECT_SUFFIX
NOTE_SUFFIXES: Final = files.SAVEABLE
"""Suffixes that :func:`save_song` writes."""


def load_song(path: Path) -> tuple[Song, tuple[str, ...]]:
    """A song, and sentences about what the file says and the song does not hold.

    Raises:
        SongFileError: The file cannot be opened, or is no song.
    """
    return files.load_song(path)


def song_start(path: Path) -> float:
    """Seconds of a file at which the first tick of its song lies.

    Raises:
        SongFileError: The file cannot be opened, or is no song.
    """
    return files.load_timed(path).start_s


def is_of_another_program(path: Path) -> bool:
    """Whether a file is MIDI without the marks that this program leaves in what it exports."""
    return files.is_of_another_program(path)


def is_recording(path: Path) -> bool:
    """Whether a file is taken for a recording, by the ending of its name."""
    return files.is_recording(path)


def save_song(song: Song, path: Path) -> None:
    """Write a song as a project or as notes.

    Raises:
        SongFileError: The file cannot be written; what was there is as it was.
    """
    files.save_song(song, path)


def song_text(song: Song) -> str:
    """The project text of a song."""
    return write_project(song).decode("utf-8")
