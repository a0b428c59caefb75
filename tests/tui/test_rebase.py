"""A candidate is written only where the song of now still has room for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tui_fakes import FakeGenerator, ode

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Generated, GenerateRequest, Region
from tuicomposer.jobs.rebase import rebase
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import Edit, RemoveLane, ReplaceLane, ReplaceSections, SetCells, SetField, apply
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.ghost import ghost_of, rebased

SONG = ode()
REQUEST = GenerateRequest(SONG, 0, Region(0, (2, 3, 4), 0, 64), candidates=2)


def answer() -> Generated:
    made = FakeGenerator()(REQUEST, lambda fraction, text: None, CancelToken())
    assert isinstance(made, Generated)
    return made


EDIT = answer().candidates[0].edit


def after(edit: Edit) -> Song:
    return apply(SONG, edit).song


def shorter() -> Edit:
    section = SONG.sections[0]
    columns = tuple(column[:64] for column in section.columns)
    return ReplaceSections((replace(section, length=64, columns=columns),), SONG.order)


@pytest.mark.parametrize(
    "meanwhile",
    [
        SetField("tempo", 60.0),
        SetCells(((Place(0, 2, 1), Note(60)),)),  # beside what the candidate writes
        SetCells(((Place(0, 2, 0), Note(50, origin="rules seed 3")),)),  # generated cells are written anew
        SetCells(((Place(0, 1, 2), Off()),)),  # the melody stays whatever it is
        SetCells(((Place(0, 0, 100), ChordCell(parse_chord("Eb"))),)),  # a chord outside the bars
    ],
)
def test_it_is_kept_where_nothing_it_depends_on_changed(meanwhile: Edit) -> None:
    assert rebase(EDIT, REQUEST, after(meanwhile)).edit == EDIT


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [
        (SetCells(((Place(0, 2, 16), Note(60)),)), "Bar 2 was typed over meanwhile."),
        (
            SetCells(((Place(0, 0, 32), ChordCell(parse_chord("Eb"))),)),
            "A chord of bar 3 was changed meanwhile.",
        ),
        (SetCells(((Place(0, 0, 32), None),)), "A chord of bar 3 was changed meanwhile."),
        (ReplaceLane(3, replace(SONG.lanes[3], locked=True)), "Lane 4 was locked meanwhile."),
        (RemoveLane(2), "The lanes were changed meanwhile."),
        (shorter(), "The rows of section 1 were changed meanwhile."),
    ],
)
def test_it_is_dropped_with_a_sentence_where_it_no_longer_fits(meanwhile: Edit, reason: str) -> None:
    found = rebase(EDIT, REQUEST, after(meanwhile))
    assert (found.edit, found.reason) == (None, reason)


def test_the_shown_candidate_stays_shown_when_another_is_dropped() -> None:
    ghost = ghost_of(answer())
    assert ghost is not None
    first = ghost.candidates[0]
    other = replace(first, edit=SetCells((*first.edit.cells, (Place(0, 2, 3), Note(60, origin="fake")))))
    ghost = replace(ghost, candidates=(other, *ghost.candidates), shown=1)
    left, reason = rebased(ghost, after(SetCells(((Place(0, 2, 3), Note(61)),))))
    assert left is not None
    assert left.candidate == first
    assert reason == "Bar 1 was typed over meanwhile."
    assert len(left.candidates) == 2
