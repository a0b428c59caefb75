"""Nothing writes a locked cell, and lanes go where they are sent with all that is theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import set_cells, songs
from tuicomposer.errors import ComposerError, EditError
from tuicomposer.score import lanes
from tuicomposer.score.blocks import block as blocks
from tuicomposer.score.blocks import lanes as block_lanes
from tuicomposer.score.blocks import paste, pitches, rows, timing
from tuicomposer.score.cells import Cell, Note
from tuicomposer.score.edits import Batch, Edit, InsertLane, SetCells, apply
from tuicomposer.score.guard import guarded, turned
from tuicomposer.score.lane import Role
from tuicomposer.score.lock import Lock
from tuicomposer.score.song import MAX_LANES, Place, Song, new_song

OPERATIONS = {
    "cleared": blocks.cleared,
    "pushed_down": rows.pushed_down,
    "pulled_up": rows.pulled_up,
    "bars_inserted": rows.bars_inserted,
    "bars_removed": rows.bars_removed,
    "swapped": block_lanes.swapped,
    "retrograde": timing.retrograde,
    "doubled": timing.doubled,
    "halved": timing.halved,
    "shifted": lambda song, block: timing.shifted(song, block, 1),
    "transposed": lambda song, block: pitches.transposed(song, block, 1),
    "pasted": lambda song, block: paste.pasted(song, block.first, paste.copied(song, block)),
    "inserted": lambda song, block: paste.inserted(song, block.first, paste.copied(song, block)),
    "flooded": lambda song, block: paste.flooded(
        song, block, paste.copied(song, replace(block, last_row=block.first_row))
    ),
}


@st.composite
def locked_songs(draw: st.DrawFn) -> tuple[Song, blocks.Block]:
    """A song with locked cells and a block in it."""
    song = draw(songs(max_lanes=3, max_sections=1, max_rows=8).filter(lambda song: bool(song.lanes)))
    length, last = song.sections[0].length - 1, len(song.lanes) - 1
    run = st.builds(Lock, st.integers(0, last), st.integers(0, length), st.integers(1, length + 1))
    section = replace(song.sections[0], locks=tuple(draw(st.lists(run, min_size=1, max_size=3))))
    open_lanes = tuple(replace(lane, locked=False) for lane in song.lanes)
    corner = st.builds(Place, st.just(0), st.integers(0, last), st.integers(0, length))
    return replace(song, lanes=open_lanes, sections=(section,)), blocks.between(draw(corner), draw(corner))


def locked_cells(song: Song) -> list[Cell | None]:
    """What stands in the locked cells, lane by lane."""
    section = song.sections[0]
    return [section.cell(k.lane, row) for k in section.locks for row in range(k.start, k.stop)]


@given(locked_songs(), st.sampled_from(sorted(OPERATIONS)))
def test_no_block_command_writes_a_locked_cell(drawn: tuple[Song, blocks.Block], name: str) -> None:
    song, block = drawn
    try:
        after = apply(song, guarded(song, OPERATIONS[name](song, block))).song
    except ComposerError:
        return
    kept = iter(locked_cells(after))
    # A lock that rows were put into covers those too, so what it held is still there, in order.
    assert all(any(cell == one for one in kept) for cell in locked_cells(song))
    assert len(locked_cells(after)) >= len(locked_cells(song))


@given(songs(max_sections=2), st.data())
def test_the_guard_lets_through_what_is_free(song: Song, data: st.DataObject) -> None:
    edit = data.draw(set_cells(song))
    free = tuple(item for item in edit.cells if not song.sections[item[0].section].is_locked(*item[0][1:]))
    wholes: list[Edit] = [edit, Batch((edit,))]
    for whole in wholes:
        if edit.cells and not free:
            with pytest.raises(EditError, match="locked"):
                guarded(song, whole)
        else:
            left = guarded(song, whole)
            assert (left.edits[0] if isinstance(left, Batch) else left) == SetCells(free)


def test_a_rectangle_is_locked_and_freed_by_turns() -> None:
    section = new_song(bars=1).sections[0]
    once = turned(section, range(1, 3), range(4, 8))
    assert once.locks == (Lock(1, 4, 8), Lock(2, 4, 8))
    more = turned(once, range(1, 2), range(6, 12))
    assert more.locks == (Lock(1, 4, 12), Lock(2, 4, 8))
    assert turned(more, range(1, 3), range(4, 8)).locks == (Lock(1, 8, 12),)


# Lanes ----------------------------------------------------------------------------------


@given(songs(), st.data())
def test_a_lane_moves_with_its_cells_and_locks_and_comes_back(song: Song, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, max(0, len(song.lanes) - 1)))
    by = data.draw(st.integers(-3, 3))
    edit = lanes.moved(song, index, by) if song.lanes else None
    if edit is None:
        assert by == 0 or not 0 <= index + by < len(song.lanes)
        return
    after, inverse, _ = apply(song, edit)
    assert after.lanes[index + by] == song.lanes[index]
    for old, new in zip(song.sections, after.sections, strict=True):
        assert new.columns[index + by] == old.columns[index]
        for row in range(old.length):
            assert new.is_locked(index + by, row) == old.is_locked(index, row)
    assert apply(after, inverse).song == song
    back = lanes.moved(after, index + by, -by)
    assert back is not None
    assert apply(after, back).song == song


def test_lanes_are_added_up_to_the_most_and_locked_ones_stay() -> None:
    song = new_song(bars=1)
    after = apply(song, lanes.added(song, 2)).song
    assert (after.lanes[2].name, after.lanes[2].role) == ("Lane 6", Role.OTHER)
    many = new_song(bars=1, lanes=(song.lanes[1],) * MAX_LANES)
    with pytest.raises(EditError, match="already"):
        lanes.added(many, 0)
    held = replace(song, sections=(replace(song.sections[0], locks=(Lock(1, 0, 1),)),))
    with pytest.raises(EditError, match="locked"):
        lanes.removed(held, 1)
    assert lanes.removed(held, 2).index == 2


def test_a_role_that_the_cells_do_not_fit_is_refused_with_their_number() -> None:
    song = apply(new_song(bars=1), SetCells(((Place(0, 1, 0), Note(60)),))).song
    with pytest.raises(EditError, match="holds 1 notes"):
        lanes.with_role(song, 1, Role.CHORDS)
    assert lanes.with_role(song, 1, Role.BASS).lane.role is Role.BASS
    with pytest.raises(EditError):
        lanes.renamed(song, 1, "")


def test_parts_of_a_batch_meet_the_lanes_as_those_before_leave_them() -> None:
    """A lane is put before a locked one and filled: the lock has moved with its lane."""
    song = new_song(bars=1, lanes=new_song().lanes[1:3])
    section = replace(song.sections[0], locks=(Lock(0, 0, song.sections[0].length),))
    song = replace(song, sections=(section,))
    column = ((None,) * section.length,)
    written = SetCells(((Place(0, 0, 0), Note(60)),))
    batch = Batch((InsertLane(0, song.lanes[0], column), written))
    assert guarded(song, batch) == batch
    with pytest.raises(EditError, match="locked"):
        guarded(song, Batch((InsertLane(0, song.lanes[0], column), SetCells(((Place(0, 1, 0), Note(60)),)))))
