"""``render``: a song as audio."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Final

from tuicomposer.cli.preferences import settings
from tuicomposer.cli.say import ProgressLine, say
from tuicomposer.cli.songs import check_outputs, read_song
from tuicomposer.errors import SongFileError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.wiring.outputs import AUDIO_SUFFIXES, write_stems, writer

_OUT_HELP: Final = "the mix: .wav .flac .ogg, or - for a WAV into a pipe, such as “… -o - | aplay”"
_PIPE: Final = Path("-")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("song", metavar="SONG", type=Path, help="a project or a MIDI file")
    parser.add_argument("-o", dest="output", metavar="OUT", type=Path, help=_OUT_HELP)
    parser.add_argument(
        "--stems", metavar="DIR", type=Path, help="write each lane to a WAV file in this directory"
    )
    parser.add_argument("--soundfont", metavar="FILE", type=Path, help="play with this soundfont")


def run(arguments: argparse.Namespace) -> int:
    """Render the mix, the stems, or both."""
    if arguments.output is None and arguments.stems is None:
        arguments.parser.error("name a file with -o, a directory with --stems, or both")
    if arguments.output == _PIPE:
        return _render_into_pipe(arguments)
    outputs = [] if arguments.output is None else [arguments.output]
    check_outputs(outputs, AUDIO_SUFFIXES)
    song = read_song(arguments.song)
    progress = ProgressLine()
    preferred = settings()
    write = writer(outputs, preferred, arguments.soundfont)
    written = list(outputs)
    for path in outputs:
        write(song, path, progress, CancelToken())
    if arguments.stems is not None:
        written += write_stems(song, arguments.stems, preferred, arguments.soundfont, progress)
    progress.clear()
    for path in written:
        say(str(path))
    return 0


def _render_into_pipe(arguments: argparse.Namespace) -> int:
    """The mix as WAV on stdout, and nothing else there."""
    if arguments.stems is not None:
        arguments.parser.error("-o - and --stems do not go together")
    if sys.stdout.isatty():
        raise SongFileError("A WAV is not for the screen.", "Send it on, such as “… -o - | aplay”.")
    song, progress = read_song(arguments.song), ProgressLine()
    with TemporaryDirectory() as folder:
        mix = Path(folder, "mix.wav")
        writer([mix], settings(), arguments.soundfont)(song, mix, progress, CancelToken())
        progress.clear()
        with mix.open("rb") as file:
            copyfileobj(file, sys.stdout.buffer)
    return 0
