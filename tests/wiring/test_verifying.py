"""Proof by ear: what is rendered is listened to, and what is not understood is drawn again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.listeners import FakeListener
from tuicomposer.errors import Cancelled, SoundError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.hearing import HeardChord, HeardNote, HeardSound
from tuicomposer.jobs.messages import Candidate, FoundAgain, Generated, GenerateRequest, Region
from tuicomposer.jobs.writers import found_text
from tuicomposer.playback.fluid import fluid_renderer, load_library
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import SetCells
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.song import Song
from tuicomposer.wiring.verifying import DRAWS, Verifier, VerifyingGenerator

SOUNDFONT = Path(__file__).resolve().parents[2] / "soundfonts" / "tuicomposer.sf2"
SONG = song_from_text("C4 D4 E4 F4 | G4:2 E4:2", "C F | G C", tempo=120.0)
GOOD, BAD, WORSE = FoundAgain(1.0, 1.0), FoundAgain(0.8, 1.0), FoundAgain(1.0, 0.2)


class Writer:
    """Draws two candidates, numbered by draw."""

    name = "fake"

    def __init__(self) -> None:
        self.seeds: list[int] = []

    def generate(self, request: GenerateRequest, report, token) -> Generated:
        self.seeds.append(request.seed)
        report(1.0, "drawn")
        number = 2 * len(self.seeds)
        found = tuple(Candidate(SetCells(()), 0.5, (), True, True, number + rank) for rank in range(2))
        return Generated(request, found, "fake 1", 0.5)


class Ear(Verifier):
    """Finds what it was told to find, in turn."""

    def __init__(self, *answers: FoundAgain) -> None:
        self.answers = list(answers)

    def found(self, song: Song, section: int, token: CancelToken) -> FoundAgain:
        token.check()
        return self.answers.pop(0)


def generated(ear: Ear, writer: Writer, *, verify: bool = True) -> Generated:
    request = GenerateRequest(SONG, 0, Region(0, (2,), 0, 8), seed=7, verify=verify)
    told: list[float] = []
    clock = iter((1.0, 3.5))
    answer = VerifyingGenerator(writer, lambda: ear, lambda: next(clock)).generate(
        request, lambda fraction, _: told.append(fraction), CancelToken()
    )
    assert answer.request is request
    assert told == sorted(told)
    return answer


def test_what_is_understood_is_drawn_once() -> None:
    writer = Writer()
    answer = generated(Ear(GOOD, GOOD), writer)
    assert writer.seeds == [7]
    assert [one.found for one in answer.candidates] == [GOOD, GOOD]


def test_what_is_not_understood_is_drawn_again_and_goes_last() -> None:
    writer = Writer()
    answer = generated(Ear(BAD, GOOD, WORSE, GOOD), writer)
    assert len(writer.seeds) == len(set(writer.seeds)) == 2
    assert [one.longest_copied_run for one in answer.candidates] == [3, 5]


def test_after_the_last_draw_the_best_understood_are_kept() -> None:
    writer = Writer()
    answer = generated(Ear(WORSE, BAD, WORSE, WORSE, BAD, WORSE), writer)
    assert len(writer.seeds) == DRAWS
    assert [one.found for one in answer.candidates] == [BAD, BAD]
    assert answer.seconds == 2.5  # With the listening, by the clock.


def test_nobody_listens_unless_asked() -> None:
    answer = generated(Ear(), Writer(), verify=False)
    assert [one.found for one in answer.candidates] == [None, None]


def test_a_cancelled_proof_ends() -> None:
    token = CancelToken()
    token.cancel()
    request = GenerateRequest(SONG, 0, Region(0, (2,), 0, 8), verify=True)
    with pytest.raises(Cancelled):
        VerifyingGenerator(Writer(), lambda: Ear(GOOD)).generate(request, lambda *_: None, token)


def test_what_is_said_of_it() -> None:
    assert found_text(GOOD) == "heard again: melody 100 %, chords 100 %"
    assert found_text(BAD).startswith("heard badly")
    assert found_text(FoundAgain(None, 0.96)) == "heard again: chords 96 %"
    assert FoundAgain(None, None).passed


def test_a_section_is_rendered_and_what_is_heard_is_compared() -> None:
    try:
        load_library()
    except SoundError as error:
        pytest.skip(str(error))
    tune = tuple(
        HeardNote(0.5 * beat + 0.02, 0.5 * beat + 0.4, pitch, 90, 1.0)
        for beat, pitch in [(0, 60), (1, 62), (2, 64), (3, 65), (4, 67), (6, 76)]
    )
    parts = ((0, 1, "C"), (1, 2, "Fmaj7"), (2, 3, "G7"), (3, 4, "Am"))
    heard_chords = tuple(HeardChord(start, end, parse_chord(symbol), 1.0) for start, end, symbol in parts)
    heard = HeardSound(4.0, 0.0, 120.0, (0.0, 0.5), 0, 4, (), heard_chords, tune, tune)
    listener = FakeListener(heard)
    verifier = Verifier(lambda: fluid_renderer(SOUNDFONT), listener)
    found = verifier.found(SONG, 0, CancelToken())
    assert found == (pytest.approx(5 / 6), pytest.approx(0.75))
    assert listener.loudest > 0.05
    assert listener.samples > 4 * listener.sample_rate
    muted = replace(SONG, lanes=tuple(replace(lane, muted=lane.name == "Melody") for lane in SONG.lanes))
    assert verifier.found(muted, 0, CancelToken()).melody is None
