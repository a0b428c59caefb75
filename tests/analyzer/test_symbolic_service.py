"""The analyzer as a service: whole songs in, key, chords, melody and JSON out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given

from tests.strategies import songs
from tuicomposer.analyzer.report import analysis_json
from tuicomposer.analyzer.service import SymbolicAnalyzer
from tuicomposer.errors import Cancelled
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import InsertLane, apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song, new_song
from tuicomposer.score.spans import song_spans
from tuicomposer.wiring.analyzing import open_analyzer

CHORD_PITCHES = {"C": (48, 64, 67, 72), "F": (53, 65, 69, 72), "G": (43, 62, 67, 71), "Am": (45, 64, 69, 72)}


def analyze(song: Song) -> Analyzed:
    return SymbolicAnalyzer().analyze(AnalyzeRequest(song, 0), CancelToken())


def four_voices(*names: str, typed: dict[int, str] | None = None, pickup: int = 0) -> Song:
    """Four voices that sound one chord of four rows after the other."""
    rows = 4 * len(names)
    voices: list[list[Cell | None]] = [[None] * rows for _ in range(4)]
    for index, name in enumerate(names):
        for voice, pitch in zip(voices, CHORD_PITCHES[name], strict=True):
            voice[4 * index] = Note(pitch)
    chords: list[Cell | None] = [None] * rows
    for row, symbol in (typed or {}).items():
        chords[row] = ChordCell(parse_chord(symbol)) if symbol else Off()
    lanes = (Lane("Chords", Role.CHORDS), *(Lane(f"Voice {number}") for number in range(4)))
    section = Section("A", rows, (tuple(chords), *map(tuple, voices)), 1, Meter(), pickup)
    return Song(lanes=lanes, sections=(section,), key=Key("C"))


def symbols(found: Analyzed) -> list[tuple[int, int, str, str]]:
    """Start and end in beats, symbol and numeral of each chord."""
    return [
        (guess.span.start // 480, guess.span.end // 480, guess.span.chord.symbol, guess.roman)
        for guess in found.chords
    ]


def test_typed_chords_are_reported_as_typed() -> None:
    found = analyze(song_from_text("C4:4 A4:4", "C#dim7/E | N.C.", key=Key("C")))
    assert symbols(found) == [(0, 4, "C#dim7/E", "viio65/ii"), (4, 8, "N.C.", "")]
    assert [guess.confidence for guess in found.chords] == [1.0, 1.0]


def test_chords_are_recognised_where_none_is_typed() -> None:
    found = analyze(four_voices("C", "F", "G", "Am"))
    assert symbols(found) == [(0, 4, "C", "I"), (4, 8, "F", "IV"), (8, 12, "G", "V"), (12, 16, "Am", "vi")]
    assert all(0.3 < guess.confidence < 1 for guess in found.chords)


def test_typed_and_recognised_chords_fill_the_song_without_overlap() -> None:
    found = analyze(four_voices("C", "F", "G", "C", typed={4: "Fmaj7", 8: ""}))
    assert symbols(found) == [
        (0, 4, "C", "I"),
        (4, 8, "Fmaj7", "IVmaj7"),
        (8, 12, "G", "V"),
        (12, 16, "C", "I"),
    ]
    assert [guess.confidence == 1 for guess in found.chords] == [False, True, False, False]


def test_a_pickup_does_not_shift_the_recognised_chords() -> None:
    found = analyze(four_voices("C", "G", "C", pickup=3))
    assert [item[:3] for item in symbols(found)] == [(0, 4, "C"), (4, 8, "G"), (8, 12, "C")]


def test_repeats_are_heard_and_times_go_on() -> None:
    once = four_voices("C", "G")
    found = analyze(Song(lanes=once.lanes, sections=once.sections, order=(0, 0), key=once.key))
    assert [item[:3] for item in symbols(found)] == [(0, 4, "C"), (4, 8, "G"), (8, 12, "C"), (12, 16, "G")]
    assert len(found.notes) == 16


def test_numerals_are_in_the_stated_key_and_else_in_the_likeliest() -> None:
    stated = song_from_text("A4:4", "Am", key=Key("C"))
    guessed = song_from_text("A4 C5 E5 G#4 A4", "Am | E7 | Am")
    assert symbols(analyze(stated))[0][3] == "vi"
    assert symbols(analyze(guessed))[0][3] == "i"


def test_an_empty_song_has_nothing_but_24_equal_keys() -> None:
    found = analyze(new_song())
    assert (found.chords, found.melody, found.notes) == ((), (), ())
    assert len(found.keys) == 24


@given(songs())
def test_any_song_is_analyzed(song: Song) -> None:
    found = analyze(song)
    assert sum(guess.confidence for guess in found.keys) == pytest.approx(1)
    assert set(found.melody) <= set(found.notes) <= set(song_spans(song))
    ends = [0, *(guess.span.end for guess in found.chords)]
    assert all(
        end <= guess.span.start < guess.span.end for end, guess in zip(ends, found.chords, strict=False)
    )
    assert all(0 < guess.confidence <= 1 for guess in found.chords)
    json.dumps(analysis_json(found, song), allow_nan=False)


class _TokenOfSomeChecks(CancelToken):
    """Is cancelled when it is asked for the n-th time."""

    def __init__(self, checks: int) -> None:
        super().__init__()
        self.left = checks

    def check(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.cancel()
        super().check()


def test_it_can_be_cancelled_at_every_check() -> None:
    song = four_voices("C", "F", "G", "C")
    counting = _TokenOfSomeChecks(-1)
    SymbolicAnalyzer().analyze(AnalyzeRequest(song, 0), counting)
    checks = -1 - counting.left
    assert checks >= 10
    for number in range(1, checks + 1):
        with pytest.raises(Cancelled):
            SymbolicAnalyzer().analyze(AnalyzeRequest(song, 0), _TokenOfSomeChecks(number))


def test_a_long_song_asks_the_token_all_along() -> None:
    base = four_voices(*("C", "F", "G", "Am") * 125)
    counting = _TokenOfSomeChecks(-1)
    found = SymbolicAnalyzer().analyze(AnalyzeRequest(base, 0), counting)
    assert len(found.notes) == 2000
    assert -1 - counting.left >= 18


def _flat(bars: int) -> Song:
    """A tune over four chords, all of it in lanes of one divided track."""
    voices = four_voices(*("C", "F", "G", "Am") * (bars // 4))
    lanes = [
        replace(lane, name=f"Piano {at}", role=Role.OTHER) if lane.role is not Role.CHORDS else lane
        for at, lane in enumerate(voices.lanes)
    ]
    return replace(voices, lanes=tuple(lanes))


def test_progress_rises_through_chords_and_melody_to_the_end() -> None:
    told: list[tuple[float, str]] = []
    service = open_analyzer()
    service.analyze(AnalyzeRequest(_flat(240), 0), CancelToken(), lambda *one: told.append(one))
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    for text in ("naming the chords", "looking for the melody"):
        assert len({fraction for fraction, said in told if said == text}) >= 4


@pytest.mark.parametrize(
    ("stage", "reports"),
    [("reading the notes", 0), ("naming the chords", 0), ("naming the chords", 2),
     ("looking for the melody", 0), ("looking for the melody", 9)],
)  # fmt: skip
def test_a_long_song_stops_at_once_when_it_is_cancelled_in_any_stage(stage: str, reports: int) -> None:
    request, service = AnalyzeRequest(_flat(960), 0), open_analyzer()
    whole, token = _Cancelling("never", 0), _Cancelling(stage, reports)
    service.analyze(request, whole, whole.told)
    with pytest.raises(Cancelled):
        service.analyze(request, token, token.told)
    assert (token.late, token.checks_after) == (0, 1)
    assert token.checks < 0.8 * whole.checks


class _Cancelling(CancelToken):
    """Is cancelled when the n-th report of a stage comes, and counts what is told after that."""

    def __init__(self, stage: str, reports: int) -> None:
        super().__init__()
        self.stage, self.left = stage, reports
        self.late = self.checks = self.checks_after = 0

    def told(self, _: float, text: str) -> None:
        self.late += self.cancelled
        if text == self.stage:
            self.left -= 1
            if self.left < 0:
                self.cancel()

    def check(self) -> None:
        self.checks += 1
        self.checks_after += self.cancelled
        super().check()


def test_the_json_has_the_documented_shape() -> None:
    song = song_from_text("C4:2 E4 G4", "C", tempo=120, meter=Meter(4, 4))
    found = analysis_json(analyze(song), song)
    assert list(found) == ["tempo_bpm", "meter", "key", "chords", "melody", "notes"]
    assert (found["tempo_bpm"], found["meter"]) == (120.0, "4/4")
    assert list(found["key"]) == ["tonic", "mode", "confidence"]
    assert found["chords"] == [
        {"start_s": 0.0, "end_s": 2.0, "start_beat": 0.0, "end_beat": 4.0, "symbol": "C", "confidence": 1.0}
    ]
    assert found["melody"][1] == {
        "start_s": 1.0, "end_s": 1.5, "start_beat": 2.0, "end_beat": 3.0, "pitch": 64, "velocity": 96,
        "confidence": 1.0,
    }  # fmt: skip
    without = [
        {name: value for name, value in note.items() if name != "confidence"} for note in found["melody"]
    ]
    assert found["notes"] == without


def test_how_sure_the_melody_is_follows_from_the_lanes() -> None:
    song = song_from_text("C5:2 D5 E5 | F5 E5 D5:2", "C | G7", tempo=120)
    bass = Lane("Low", Role.BASS, program=33)
    low = apply(song, InsertLane(2, bass, (song.sections[0].columns[1],))).song
    sure = analyze(low).melody_confidence
    assert len(set(sure)) == 1
    assert 0.5 < sure[0] < 1.0


def test_a_melody_of_which_nobody_says_how_sure_it_is_is_told_without() -> None:
    song = song_from_text("C5:2 D5 E5", "C", tempo=120)
    found = analysis_json(replace(analyze(song), melody_confidence=()), song)
    assert [note["pitch"] for note in found["melody"]] == [72, 74, 76]
    assert not any("confidence" in note for note in found["melody"])


def test_neither_torch_nor_music21_is_imported() -> None:
    code = (
        "import sys, tuicomposer.analyzer.service, tuicomposer.analyzer.report;"
        "sys.exit(bool({'torch', 'music21', 'textual', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
