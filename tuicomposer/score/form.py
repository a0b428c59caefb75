"""Song form: sections added, copied, removed, split and joined, each as one edit.

What is heard stays as it was wherever it can: a split sounds the same except that notes end where
the section ends, and joined sections sound exactly as they did one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from string import ascii_uppercase
from typing import Final

from tuicomposer.errors import EditError
from tuicomposer.score.cells import Column, Off
from tuicomposer.score.edits import ReplaceSections
from tuicomposer.score.lock import Lock
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

MAX_NAME: Final = 40
_NUMBERED: Final = re.compile(r"(.*?)(\s*)(\d{1,4})\Z", re.DOTALL)


def with_section(song: Song, index: int, section: Section) -> ReplaceSections:
    """The edit that puts a section in another's place."""
    sections = (*song.sections[:index], section, *song.sections[index + 1 :])
    return ReplaceSections(sections, song.order)


def added(song: Song, index: int, passage: int | None) -> ReplaceSections:
    """The edit that adds an empty section like another, after it.

    Args:
        song: The song.
        index: The section that is the model: metre, grid and length.
        passage: Index in the order after which the new one sounds; ``None`` for the end.
    """
    model = song.sections[index]
    empty = tuple((None,) * model.length for _ in song.lanes)
    names = {section.name for section in song.sections}
    name = next((letter for letter in ascii_uppercase if letter not in names), fresh_name(song, "Z"))
    return _inserted(song, index, passage, replace(model, name=name, columns=empty, locks=(), extra=()))


def duplicated(song: Song, index: int, passage: int | None) -> ReplaceSections:
    """The edit that adds a copy of a section, after it; see :func:`added`."""
    section = song.sections[index]
    return _inserted(song, index, passage, replace(section, name=fresh_name(song, section.name)))


def removed(song: Song, index: int) -> ReplaceSections:
    """The edit that removes a section, with all its places in the order.

    Raises:
        EditError: It is the only one, or cells of it are locked.
    """
    if len(song.sections) == 1:
        raise EditError("A song keeps at least one section.", "Add another one first.")
    if song.sections[index].locks:
        raise EditError("Cells of this section are locked.", "Unlock them first.")
    sections = song.sections[:index] + song.sections[index + 1 :]
    order = tuple(each - (each > index) for each in song.order if each != index)
    return ReplaceSections(sections, order or (min(index, len(sections) - 1),))


def renamed(song: Song, index: int, name: str) -> ReplaceSections:
    """The edit that gives a section another name.

    Raises:
        EditError: There is no name, or a very long one.
    """
    name = name.strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise EditError(f"A name has 1 to {MAX_NAME} characters.", "Write a name such as Verse.")
    return with_section(song, index, replace(song.sections[index], name=name))


def split(song: Song, index: int, row: int) -> ReplaceSections:
    """The edit that makes two sections of one; they sound in its place, one after the other.

    Args:
        song: The song.
        index: The section.
        row: The first row of the second one.

    Raises:
        EditError: One of them would be empty.
    """
    section = song.sections[index]
    if not 0 < row < section.length:
        raise EditError("There is nothing before this row to split off.", "Move the cursor further down.")
    into_bar = (row - section.pickup) % section.rows_per_bar
    first = replace(section, length=row, columns=_cut(section, slice(None, row)))
    second = replace(
        section,
        name=fresh_name(song, section.name),
        length=section.length - row,
        columns=_cut(section, slice(row, None)),
        pickup=section.pickup - row if row < section.pickup else -into_bar % section.rows_per_bar,
        locks=_shifted(section.locks, -row),
    )
    sections = (*song.sections[:index], first, second, *song.sections[index + 1 :])
    order = _mapped(song, lambda old: (old, old + 1) if old == index else _up(old, index))
    return ReplaceSections(sections, order)


def ringing(section: Section, row: int) -> int:
    """How many notes and chords sound across the beginning of a row."""
    return sum(
        _sounds_at(column, row) and ((cell := column[row]) is None or cell.offset > 0)
        for column in section.columns
    )


