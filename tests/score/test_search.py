"""Finding and replacing pitches and chords."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import songs
from tuicomposer.errors import EditError, EntryError
from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.edits import apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.search import matches, neighbour, parse_query, replaced
from tuicomposer.score.song import Place, Song

CHORDS, MELODY = 0, 1


def song() -> Song:
    return song_from_text("F#4 A4 F#5 C4 | Gb4 D4 C5 E4", "F# | C6 C/E")


def found(text: str) -> list[Place]:
    return list(matches(song(), parse_query(text), (0,)))


def test_a_name_finds_any_octave_and_the_chord_of_that_name() -> None:
    assert found("F#") == [Place(0, CHORDS, 0), *(Place(0, MELODY, row) for row in (0, 8, 16))]
    assert found("gb") == found("F#")


def test_an_octave_finds_that_pitch_and_a_symbol_that_chord_only() -> None:
    assert found("F#4") == [Place(0, MELODY, 0), Place(0, MELODY, 16)]
    assert found("C6") == [Place(0, CHORDS, 16)]
    assert found("C/E") == [Place(0, CHORDS, 24)]
    assert found("Am7") == []


@pytest.mark.parametrize("text", ["", "H", "F##b", "4", "C99", "\x1b[31m"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(EntryError, match="neither a pitch nor a chord") as caught:
        parse_query(text)
    assert "\x1b" not in str(caught.value)


@given(st.data())
def test_going_on_visits_every_match_once_and_back_again(data: st.DataObject) -> None:
    any_song = data.draw(songs())
    places = matches(any_song, parse_query("C"), range(len(any_song.sections)))
    if not places:
        return
    at, seen = places[0], []
    for _ in places:
        at = places[neighbour(places, at, 1)]
        seen.append(at)
    assert sorted(seen) == sorted(places)
    assert places[neighbour(places, places[neighbour(places, at, 1)], -1)] == at


def test_notes_take_the_nearest_pitch_of_a_class_and_chords_the_chord() -> None:
    places = matches(song(), parse_query("F#"), (0,))
    changed = apply(song(), replaced(song(), places, parse_query("B"))).song.sections[0]
    assert changed.columns[CHORDS][0] != song().sections[0].columns[CHORDS][0]
    assert isinstance(changed.columns[CHORDS][0], ChordCell)
    assert [changed.columns[MELODY][row] for row in (0, 8, 16)] == [Note(71), Note(83), Note(71)]


def test_what_cannot_stand_there_or_is_locked_is_refused() -> None:
    places = matches(song(), parse_query("F#4"), (0,))
    with pytest.raises(EditError, match="“Am7” can stand in none"):
        replaced(song(), places, parse_query("Am7"))
    locked = replace(song(), lanes=tuple(replace(lane, locked=True) for lane in song().lanes))
    with pytest.raises(EditError, match="unlock"):
        replaced(locked, places, parse_query("G4"))
