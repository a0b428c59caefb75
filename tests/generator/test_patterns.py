"""Drums, comping and bass by pattern: on their places, after the chords, varied by the seed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tuicomposer.generator.pattern_table import KIT, Kind, all_patterns, patterns_for, read_patterns
from tuicomposer.generator.proposal import propose
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import Controls
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.jobs.writers import patterns_of, patterns_text
from tuicomposer.playback.timeline import events_between
from tuicomposer.score.cells import Note, Off
from tuicomposer.score.channels import DRUM_CHANNEL, channels
from tuicomposer.score.edits import InsertLane, SetCells, apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.song import Place, Song
from tuicomposer.score.spans import NoteSpan, chord_spans, note_spans


def band(chords: str = "C | F G | Am | G7 | C", meter: str = "4/4", drums: int = 1, comp: int = 1) -> Song:
    """Chords and the five lanes of a new song, then comping and drums."""
    numerator, denominator = map(int, meter.split("/"))
    song = song_from_text("", chords, meter=Meter(numerator, denominator))
    empty = tuple((None,) * section.length for section in song.sections)
    for number in range(comp):
        song = apply(song, InsertLane(len(song.lanes), Lane(f"Keys {number}", Role.COMP), empty)).song
    for number in range(drums):
        song = apply(song, InsertLane(len(song.lanes), Lane(f"Drums {number}", Role.DRUMS), empty)).song
    return song


def played(
    song: Song, lanes: tuple[int, ...], seed: int = 1, style: str = "chorale", **wishes: object
) -> Song:
    """The song with the first candidate for whole lanes."""
    region = Region(0, lanes, 0, song.sections[0].length)
    asked = GenerateRequest(song, 0, region, style, 1, seed, Controls(**wishes))  # type: ignore[arg-type]
    made = propose(asked, RuleSampler(), "rules", lambda *_: None, CancelToken())
    assert made.candidates[0].contains_melody
    assert made.candidates[0].contains_chords
    return apply(song, made.candidates[0].edit).song


def hits(song: Song, lane: int) -> list[NoteSpan]:
    """The notes of a lane."""
    return list(note_spans(song.sections[0], lane))


@pytest.mark.parametrize("meter", ["4/4", "3/4", "6/8", "5/4", "7/8"])
@pytest.mark.parametrize("style", ["chorale", "leadsheet"])
def test_every_metre_has_drums_and_comping(meter: str, style: str) -> None:
    song = played(band("C | G7 | Am | F | C", meter), (5, 6), style=style)
    assert {span.pitch for span in hits(song, 6)} <= set(KIT.values())
    bars = {span.start // song.sections[0].meter.bar_ticks for span in hits(song, 6)}
    assert bars == set(range(5))
    assert hits(song, 5)


def test_comping_sounds_chord_tones_only_and_changes_with_the_chord() -> None:
    for seed in range(8):
        song = played(band(comp=3), (5, 6, 7), seed)
        spans = chord_spans(song.sections[0], 0)
        for lane in (5, 6, 7):
            for note in hits(song, lane):
                inside = [span for span in spans if span.start < note.end and note.start < span.end]
                assert all(note.pitch % 12 in span.chord.pitch_classes for span in inside)


def test_comping_above_the_highest_notes_stays_within_midi() -> None:
    song = band(comp=4, drums=0)
    cells = ((Place(0, 1, 0), Note(125)), (Place(0, 2, 0), Note(125)))
    after = played(apply(song, SetCells(cells)).song, tuple(range(len(song.lanes) - 4, len(song.lanes))))
    pitches = [
        span.pitch for lane in range(4) for span in note_spans(after.sections[0], len(song.lanes) - 4 + lane)
    ]
    assert pitches
    assert max(pitches) <= 127


def test_silence_silences_the_comping() -> None:
    song = played(band("C | N.C. | C"), (5,))
    assert not [note for note in hits(song, 5) if note.start < 3840 and note.end > 1920]


def test_a_bass_pattern_begins_each_chord_with_its_bass() -> None:
    song = played(band("C/E | F | G7 | C"), (4, 5), style="leadsheet")
    notes = hits(song, 4)
    for span in chord_spans(song.sections[0], 0):
        first = next(note for note in notes if note.start == span.start)
        assert first.pitch % 12 == span.chord.bass_class
    assert patterns_of(SetCells(tuple((Place(0, 4, 0), cell) for cell in song.sections[0].columns[4])))


def test_the_seed_varies_and_repeats() -> None:
    songs = [played(band(), (5, 6), seed) for seed in range(6)]
    assert played(band(), (5, 6), 0) == songs[0]
    assert len({song.sections[0].columns[6] for song in songs}) > 2


def test_density_chooses_busier_patterns() -> None:
    few, many = (len(hits(played(band(drums=2), (6, 7), density=density), 7)) for density in (0.5, 3.0))
    assert few < many


def test_the_last_bar_has_a_fill() -> None:
    song = played(band(), (6,))
    last = {cell.origin for cell in song.sections[0].columns[6][64:] if cell is not None}
    assert last
    assert all(origin.startswith("pattern:four-") and origin.endswith("seed 1") for origin in last)
    names = {one.name for one in all_patterns() if one.kind is Kind.FILLS}
    assert {origin.split(":")[1].split()[0] for origin in last} <= names


def test_typed_cells_stay_and_the_screen_can_say_who_wrote() -> None:
    song = apply(band(), SetCells(((Place(0, 6, 0), Note(56)), (Place(0, 5, 8), Off())))).song
    region = Region(0, (2, 3, 4, 5, 6), 0, song.sections[0].length)
    asked = GenerateRequest(song, 0, region, candidates=3, seed=4)
    made = propose(asked, RuleSampler(), "rules", lambda *_: None, CancelToken())
    for candidate in made.candidates:
        after = apply(song, candidate.edit).song
        assert after.sections[0].columns[6][0] == Note(56)
        assert after.sections[0].columns[5][8] == Off()
        assert set(patterns_of(candidate.edit)) == {5, 6}
        assert "Drums 0 by pattern four-" in patterns_text(song, candidate.edit)
        assert candidate.contains_chords
    assert len({candidate.edit for candidate in made.candidates}) == 3


def test_drums_sound_on_the_tenth_channel_and_share_it() -> None:
    song = played(band(drums=2), (5, 6, 7))
    assert channels(song.lanes) == (0, 1, 2, 3, 4, 5, DRUM_CHANNEL, DRUM_CHANNEL)
    events = events_between(song, 0, song.ticks)
    assert DRUM_CHANNEL in {event.channel for event in events}


def test_drums_count_for_no_chord() -> None:
    """A kick drum is no bass note: three lanes by rules contain the chords beside it."""
    song = played(band(), (6,))
    played(song, (2, 3, 4))


def test_every_metre_has_patterns_of_every_kind() -> None:
    for kind in (Kind.DRUMS, Kind.COMP, Kind.BASS):
        for meter in ("4/4", "3/4", "6/8", "5/8"):
            for feel in ("straight", "swing"):
                for density in (1, 2, 3):
                    assert patterns_for(kind, meter, feel, density)


@pytest.mark.parametrize(
    "values",
    [{"kick": "y"}, {"gong": "x"}, {"kick": ""}, {"kick": "x", "density": 7}, {"kick": "x", "feel": "funk"}],
)
def test_a_wrong_pattern_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="pattern odd"):
        read_patterns({"drums": {"odd": {"meters": ["4/4"], **values}}})


def test_a_request_out_of_the_song_is_refused_for_patterns_too() -> None:
    asked = GenerateRequest(band(), 0, Region(0, (6,), 0, 9999), candidates=1)
    with pytest.raises(Exception, match="bars do not exist"):
        propose(replace(asked), RuleSampler(), "rules", lambda *_: None, CancelToken())
