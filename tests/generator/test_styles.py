"""What a style changes: who sounds the chords, whether lanes may rest, how busy they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from tests.generator.networks import TINY, tiny_discriminator, tiny_generator
from tuicomposer.generator.allowed import allowed_tokens, breaths, forced_cells
from tuicomposer.generator.canvas import encode, is_accompanied
from tuicomposer.generator.containment import chord_violations
from tuicomposer.generator.network import CanvasBatch, GridGenerator, no_density
from tuicomposer.generator.proposal import propose
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.textures import draw_textures, settings_of, textures
from tuicomposer.generator.vocabulary import DENSITIES, MASK, REST, density_token
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.cells import Note
from tuicomposer.score.edits import Place, SetCells, apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.song import Song
from tuicomposer.training.warm_start import adopt


def progression() -> Song:
    return song_from_text("", "Dm7 | G7 | Cmaj7 | A7")


def request(style: str, *lanes: int, song: Song | None = None) -> GenerateRequest:
    song = song or progression()
    return GenerateRequest(song, 0, Region(0, lanes, 0, song.sections[0].length), style=style, seed=1)


def test_a_lead_sheets_melody_is_free_above_chords_that_are_heard() -> None:
    asked = request("leadsheet", 1)
    canvas = encode(asked)
    assert canvas.accompanied
    assert not forced_cells(canvas).any()
    bare = apply(asked.song, SetCells(())).song
    assert not chord_violations(asked.song, bare, asked.region, "leadsheet")
    assert chord_violations(asked.song, bare, asked.region)


def test_silent_chords_or_more_voices_must_be_sounded_by_what_is_written() -> None:
    song = progression()
    muted = replace(song, lanes=(replace(song.lanes[0], muted=True), *song.lanes[1:]))
    assert not is_accompanied(muted, request("leadsheet", 1).region, "leadsheet")
    assert not is_accompanied(song, request("leadsheet", 1, 2).region, "leadsheet")
    assert is_accompanied(song, request("leadsheet", 1, 4).region, "leadsheet")  # the bass goes by a pattern
    assert not is_accompanied(song, request("song", 1).region, "song")


def test_lanes_that_nobody_asked_for_stay_out_of_a_lead_sheet() -> None:
    canvas = encode(request("leadsheet", 1))
    assert (canvas.tokens[:, 1:] == MASK).all()
    assert not canvas.free[:, 1:].any()
    assert STYLES[canvas.style] == "leadsheet"
    assert STYLES[encode(request("leadsheet", 1, 2, 3, 4)).style] == "song"


def test_a_lead_sheet_is_written_whole() -> None:
    sampler = NetworkSampler(tiny_generator(), tiny_discriminator(), SamplerSettings(rounds=1))
    asked = request("leadsheet", 1)
    drawn = sampler.draw(asked, 2, np.random.default_rng(0), lambda *_: None, CancelToken())
    assert all((sampled.tokens[:, 0] != MASK).all() for sampled in drawn)


def test_only_styles_with_rests_rest() -> None:
    assert allowed_tokens(encode(request("chorale", 2, 3, 4)))[:, :, REST].max() < -1e6
    assert allowed_tokens(encode(request("song", 2, 3, 4)))[4, 1, REST] == 0


def test_all_voices_may_breathe_where_the_melody_does() -> None:
    song = song_from_text("C5 R:2 D5 | R:4 | R:4 | E5:4", "Dm7 | G7 | Cmaj7 | A7")
    canvas = encode(request("chorale", 2, 3, 4, song=song))
    per_beat = song.sections[0].rows_per_beat
    silent = np.flatnonzero(breaths(canvas)) // per_beat
    assert sorted(set(silent.tolist())) == [1, 2, *range(4, 12)]
    assert allowed_tokens(canvas)[per_beat, 1, REST] == 0
    assert allowed_tokens(canvas)[0, 1, REST] < -1e6


def test_nobody_breathes_before_the_melody_has_begun_or_under_another_typed_voice() -> None:
    late = song_from_text("R:4 | C5:4", "Dm7 | G7")
    assert not breaths(encode(request("chorale", 2, 3, 4, song=late))).any()
    song = song_from_text("C5:4 | R:4", "Dm7 | G7")
    bass = Place(0, 4, 0)
    both = apply(song, SetCells(((bass, Note(45)),))).song
    assert not breaths(encode(request("chorale", 2, 3, song=both))).any()
    assert breaths(encode(request("chorale", 2, 3, song=song))).any()


def test_density_tokens_by_hand() -> None:
    assert [density_token(rate) for rate in (0.0, 0.3, 1.0, 2.0, 3.0, 4.0)] == [1, 2, 3, 4, 5, 6]
    assert density_token(99) == DENSITIES - 1


def test_candidates_are_told_different_textures_of_the_lanes_they_write() -> None:
    written = np.array([False, True, True, True])
    drawn = draw_textures("song", 16, np.random.default_rng(0), written)
    assert (drawn[:, 0] == 0).all()
    assert (drawn[:, 1:] > 0).all()
    full = draw_textures("song", 16, np.random.default_rng(0))
    assert len({tuple(row) for row in full.tolist()}) == 16
    assert (draw_textures("chorale", 3, np.random.default_rng(0)) == 0).all()
    assert len(textures("leadsheet")[0]) > 2


def test_what_a_style_says_of_the_sampler_are_its_settings() -> None:
    for style in STYLES:
        assert replace(SamplerSettings(), **settings_of(style))  # type: ignore[arg-type]


def test_density_moves_a_network_that_listens_and_no_other() -> None:
    torch.manual_seed(0)
    listening = GridGenerator(replace(TINY, densities=True)).eval()
    rows = torch.zeros(1, 8, dtype=torch.int64)
    batch = CanvasBatch(
        rows[..., None].expand(1, 8, 4),
        rows,
        rows,
        rows[..., None].expand(1, 8, 5),
        rows[:, 0],
        no_density(1),
    )
    busy = batch._replace(density=torch.full((1, 4), 5))
    assert not torch.equal(listening(batch).voices, listening(busy).voices)
    deaf = tiny_generator()
    assert torch.equal(deaf(batch).voices, deaf(busy).voices)


def test_a_released_network_begins_a_training_that_knows_more() -> None:
    released, bigger = tiny_generator(), GridGenerator(replace(TINY, styles=5, densities=True)).eval()
    adopt(bigger, released)
    rows = torch.zeros(1, 8, dtype=torch.int64)
    batch = CanvasBatch(
        rows[..., None].expand(1, 8, 4),
        rows,
        rows,
        rows[..., None].expand(1, 8, 5),
        rows[:, 0],
        no_density(1),
    )
    assert torch.allclose(released(batch).voices, bigger(batch).voices)
    assert torch.allclose(
        bigger(batch).voices, bigger(batch._replace(density=torch.ones(1, 4, dtype=torch.int64))).voices
    )


def test_a_bass_that_a_pattern_will_write_over_is_not_counted_on_for_a_chords_tones() -> None:
    thirds = enumerate((53, 47, 52, 49))
    cells = tuple((Place(0, 4, 16 * bar), Note(pitch, 96, origin="pattern:before")) for bar, pitch in thirds)
    song = apply(progression(), SetCells(cells)).song
    asked = replace(request("leadsheet", 2, 4, song=song), candidates=8)
    sampler = NetworkSampler(tiny_generator(), tiny_discriminator(), SamplerSettings(rounds=1))
    for candidate in propose(asked, sampler, "tiny", lambda *_: None, CancelToken()).candidates:
        after = apply(song, candidate.edit).song
        missed = chord_violations(song, after, asked.region, "leadsheet")
        assert candidate.contains_chords == (not missed)
        assert not any(violation.missing for violation in missed)
