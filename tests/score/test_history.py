"""The history stays within its bounds and remembers only what changed."""

from __future__ import annotations

import pytest

from tuicomposer.score import history
from tuicomposer.score.cells import Note
from tuicomposer.score.document import Document
from tuicomposer.score.edits import ReplaceSections, SetCells, SetField, apply
from tuicomposer.score.history import Steps, weight
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song, new_song


def longer(song: Song) -> ReplaceSections:
    """The first section with one more row."""
    section = song.sections[0]
    columns = tuple((*column, None) for column in section.columns)
    grown = Section(section.name, section.length + 1, columns)
    return ReplaceSections((grown, *song.sections[1:]), song.order)


def test_thousands_of_steps_are_kept() -> None:
    document = Document(new_song(bars=1))
    for number in range(3_000):
        document.do(SetCells(((Place(0, 1, number % 16), Note(number % 128)),)), f"note {number}")
    last, steps = document.song, len(document.steps.done)
    assert steps >= 2_900  # the same pitch in the same cell is no step
    while document.undo() is not None:
        pass
    assert document.song == new_song(bars=1)
    while document.redo() is not None:
        pass
    assert document.song == last


def test_a_thousand_changes_of_a_large_song_fit_too() -> None:
    document = Document(new_song(bars=100))
    for _ in range(1_000):
        document.do(longer(document.song), "Add a row")
    assert len(document.steps.done) == 1_000
    assert sum(weight(step.edit) for step in document.steps.done) < 20_000


def test_the_oldest_steps_go_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_STEPS", 3)
    document = Document(new_song(bars=1))
    for number in range(5):
        document.do(SetField("title", str(number)), str(number))
    assert [step.label for step in document.steps.done] == ["2", "3", "4"]


def test_the_oldest_steps_go_when_they_hold_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_CELLS", 40)
    document = Document(new_song(bars=1))
    for number in range(6):
        cells = tuple((Place(0, 1, row), Note(60 + number)) for row in range(16))
        document.do(SetCells(cells), str(number))
    assert [step.label for step in document.steps.done] == ["4", "5"]
    document.undo()
    document.do(SetField("title", "small"), "small")
    assert [step.label for step in document.steps.done] == ["4", "small"]
    monkeypatch.setattr(history, "MAX_CELLS", 1)
    document.do(SetField("title", "smaller"), "smaller")
    assert [step.label for step in document.steps.done] == ["smaller"]


def test_older_steps_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Document(new_song(bars=1))
    for number in range(5):
        before.do(SetField("title", str(number)), str(number))
    monkeypatch.setattr(history, "MAX_STEPS", 2)
    document = Document(before.song)
    document.put_beneath(before.steps)
    assert [step.label for step in document.steps.done] == ["3", "4"]
    assert document.steps.undone == Steps().undone


def test_sections_that_stay_cost_nothing() -> None:
    song = new_song(bars=50)
    song = apply(song, ReplaceSections((song.sections[0], song.sections[0]), (0, 1))).song
    inverse = apply(song, longer(song)).inverse
    assert weight(inverse) <= 20
