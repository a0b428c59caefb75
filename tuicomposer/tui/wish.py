"""What a person wants found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tuicomposer.score.search import Query


class Scope(StrEnum):
    """Where is looked."""

    SECTION = "section"
    SONG = "song"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for and where, and what stands there then."""

    query: Query | None = None
    by: Query | None = None
    """``None`` to find only."""
    scope: Scope = Scope.SECTION
