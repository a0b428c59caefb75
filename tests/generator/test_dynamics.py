"""How loud what is written is."""

from __future__ import annotations

import numpy as np

from tests.generator.networks import tiny_sampler
from tests.generator.requests import WRITTEN, request, typed
from tuicomposer.generator.dynamics import LEVELS, dynamics
from tuicomposer.generator.proposal import propose
from tuicomposer.generator.vocabulary import HOLD, REST, pitch_token
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.cells import Note
from tuicomposer.score.edits import apply
from tuicomposer.score.song import Song

TUNE = "C5 D5 E5 F5 G5 A5 C6:2 C5 D5 E5 F5 G5 A5 C6:2"
MELODY = 1
CHORDS = "C | F | G | C"


def melody(song: Song) -> np.ndarray:
    """Tokens of the melody lane."""
    section = song.sections[0]
    cells = section.columns[MELODY]
    return np.array([pitch_token(cell.pitch) if isinstance(cell, Note) else HOLD for cell in cells])


def test_a_phrase_rises_and_falls() -> None:
    song = typed(TUNE, CHORDS)
    tokens = melody(song)
    velocities = dynamics(song.sections[0], tokens, np.zeros(len(tokens), np.int64))
    onsets = np.flatnonzero(tokens != HOLD)
    first, top, last = velocities[onsets[0]], velocities[onsets[4]], velocities[onsets[6]]
    assert last < first < LEVELS[0] < top
    assert np.array_equal(velocities[onsets[7:]], velocities[onsets[:7]])
    assert set(velocities[onsets[6] : onsets[7]]) == {last}


def test_without_a_tune_the_metre_alone_counts() -> None:
    song = typed(TUNE, CHORDS)
    levels = np.arange(song.sections[0].length) % 4
    silent = np.full(len(levels), HOLD)
    silent[0] = REST
    assert np.array_equal(dynamics(song.sections[0], silent, levels), np.array(LEVELS)[levels])


def test_only_what_is_written_is_shaped() -> None:
    song = typed(TUNE, CHORDS)
    made = propose(request(song), tiny_sampler(), "tiny", lambda *_: None, CancelToken())
    after = apply(song, made.candidates[0].edit).song
    assert after.sections[0].columns[MELODY] == song.sections[0].columns[MELODY]
    loud = {c.velocity for lane in WRITTEN for c in after.sections[0].columns[lane] if isinstance(c, Note)}
    assert len(loud) > len(LEVELS)
