"""Updates of the screen that send only what the terminal does not show yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from tuicomposer.tui.painting.repertoire import Repertoire, in_repertoire
from tuicomposer.tui.painting.shown import Shown, cells_of

COLOUR_SYSTEMS: Final = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}


BEGIN: Final = "\x1b[?2026h"
END: Final = "\x1b[?2026l"
"""Around what a terminal that can is to show at once (synchronised output)."""


class Speech(NamedTuple):
    """What the terminal understands."""

    colours: ColorSystem | None = ColorSystem.TRUECOLOR
    """``None`` where no colour is to be sent."""
    repertoire: Repertoire = Repertoire.ALL


class Piece(NamedTuple):
    """Part of a line to draw."""

    y: int
    x: int
    strip: Strip


def sent_for(pieces: Iterator[Piece], shown: Shown, speech: Speech) -> str:
    """The characters and codes to send; empty where the terminal shows all of it already.

    Args:
        pieces: What is to be seen afterwards, of the lines that are drawn.
        shown: What the terminal shows; kept up to date.
        speech: What the terminal understands.
    """
    shown.begin()
    for y, x, strip in pieces:
        cells = cells_of(strip, speech.colours)
        shown.draw(y, x, in_repertoire(cells, speech.repertoire))
    return shown.end()


def pieces_of(update: object) -> Iterator[Piece] | None:
    """What an update of Textual's draws; ``None`` for one of another kind, which must be sent as it is."""
    if isinstance(update, LayoutUpdate):
        return _of_layout(update)
    return _of_chops(update) if isinstance(update, ChopsUpdate) else None


def _of_layout(update: LayoutUpdate) -> Iterator[Piece]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield Piece(y, x, strip)
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[Piece]:
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < stop and end > start:
                first, last = max(x, start), min(end, stop)
                yield Piece(y, first, strip.crop(first - x, last - x))
