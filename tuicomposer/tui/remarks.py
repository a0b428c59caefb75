"""What an operation on a block says afterwards, within one line of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len

from tuicomposer.score.blocks.rows import fallen_remark

ROOM: Final = 79
"""Columns of the status line behind its first space, in a terminal of 80."""


def remark(did: str, about: str = "", *, rest: bool = False, fallen: int = 0, kept: str = "") -> str:
    """What was done and what was lost or left alone: the longest form for which there is room.

    Args:
        did: What was done, such as ``Pasted``.
        about: What it was done to.
        rest: Whether a part of what was pasted did not fit.
        fallen: How many cells fell off the end of the section.
        kept: What stayed because it is locked, in a sentence.
    """
    forms = tuple(_forms(f"{did} {about}".rstrip(), did, rest=rest, fallen=fallen, kept=kept))
    return next((form for form in forms if cell_len(form) <= ROOM), forms[-1])


def _forms(whole: str, did: str, *, rest: bool, fallen: int, kept: str) -> Iterator[str]:
    """The forms, each shorter than the one before."""
    apart = ("The rest did not fit." if rest else "", fallen_remark(fallen))
    together = (f"The rest and {fallen} cell{'s' * (fallen != 1)} did not fit.",) if all(apart) else apart
    brief = "Locked cells stayed." if kept else ""
    for start, lost, last in (
        (whole, apart, kept),
        (whole, apart, brief),
        (whole, together, brief),
        (did, together, brief),
    ):
        yield " ".join(filter(None, (f"{start}.", *lost, last)))
