"""Locks: runs of rows that stay sorted, and follow rows and lanes that move."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import songs
from tuicomposer.score.edits import InsertLane, RemoveLane, apply
from tuicomposer.score.lane import Lane
from tuicomposer.score.lock import Lock, Locks, rows_inserted, rows_removed, tidy, without
from tuicomposer.score.song import Song, new_song

ROWS = 12
locks = st.lists(st.builds(Lock, st.integers(0, 2), st.integers(-2, 14), st.integers(-2, 14)), max_size=6)
cells = st.tuples(st.integers(0, 2), st.integers(0, ROWS - 1))


def held(locks: Locks, rows: int = ROWS) -> set[tuple[int, int]]:
    return {(lane, row) for lane in range(3) for row in range(rows) if any(k.holds(lane, row) for k in locks)}


@given(locks)
def test_tidy_locks_the_same_cells(drawn: list[Lock]) -> None:
    neat = tidy(drawn, ROWS)
    assert held(neat) == held(tuple(drawn))
    assert neat == tidy(neat, ROWS)
    assert all(one.lane != two.lane or one.stop < two.start for one, two in pairwise(neat))


@given(locks, st.integers(0, 2), st.integers(0, ROWS), st.integers(0, ROWS))
def test_what_is_freed_is_free_and_nothing_else(drawn: list[Lock], lane: int, start: int, stop: int) -> None:
    freed = Lock(lane, start, stop)
    neat = tidy(drawn, ROWS)
    assert held(without(neat, freed)) == held(neat) - held((freed,))


@given(locks, st.integers(0, ROWS), st.integers(1, 4), st.sets(st.integers(0, 2)))
def test_locked_cells_move_with_inserted_rows(
    drawn: list[Lock], row: int, count: int, lanes: set[int]
) -> None:
    neat = tidy(drawn, ROWS)
    after = held(tidy(rows_inserted(neat, row, count, lanes), ROWS + count), ROWS + count)
    moved = {(lane, at + count * (lane in lanes and at >= row)) for lane, at in held(neat)}
    assert moved <= after
    grown = {(lane, at) for lane, at in after - moved}
    assert all(lane in lanes and row <= at < row + count for lane, at in grown)


@given(locks, st.integers(0, ROWS - 1), st.integers(1, 4), st.sets(st.integers(0, 2)))
def test_rows_taken_out_take_their_locks_and_undo_an_insertion(
    drawn: list[Lock], row: int, count: int, lanes: set[int]
) -> None:
    neat = tidy(drawn, ROWS)
    after = held(tidy(rows_removed(neat, row, count, lanes), ROWS))
    left = {
        (lane, at - count * (lane in lanes and at >= row + count))
        for lane, at in held(neat)
        if not (lane in lanes and row <= at < row + count)
    }
    assert after == left
    assert tidy(rows_removed(rows_inserted(neat, row, count, lanes), row, count, lanes), ROWS) == neat


@given(songs(), st.data())
def test_locks_follow_their_lanes(song: Song, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(song.lanes)))
    empty = tuple((None,) * section.length for section in song.sections)
    more = apply(song, InsertLane(at, Lane("new"), empty)).song
    for before, after in zip(song.sections, more.sections, strict=True):
        assert [lock.lane + (lock.lane >= at) for lock in before.locks] == [lock.lane for lock in after.locks]
    assert apply(more, RemoveLane(at)).song == song


def test_a_removed_lane_comes_back_with_its_locks() -> None:
    song = new_song(bars=1)
    section = replace(song.sections[0], locks=(Lock(1, 2, 5), Lock(3, 0, 1)))
    song = replace(song, sections=(section,))
    gone, inverse, _ = apply(song, RemoveLane(1))
    assert gone.sections[0].locks == (Lock(2, 0, 1),)
    assert apply(gone, inverse).song == song
