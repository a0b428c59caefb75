"""``export``: a song as a file of another program."""

from __future__ import annotations

import argparse
from pathlib import Path

from tuicomposer.cli.preferences import settings
from tuicomposer.cli.say import ProgressLine, say
from tuicomposer.cli.songs import check_outputs, read_song
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.wiring.outputs import OUTPUT_SUFFIXES, writer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("song", metavar="SONG", type=Path, help="a project or a MIDI file")
    parser.add_argument(
        "-o", dest="outputs", metavar="OUT", type=Path, action="append", required=True, help="may be repeated"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write each of the files."""
    check_outputs(arguments.outputs, OUTPUT_SUFFIXES)
    song = read_song(arguments.song)
    progress = ProgressLine()
    write = writer(arguments.outputs, settings())
    for path in arguments.outputs:
        write(song, path, progress, CancelToken())
    progress.clear()
    for path in arguments.outputs:
        say(str(path))
    return 0
