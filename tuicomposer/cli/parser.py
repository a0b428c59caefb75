"""The shape of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from tuicomposer import __version__

COMMANDS: Final = {
    "open": "open the composer with a song or an empty one; the word “open” may be left out",
    "compose": "fill the empty lanes with music that contains exactly what is typed",
    "analyze": "find the melody, chords, key and tempo of a recording, a MIDI file or a project",
    "judge": "say how convincing a song is, and where and why it is not",
    "profile": "make, list, show or remove profiles of what music is like, for “compose --profile”",
    "render": "render a song to audio, as the composer plays it",
    "play": "play a song to its end",
    "export": "write a song as MIDI, notation, audio or a project, by the file's ending",
    "doctor": "check this machine: Python, torch, ONNX, FluidSynth, sound, models, terminal, settings",
    "keys": "say what this terminal sends for each key, which it cannot send, and what to press instead",
    "models": "list the models, or verify every file of each",
    "train": "train a model as a configuration file says",
}
"""What each command does; its module of the same name says how."""

_MODULES: Final = {"open": "open_song"}
"""Modules that are not named like their command."""
_USAGE: Final = "tuicomposer [SONG]\n       tuicomposer COMMAND ..."
_EPILOG: Final = "Each command explains itself with --help. Exit codes: 0 done, 1 an error, 2 wrong usage."


class Command(Protocol):
    """What a command's module has."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the command's arguments."""
        ...

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work; returns the exit code."""
        ...


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Arguments of a command line; ``run`` holds the command's function.

    A first word that is no command is the song to open, and no word opens the composer. Only the
    module of the command that is called is loaded. Exits with code 2 on wrong usage.
    """
    words = list(argv)
    if not words or (words[0] not in COMMANDS and not words[0].startswith("-")):
        words = ["open", *words]
    return _parser(words[0]).parse_args(words)


def _parser(called: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "tuicomposer",
        usage=_USAGE,
        description="Type a melody and chords, generate music that contains them.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tuicomposer {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, text in COMMANDS.items():
        program = f"tuicomposer {name}"
        command = commands.add_parser(name, prog=program, help=text, description=text, allow_abbrev=False)
        if name == called:
            module = cast(Command, import_module(f"tuicomposer.cli.{_MODULES.get(name, name)}"))
            module.add_arguments(command)
            command.set_defaults(run=module.run, parser=command)
    return parser
