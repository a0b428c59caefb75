"""Wishes move what they name, keep what was typed, and the same seed gives the same music."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.generator.networks import tiny_sampler
from tests.generator.requests import WRITTEN, request, typed
from tuicomposer.errors import RequestError
from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.generator.proposal import Sampled, Sampler, propose
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.generator.vocabulary import FIRST_PITCH
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import (
    Controls,
    likeness,
    number_of,
    register_of,
    song_likeness,
)
from tuicomposer.jobs.messages import Generated, GenerateRequest
from tuicomposer.score.edits import apply
from tuicomposer.score.song import Song

SONG = typed("C5:2 D5 E5 F5:2 E5:2 G5:4 E5:4", "C | F G | C | G")


def made(song: Song = SONG, vary: float | None = None, seed: int = 3, **wishes: object) -> Generated:
    """What a tiny sampler makes of wishes; every candidate contains what was typed."""
    asked = replace(request(song, seed=seed), controls=Controls(**wishes), vary=vary)  # type: ignore[arg-type]
    found = propose(asked, tiny_sampler(), "tiny", lambda *_: None, CancelToken())
    assert all(candidate.contains_melody and candidate.contains_chords for candidate in found.candidates)
    return found


def drawn(**wishes: object) -> Sampled:
    """One arrangement of an untrained network."""
    asked = replace(request(SONG), controls=Controls(**wishes))  # type: ignore[arg-type]
    sampler = tiny_sampler()
    return sampler.draw(asked, 1, np.random.default_rng(1), lambda *_: None, CancelToken())[0]


def onsets(sampled: Sampled) -> np.ndarray:
    """(rows, 3) where notes of the written lanes start."""
    return sampled.tokens[:, 1:] >= FIRST_PITCH


def foreign_tones(sampled: Sampled) -> float:
    """Share of the sounding cells of the written lanes outside their chord."""
    heard = sounding_pitches(sampled.tokens)[:, 1:]
    found = [
        pitch % 12 not in item.chord.pitch_classes
        for item in sampled.canvas.chords
        for pitch in heard[item.start : item.stop].flat
        if pitch >= 0
    ]
    return float(np.mean(found))


def test_density_is_reached() -> None:
    beats = SONG.sections[0].length / 4
    few, many = (onsets(drawn(density=density)).sum() / 3 / beats for density in (0.5, 2.5))
    assert few == pytest.approx(0.5, abs=0.35)
    assert many == pytest.approx(2.5, abs=0.35)


def test_syncopation_moves_notes_off_the_beat() -> None:
    def off(share: float) -> float:
        found = onsets(drawn(density=1.0, syncopation=share))
        on_beat = np.arange(len(found)) % 4 == 0
        return float(found[~on_beat].sum() / found.sum())

    assert off(0.1) < 0.3
    assert off(0.8) > 0.6


def test_register_moves_one_lane() -> None:
    def centre(shift: int) -> float:
        heard = sounding_pitches(drawn(register=((4, shift),)).tokens)[:, 3]
        return float(heard[heard >= 0].mean())

    assert centre(12) - centre(-10) > 8


def test_surprise_moves_the_share_of_chord_tones() -> None:
    plain, usual, daring = (foreign_tones(drawn(surprise=surprise)) for surprise in (0.0, 0.5, 1.0))
    assert plain < usual < daring


def test_a_passage_is_taken_after() -> None:
    """A passage of whole notes makes fewer onsets than one of sixteenths."""
    whole = song_likeness(typed("C5:4 E5:4 D5:4", ""))
    fast = song_likeness(typed(" ".join(["C5:1/4 D5:1/4"] * 24), ""))
    assert onsets(drawn(like=whole)).sum() < onsets(drawn(like=fast)).sum()


def test_same_seed_same_music_with_wishes() -> None:
    wishes = {"density": 1.5, "syncopation": 0.3, "surprise": 0.7, "register": ((4, -5),)}
    assert made(**wishes).candidates == made(**wishes).candidates
    assert made(**wishes).candidates != made(seed=4, **wishes).candidates


def test_a_variation_keeps_what_was_typed_and_most_of_what_was_generated() -> None:
    before = apply(SONG, made().candidates[0].edit).song
    varied = made(before, vary=0.3, seed=8)
    after = apply(before, varied.candidates[0].edit).song
    assert after.sections[0].columns[:2] == SONG.sections[0].columns[:2]
    pairs = [
        (was, now)
        for lane in WRITTEN
        for was, now in zip(before.sections[0].columns[lane], after.sections[0].columns[lane], strict=True)
    ]
    changed = sum(was != now for was, now in pairs)
    assert 0 < changed < len(pairs) / 2


def test_nothing_generated_is_nothing_to_vary() -> None:
    with pytest.raises(RequestError, match="nothing to vary"):
        made(vary=0.3)


@pytest.mark.parametrize(
    "wishes",
    [{"density": 0.0}, {"density": 9.0}, {"syncopation": 1.1}, {"surprise": -0.1}, {"register": ((1, 30),)}],
)
def test_wishes_out_of_range_are_refused(wishes: dict[str, object]) -> None:
    with pytest.raises(RequestError, match="is no"):
        Controls(**wishes)  # type: ignore[arg-type]


def test_register_as_text() -> None:
    assert register_of("+5", SONG) == ((1, 5), (2, 5), (3, 5), (4, 5))
    assert register_of("Bass-12, alto +3", SONG) == ((2, 3), (4, -12))
    assert register_of("", SONG) == ()
    for text in ("five", "Kazoo+3", "Bass"):
        with pytest.raises(RequestError):
            register_of(text, SONG)


def test_numbers_as_text() -> None:
    assert number_of("density", " 1,5 ") == 1.5
    assert number_of("density", "") is None
    with pytest.raises(RequestError, match="no density"):
        number_of("density", "dense")


def test_a_passage_of_the_song_itself() -> None:
    found = likeness(SONG.sections[0], 0, 16)
    assert found.bars == 1
    assert [note.interval for note in found.voices(1)[0]] == [None, 2, 2]
    assert found.voices(4) == found.voices(1)
    with pytest.raises(RequestError, match="no notes"):
        likeness(typed("", "C").sections[0])


def test_a_request_of_old_is_as_it_was() -> None:
    assert GenerateRequest(SONG, 0, request(SONG).region).controls == Controls()


@pytest.mark.parametrize("share", [0.05, 0.4, 1.0])
@pytest.mark.parametrize("sampler", [RuleSampler(), tiny_sampler()], ids=["rules", "network"])
def test_variations_of_variations_contain_every_chord(sampler: Sampler, share: float) -> None:
    song = typed("C5:2 D5 E5 F5:2 E5:2 G5:4 E5:4", "C/E | F G7 | Am7 D7/F# | G")
    for seed in range(6):
        vary = share if seed else None
        asked = replace(request(song, seed=seed), vary=vary, controls=Controls(surprise=1.0))
        best = propose(asked, sampler, "t", lambda *_: None, CancelToken()).candidates[0]
        assert best.contains_melody
        assert best.contains_chords
        song = apply(song, best.edit).song
