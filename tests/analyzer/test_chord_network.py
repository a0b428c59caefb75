"""The chord network: what it reads, that torch and numpy agree, what is made of its answers."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.decoding import best_path, decode
from tuicomposer.analyzer.network import Heard, NumpyChordNetwork, log_softmax
from tuicomposer.analyzer.segments import CHANNELS, TRAITS, grid_edges, segments
from tuicomposer.analyzer.vocabulary import CLASSES, QUALITIES, SILENCE, SUFFIXES, chord_of, class_of
from tuicomposer.errors import Cancelled
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.chord import NO_CHORD, Chord, parse_chord
from tuicomposer.score.chord_table import QUALITIES as TABLE
from tuicomposer.training.chords.network import ChordNetwork

BARS = (0, 1920, 3840)
NOTES = st.lists(
    st.tuples(st.integers(0, 3800), st.integers(1, 1900), st.integers(24, 100)), min_size=1, max_size=12
).map(lambda drawn: np.array([(start, start + length, pitch) for start, length, pitch in drawn]))


def network(seed: int = 0) -> tuple[ChordNetwork, NumpyChordNetwork]:
    torch.manual_seed(seed)
    trained = ChordNetwork(8, (1, 2)).eval()
    return trained, NumpyChordNetwork({k: v.numpy() for k, v in trained.state_dict().items()}, (1, 2))


@given(NOTES)
def test_torch_and_numpy_say_the_same(notes: np.ndarray) -> None:
    trained, plain = network()
    seen = segments(notes, *grid_edges(BARS, 480))
    heads = trained(torch.from_numpy(seen.classes)[None], torch.from_numpy(seen.traits)[None])
    heard = plain.hear(seen)
    for mine, theirs in (
        (heard.chords, heads.chords.log_softmax(-1)),
        (heard.bass, heads.bass.log_softmax(-1)),
        (heard.begins[:, 1], torch.nn.functional.logsigmoid(heads.begins)),
    ):
        assert np.allclose(mine, theirs[0].detach().numpy(), atol=1e-4)


@given(NOTES, st.integers(-12, 12))
def test_transposed_music_has_the_transposed_answer(notes: np.ndarray, semitones: int) -> None:
    _, plain = network()
    edges, marks = grid_edges(BARS, 480)
    seen = segments(notes, edges, marks)
    moved = seen._replace(classes=np.roll(seen.classes, semitones, axis=1))
    before, after = plain.hear(seen).chords[:, :-1], plain.hear(moved).chords[:, :-1]
    rolled = np.roll(before.reshape(-1, 12, QUALITIES), semitones, axis=1)
    assert np.allclose(after.reshape(-1, 12, QUALITIES), rolled, atol=1e-4)


def test_long_music_is_heard_in_pieces_without_seams() -> None:
    _, plain = network()
    rng = np.random.default_rng(0)
    starts = rng.integers(0, 700 * 240, 2000)
    notes = np.stack([starts, starts + 400, rng.integers(30, 90, 2000)], axis=1)
    seen = segments(notes, *grid_edges(range(0, 700 * 240 + 1, 1680), 480))
    whole = plain._chunk(seen.classes, seen.traits, None)
    assert np.allclose(plain.hear(seen).chords, whole.chords, atol=1e-4)


def test_a_cancelled_token_stops_it() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        network()[1].hear(segments(np.array([(0, 480, 60)]), *grid_edges(BARS, 480)), token)


def test_weights_that_do_not_fit_are_refused() -> None:
    weights = {k: v.numpy() for k, v in ChordNetwork(8, (1,)).state_dict().items()}
    with pytest.raises(ValueError, match="missing"):
        NumpyChordNetwork(weights, (1, 2))
    weights["quality.weight"] = weights["quality.weight"][:3]
    with pytest.raises(ValueError, match="shape"):
        NumpyChordNetwork(weights, (1,))


@given(NOTES)
def test_features_are_finite_and_of_the_stated_shape(notes: np.ndarray) -> None:
    edges, marks = grid_edges(BARS, 480)
    seen = segments(notes, edges, marks)
    assert seen.classes.shape == (16, 12, CHANNELS)
    assert seen.traits.shape == (16, TRAITS)
    assert np.isfinite(seen.classes).all()
    assert np.isfinite(seen.traits).all()


def test_a_held_chord_fills_its_segments() -> None:
    notes = np.array([(0, 480, pitch) for pitch in (48, 64, 67)])
    seen = segments(notes, *grid_edges(BARS, 480))
    assert set(np.flatnonzero(seen.classes[0, :, 0])) == {0, 4, 7}
    assert seen.classes[:2, 0, 2] == pytest.approx([1, 1])
    assert seen.classes[0, 7, 3] == pytest.approx(1)
    assert seen.traits[:3, 3] == pytest.approx([0, 0, 1])


@pytest.mark.parametrize(
    ("pickup", "first"), [(480, [0, 240, 480]), (360, [0, 120, 360]), (0, [0, 240, 480])]
)
def test_segments_fall_on_the_bars_after_a_pickup(pickup: int, first: list[int]) -> None:
    bars = tuple(sorted({0, pickup, pickup + 1920, pickup + 3840}))
    edges, marks = grid_edges(bars, 480)
    assert list(edges[:3]) == first
    assert list(edges[np.flatnonzero(marks[:, 0])]) == [bar for bar in bars[:-1] if bar >= pickup]
    assert (np.diff(edges) > 0).all()


def test_every_chord_has_a_class_that_keeps_third_and_seventh() -> None:
    assert class_of(NO_CHORD) == SILENCE
    for quality in TABLE:
        chord = Chord("D", quality.suffix)
        back = chord_of(class_of(chord))
        assert back.root == "D"
        for step in (3, 4, 10, 11):
            if step in back.quality.intervals:
                assert step in quality.intervals
    assert [class_of(Chord("C", suffix)) for suffix in SUFFIXES] == list(range(QUALITIES))
    assert chord_of(class_of(parse_chord("Bb")), 2, flats=True).symbol == "Bb/D"


@given(st.integers(0, 10**6), st.integers(1, 5))
def test_the_best_path_is_the_best_of_all(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    scores, change, stay = rng.normal(size=(count, 3)), -rng.random(count), -rng.random(count)

    def total(path: tuple[int, ...]) -> float:
        held = np.maximum(stay, change)  # a chord may begin again
        moves = (held[i] if path[i] == path[i - 1] else change[i] for i in range(1, count))
        return float(sum(scores[i, step] for i, step in enumerate(path)) + sum(moves))

    best = max(total(path) for path in product(range(3), repeat=count))
    assert total(tuple(best_path(scores, change, stay))) == pytest.approx(best)


def test_chords_are_joined_and_carry_their_bass() -> None:
    c, g = class_of(parse_chord("C")), class_of(parse_chord("G7"))
    chords = np.full((4, CLASSES), -9.0, np.float32)
    chords[[0, 1], c] = chords[[2, 3], g] = -0.1
    bass = np.full((4, 12, 12), -9.0, np.float32)
    bass[:2, 0, 4] = bass[2:, 7, 0] = -0.1
    heard = Heard(log_softmax(chords), bass, np.full((4, 2), -0.7, np.float32))
    found = list(decode(heard))
    assert [(one.first, one.stop, one.label, one.bass) for one in found] == [(0, 2, c, 4), (2, 4, g, None)]
    assert found[0].confidence == pytest.approx(np.exp(heard.chords[0, c]), abs=1e-3)
    calm = list(decode(heard, calm=2.7))
    assert [one[:4] for one in calm] == [one[:4] for one in found]
    assert 0.0 < calm[0].confidence < found[0].confidence


def test_nothing_is_decoded_from_nothing() -> None:
    empty = Heard(
        np.zeros((0, CLASSES), np.float32), np.zeros((0, 12, 12), np.float32), np.zeros((0, 2), np.float32)
    )
    assert list(decode(empty)) == []
