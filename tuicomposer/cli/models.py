"""``models``: which models are there, and whether they are what they claim to be."""

from __future__ import annotations

import argparse
from pathlib import Path

from tuicomposer.cli.say import say
from tuicomposer.errors import ModelError
from tuicomposer.wiring.health import for_benchmarks, model_folders, verify_model


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("what", choices=("list", "verify"), help="name the folders, or check them too")


def run(arguments: argparse.Namespace) -> int:
    """List or verify."""
    folders = model_folders()
    if arguments.what == "list":
        for folder in folders:
            say(f"{folder}  (for benchmarks only)" if for_benchmarks(folder) else str(folder))
        return 0
    failures = sum(not _verified(folder) for folder in folders)
    if failures:
        raise ModelError(f"{failures} of {len(folders)} models did not verify.", "Install the program again.")
    return 0


def _verified(folder: Path) -> bool:
    try:
        verify_model(folder)
    except ModelError as error:
        say(f"!!  {folder}: {error}")
        return False
    say(f"ok  {folder}")
    return True
