"""Every edit has an inverse, a misfit changes nothing, and history is a faithful record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import edits, misfits, songs
from tuicomposer.errors import EditError
from tuicomposer.score.cells import Note
from tuicomposer.score.document import Change, Document
from tuicomposer.score.edits import SetCells, SetField, apply
from tuicomposer.score.song import Place, Song, new_song


@given(st.data())
def test_apply_then_inverse_is_identity(data: st.DataObject) -> None:
    song = data.draw(songs())
    edit = data.draw(edits(song))
    changed, inverse, _ = apply(song, edit)
    back, forward, _ = apply(changed, inverse)
    assert back == song
    assert apply(back, forward).song == changed


@given(st.data())
def test_cells_outside_touched_are_as_they_were(data: st.DataObject) -> None:
    song = data.draw(songs())
    changed, _, touched = apply(song, data.draw(edits(song)))
    if touched.structure:
        return
    for place in _places(song):
        if place not in touched.cells:
            assert _cell(changed, place) == _cell(song, place)


@given(st.data())
def test_an_edit_that_does_not_fit_changes_nothing(data: st.DataObject) -> None:
    song = data.draw(songs())
    document = Document(song)
    heard: list[Change] = []
    document.subscribe(heard.append)
    with pytest.raises(EditError) as caught:
        document.do(data.draw(misfits(song)), "misfit")
    assert caught.value.what
    assert caught.value.hint
    assert (document.song, document.revision, document.undo_label, heard) == (song, 0, None, [])


@given(st.data())
def test_undo_all_then_redo_all_is_identity(data: st.DataObject) -> None:
    document = Document(data.draw(songs(max_lanes=2, max_sections=2, max_rows=4)))
    first = document.song
    for number in range(data.draw(st.integers(1, 5))):
        document.do(data.draw(edits(document.song)), f"step {number}")
    last, revision = document.song, document.revision
    undone = _count(document.undo)
    assert document.song == first
    assert _count(document.redo) == undone
    assert document.song == last
    assert document.revision == revision + 2 * undone


@given(st.data())
def test_a_group_is_one_step(data: st.DataObject) -> None:
    document = Document(data.draw(songs(max_lanes=2, max_sections=2, max_rows=4)))
    first = document.song
    document.do(SetField("title", first.title + "!"), "before")
    before = document.song
    with document.group("paste"):
        for number in range(data.draw(st.integers(0, 4))):
            document.do(data.draw(edits(document.song)), f"part {number}")
        document.do(SetField("title", document.song.title + "?"), "last part")
    after = document.song
    assert document.undo_label == "paste"
    document.undo()
    assert document.song == before
    document.redo()
    assert document.song == after
    document.undo()
    document.undo()
    assert document.song == first
    assert document.undo() is None


def test_a_group_with_a_refused_edit_can_be_taken_back() -> None:
    document = Document(new_song(bars=1))
    first = document.song
    with document.group("paste"):
        document.do(SetCells(((Place(0, 1, 0), Note(60)),)), "typed")
        with pytest.raises(EditError):
            document.do(SetField("tempo", 0.0), "tempo")
    assert document.undo_label == "paste"
    document.undo()
    assert document.song == first


def test_an_empty_group_and_an_edit_without_effect_leave_no_step() -> None:
    document = Document(new_song(bars=1))
    with document.group("nothing"):
        pass
    document.do(SetField("title", document.song.title), "same title")
    assert document.undo_label is None


def test_a_new_edit_ends_what_could_be_redone() -> None:
    document = Document(new_song(bars=1))
    document.do(SetField("title", "one"), "one")
    document.undo()
    document.do(SetField("title", "two"), "two")
    assert document.redo() is None
    assert document.song.title == "two"


def test_subscribers_hear_every_change_with_growing_revisions() -> None:
    document = Document(new_song(bars=1))
    heard: list[Change] = []
    document.subscribe(heard.append)
    place = Place(0, 1, 3)
    document.do(SetCells(((place, Note(60)),)), "typed")
    document.undo()
    document.redo()
    assert [(change.revision, change.label) for change in heard] == [
        (1, "typed"),
        (2, "Undo typed"),
        (3, "Redo typed"),
    ]
    assert all(change.touched.cells == {place} for change in heard)


def test_modified_compares_with_what_was_saved() -> None:
    document = Document(new_song(bars=1))
    document.do(SetField("title", "Air"), "title")
    assert document.modified
    document.mark_saved(document.song)
    assert not document.modified
    document.undo()
    assert document.modified
    document.redo()
    assert not document.modified


def _count(step: object) -> int:
    assert callable(step)
    count = 0
    while step() is not None:
        count += 1
    return count


def _places(song: Song) -> list[Place]:
    return [
        Place(index, lane, row)
        for index, section in enumerate(song.sections)
        for lane in range(len(song.lanes))
        for row in range(section.length)
    ]


def _cell(song: Song, place: Place) -> object:
    return song.sections[place.section].cell(place.lane, place.row)
