"""What the benchmark of containment finds in an exported MIDI file, and what it does not."""

from dataclasses import replace
from pathlib import Path

import pytest
from exported_midi import Sounding, chords_sound, chords_written, read_lanes, typed_notes, typed_notes_sound

from tuicomposer.formats.files import save_song
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.cells import Note, Off
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.song import Song

ROW = 120
"""Ticks of a row of a new song: a sixteenth."""


def typed(bass: dict[int, Note | Off] | None = None) -> Song:
    """One bar of C, with cells in the bass."""
    song = song_from_text("C5:2 E5:2", "C")
    section = song.sections[0]
    lane = [(bass or {}).get(row) for row in range(section.length)]
    columns = (*section.columns[:4], tuple(lane))
    return replace(song, sections=(replace(section, columns=columns),))


def asked(song: Song, *lanes: int) -> GenerateRequest:
    return GenerateRequest(song, 0, Region(0, lanes, 0, song.sections[0].length))


def exported(song: Song, folder: Path) -> dict[int, list[Sounding]]:
    save_song(song, folder / "song.mid")
    return read_lanes(folder / "song.mid")


def test_notes_are_read_back_tick_for_tick(tmp_path: Path) -> None:
    found = exported(typed({0: Note(36), 6: Off()}), tmp_path)
    assert found[1] == [Sounding(0, 8 * ROW, 72), Sounding(8 * ROW, 16 * ROW, 76)]
    assert found[4] == [Sounding(0, 6 * ROW, 36)]


def test_a_missing_a_moved_and_a_shortened_note_are_noticed(tmp_path: Path) -> None:
    request = asked(typed(), 2, 3, 4)
    found = exported(request.song, tmp_path)
    assert typed_notes_sound(request, found)
    first, second = found[1]
    for wrong in ([second], [first._replace(pitch=71), second], [first._replace(end=first.end - 1), second]):
        assert not typed_notes_sound(request, {**found, 1: wrong})


def test_a_typed_note_may_end_where_something_may_be_written_after_it() -> None:
    song = typed({0: Note(36), 8: Note(43)})
    ((_, kept), (_, free)) = (
        sorted(typed_notes(asked(song, *lanes), 4).items())[0] for lanes in ((2,), (4,))
    )
    assert [list(ticks) for ticks in kept] == [[8 * ROW]]
    assert not any(4 * ROW - 1 in ticks for ticks in free)
    assert any(4 * ROW in ticks for ticks in free)


@pytest.mark.parametrize(
    ("bass", "middle", "contained"),
    [(36, 64, True), (40, 60, False), (36, 67, False)],
    ids=["root and third", "third lowest", "no third"],
)
def test_chords_need_their_tones_and_their_bass(bass: int, middle: int, contained: bool) -> None:
    request = asked(song_from_text("r:4", "C"), 2, 4)
    end = request.song.sections[0].ticks
    lanes = {0: [], 1: [], 2: [Sounding(0, end, middle)], 3: [], 4: [Sounding(0, end, bass)]}
    assert chords_sound(request, request.song, lanes) == contained


def test_chords_that_were_asked_for_must_be_there() -> None:
    song = typed()
    assert not chords_written(asked(song, 0), {0: []})
    assert chords_written(asked(song, 0), {0: [Sounding(0, ROW, 60)]})
    assert chords_written(asked(song, 2), {0: []})
