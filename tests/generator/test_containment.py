"""What was typed is in what comes out, whatever wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.generator.networks import tiny_sampler
from tests.generator.requests import WRITTEN, any_request, request, typed
from tuicomposer.errors import RequestError
from tuicomposer.generator.containment import chord_violations, kept, melody_kept
from tuicomposer.generator.proposal import Sampler, propose
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.lock import Lock
from tuicomposer.score.song import Place, Song
from tuicomposer.score.spans import note_spans

SAMPLERS = [pytest.param(RuleSampler(), id="rules"), pytest.param(tiny_sampler(), id="network")]


def write(asked: GenerateRequest, sampler: Sampler) -> Song:
    """The song with the first candidate in it; the candidate says of itself that it contains everything."""
    made = propose(asked, sampler, "test", lambda *_: None, CancelToken())
    best = made.candidates[0]
    assert best.contains_melody
    assert best.contains_chords
    return apply(asked.song, best.edit).song


@pytest.mark.parametrize("sampler", SAMPLERS)
@given(asked=any_request())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_request_is_contained_or_refused(sampler: Sampler, asked: GenerateRequest) -> None:
    try:
        after = write(asked, sampler)
    except RequestError:
        assume(False)
    assert kept(asked.song, after)
    assert melody_kept(asked.song, after, asked.region)
    assert not chord_violations(asked.song, after, asked.region)


CASES = [
    ("C4 C#4 D4 D#4 E4 F4 F#4 G4", "C | F#7", "4/4"),
    ("C-1 G9 C-1 G9", "Am7", "4/4"),
    ("C5:4", "C", "4/4"),
    ("E5 D5 C5 B4", " | ".join(["Dm7 G7 C F"] * 10), "4/4"),
    ("G4:3 A4:3", "C/E | D7/F#", "3/4"),
    ("G4:1/2 A4:1/2 B4:1/2 C5:3/2", "G | Am", "6/8"),
    ("F#5:2 G#5 A#5 B5:4", "F# | C#7 | D#m | B/D#", "4/4"),
    ("C4", "C7b9 F#7alt | Bmaj7#11 | E13", "4/4"),
    ("r:4 C5:4", "N.C. | C", "4/4"),
    ("C4:1/3 D4:1/3 E4:1/3 C4", "C F", "2/4"),
]


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize(("melody", "chords", "meter"), CASES)
def test_named_cases(sampler: Sampler, melody: str, chords: str, meter: str) -> None:
    asked = request(typed(melody, chords, meter))
    after = write(asked, sampler)
    assert not chord_violations(asked.song, after, asked.region)
    assert after.sections[0].columns[:2] == asked.song.sections[0].columns[:2]


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_one_lane_alone_spells_the_chords_out(sampler: Sampler) -> None:
    asked = request(typed("C5:4 C5:4", "Bm7b5 | G7"), lanes=(4,))
    after = write(asked, sampler)
    assert not chord_violations(asked.song, after, asked.region)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_pickup_and_odd_length(sampler: Sampler) -> None:
    song = typed("C5:3", "C", "3/4")
    section = song.sections[0]
    columns = tuple((*column, None, None, None) for column in section.columns)
    odd = type(section)("A", section.length + 3, columns, section.rows_per_beat, section.meter, 3)
    song = type(song)(lanes=song.lanes, sections=(odd,))
    song = apply(song, SetCells(((Place(0, 0, 14), ChordCell(parse_chord("F"))),))).song
    write(request(song), sampler)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_typed_notes_inside_a_written_lane_stay(sampler: Sampler) -> None:
    song = typed("C5:4 D5:4", "C | G")
    typed_bass = apply(song, SetCells(((Place(0, 4, 8), Note(43)), (Place(0, 4, 24), Note(127))))).song
    after = write(request(typed_bass), sampler)
    assert after.sections[0].columns[4][8] == Note(43)
    assert after.sections[0].columns[4][24] == Note(127)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_only_the_chosen_bars_change(sampler: Sampler) -> None:
    song = typed("C5:4 D5:4 E5:4 F5:4", "C | G | C | F")
    asked = GenerateRequest(song, 0, Region(0, WRITTEN, 16, 32), candidates=1)
    after = write(asked, sampler)
    for lane in WRITTEN:
        column = after.sections[0].columns[lane]
        assert all(cell is None for cell in (*column[:16], *column[32:]))
        assert any(isinstance(cell, Note) for cell in column[16:32])


def test_a_chord_that_cannot_sound_names_its_bar() -> None:
    song = typed("C5:8", "C | C C C C C C C C C C C C C C C G7b9#11")
    with pytest.raises(RequestError, match=r"Bar 2: C has more essential tones"):
        write(request(song, lanes=(4,)), RuleSampler())


def test_nothing_left_to_write_is_said() -> None:
    song = typed("C5:4", "C")
    locked = song.lanes[4].__class__("Bass", song.lanes[4].role, locked=True)
    song = type(song)(lanes=(*song.lanes[:4], locked), sections=song.sections)
    with pytest.raises(RequestError, match="typed or is locked"):
        write(request(song, lanes=(4,)), RuleSampler())


def test_violations_are_found() -> None:
    """The check itself sees a missing third, a wrong bass and an overwritten note."""
    song = typed("C5:4", "C")
    region = Region(0, WRITTEN, 0, 16)
    bare = apply(song, SetCells(((Place(0, 4, 0), Note(36, origin="x")),))).song
    assert chord_violations(song, bare, region)[0].missing == {4}
    inverted = apply(song, SetCells(((Place(0, 4, 0), Note(40, origin="x")),))).song
    assert chord_violations(song, inverted, region)[0].wrong_bass
    changed = apply(song, SetCells(((Place(0, 1, 0), Note(61)),))).song
    assert not kept(song, changed)
    assert not melody_kept(song, changed, region)


@pytest.mark.parametrize("sampler", SAMPLERS)
@given(asked=any_request())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_locked_cells_are_never_written(sampler: Sampler, asked: GenerateRequest) -> None:
    try:
        made = propose(asked, sampler, "test", lambda *_: None, CancelToken())
    except RequestError:
        return
    section = asked.song.sections[asked.region.section]
    for place, _ in made.candidates[0].edit.cells:
        assert not section.is_locked(place.lane, place.row)


def test_generated_cells_that_are_locked_stay_when_their_bars_are_written_anew() -> None:
    first = write(request(typed("C5:2 D5 E5 | C5:4", "C G | C")), RuleSampler())
    rows = first.sections[0].length
    section = replace(first.sections[0], locks=(Lock(3, 0, rows // 2),))
    again = write(request(replace(first, sections=(section,)), seed=5), RuleSampler())
    assert again.sections[0].columns[3][: rows // 2] == section.columns[3][: rows // 2]
    assert again.sections[0].columns[3][rows // 2 :] != section.columns[3][rows // 2 :] or (
        again.sections[0].columns[2] != section.columns[2]
    )


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_what_is_locked_and_silent_stays_silent(sampler: Sampler) -> None:
    song = typed("C5:4 D5:4 E5:4 F5:4", "C | G | C | F")
    bar = song.sections[0].rows_per_bar
    alto = WRITTEN[0]
    section = replace(song.sections[0], locks=(Lock(alto, bar, 2 * bar),))
    made = write(request(replace(song, sections=(section,))), sampler).sections[0]
    start, end = bar * made.row_ticks, 2 * bar * made.row_ticks
    spans = note_spans(made, alto)
    assert any(span.row < bar for span in spans)
    # Only where the last row before the lock begins a note is there no room to end it.
    assert all(span.start >= end or span.end <= start or span.row == bar - 1 for span in spans)
