"""``train``: make a model from music, one step of the recipe after the other."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tuicomposer.cli.say import note
from tuicomposer.training.config import read_config
from tuicomposer.training.run import WHAT, train
from tuicomposer.wiring.sound import open_renderer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("what", choices=WHAT, help="the step; each needs the one before")
    parser.add_argument("--config", metavar="FILE", type=Path, required=True, help="the recipe, as TOML")


def run(arguments: argparse.Namespace) -> int:
    """Do one step; an interrupted one goes on from its last checkpoint when it is called again."""
    config = read_config(arguments.config)
    if not sys.stderr.isatty():
        train(arguments.what, config, note, open_renderer)
        return 0
    from rich.progress import Progress  # noqa: PLC0415 - comes with Textual; only for a person who looks

    with Progress(transient=True) as bar:
        task = bar.add_task(arguments.what, total=None)

        def say(line: str) -> None:
            bar.console.print(line, markup=False, highlight=False)
            figures = json.loads(line) if line.startswith("{") else {}
            if "of" in figures:
                bar.update(task, completed=figures["step"], total=figures["of"])

        train(arguments.what, config, say, open_renderer)
    return 0
