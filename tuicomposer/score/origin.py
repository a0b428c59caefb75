"""Where a cell comes from: typed by a person, heard in a recording, or written by something."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.score.cells import BY_HAND, Cell

HEARD: Final = "heard"
"""How the origin of a cell begins that was heard in a recording; how sure that is follows."""
_HEARD: Final = re.compile(rf"{HEARD} (100|[0-9]{{1,2}})%\Z")


def heard_origin(confidence: float) -> str:
    """Origin of a cell that was heard with a confidence from 0 to 1, such as ``heard 83%``."""
    return f"{HEARD} {round(100 * max(0.0, min(1.0, confidence)))}%"


def confidence_of(origin: str) -> float | None:
    """How sure it is that a cell was heard, 0 to 1; ``None`` for cells that come from elsewhere."""
    match = _HEARD.match(origin)
    return None if match is None else int(match[1]) / 100


def is_heard(origin: str) -> bool:
    """Whether a cell comes from a recording."""
    return _HEARD.match(origin) is not None


def is_given(cell: Cell | None) -> bool:
    """Whether there is a cell that a person brought: by typing it, or with a recording.

    Nothing but the person changes such cells.
    """
    return cell is not None and (cell.origin == BY_HAND or is_heard(cell.origin))
