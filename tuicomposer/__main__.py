"""``python -m tuicomposer`` and the ``tuicomposer`` command."""

from __future__ import annotations

import gc
import signal
import sys
from typing import Final

YOUNG_OBJECTS: Final = 50_000
"""Allocations between two looks of the garbage collector; Python's 700 make imports slower."""


def main() -> int:
    """Run the command line of this process.

    Returns:
        The exit code: 0 done, 1 an error with a sentence on stderr, 2 usage, 130 interrupted.
    """
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    try:
        # Inside, so that an interrupt during the import is caught too.
        from tuicomposer.cli.main import main as run  # noqa: PLC0415

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return 130
    finally:
        # The work is over: an interrupt while libraries tear down could only make noise.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
