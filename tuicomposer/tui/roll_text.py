"""A piano roll as styled text: time from left to right, pitch from bottom to top."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.pitch import pitch_name
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.picture import beat_of
from tuicomposer.score.blocks.block import Block

_BARS: Final = 4
_LABEL: Final = 5
_BLACK: Final = frozenset({1, 3, 6, 8, 10})


def around(song: Song, place: Place) -> Block:
    """The bars from that of a place on, in every lane."""
    section = song.sections[place.section]
    bar = section.position(place.row).bar
    stop = min(section.bar_start(bar + _BARS), section.length)
    return Block(place.section, 0, max(0, len(song.lanes) - 1), section.bar_start(bar), stop - 1)


def sounding_cells(song: Song, block: Block) -> dict[tuple[int, int], tuple[int, bool]]:
    """For each pitch and row of a block: the lane that sounds there, and whether it begins there.

    A note that began before the block sounds on into it. Where two lanes meet, the later one is shown.
    """
    found: dict[tuple[int, int], tuple[int, bool]] = {}
    section = song.sections[block.section]
    for lane in block.lanes:
        pitch: int | None = None
        if lane >= len(section.columns):
            break
        for row in range(block.last_row + 1):
            cell = section.columns[lane][row]
            if isinstance(cell, Note):
                pitch = cell.pitch
            elif isinstance(cell, Off | ChordCell):
                pitch = None
            if pitch is not None and row >= block.first_row:
                found[pitch, row] = (lane, isinstance(cell, Note))
    return found


def roll_text(palette: Palette, song: Song, block: Block, width: int, height: int, up: int = 0) -> Text:
    """A block as a piano roll of a size.

    Args:
        palette: The colours.
        song: The song.
        block: What is shown; a row is as wide as fits.
        width: Columns.
        height: Lines.
        up: Semitones by which the middle is moved up.
    """
    cells = sounding_cells(song, block)
    if not cells:
        return Text("No notes sound here.", palette.dim)
    rows = list(block.rows)
    each = max(1, (width - _LABEL) // len(rows))
    rows = rows[: max(1, (width - _LABEL) // each)]
    pitches = [pitch for pitch, _ in cells]
    middle = (max(pitches) + min(pitches) + 1) // 2 + up
    spread = height - 1
    highest = min(127, max(middle + spread // 2, min(max(pitches) + 1, middle + spread // 2)))
    section = song.sections[block.section]
    text = Text(" " * _LABEL)
    for row in rows:
        beat = beat_of(section, row)
        label = f"{beat.bar}" if beat.row == 0 else "'" if beat.beat is not None else ""
        text.append(f"{label:<{each}}"[:each], palette.dim)
    flats = song.key is not None and song.key.flats
    for pitch in range(highest, max(-1, highest - spread), -1):
        label = pitch_name(pitch, flats=flats) if pitch % 12 not in _BLACK else ""
        text.append(f"\n{label:>{_LABEL - 1}} ", palette.bright if pitch % 12 == 0 else palette.dim)
        for row in rows:
            _cell(text, palette, song, cells.get((pitch, row)), pitch, beat_of(section, row).row == 0, each)
    return text


def _cell(
    text: Text,
    palette: Palette,
    song: Song,
    found: tuple[int, bool] | None,
    pitch: int,
    bar: bool,
    width: int,
) -> None:
    ground = palette.raised if pitch % 12 in _BLACK else palette.beat
    if found is None:
        text.append(("│" if bar else "·" if palette.plain and pitch % 12 == 0 else " ") + " " * (width - 1), f"{palette.rule} on {ground}")
        return
    lane, begins = found
    colour = palette.roles[song.lanes[lane].role]
    text.append(("┃" if begins else "━") + "━" * (width - 1), f"bold {colour} on {ground}")
