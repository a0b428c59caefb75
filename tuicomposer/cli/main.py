"""From arguments to an exit code: the one place that decides how an error looks."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from tuicomposer.cli.parser import parse
from tuicomposer.cli.say import complain
from tuicomposer.errors import ComposerError

DONE, FAILED, INTERRUPTED = 0, 1, 130
TRACEBACK_VARIABLE = "TUICOMPOSER_TRACEBACK"


def main(argv: Sequence[str]) -> int:
    """Run one command.

    Args:
        argv: The arguments after the program's name.

    Returns:
        0 done, 1 an error with a sentence on stderr, 130 interrupted. Wrong usage raises
        ``SystemExit(2)`` from argparse.
    """
    _survive_closed_streams()
    _survive_odd_characters()
    try:
        arguments = parse(argv)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader left: what is still buffered has nowhere to go, and saying so would help nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except ComposerError as error:
        complain(error)
        return FAILED
    except OSError as error:
        complain(
            ComposerError(f"The system said: {error}.", "Check the file, the disk and their permissions.")
        )
        return FAILED
    except Exception as error:
        # A defect of ours reaches a person as a sentence; the traceback is for whoever asks for it.
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        what = f"Something went wrong inside: {type(error).__name__}: {error}."
        complain(ComposerError(what, f"Set {TRACEBACK_VARIABLE}=1 to see where, and please report it."))
        return FAILED
    return code


def _survive_closed_streams() -> None:
    """Started with a stream closed, as by a daemon, the program has nobody to talk to, and works on."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long-lived as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _survive_odd_characters() -> None:
    """Write characters that the terminal's encoding lacks as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
