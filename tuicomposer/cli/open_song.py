"""``tuicomposer [SONG]``: open the composer."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tuicomposer.errors import ComposerError, SongFileError
from tuicomposer.settings.load import settings_in_force
from tuicomposer.wiring.screen import run_composer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("song", metavar="SONG", nargs="?", type=Path, help="a project or a MIDI file")


def run(arguments: argparse.Namespace) -> int:
    """Open the composer in this terminal."""
    check_terminal(os.environ)
    check_song(arguments.song)
    loaded = settings_in_force()
    run_composer(arguments.song, loaded.settings, loaded.notes)
    return 0


def check_terminal(environment: Mapping[str, str]) -> None:
    """Make sure that there is a terminal to draw on.

    Raises:
        ComposerError: There is none, or it can only print lines.
    """
    hint = (
        "Without one, “tuicomposer compose SONG -o OUT” does the same work; see “tuicomposer compose --help”."
    )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ComposerError("The composer needs a terminal, and this is none.", hint)
    if environment.get("TERM", "dumb") in ("dumb", ""):
        raise ComposerError(
            "The composer needs a terminal that can place the cursor, and TERM says “dumb”.", hint
        )


def check_song(path: Path | None) -> None:
    """Make sure that a song can be opened, or be begun under a new name.

    Raises:
        SongFileError: The path is a directory, or names nothing that could become a project.
    """
    if path is None or path.is_file():
        return
    if path.is_dir():
        raise SongFileError(f"“{path}” is a directory.", "Name a song in it.")
    if path.suffix != ".tuic" or not path.parent.is_dir():
        raise SongFileError(
            f"There is no file “{path}”, and no command of that name.",
            "Name a song, a new file that ends in .tuic, or see “tuicomposer --help”.",
        )
