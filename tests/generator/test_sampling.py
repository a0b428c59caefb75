"""The sampler as a person meets it: repeatable, cancellable, ranked, judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.generator.networks import TINY, tiny_discriminator, tiny_generator, tiny_memory, tiny_sampler
from tests.generator.requests import WRITTEN, empty_song, request, typed
from tuicomposer.errors import Cancelled, RequestError
from tuicomposer.generator.canvas import encode, read, sounding_pitches
from tuicomposer.generator.copying import RUN
from tuicomposer.generator.counterpoint import parallels, voice_pair_moves
from tuicomposer.generator.judging import Jury, judge, verdicts
from tuicomposer.generator.network import CanvasBatch, GridDiscriminator, Verdict
from tuicomposer.generator.proposal import Sampled, propose
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings
from tuicomposer.generator.vocabulary import HOLD, MASK, REST, pitch_token
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Generated, GenerateRequest, JudgeRequest, Region
from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.edits import apply
from tuicomposer.score.song import Song


def generate(asked: GenerateRequest, **changes: object) -> Generated:
    """Candidates of a tiny sampler."""
    return propose(asked, tiny_sampler(**changes), "tiny", lambda *_: None, CancelToken())


def with_result(song: Song, made: Generated) -> Song:
    """The song with the best candidate."""
    return apply(song, made.candidates[0].edit).song


JURY = Jury(tiny_discriminator(), tiny_generator())
SONG = typed("C5:2 D5 E5 F5:2 E5:2", "C | F G")


def test_same_seed_same_music() -> None:
    first, again = (generate(request(SONG, seed=5, candidates=3)) for _ in range(2))
    assert first.candidates == again.candidates


def test_other_seed_other_music() -> None:
    first, other = (generate(request(SONG, seed=seed)).candidates[0].edit for seed in (5, 6))
    assert first != other


def test_candidates_are_ranked_and_differ() -> None:
    made = generate(request(SONG, candidates=4)).candidates
    assert len({candidate.edit for candidate in made}) == 4
    drawn = tiny_sampler().draw(request(SONG), 4, np.random.default_rng(0), lambda *_: None, CancelToken())
    merits = sorted((sampled.merit for sampled in drawn), reverse=True)
    assert [round(candidate.realness, 6) for candidate in made] == [
        round(sampled.realness, 6) for sampled in sorted(drawn, key=lambda sampled: -sampled.merit)
    ]
    assert merits[0] > merits[-1]


def test_a_broken_rule_weighs_against_realness() -> None:
    canvas = encode(request(SONG))
    good, bad = (np.full((canvas.rows, 4), HOLD, np.int64) for _ in range(2))
    good[0] = bad[0] = [pitch_token(pitch) for pitch in (72, 64, 60, 48)]
    bad[8] = [pitch_token(pitch) for pitch in (74, 66, 62, 50)]
    assert Sampled(canvas, good, 0.5).merit > Sampled(canvas, bad, 0.5).merit
    assert Sampled(canvas, bad, 0.99).merit > Sampled(canvas, bad, 0.5).merit


def test_cells_say_what_wrote_them() -> None:
    after = with_result(SONG, generate(request(SONG, seed=9)))
    written = [cell for lane in WRITTEN for cell in after.sections[0].columns[lane] if cell is not None]
    assert {cell.origin for cell in written} == {"tiny seed 9"}


def test_generating_again_replaces_what_was_generated() -> None:
    first = with_result(SONG, generate(request(SONG, seed=1)))
    second = with_result(first, generate(request(first, seed=2)))
    origins = {c.origin for lane in WRITTEN for c in second.sections[0].columns[lane] if c is not None}
    assert origins == {"tiny seed 2"}


def test_chords_for_a_melody() -> None:
    song = typed("C5:2 D5 E5 F5:2 E5:2", "")
    after = with_result(song, generate(request(song, lanes=(0, 2, 3, 4))))
    chords = [cell for cell in after.sections[0].columns[0] if isinstance(cell, ChordCell)]
    assert chords
    assert after.sections[0].columns[1] == song.sections[0].columns[1]


def test_a_melody_for_chords() -> None:
    song = typed("", "C | F G")
    after = with_result(song, generate(request(song, lanes=(1, 2, 3, 4))))
    assert any(isinstance(cell, Note) for cell in after.sections[0].columns[1])


def test_music_from_nothing() -> None:
    after = with_result(empty_song(), generate(request(empty_song(), lanes=(0, 1, 2, 3, 4))))
    assert all(any(cell is not None for cell in column) for column in after.sections[0].columns)


def test_long_sections_go_window_by_window() -> None:
    asked = request(typed("C5:4 D5:4 E5:4 F5:4", "C | G | C | F"))
    after = with_result(asked.song, generate(asked, window=20, overlap=8))
    for lane in WRITTEN:
        column = after.sections[0].columns[lane]
        assert all(any(isinstance(cell, Note) for cell in column[row : row + 16]) for row in range(0, 64, 16))


def test_cancel_is_heeded_at_every_step() -> None:
    token = CancelToken()
    seen: list[float] = []

    def report(fraction: float, _: str) -> None:
        seen.append(fraction)
        token.cancel()

    with pytest.raises(Cancelled):
        propose(request(SONG), tiny_sampler(), "tiny", report, token)
    assert len(seen) == 1


def test_progress_rises_to_the_end() -> None:
    seen: list[float] = []
    propose(request(SONG), tiny_sampler(), "t", lambda fraction, _: seen.append(fraction), CancelToken())
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_progress_reaches_the_end_where_little_is_to_be_filled() -> None:
    seen: list[float] = []
    row = replace(request(SONG), region=Region(0, WRITTEN, 4, 5))
    propose(row, tiny_sampler(), "t", lambda fraction, _: seen.append(fraction), CancelToken())
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize("candidates", [0, -1, 17])
def test_an_odd_number_of_candidates_is_refused(candidates: int) -> None:
    with pytest.raises(RequestError, match="candidates"):
        generate(request(SONG, candidates=candidates))


@pytest.mark.parametrize(
    "region",
    [Region(1, WRITTEN, 0, 8), Region(0, WRITTEN, 0, 9999), Region(0, (9,), 0, 8), Region(0, (), 0, 8)],
)
def test_regions_that_do_not_exist_are_refused(region: Region) -> None:
    with pytest.raises(RequestError):
        generate(replace(request(SONG), region=region))


def test_the_judge_gives_a_verdict_on_every_sounding_cell() -> None:
    verdict = judge(JudgeRequest(SONG, 0, 0), JURY, "tiny", CancelToken())
    assert 0 <= verdict.realness <= 1
    assert {cell.place.lane for cell in verdict.cells} == {1}
    assert len(verdict.cells) == SONG.sections[0].length


def test_an_empty_section_is_not_judged() -> None:
    with pytest.raises(RequestError, match="nothing to judge"):
        judge(JudgeRequest(empty_song(), 0, 0), JURY, "tiny", CancelToken())


class LongWindowsBelieved(GridDiscriminator):
    """Believes windows of twenty rows and no others."""

    def forward(self, canvas: CanvasBatch, lanes: torch.Tensor | None = None) -> Verdict:
        rows = canvas.voices.shape[1]
        passage = torch.full((len(canvas.voices),), 2.0 if rows == 20 else -2.0)
        return Verdict(torch.zeros(canvas.voices.shape), passage)


def test_a_short_last_window_counts_by_its_rows() -> None:
    song = typed("C5:2 D5 E5 F5:2 E5:2 C5:2 D5", "C | F G")
    rows, believed = song.sections[0].length, LongWindowsBelieved(TINY)
    assert rows % 20
    sizes = np.array([min(20, rows - start) for start in range(0, rows, 20)])
    logits = np.where(sizes == 20, 2.0, -2.0)
    sampler = NetworkSampler(tiny_generator(), believed, SamplerSettings(2, rounds=1, window=20, overlap=0))
    (drawn,) = sampler.draw(request(song), 1, np.random.default_rng(0), lambda *_: None, CancelToken())
    assert drawn.realness == pytest.approx(1 / (1 + np.exp(-np.average(logits, weights=sizes))))
    found = verdicts(read(song, 0), Jury(believed, tiny_generator()), CancelToken(), window=20)
    assert found.passage == pytest.approx(np.average(1 / (1 + np.exp(-logits)), weights=sizes))


def heard(*rows: tuple[int, ...]) -> np.ndarray:
    """Sounding pitches, soprano to bass."""
    return np.array(rows)


def test_parallels_by_hand() -> None:
    fifths = heard((72, 64, 60, 53), (74, 64, 60, 55))
    assert parallels(fifths) == [(1, 0, 3, 7)]
    octaves = heard((72, 64, 55, 48), (74, 65, 55, 50))
    assert [(fault.upper, fault.lower, fault.interval) for fault in parallels(octaves)] == [(0, 3, 0)]
    assert not parallels(heard((72, 64, 60, 53), (72, 64, 60, 53)))
    assert not parallels(heard((72, 64, 60, 53), (74, 64, 60, 52)))
    assert not parallels(heard((72, 64, 60, -1), (74, 64, 60, 55)))
    assert voice_pair_moves(octaves) == 3


def test_sounding_pitches_follow_holds_and_rests() -> None:
    c4 = pitch_token(60)
    tokens = np.array([[c4, REST, MASK, HOLD], [HOLD, HOLD, HOLD, c4], [REST, c4, HOLD, HOLD]])
    assert sounding_pitches(tokens).tolist() == [[60, -1, -1, -1], [60, -1, -1, 60], [-1, 60, -1, 60]]


def test_the_canvas_hides_only_what_may_be_written() -> None:
    canvas = encode(request(SONG))
    assert (canvas.tokens[:, 0] != MASK).all()
    assert (canvas.tokens[:, 1:] == MASK).all()
    assert canvas.written[:, 1:].all()
    assert not canvas.written[:, 0].any()


def test_copied_music_is_found_in_any_key() -> None:
    tokens = np.full((32, 4), HOLD, np.int64)
    tokens[::4] = np.arange(8)[:, None] + np.array([40, 36, 30, 20])
    memory = tiny_memory()
    assert memory.longest(tokens).piece == "a piece"
    assert memory.longest(tokens).rows == 31
    moved = np.where(tokens == HOLD, HOLD, tokens + 5)
    assert memory.longest(moved).rows == 31
    changed = moved.copy()
    changed[16, 1] += 1
    assert RUN <= memory.longest(changed).rows < 20
    assert memory.longest(np.full((32, 4), REST, np.int64)) == (0, "")
