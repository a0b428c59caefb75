"""How large a song in a file may be, so that no file can exhaust the machine."""

from __future__ import annotations

from typing import Final

from tuicomposer.errors import SongFileError
from tuicomposer.score.song import Song

MAX_BYTES: Final = 48 * 2**20
MAX_SECTIONS: Final = 1000
MAX_ORDER: Final = 10_000
MAX_CELLS: Final = 2_000_000
"""Rows times lanes, over all sections."""
MAX_BEATS: Final = 100_000
"""Beats of a recording."""


def check_size(song: Song) -> None:
    """Refuse a song that no reader would take back.

    Raises:
        SongFileError: The song has too many sections or cells, or too long an order.
    """
    cells = sum(section.length for section in song.sections) * len(song.lanes)
    if len(song.sections) > MAX_SECTIONS or len(song.order) > MAX_ORDER or cells > MAX_CELLS:
        raise too_large()


def too_large() -> SongFileError:
    """The error for a song over the limits."""
    return SongFileError(
        "The song is too large.",
        f"Keep it within {MAX_SECTIONS} sections and {MAX_CELLS} cells; split it into several songs.",
    )
