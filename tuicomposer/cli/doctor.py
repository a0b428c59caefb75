"""``doctor``: what this machine has, and what to do about what it lacks."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

from tuicomposer.cli.say import say, say_json
from tuicomposer.cli.terminal import describe_terminal
from tuicomposer.errors import ComposerError
from tuicomposer.settings.load import settings_in_force, settings_path
from tuicomposer.wiring import health
from tuicomposer.wiring.sound import soundfont_for

Status = Literal["ok", "note", "missing"]
_MARKS: Final = {"ok": "ok", "note": "--", "missing": "!!"}


class Check(NamedTuple):
    """What was found out about one thing."""

    name: str
    status: Status
    """``ok``; ``note`` where the program works without; ``missing`` where a power is lost."""
    found: str
    hint: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(arguments: argparse.Namespace) -> int:
    """Look at everything; a missing power makes the exit code 1."""
    checks = tuple(_checks())
    missing = [check.name for check in checks if check.status == "missing"]
    if arguments.json:
        say_json({"ok": not missing, "checks": [check._asdict() for check in checks]})
    else:
        for check in checks:
            say(f"{_MARKS[check.status]}  {check.name:<11}  {check.found}")
            if check.hint:
                say(f"    {'':<11}  {check.hint}")
    if missing:
        raise ComposerError(
            f"Not everything works here: {', '.join(missing)}.",
            "The lines marked !! say what to do about each.",
        )
    return 0


def _checks() -> Iterator[Check]:
    loaded = settings_in_force()
    yield Check("python", "ok", f"{platform.python_version()} at {sys.executable}")
    yield _found("torch", health.torch_version)
    yield _found("onnxruntime", health.onnxruntime_version)
    yield _found("fluidsynth", health.fluidsynth_version)
    yield _found("soundfont", lambda: str(soundfont_for(loaded.settings)))
    yield _found("device", lambda: health.audio_device(loaded.settings), status="note")
    yield _found("models", _verified_models)
    yield _terminal()
    yield _settings(loaded.notes)


def _found(name: str, look: Callable[[], str], status: Status = "missing") -> Check:
    try:
        return Check(name, "ok", look())
    except ComposerError as error:
        return Check(name, status, error.what, error.hint)


def _verified_models() -> str:
    folders = health.model_folders()
    for folder in folders:
        health.verify_model(folder)
    return ", ".join(str(folder) for folder in folders)


def _terminal() -> Check:
    seen = describe_terminal(os.environ)
    return Check("terminal", "ok" if seen.usable else "note", seen.sentence, seen.hint)


def _settings(notes: tuple[str, ...]) -> Check:
    path = settings_path()
    if notes:
        return Check("settings", "note", " ".join(notes), "Mend the file.")
    return Check("settings", "ok", f"{path}{'' if path.is_file() else ' (not there: all defaults)'}")
