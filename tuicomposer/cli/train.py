"""``train``: make a model from music, one step of the recipe after the other."""

from __future__ import annotations

import argparse
from pathlib import Path

from tuicomposer.cli.say import note
from tuicomposer.training.run import WHAT, read_config, train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("what", choices=WHAT, help="the step; each needs the one before")
    parser.add_argument("--config", metavar="FILE", type=Path, required=True, help="the recipe, as TOML")


def run(arguments: argparse.Namespace) -> int:
    """Do one step; an interrupted one goes on from its last checkpoint when it is called again."""
    train(arguments.what, read_config(arguments.config), note)
    return 0
