"""Which cells a command may write: lanes by name, bars by number, sections by name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from tuicomposer.errors import RequestError
from tuicomposer.jobs.messages import Region
from tuicomposer.jobs.tasks import Rows, Task, continued_to, region_of_task, with_bars_to
from tuicomposer.score.edits import apply
from tuicomposer.score.origin import is_given
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

_BARS: Final = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?\Z")


def regions_to_fill(song: Song, *, lanes: str = "", bars: str = "", section: str = "") -> tuple[Region, ...]:
    """The regions that a request names, one for each section.

    Args:
        song: The song.
        lanes: Names or numbers (from 1) of lanes, divided by commas; empty for all lanes that are
            not locked and in which nothing is typed.
        bars: ``5`` or ``5-8``, counted in one section; empty for all.
        section: Name of a section; empty for all.

    Raises:
        RequestError: A name or number is not in the song, or nothing is left to fill.
    """
    sections = _sections(song, section)
    if bars and len(sections) > 1:
        raise RequestError(
            "The song has several sections, so bars are not enough.", "Name one with --section."
        )
    chosen = _lanes(song, lanes) if lanes else None
    regions = tuple(_region(song, index, chosen, bars) for index in sections)
    filled = tuple(region for region in regions if region.lanes)
    if not filled:
        raise RequestError(
            "Every lane is locked or has something typed in it, so there is no empty lane to fill.",
            "Name the lanes with --lanes; what is typed in them is kept.",
        )
    return filled


def regions_of_task(
    song: Song, task: Task, *, lanes: str = "", bars: str = "", section: str = ""
) -> tuple[Song, tuple[Region, ...]]:
    """The song, with new bars where the task needs them, and the regions that it writes.

    Args:
        song: The song.
        task: The task.
        lanes: As for :func:`regions_to_fill`; empty for those that the task means.
        bars: As for :func:`regions_to_fill`; a continuation may name bars that are not there yet.
        section: Name of a section; empty for all, and for the first that sounds where bars are named
            or the song is to be continued.

    Raises:
        RequestError: The song lacks what the task needs.
    """
    indexes = _sections(song, section)
    if task is Task.CONTINUE and not section:
        indexes = song.order[-1:]
    if bars and len(indexes) > 1:
        raise RequestError(
            "The song has several sections, so bars are not enough.", "Name one with --section."
        )
    if task is Task.CONTINUE:
        song = _continued(song, indexes[0], bars)
    chosen = _lanes(song, lanes) if lanes else ()
    if task is Task.INFILL and not (bars or chosen):
        raise RequestError(
            "Nothing is named that is to be filled.",
            "Name --bars 5-8, --lanes, or both.",
        )
    regions = []
    for index in indexes:
        rows = Rows(*_rows(song, index, bars)) if bars else None
        if task is Task.INFILL and bars and not chosen:
            chosen = tuple(lane for lane in range(len(song.lanes)) if not song.lanes[lane].locked)
        region = region_of_task(song, index, task, rows, chosen)
        regions.append(replace(region, lanes=chosen) if chosen else region)
    return song, tuple(regions)


def _continued(song: Song, index: int, bars: str) -> Song:
    section = song.sections[index]
    last = _bar_numbers(bars)[1] if bars else continued_to(section)
    edit = with_bars_to(song, index, last)
    return song if edit is None else apply(song, edit).song


def _sections(song: Song, name: str) -> tuple[int, ...]:
    if not name:
        return tuple(sorted(set(song.order)))
    found = tuple(index for index, section in enumerate(song.sections) if section.name == name)
    if not found:
        known = ", ".join(visible(section.name) for section in song.sections)
        raise RequestError(f"There is no section “{visible(name)}”.", f"The song has {known}.")
    return found[:1]


def _lanes(song: Song, text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_lane(song, word.strip()) for word in text.split(",") if word.strip()))


def _lane(song: Song, word: str) -> int:
    names = [lane.name.casefold() for lane in song.lanes]
    if word.casefold() in names:
        index = names.index(word.casefold())
    elif word.isascii() and word.isdigit() and 1 <= int(word) <= len(names):
        index = int(word) - 1
    else:
        known = ", ".join(visible(lane.name) for lane in song.lanes)
        raise RequestError(f"There is no lane “{visible(word)}”.", f"The song has {known}.")
    if song.lanes[index].locked:
        raise RequestError(f"The lane “{visible(word)}” is locked.", "Unlock it first, or name other lanes.")
    return index


def _region(song: Song, index: int, lanes: tuple[int, ...] | None, bars: str) -> Region:
    start, stop = _rows(song, index, bars)
    if lanes is None:
        lanes = tuple(lane for lane in range(len(song.lanes)) if _is_free(song, index, lane, start, stop))
    return Region(index, lanes, start, stop)


def _rows(song: Song, index: int, bars: str) -> tuple[int, int]:
    section = song.sections[index]
    if not bars:
        return 0, section.length
    first, last = _bar_numbers(bars)
    lowest = section.position(0).bar
    if not lowest <= first <= last <= section.bars:
        raise RequestError(f"There are no bars {bars}.", f"The section has bars {lowest} to {section.bars}.")
    return section.bar_start(first), min(section.bar_start(last + 1), section.length)


def _bar_numbers(text: str) -> tuple[int, int]:
    match = _BARS.match(text)
    if match is None:
        raise RequestError(f"“{visible(text)}” does not name bars.", "Write 5 or 5-8.")
    return int(match[1]), int(match[2] or match[1])


def _is_free(song: Song, section: int, lane: int, start: int, stop: int) -> bool:
    cells = song.sections[section].columns[lane][start:stop]
    typed = any(map(is_given, cells))
    return not typed and not song.lanes[lane].locked
