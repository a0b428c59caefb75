"""The written key: what a chorale says of it, how the trees answer, and what is refused."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import music21
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.checkpoint import model_of
from tuicomposer.analyzer.choose import ChosenAnalyzer
from tuicomposer.analyzer.chorale_evidence import (
    CHORALE_WITNESSES,
    FEATURES,
    chorale_evidence,
    chorale_features,
)
from tuicomposer.analyzer.keys import key_guesses
from tuicomposer.analyzer.report import analysis_json
from tuicomposer.analyzer.written_key import WrittenKeys
from tuicomposer.errors import Cancelled
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest
from tuicomposer.models.manifest import read_verified, write_manifest
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.score.cells import Cell, Note
from tuicomposer.score.lane import Lane
from tuicomposer.score.pitch import parse_pitch
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan
from tuicomposer.training.chords.score_xml import read_score

BEAT = 480
MODELS = Path(__file__).parents[2] / "models"
PLAIN = (
    "E4 G4 A4 G4 F4 E4 D4 E4 F4 E4 D4 C4",
    "C4 D4 F4 E4 C4 C4 B3 C4 C4 C4 B3 G3",
    "G3 B3 C4 C4 A3 G3 G3 G3 A3 G3 F3 E3",
    "C3 G3 F3 C3 F3 C3 G2 C3 F3 G3 G2 C3",
)
"""C major."""


def voices(*lines: str) -> tuple[NoteSpan, ...]:
    """Lanes of quarter notes."""
    return tuple(
        NoteSpan(lane, row, row * BEAT, (row + 1) * BEAT, parse_pitch(name), 96)
        for lane, line in enumerate(lines)
        for row, name in enumerate(line.split())
    )


def row(name: str, notes: tuple[NoteSpan, ...]) -> list[float]:
    found: list[float] = chorale_evidence(notes)[CHORALE_WITNESSES.index(name)].tolist()
    return found


def marked(**where: float) -> list[float]:
    """Twelve values, of which some are given by their note."""
    values = [0.0] * 12
    for name, value in where.items():
        values[parse_pitch(f"{name}4") % 12] = value
    return values


def test_a_cadence_is_a_falling_fifth_under_a_leading_tone() -> None:
    cadence = voices("B4 C5", "D4 E4", "G3 C4", "G3 C3")
    assert row("major cadences", cadence) == pytest.approx(marked(C=0.5**0.5))
    assert row("minor cadences", cadence) == [0.0] * 12
    assert row("leading", cadence) == marked(C=1.0)
    minor = voices("B4 C5", "D4 Eb4", "G3 C4", "G3 C3")
    assert row("minor cadences", minor) == pytest.approx(marked(C=0.5**0.5))
    plagal = voices("C5 C5", "A4 G4", "F4 E4", "F3 C3")
    assert row("major cadences", plagal) == [0.0] * 12


def test_triads_are_counted_by_kind() -> None:
    notes = voices("C5 A4 B4 C5", "G4 E4 F4 G4", "E4 C4 D4 E4", "C3 A3 B3 C3")
    assert row("major triads", notes) == pytest.approx(marked(C=0.5**0.5))
    assert row("minor triads", notes) == pytest.approx(marked(A=0.5))
    assert row("diminished triads", notes) == pytest.approx(marked(B=0.5))
    assert row("first major triad", notes) == marked(C=1.0)
    assert row("first minor triad", notes) == [0.0] * 12
    assert row("last third", notes) == marked(C=1.0)
    assert row("last third", voices("C5", "Eb4", "G3", "C3")) == [0.0] * 12


def test_only_what_stands_for_a_beat_is_held() -> None:
    short = tuple(
        replace(note, start=note.start // 2, end=note.end // 2) for note in voices("C5 D5", "E4 G4")
    )
    assert row("held bass", short) == [0.0] * 12
    assert row("held highest", voices("C5 D5", "E4 G4")) == pytest.approx(marked(C=0.5**0.5, D=0.5**0.5))


def test_nothing_but_the_absolute_tail_hears_a_transposition() -> None:
    first, last = chorale_features(voices(*PLAIN))
    up = tuple(replace(note, pitch=note.pitch + 3) for note in voices(*PLAIN))
    second, raised = chorale_features(up)
    assert first.shape == second.shape == (FEATURES,)
    assert (last, raised) == (0, 3)
    assert first[:-14] == pytest.approx(second[:-14])
    assert first[-2:].tolist() == [0.0, -1.0]
    assert second[-2:].tolist() == [-1.0, -2.0]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(1, 4), st.integers(20, 100)), min_size=1
    )
)
def test_any_notes_give_finite_shares(drawn: list[tuple[int, int, int, int]]) -> None:
    notes = [
        NoteSpan(lane, 0, start * 120, (start + length) * 120, pitch, 96)
        for lane, start, length, pitch in drawn
    ]
    found = chorale_evidence(notes)
    assert found.shape == (len(CHORALE_WITNESSES), 12)
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1 + 1e-9)).all()


def stump(**changes: list[object]) -> dict[str, np.ndarray]:
    """One tree of one question: is the bass at the end on C?"""
    at_c = len(CHORALE_WITNESSES) * 12
    lists: dict[str, list] = {
        "roots": [0], "feature": [at_c, -1, -1], "threshold": [0.5, 0, 0], "other": [2, 0, 1],
        "classes": [0, 19], "shares": [[0.25, 0.75], [1.0, 0.0]],
    }  # fmt: skip
    return {name: np.array(values) for name, values in {**lists, **changes}.items()}


def test_a_tree_answers_from_the_last_bass() -> None:
    keys = WrittenKeys(stump())
    on_c = keys.guesses(voices(*PLAIN))
    assert [(str(guess.key), guess.confidence) for guess in on_c[:2]] == [("C major", 1.0), ("Db major", 0.0)]
    assert len(on_c) == 24
    on_d = keys.guesses(tuple(replace(note, pitch=note.pitch + 2) for note in voices(*PLAIN)))
    assert [(str(guess.key), guess.confidence) for guess in on_d[:2]] == [
        ("A minor", 0.75),
        ("D major", 0.25),
    ]


def test_other_music_than_four_lanes_is_not_judged() -> None:
    keys = WrittenKeys(stump())
    assert keys.guesses(()) == ()
    assert keys.guesses(voices(*PLAIN[:3])) == ()
    assert keys.guesses(voices(*PLAIN, PLAIN[0])) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"roots": [3]},
        {"roots": []},
        {"feature": [FEATURES, -1, -1]},
        {"feature": [0, -1, 0]},
        {"other": [0, 0, 1]},
        {"other": [2, 0, 2]},
        {"threshold": [0.5]},
        {"threshold": [np.nan, 0.0, 0.0]},
        {"roots": [[0]]},
        {"feature": [[0, -1, -1]]},
        {"classes": [0, 0]},
        {"shares": [[np.nan, 1.0], [0.0, 1.0]]},
        {"shares": [[-1.0, 2.0], [0.0, 1.0]]},
        {"shares": [[50.0, 0.0], [0.0, 1.0]]},
        {"classes": [0, 24]},
        {"classes": [0]},
    ],
)
def test_trees_that_do_not_fit_are_refused(changes: dict[str, list[object]]) -> None:
    with pytest.raises(ValueError, match="fit"):
        WrittenKeys(stump(**changes))


def test_it_can_be_cancelled() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        WrittenKeys(stump()).guesses(voices(*PLAIN), token)


def song(*lines: str) -> Song:
    """Lanes of quarter notes on the grid."""
    columns: list[tuple[Cell | None, ...]] = [
        tuple(Note(parse_pitch(name)) for name in line.split()) for line in lines
    ]
    section = Section("A", len(columns[0]), tuple(columns), rows_per_beat=1)
    return Song(lanes=tuple(Lane(f"Voice {number}") for number in range(len(lines))), sections=(section,))


def analyze(music: Song) -> Analyzed:
    return ChosenAnalyzer(MODELS).analyze(AnalyzeRequest(music, 0), CancelToken())


def chorale(name: str) -> tuple[NoteSpan, ...]:
    """A chorale of Bach's from music21's corpus."""
    score = read_score(Path(music21.__file__).parent / "corpus" / "bach" / f"{name}.mxl")
    return tuple(
        NoteSpan(lane, 0, note.start, note.end, note.pitch, 96)
        for lane, part in enumerate(score.parts)
        for note in part
    )


@pytest.mark.parametrize(
    ("name", "heard", "written"),
    [("bwv269", "G major", "G major"), ("bwv437", "D minor", "A minor"), ("bwv85.6", "C minor", "G minor")],
)
def test_the_released_trees_know_what_they_learned(name: str, heard: str, written: str) -> None:
    notes = chorale(name)
    keys = model_of(read_verified(MODELS / "analyzer", TRUSTED)).written
    assert keys is not None
    assert str(key_guesses(notes)[0].key) == heard
    assert str(keys.guesses(notes)[0].key) == written


def test_a_folder_without_trees_has_none(tmp_path: Path) -> None:
    folder = tmp_path / "analyzer"
    shutil.copytree(MODELS / "analyzer", folder)
    (folder / "written_key.safetensors").unlink()
    trusted = frozenset({write_manifest(folder)})
    assert model_of(read_verified(folder, trusted)).written is None
    assert (
        ChosenAnalyzer(tmp_path, trusted).analyze(AnalyzeRequest(song(*PLAIN), 0), CancelToken()).written
        == ()
    )


def test_the_json_tells_the_written_key_of_four_lanes_only() -> None:
    four, three = song(*PLAIN), song(*PLAIN[:3])
    told = analysis_json(analyze(four), four)["written_key"]
    assert (told["tonic"], told["mode"]) == ("C", "major")
    assert "written_key" not in analysis_json(analyze(three), three)
