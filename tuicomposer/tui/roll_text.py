"""A piano roll as styled text: time from left to right, pitch from bottom to top."""

from __future__ import annotations

from typing import Final, NamedTuple

from rich.text import Text

from tuicomposer.score.blocks.block import Block
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.pitch import pitch_name
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.picture import beat_of

_BARS: Final = 4
_LABEL: Final = 5
_BLACK: Final = frozenset({1, 3, 6, 8, 10})


def around(song: Song, place: Place) -> Block:
    """The bars from that of a place on, in every lane."""
    section = song.sections[place.section]
    bar = section.position(place.row).bar
    stop = min(section.bar_start(bar + _BARS), section.length)
    return Block(place.section, 0, max(0, len(song.lanes) - 1), section.bar_start(bar), stop - 1)


class Stroke(NamedTuple):
    """A note in one row of the roll."""

    lane: int
    begins: bool


def sounding_cells(song: Song, block: Block) -> dict[tuple[int, int], Stroke]:
    """What sounds at each pitch and row of a block.

    A note that began before the block sounds on into it. Where two lanes meet, the later one is shown.
    """
    found: dict[tuple[int, int], Stroke] = {}
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
                found[pitch, row] = Stroke(lane, isinstance(cell, Note))
    return found


class Roll(NamedTuple):
    """What is shown, and in what size."""

    block: Block
    width: int
    """Columns."""
    height: int
    """Lines."""
    up: int = 0
    """Semitones by which the middle is moved up."""


def roll_text(palette: Palette, song: Song, roll: Roll) -> Text:
    """A block as a piano roll; a row of the grid is as wide as fits."""
    block, section = roll.block, song.sections[roll.block.section]
    cells = sounding_cells(song, block)
    if not cells:
        return Text("No notes sound here.", palette.dim)
    each = max(1, (roll.width - _LABEL) // len(block.rows))
    rows = [(row, beat_of(section, row)) for row in block.rows[: max(1, (roll.width - _LABEL) // each)]]
    text = Text(" " * _LABEL)
    for _, beat in rows:
        label = f"{beat.bar}" if beat.row == 0 else "'" if beat.beat is not None else ""
        text.append(f"{label:<{each}}"[:each], palette.dim)
    flats = song.key is not None and song.key.flats
    for pitch in _shown_pitches([pitch for pitch, _ in cells], roll):
        label = pitch_name(pitch, flats=flats) if pitch % 12 not in _BLACK else ""
        text.append(f"\n{label:>{_LABEL - 1}} ", palette.bright if pitch % 12 == 0 else palette.dim)
        ground = palette.raised if pitch % 12 in _BLACK else palette.beat
        for row, beat in rows:
            found = cells.get((pitch, row))
            if found is None:
                text.append(("│" if beat.row == 0 else " ").ljust(each), f"{palette.rule} on {ground}")
            else:
                colour = palette.roles[song.lanes[found.lane].role]
                text.append(("┃" if found.begins else "━").ljust(each, "━"), f"bold {colour} on {ground}")
    return text


def _shown_pitches(pitches: list[int], roll: Roll) -> range:
    """Pitches from the highest line down; what does not fit is cut off above and below alike."""
    lines = roll.height - 1
    middle = (max(pitches) + min(pitches)) // 2 + roll.up
    highest = min(127, middle + lines // 2, max(pitches) + 2 + max(0, roll.up))
    return range(highest, max(-1, highest - lines), -1)
