"""Song files as commands read and write them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from tuicomposer.cli.say import note
from tuicomposer.errors import SongFileError
from tuicomposer.score.song import Song
from tuicomposer.wiring.songs import load_song


def read_song(path: Path) -> Song:
    """A song from a project or a MIDI file; what could not be read exactly is noted on stderr.

    Raises:
        SongFileError: The file is missing, unreadable or no song.
    """
    song, warnings = load_song(path)
    for warning in warnings:
        note(f"{path}: {warning}")
    return song


def check_outputs(paths: Iterable[Path], suffixes: Iterable[str]) -> None:
    """Make sure that files can be written, before any work is done for them.

    Raises:
        SongFileError: A path has an unknown suffix, is a directory, or cannot be written.
    """
    known = tuple(suffixes)
    for path in paths:
        _check_output(path, known)


def _check_output(path: Path, suffixes: tuple[str, ...]) -> None:
    if path.suffix.lower() not in suffixes:
        raise SongFileError(
            f"“{path}” has no ending that is known here.", f"Use one of {' '.join(suffixes)}."
        )
    if path.is_dir():
        raise SongFileError(f"“{path}” is a directory.", "Name a file in it.")
    if not path.parent.is_dir():
        raise SongFileError(f"There is no directory “{path.parent}”.", "Make it first, or name another.")
    if not os.access(path.parent, os.W_OK | os.X_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise SongFileError(f"“{path}” may not be written.", "Name a file in a directory of yours.")