def joined(song: Song, passage: int) -> ReplaceSections:
    """The edit that makes one section of two that sound one after the other.

    It takes their place wherever they sound in this order; where one of them sounds alone, it stays.

    Args:
        song: The song.
        passage: Index in the order of the first.

    Raises:
        EditError: Nothing follows, or the two do not fit each other.
    """
    if passage + 1 >= len(song.order):
        raise EditError("Nothing follows this section.", "Join from the section before.")
    one, two = song.order[passage], song.order[passage + 1]
    whole = _together(song.sections[one], song.sections[two])
    order = _paired(song.order, one, two, len(song.sections))
    used = {len(song.sections), *order}
    kept = [index for index in range(len(song.sections)) if index in used or index not in (one, two)]
    place = sum(index < one for index in kept)
    kept.insert(place, len(song.sections))
    sections = tuple(whole if index == len(song.sections) else song.sections[index] for index in kept)
    return ReplaceSections(sections, tuple(kept.index(index) for index in order))


def fresh_name(song: Song, name: str) -> str:
    """A name that no section has, made from another: ``Verse`` gives ``Verse 2``, ``A2`` gives ``A3``."""
    names = {section.name for section in song.sections}
    match = _NUMBERED.match(name)
    stem, space, number = (match[1], match[2], int(match[3])) if match else (name, " " * (len(name) > 1), 1)
    while (fresh := f"{stem[:MAX_NAME]}{space}{(number := number + 1)}") in names:
        pass
    return fresh


def _inserted(song: Song, index: int, passage: int | None, section: Section) -> ReplaceSections:
    sections = (*song.sections[: index + 1], section, *song.sections[index + 1 :])
    order = _mapped(song, lambda old: _up(old, index))
    after = len(order) if passage is None else passage + 1
    return ReplaceSections(sections, (*order[:after], index + 1, *order[after:]))


def _up(old: int, index: int) -> tuple[int, ...]:
    return (old + (old > index),)


def _mapped(song: Song, new: Callable[[int], tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(each for old in song.order for each in new(old))


def _cut(section: Section, rows: slice) -> tuple[Column, ...]:
    return tuple(column[rows] for column in section.columns)


def _shifted(locks: Iterable[Lock], rows: int) -> tuple[Lock, ...]:
    return tuple(lock._replace(start=lock.start + rows, stop=lock.stop + rows) for lock in locks)


def _paired(order: tuple[int, ...], one: int, two: int, new: int) -> tuple[int, ...]:
    """The order with ``new`` wherever ``one`` and ``two`` follow each other, from the left."""
    found: list[int] = []
    at = 0
    while at < len(order):
        pair = order[at : at + 2] == (one, two)
        found.append(new if pair else order[at])
        at += 2 if pair else 1
    return tuple(found)


def _together(one: Section, two: Section) -> Section:
    names = f"“{visible(one.name)}” and “{visible(two.name)}”"
    traits = (
        ("metre", one.meter, two.meter),
        ("rows a beat", one.rows_per_beat, two.rows_per_beat),
        ("tempo", one.tempo, two.tempo),
        ("key", one.key, two.key),
        ("swing", one.swing, two.swing),
    )
    for trait, first, second in traits:
        if first != second:
            raise EditError(f"{names} differ in their {trait}.", "Give both the same, then join them.")
    if (one.length + two.pickup - one.pickup) % one.rows_per_bar:
        raise EditError(
            f"The bars of {names} would not line up.",
            "Let the first end with a bar, or give the second a pickup.",
        )
    columns = tuple(
        (*first, *_begun(first, second, locked=two.is_locked(lane, 0)))
        for lane, (first, second) in enumerate(zip(one.columns, two.columns, strict=True))
    )
    locks = (*one.locks, *_shifted(two.locks, one.length))
    return replace(one, length=one.length + two.length, columns=columns, locks=locks)


def _begun(first: Column, second: Column, *, locked: bool) -> Column:
    """The second column so that what sounds at the end of the first ends there, as it did."""
    if second[0] is None and not locked and _sounds_at(first, len(first)):
        return (Off(), *second[1:])
    return second


def _sounds_at(column: Column, row: int) -> bool:
    last = next((cell for cell in reversed(column[:row]) if cell is not None), None)
    return last is not None and not isinstance(last, Off)
