"""Where a cell comes from: typed by a person, heard in a recording, or written by something."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.score.cells import BY_HAND, Cell

HEARD: Final = "heard"
"""How the origin of a cell begins that was heard in a recording; how sure that is follows."""
READ: Final = "analyzer"
"""How the origin of a cell begins that the analyzer read in notes; how sure that is follows."""
_SURE: Final = re.compile(rf"({HEARD}|{READ}) (100|[0-9]{{1,2}})%\Z")


def heard_origin(confidence: float) -> str:
    """Origin of a cell that was heard with a confidence from 0 to 1, such as ``heard 83%``."""
    return f"{HEARD} {_percent(confidence)}"


def read_origin(confidence: float) -> str:
    """Origin of a cell that was read in notes with a confidence from 0 to 1, such as ``analyzer 83%``."""
    return f"{READ} {_percent(confidence)}"


def _percent(confidence: float) -> str:
    return f"{round(100 * max(0.0, min(1.0, confidence)))}%"


def confidence_of(origin: str) -> float | None:
    """How sure a cell is that was heard or read, 0 to 1; ``None`` for cells that come from elsewhere."""
    match = _SURE.match(origin)
    return None if match is None else int(match[2]) / 100


def source_of(origin: str) -> str:
    """The origin without how sure it is."""
    match = _SURE.match(origin)
    return origin if match is None else match[1]


def is_heard(origin: str) -> bool:
    """Whether a cell comes from a recording."""
    return origin != HEARD and source_of(origin) == HEARD


def is_given(cell: Cell | None) -> bool:
    """Whether there is a cell that a person brought: by typing it, or with a recording.

    Nothing but the person changes such cells.
    """
    return cell is not None and (cell.origin == BY_HAND or is_heard(cell.origin))
