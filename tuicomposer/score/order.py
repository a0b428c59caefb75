"""The order of a song as a list of entries: a section and how often it sounds in a row."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

MAX_TIMES: Final = 99


class Entry(NamedTuple):
    """A section that sounds once or several times in a row."""

    section: int
    times: int
    passage: int
    """Index in the order of its first time."""


def entries(order: tuple[int, ...]) -> tuple[Entry, ...]:
    """The order as entries; neighbours are different sections."""
    found: list[Entry] = []
    passage = 0
    for section, run in groupby(order):
        times = len(tuple(run))
        found.append(Entry(section, times, passage))
        passage += times
    return tuple(found)


def entry_at(order: tuple[int, ...], passage: int) -> int:
    """Index of the entry that a passage belongs to; the last one for a passage after the end."""
    found = entries(order)
    return next((at for at, one in enumerate(found) if passage < one.passage + one.times), len(found) - 1)


def passage_of(order: tuple[int, ...], section: int, near: int) -> int | None:
    """The passage of a section that is ``near``, or else its first one; ``None`` if it never sounds."""
    if 0 <= near < len(order) and order[near] == section:
        return near
    return next((at for at, each in enumerate(order) if each == section), None)


def inserted(order: tuple[int, ...], at: int, section: int) -> tuple[int, ...]:
    """The order with a section more, before the entry with an index."""
    return _flat(entries(order), at, at, (Entry(section, 1, 0),))


def without(order: tuple[int, ...], at: int) -> tuple[int, ...]:
    """The order without an entry; the last entry stays."""
    kept = _flat(entries(order), at, at + 1, ())
    return kept or order


def moved(order: tuple[int, ...], at: int, by: int) -> tuple[int, ...]:
    """The order with an entry further up or down; it stays where there is no further."""
    found = entries(order)
    to = at + by
    if not (0 <= at < len(found) and 0 <= to < len(found)):
        return order
    rest = [*found[:at], *found[at + 1 :]]
    return _flat((*rest[:to], found[at], *rest[to:]), 0, 0, ())


def repeated(order: tuple[int, ...], at: int, times: int) -> tuple[int, ...]:
    """The order with another number of times, 1 to 99, for an entry."""
    entry = entries(order)[at]
    times = max(1, min(times, MAX_TIMES))
    return _flat(entries(order), at, at + 1, (entry._replace(times=times),))


def replaced(order: tuple[int, ...], at: int, section: int) -> tuple[int, ...]:
    """The order with another section in an entry."""
    entry = entries(order)[at]
    return _flat(entries(order), at, at + 1, (entry._replace(section=section),))


def _flat(found: tuple[Entry, ...], start: int, stop: int, new: Iterable[Entry]) -> tuple[int, ...]:
    chosen = (*found[:start], *new, *found[stop:])
    return tuple(section for section, times, _ in chosen for _ in range(times))
