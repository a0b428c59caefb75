"""Song form: what is heard stays, what is lost is counted, and the order stays in order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import songs
from tuicomposer.errors import EditError
from tuicomposer.score import form, order, refit
from tuicomposer.score.cells import Note, Off
from tuicomposer.score.edits import apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.lock import Lock
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import song_spans
from tuicomposer.score.ticks import ROWS_PER_BEAT


def heard(song: Song) -> list[tuple[object, ...]]:
    """What sounds, wherever it is written."""
    return [
        (s.lane, s.start, s.end, getattr(s, "pitch", None), getattr(s, "chord", None))
        for s in song_spans(song)
    ]


def passages_heard(song: Song) -> list[Section]:
    return [song.sections[index] for index in song.order]


def bar_lines(section: Section) -> list[int]:
    """Rows at which full bars begin."""
    return [
        row for row in range(section.length) if section.position(row).bar and section.position(row).row == 0
    ]


def on_time(song: Song, index: int, row: int) -> Song:
    """The song without early notes in a row: one that is early for a section begins with it."""
    section = song.sections[index]
    columns = tuple(
        tuple(
            replace(cell, offset=0) if at == row and isinstance(cell, Note) and cell.offset < 0 else cell
            for at, cell in enumerate(column)
        )
        for column in section.columns
    )
    sections = list(song.sections)
    sections[index] = replace(section, columns=columns)
    return replace(song, sections=tuple(sections))


# Sections -------------------------------------------------------------------------------


@given(songs(max_sections=3), st.data())
def test_a_split_cuts_only_what_rings_across_it(song: Song, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(song.sections) - 1))
    section = song.sections[index]
    assume(section.length > 1)
    row = data.draw(st.integers(1, section.length - 1))
    after = apply(song, form.split(song, index, row)).song
    one, two = after.sections[index : index + 2]
    assert (one.length, two.length) == (row, section.length - row)
    assert one.columns == tuple(column[:row] for column in section.columns)
    assert [row + at for at in bar_lines(two)] == [at for at in bar_lines(section) if at >= row]
    assert (after.ticks, after.seconds) == (song.ticks, pytest.approx(song.seconds))
    before = heard(on_time(song, index, row))
    starts = [(span[0], span[1], span[3]) for span in before]
    assert sorted(starts, key=str) == sorted([(s[0], s[1], s[3]) for s in heard(after)], key=str)
    cut = len(set(before) - set(heard(after)))
    assert cut <= form.ringing(section, row) * song.order.count(index)


@given(songs(max_sections=2), st.data())
def test_what_was_split_and_joined_sounds_as_split(song: Song, data: st.DataObject) -> None:
    index = data.draw(st.sampled_from(song.order))
    section = song.sections[index]
    assume(section.length > 1)
    row = data.draw(st.integers(1, section.length - 1))
    apart = apply(song, form.split(song, index, row)).song
    assume(not any(apart.sections[index + 1].is_locked(lane, 0) for lane in range(len(song.lanes))))
    late = any(column[0] is not None and column[0].offset for column in apart.sections[index + 1].columns)
    together = apply(apart, form.joined(apart, apart.order.index(index))).song
    assert len(together.sections) == len(song.sections)
    assert together.order == song.order
    assert together.sections[index].locks == section.locks
    assert late or set(heard(together)) == set(heard(apart))


@given(songs(), st.data())
def test_adding_copying_and_removing_leave_the_other_sections_in_order(
    song: Song, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(song.sections) - 1))
    passage = data.draw(st.none() | st.integers(0, len(song.order) - 1))
    for make in (form.added, form.duplicated):
        after = apply(song, make(song, index, passage)).song
        new = after.sections[index + 1]
        assert new.name not in {section.name for section in song.sections}
        assert after.order.count(index + 1) == 1
        assert [s for at, s in zip(after.order, passages_heard(after), strict=True) if at != index + 1] == (
            passages_heard(song)
        )
        if new.locks:
            with pytest.raises(EditError, match="locked"):
                form.removed(after, index + 1)
            continue
        back = apply(after, form.removed(after, index + 1)).song
        assert (back.sections, back.order) == (song.sections, song.order)


def test_the_last_section_stays_and_the_order_is_never_empty() -> None:
    song = song_from_text("C4:4", "")
    with pytest.raises(EditError, match="at least one"):
        form.removed(song, 0)
    two = replace(song, sections=(song.sections[0], replace(song.sections[0], name="B")), order=(1, 1))
    assert form.removed(two, 1).order == (0,)


def test_joining_keeps_what_sounds_alone() -> None:
    song = song_from_text("C4:4", "")
    a = song.sections[0]
    song = replace(song, sections=(a, replace(a, name="B"), replace(a, name="C")), order=(0, 1, 2, 0, 1, 0))
    edit = form.joined(song, 0)
    assert [section.name for section in edit.sections] == ["A", "A", "C"]
    assert [edit.sections[index].length for index in edit.order] == [32, 16, 32, 16]


def test_a_note_that_rang_to_the_end_ends_there_when_joined() -> None:
    song = song_from_text("C4:4", "")
    a = song.sections[0]
    rest = replace(a, name="B", columns=tuple((None,) * a.length for _ in a.columns))
    whole = form.joined(replace(song, sections=(a, rest), order=(0, 1)), 0).sections[0]
    assert whole.columns[song.melody_lane or 0][16] == Off()


@pytest.mark.parametrize(
    ("change", "word"),
    [({"tempo": 90.0}, "tempo"), ({"rows_per_beat": 8}, "rows"), ({"pickup": 3}, "line up")],
)
def test_sections_that_do_not_fit_are_not_joined(change: dict[str, float], word: str) -> None:
    song = song_from_text("C4:4", "")
    other = replace(song.sections[0], name="B", **change)  # type: ignore[arg-type]
    with pytest.raises(EditError, match=word):
        form.joined(replace(song, sections=(song.sections[0], other), order=(0, 1)), 0)
    with pytest.raises(EditError, match="Nothing follows"):
        form.joined(song, 0)


def test_names() -> None:
    song = song_from_text("C4:4", "")
    assert form.fresh_name(song, "A") == "A2"
    assert form.fresh_name(song, "A2") == "A3"
    assert form.fresh_name(song, "Verse") == "Verse 2"
    assert form.renamed(song, 0, " Verse ").sections[0].name == "Verse"
    with pytest.raises(EditError):
        form.renamed(song, 0, " ")


# Order ----------------------------------------------------------------------------------

orders = st.lists(st.integers(0, 3), min_size=1, max_size=12).map(tuple)


@given(orders, st.data())
def test_entries_are_the_order(drawn: tuple[int, ...], data: st.DataObject) -> None:
    found = order.entries(drawn)
    assert tuple(entry.section for entry in found for _ in range(entry.times)) == drawn
    at = data.draw(st.integers(0, len(found) - 1))
    assert all(
        order.entry_at(drawn, p) == at for p in range(found[at].passage, found[at].passage + found[at].times)
    )
    assert sorted(order.moved(drawn, at, data.draw(st.integers(-3, 3)))) == sorted(drawn)
    assert len(order.inserted(drawn, at, 9)) == len(drawn) + 1
    assert order.inserted(drawn, at, 9).index(9) == found[at].passage
    times = data.draw(st.integers(-2, 120))
    assert len(order.repeated(drawn, at, times)) == len(drawn) - found[at].times + max(1, min(times, 99))
    assert order.without(drawn, at)
    assert order.replaced(drawn, at, 9).count(9) == found[at].times


def test_where_one_is() -> None:
    assert order.passage_of((0, 1, 0), 0, 2) == 2
    assert order.passage_of((0, 1, 0), 0, 1) == 0
    assert order.passage_of((0, 1, 0), 2, 0) is None


# Grids, lengths, pickups ----------------------------------------------------------------


@given(songs(max_sections=1), st.sampled_from(ROWS_PER_BEAT))
def test_another_grid_keeps_every_time_or_counts_what_is_lost(song: Song, rows: int) -> None:
    section = song.sections[0]
    try:
        fitted, lost = refit.on_grid(section, rows)
    except EditError:
        assert (
            section.ticks * rows % 480
            or section.pickup * section.row_ticks * rows % 480
            or (section.meter.bar_ticks * rows % 480)
            or section.locks
        )
        return
    assert (fitted.ticks, fitted.rows_per_beat) == (section.ticks, rows)
    before, after = _onsets(section), _onsets(fitted)
    assert after <= before
    assert len(before) - len(after) == lost
    for lane, row in ((k.lane, r) for k in section.locks for r in range(k.start, k.stop)):
        assert fitted.is_locked(lane, row * section.row_ticks // fitted.row_ticks)
    early = any(cell and cell.offset <= -fitted.row_ticks for column in section.columns for cell in column)
    if lost == 0 and rows % section.rows_per_beat == 0 and not early:
        assert replace(refit.on_grid(fitted, section.rows_per_beat).section, locks=()) == replace(
            section, locks=()
        )


def _onsets(section: Section) -> set[tuple[object, ...]]:
    return {
        (lane, max(0, row * section.row_ticks + cell.offset), replace(cell, offset=0))
        for lane, column in enumerate(section.columns)
        for row, cell in enumerate(column)
        if cell is not None
    }


def _rows(section: Section) -> set[tuple[object, ...]]:
    return {
        (lane, row, cell)
        for lane, column in enumerate(section.columns)
        for row, cell in enumerate(column)
        if cell is not None
    }


def test_a_triplet_grid_takes_quarters_and_counts_what_collides() -> None:
    section = song_from_text("C4:1/4 D4:1/4 E4:1/2 G4:1 r:2", "").sections[0]
    fitted, lost = refit.on_grid(section, 3)
    assert lost == 1
    assert [cell.pitch for cell in fitted.columns[1] if isinstance(cell, Note)] == [60, 64, 67]
    assert refit.on_grid(section, 12).lost == 0


@given(songs(max_sections=1), st.integers(0, 20))
def test_a_pickup_leaves_the_bars_as_they_are(song: Song, pickup: int) -> None:
    section = song.sections[0]
    try:
        fitted, lost = refit.with_pickup(section, pickup)
    except EditError:
        cut = section.pickup - pickup
        held = any(lock.start < cut for lock in section.locks)
        assert pickup >= section.rows_per_bar or section.length - cut < 1 or held
        return
    change = pickup - section.pickup
    assert _rows(fitted) == {
        (lane, row + change, cell) for lane, row, cell in _rows(section) if row + change >= 0
    }
    assert len(_rows(section)) - len(_rows(fitted)) == lost
    if change >= 0:
        assert refit.with_pickup(fitted, section.pickup).section == section


@given(songs(max_sections=1), st.integers(1, 30))
def test_another_length_takes_from_the_end(song: Song, length: int) -> None:
    section = song.sections[0]
    if any(lock.stop > length for lock in section.locks):
        with pytest.raises(EditError, match="Locked"):
            refit.of_rows(section, length)
        return
    fitted, lost = refit.of_rows(section, length)
    assert fitted.length == length
    assert len(_onsets(section)) - len(_onsets(fitted)) == lost
    assert all(
        new[: min(length, section.length)] == old[:length]
        for new, old in zip(fitted.columns, section.columns, strict=True)
    )


def test_bars_count_without_the_pickup() -> None:
    section = Section("A", 18, ((None,) * 18,), pickup=2, locks=(Lock(0, 0, 3),))
    assert refit.of_bars(section, 3).section.length == 50
    assert refit.with_pickup(section, 3).section.locks == (Lock(0, 1, 4),)
