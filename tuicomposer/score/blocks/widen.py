"""What a block widens to: the beat, the bar, the lane, the section."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.score.blocks.block import Block
from tuicomposer.score.blocks.rows import bars_of
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song


def beats_around(song: Song, block: Block) -> Block:
    """The whole beats that a block touches, in its lanes."""
    section = song.sections[block.section]
    first, last = block.first_row, block.last_row
    while first > 0 and _beat(section, first - 1) == _beat(section, first):
        first -= 1
    while last < section.length - 1 and _beat(section, last + 1) == _beat(section, last):
        last += 1
    return replace(block, first_row=first, last_row=last)


def _beat(section: Section, row: int) -> tuple[int, int]:
    """Bar and beat within the bar of a row; a pickup is counted from its bar's end."""
    bar, inside = section.position(row)
    if bar == 0:
        inside += section.rows_per_bar - section.pickup
    return bar, inside * section.row_ticks // section.meter.pulse_ticks


def bars_around(song: Song, block: Block) -> Block:
    """The whole bars that a block touches, in its lanes."""
    rows = bars_of(song.sections[block.section], block)
    return replace(block, first_row=rows.start, last_row=rows.stop - 1)


def lanes_around(song: Song, block: Block) -> Block:
    """The lanes of a block from the first row of the section to the last."""
    return replace(block, first_row=0, last_row=song.sections[block.section].length - 1)


def section_around(song: Song, block: Block) -> Block:
    """All cells of a block's section."""
    return replace(lanes_around(song, block), first_lane=0, last_lane=len(song.lanes) - 1)


def widened(song: Song, block: Block) -> Block:
    """The next larger of these blocks; the section stays the section."""
    for around in (beats_around, bars_around, lanes_around):
        wider = around(song, block)
        if wider != block:
            return wider
    return section_around(song, block)
