"""The options of ``compose`` that say how the music is to be, and what task it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from tuicomposer.cli.songs import read_song
from tuicomposer.errors import RequestError
from tuicomposer.jobs.controls import (
    Controls,
    Likeness,
    bars_likeness,
    names_bars,
    register_of,
    song_likeness,
)
from tuicomposer.jobs.profile import StyleProfile, wished
from tuicomposer.jobs.tasks import USUAL_SHARE, Task
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.wiring.songs import is_recording


def add_wishes(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--task",
        metavar="TASK",
        choices=[task.value for task in Task],
        help=f"what to do: {', '.join(Task)}; else the lanes with nothing typed are filled",
    )
    parser.add_argument(
        "--share",
        metavar="S",
        type=float,
        default=USUAL_SHARE,
        help=f"share of the generated beats that “vary” writes anew ({USUAL_SHARE:g})",
    )
    how = parser.add_argument_group("how it is to be")
    how.add_argument("--density", metavar="D", type=float, help="notes a felt beat in each lane, such as 1.5")
    how.add_argument("--register", metavar="R", default="", help="semitones: +5, or “Bass-12, Alto+3”")
    how.add_argument("--syncopation", metavar="S", type=float, help="share of notes off the beat, 0 to 1")
    how.add_argument("--surprise", metavar="S", type=float, help="0 plain, 0.5 as usual, 1 daring")
    how.add_argument(
        "--like", metavar="L", default="", help="take after these bars (3 or 3-4) or a song file"
    )
    how.add_argument(
        "--profile", metavar="NAME", default="", help="what is not wished above is as in a style profile"
    )


def controls_of(
    arguments: argparse.Namespace, song: Song, lanes: tuple[int, ...], profile: StyleProfile | None
) -> Controls:
    """The wishes of a command line, and for the lanes that are to be written those of a profile.

    Raises:
        RequestError: A wish is out of range, or what it names is not there.
        SongFileError: The file to take after cannot be read.
    """
    controls = Controls(
        arguments.density,
        register_of(arguments.register, song),
        arguments.syncopation,
        arguments.surprise,
        _like(arguments.like, song, arguments.section) if arguments.like else None,
    )
    return controls if profile is None else wished(profile, song, controls, lanes)


def _like(text: str, song: Song, section_name: str) -> Likeness:
    if not names_bars(text):
        path = Path(text)
        if is_recording(path):
            raise RequestError(
                f"“{visible(text)}” is a recording, and --like takes bars or a song.",
                f"First run “tuicomposer analyze {visible(text)} -o {visible(path.stem)}.tuic”.",
            )
        return song_likeness(read_song(path))
    names = [section.name for section in song.sections]
    if section_name and section_name not in names:
        raise RequestError(f"There is no section “{visible(section_name)}”.", "Name one of the song's.")
    index = names.index(section_name) if section_name else song.order[0]
    return bars_likeness(song.sections[index], text)
