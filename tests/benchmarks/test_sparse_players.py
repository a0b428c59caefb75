"""Players without a bass: what they play, and that the other set of pieces is as it was."""

from __future__ import annotations

import numpy as np
import pytest
from chord_pieces import checksum, pieces, pop_chart, sparse_pieces
from sparse_players import SPARSE_PLAYERS

from tuicomposer.score.pitch import parse_pitch


@pytest.mark.parametrize("player", SPARSE_PLAYERS)
def test_nothing_lies_in_the_bass(player: str) -> None:
    chart = pop_chart(np.random.default_rng(3))
    tracks = SPARSE_PLAYERS[player](chart, np.random.default_rng(4))
    notes = [note for track in tracks.values() for note in track]
    assert min(note.pitch for note in notes) >= parse_pitch("C3")
    assert all(note.end > note.start for note in notes)


@pytest.mark.parametrize("player", ["broken", "alone"])
def test_every_tone_of_a_chord_is_played(player: str) -> None:
    chart = pop_chart(np.random.default_rng(5))
    tracks = SPARSE_PLAYERS[player](chart, np.random.default_rng(6))
    held = chart.chords[0]
    played = {note.pitch % 12 for note in next(iter(tracks.values())) if held.start <= note.start < held.end}
    assert played == set(held.chord.pitch_classes)


def test_the_other_set_is_as_it_was() -> None:
    first = next(pieces(1, 2026, leadsheets=None, billboard=None, lieder=None))
    bare = next(sparse_pieces(1, 2026, leadsheets=None, billboard=None))
    assert (first.name, checksum([first])) == ("pop in C 33", 3_069_737_933)
    assert (bare.kind, bare.player) == ("without bass", "sparse")
    assert bare.midi != first.midi
