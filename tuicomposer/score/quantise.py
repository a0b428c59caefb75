"""The row of the grid that lies nearest to a moment of the song."""

from __future__ import annotations

from tuicomposer.score.song import Song


def nearest_row(song: Song, tick: int, loop: tuple[int, int] | None = None) -> tuple[int, int]:
    """Section and row whose start lies nearest to a tick of the song's order; of two, the later one.

    Args:
        song: The song.
        tick: A tick of its order; ticks outside count as its first or last row.
        loop: First tick of what is repeated, and the tick after its last: what is nearest to the
            end is the start of the next round.
    """
    passages = list(song.passages())
    here = next((index for index in range(len(passages) - 1, 0, -1) if passages[index].start <= tick), 0)
    index, start = passages[here]
    section = song.sections[index]
    row = max(0, (tick - start + section.row_ticks // 2) // section.row_ticks)
    if loop is not None and tick < loop[1] <= start + row * section.row_ticks:
        return nearest_row(song, loop[0])
    if row < section.length:
        return index, row
    return (passages[here + 1].section, 0) if here + 1 < len(passages) else (index, section.length - 1)
