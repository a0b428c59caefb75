"""``play``: hear a song."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Final

from tuicomposer.cli.preferences import settings
from tuicomposer.cli.say import say
from tuicomposer.cli.songs import read_song
from tuicomposer.wiring.sound import sounding_player

_LOOK: Final = 0.1
"""Seconds between two looks at whether the song is over."""
_STARTING: Final = 0.5
"""Seconds within which the player has begun."""
_RINGING: Final = 1.5
"""Seconds for which the last notes may ring."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("song", metavar="SONG", type=Path, help="a project or a MIDI file")
    parser.add_argument("--soundfont", metavar="FILE", type=Path, help="play with this soundfont")


def run(arguments: argparse.Namespace) -> int:
    """Play until the song is over."""
    song = read_song(arguments.song)
    with sounding_player(song, settings(), arguments.soundfont) as player:
        say(f"{song.title}, {song.seconds:.0f} s")
        player.play(0)
        started = time.monotonic()
        while player.playhead.playing or time.monotonic() - started < _STARTING:
            time.sleep(_LOOK)
        time.sleep(_RINGING)
    return 0
