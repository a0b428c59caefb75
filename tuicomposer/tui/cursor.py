"""Where the cursor goes: pure functions from a place to a place."""

from __future__ import annotations

from tuicomposer.score.order import passage_of
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song


def first_place(song: Song) -> Place:
    """Where the cursor stands when a song is opened."""
    return Place(0, song.melody_lane or 0, 0)


def clamped(song: Song, place: Place) -> Place:
    """The nearest place that exists in a song; lane 0 where there is no lane."""
    index = _between(place.section, len(song.sections))
    section = song.sections[index]
    return Place(index, _between(place.lane, len(song.lanes)), _between(place.row, section.length))


def stepped(song: Song, place: Place, *, rows: int = 0, lanes: int = 0) -> Place:
    """A place some rows down and lanes to the right, inside the section."""
    return clamped(song, Place(place.section, place.lane + lanes, place.row + rows))


def onward(song: Song, place: Place) -> Place | None:
    """A place below the end of its section as the place in the next one; ``None`` below the last section."""
    section, row = place.section, place.row
    while row >= song.sections[section].length:
        row -= song.sections[section].length
        section += 1
        if section == len(song.sections):
            return None
    return place._replace(section=section, row=row)


def bar_up(section: Section, row: int) -> int:
    """First row of the bar, or of the bar before when the row is the first of its bar."""
    return section.bar_start(section.position(max(row - 1, 0)).bar)


def bar_down(section: Section, row: int) -> int:
    """First row of the next bar, or the last row of the section."""
    return min(section.bar_start(section.position(row).bar + 1), section.length - 1)


def next_bar(section: Section, row: int) -> int:
    """First row of the next bar, or the row below the last."""
    return min(section.bar_start(section.position(row).bar + 1), section.length)


def tick_of(song: Song, place: Place, near: int = 0) -> int | None:
    """Tick at which a row sounds in the song's order; ``None`` if its section never does.

    Args:
        song: The song.
        place: The row.
        near: The passage that is meant, if it is one of this section; else the first one is.
    """
    passage = passage_of(song.order, place.section, near)
    if passage is None:
        return None
    before = sum(song.sections[index].ticks for index in song.order[:passage])
    return before + place.row * song.sections[place.section].row_ticks


def place_at(song: Song, tick: int) -> tuple[int, int]:
    """Section and row that sound at a tick of the song's order; the last row after its end."""
    found = (song.order[-1], song.sections[song.order[-1]].length - 1)
    for passage in song.passages():
        section = song.sections[passage.section]
        if passage.start <= tick < passage.start + section.ticks:
            found = (passage.section, (tick - passage.start) // section.row_ticks)
            break
    return found


def _between(value: int, count: int) -> int:
    return max(0, min(value, count - 1))
