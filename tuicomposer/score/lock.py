"""Locks: cells of a section that nothing may write until they are freed.

A lock is a run of rows in one lane. A section keeps its locks sorted, apart from each other and
within its rows, so that equal locks are equal values.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Lock(NamedTuple):
    """Locked rows of one lane."""

    lane: int
    start: int
    """First locked row."""
    stop: int
    """Row after the last locked one."""

    def holds(self, lane: int, row: int) -> bool:
        """Whether a cell is locked by it."""
        return lane == self.lane and self.start <= row < self.stop


Locks = tuple[Lock, ...]


def tidy(locks: Iterable[Lock], length: int) -> Locks:
    """The same locked cells as sorted runs that do not touch, within the rows of a section."""
    runs: list[Lock] = []
    for lock in sorted(locks):
        run = lock._replace(start=max(0, lock.start), stop=min(lock.stop, length))
        if run.start >= run.stop:
            continue
        if runs and runs[-1].lane == run.lane and run.start <= runs[-1].stop:
            runs[-1] = runs[-1]._replace(stop=max(run.stop, runs[-1].stop))
        else:
            runs.append(run)
    return tuple(runs)


def without(locks: Locks, freed: Lock) -> Locks:
    """Locks after some rows of a lane were freed."""
    kept: list[Lock] = []
    for lock in locks:
        if lock.lane != freed.lane:
            kept.append(lock)
            continue
        kept.append(lock._replace(stop=min(lock.stop, freed.start)))
        kept.append(lock._replace(start=max(lock.start, freed.stop)))
    return tuple(lock for lock in kept if lock.start < lock.stop)


def rows_inserted(locks: Locks, row: int, count: int, lanes: Iterable[int]) -> Locks:
    """Locks after empty rows came in before a row; a lock around that place covers them too."""
    lanes = frozenset(lanes)
    return tuple(
        lock
        if lock.lane not in lanes or row >= lock.stop
        else lock._replace(start=lock.start + count * (row <= lock.start), stop=lock.stop + count)
        for lock in locks
    )


def rows_removed(locks: Locks, row: int, count: int, lanes: Iterable[int]) -> Locks:
    """Locks after rows were taken out; what was locked of them is no longer there."""
    lanes = frozenset(lanes)

    def moved(old: int) -> int:
        return old if old <= row else max(row, old - count)

    moves = (
        lock._replace(start=moved(lock.start), stop=moved(lock.stop)) if lock.lane in lanes else lock
        for lock in locks
    )
    return tuple(lock for lock in moves if lock.start < lock.stop)


def lanes_mapped(locks: Locks, new_lane: dict[int, int]) -> Locks:
    """Locks after lanes went elsewhere; those of lanes that are gone go too."""
    return tuple(sorted(lock._replace(lane=new_lane[lock.lane]) for lock in locks if lock.lane in new_lane))
