"""Sections as patches: what a change left as it was is not remembered a second time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tuicomposer.errors import EditError
from tuicomposer.score.cells import Column
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song


@dataclass(frozen=True, slots=True)
class Splice:
    """One column: the source's, with ``cells`` in place of its rows from ``start`` up to ``stop``."""

    start: int
    stop: int
    cells: Column


@dataclass(frozen=True, slots=True)
class SectionPatch:
    """One section, made from another."""

    source: int
    """Index of the section whose columns are taken."""
    frame: Section
    """Everything but the columns."""
    columns: tuple[Splice, ...]
    """One for each of the source's columns; more, where lanes were added, start from an empty column."""


def patch_between(old: Song, new: Song) -> tuple[SectionPatch, ...]:
    """The patches that make ``new``'s sections from ``old``'s."""
    places = {id(section): index for index, section in enumerate(old.sections)}
    last = len(old.sections) - 1
    patches = []
    for index, section in enumerate(new.sections):
        source = places.get(id(section), min(index, last))
        columns = old.sections[source].columns
        splices = (
            _splice(columns[lane] if lane < len(columns) else (), column)
            for lane, column in enumerate(section.columns)
        )
        patches.append(SectionPatch(source, replace(section, columns=()), tuple(splices)))
    return tuple(patches)


def patched(song: Song, patches: tuple[SectionPatch, ...]) -> tuple[Section, ...]:
    """The sections that patches make from a song's.

    Raises:
        EditError: A patch names a section or rows that the song does not have, or makes an
            impossible section.
    """
    return tuple(_patched(song, patch) for patch in patches)


def _patched(song: Song, patch: SectionPatch) -> Section:
    if not 0 <= patch.source < len(song.sections):
        raise EditError(f"There is no section {patch.source + 1}.", "Use a section of this song.")
    old = song.sections[patch.source].columns
    columns = []
    for lane, (start, stop, cells) in enumerate((one.start, one.stop, one.cells) for one in patch.columns):
        column = old[lane] if lane < len(old) else ()
        if not 0 <= start <= stop <= len(column):
            raise EditError(f"There are no rows {start} to {stop}.", f"The column has {len(column)} rows.")
        columns.append((*column[:start], *cells, *column[stop:]))
    return replace(patch.frame, columns=tuple(columns))


def _splice(old: Column, new: Column) -> Splice:
    if old is new:
        return Splice(0, 0, ())
    start = _shared(old, new)
    tail = _shared(old[start:][::-1], new[start:][::-1])
    return Splice(start, len(old) - tail, new[start : len(new) - tail])


def _shared(one: Column, other: Column) -> int:
    """How many cells are the same at the start; halving compares slices, which is done in C."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
