"""A recording beside the song: it begins at the right place wherever the song is entered, and ends there."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playsongs import song_of, with_column
from test_player import Stage

from tuicomposer.errors import SoundError
from tuicomposer.playback.events import TAKE_CHANNEL, Kind
from tuicomposer.playback.fluid.engine import SAMPLE_RATE, Engine
from tuicomposer.playback.performance import LEAD
from tuicomposer.playback.take import Take, TakeTrack
from tuicomposer.playback.take_font import VOICES, write_take_font
from tuicomposer.playback.transport import LoopRange
from tuicomposer.score.recording import Recording

BEATS = (0.25, 0.75, 1.25, 1.75, 2.25)
SONG = replace(song_of("C4 D4 E4 F4"), recording=Recording("take.wav", BEATS))
"""Two seconds, which begin a quarter of a second into the recording."""
TAKE = Take(Path("take.sf2"), (0.0, 1.0), 10.0, 44_100)


def played(stage: Stage) -> list[tuple[float, str]]:
    """When the recording began, at which second of it, and when it ended; in milliseconds after the lead."""
    found: list[tuple[float, str]] = []
    data: dict[int, int] = {}
    place: dict[int, int] = {}
    for at, event in stage.synth.played:
        if event.channel != TAKE_CHANNEL:
            continue
        when = round((at - LEAD) * 1000)
        if event.kind is Kind.CONTROL:
            data[event.number] = event.value
            if event.number == 6:
                place[data[98]] = data[6] * 128 + data[38] - 8192
        elif event.kind is Kind.NOTE_ON:
            frames = place[4] * 32768 + place[0] + (event.number - 60) * 8192
            found.append((when, f"+{frames / 44_100:.3f}"))
        elif event.kind is Kind.NOTE_OFF and found and found[-1][1] != "-":
            found.append((when, "-"))
    return found


def with_take() -> Stage:
    stage = Stage(SONG)
    stage.player.take(TAKE)
    return stage


def test_it_begins_where_the_song_begins_and_ends_with_it() -> None:
    stage = with_take()
    stage.player.play()
    stage.go(3.0)
    assert played(stage) == [(0, "+0.250"), (2000, "-")]


def test_it_begins_at_the_place_that_is_played_from() -> None:
    stage = with_take()
    stage.player.play(720)
    stage.go(0.5)
    assert played(stage) == [(0, "+1.000")]


def test_a_loop_begins_it_again() -> None:
    stage = with_take()
    stage.player.loop(LoopRange(480, 960))
    stage.player.play()
    stage.go(1.3)
    assert played(stage) == [(0, "+0.750"), (500, "-"), (500, "+0.750"), (1000, "-"), (1000, "+0.750")]


def test_an_edit_does_not_interrupt_it() -> None:
    stage = with_take()
    stage.player.play()
    stage.go(0.4)
    stage.player.set_song(with_column(SONG, 0, "C4 A4 . F4"))
    stage.go(0.4)
    assert played(stage) == [(0, "+0.250")]


def test_it_can_be_switched_on_and_off_while_playing() -> None:
    stage = Stage(SONG)
    stage.player.play()
    stage.go(0.5 + LEAD)
    stage.player.take(TAKE)
    stage.go(0.3)
    assert [said for _, said in played(stage)] == ["+0.750"]
    stage.player.take(None)
    stage.go(0.3)
    assert [said for _, said in played(stage)] == ["+0.750", "-"]


def test_a_song_at_its_own_tempo_is_played_alone() -> None:
    assert SONG.recording is not None
    stage = Stage(replace(SONG, recording=replace(SONG.recording, followed=False)))
    stage.player.take(TAKE)
    stage.player.play()
    stage.go(1.0)
    assert played(stage) == []


def test_a_recording_that_starts_after_the_song_comes_in_later() -> None:
    late = replace(SONG, recording=Recording("take.wav", tuple(beat - 0.5 for beat in BEATS)))
    stage = Stage(late)
    stage.player.take(TAKE)
    stage.player.play()
    stage.go(1.0)
    assert played(stage) == [(250, "+0.000")]


def test_a_font_that_cannot_be_loaded_leaves_the_song_playing() -> None:
    stage = Stage(SONG)

    def refuse(_: Path) -> None:
        raise SoundError("It is no soundfont.")

    stage.synth.add_font = refuse  # type: ignore[method-assign]
    stage.player.take(TAKE)
    stage.player.play()
    stage.go(0.2)
    assert played(stage) == []
    assert stage.notes() == [(0, "+60")]


@pytest.mark.audio
@pytest.mark.parametrize("tick", [0, 300, 1700, 4320])
def test_fluidsynth_plays_exactly_that_place(soundfont: Path, tmp_path: Path, tick: int) -> None:
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(6 * SAMPLE_RATE)
    samples = (0.2 * np.convolve(noise, np.ones(8) / 8, mode="same")).astype(np.float32)
    font = tmp_path / "take.sf2"
    with font.open("wb") as file:
        assert write_take_font(file, [samples[:100_000], samples[100_000:]], SAMPLE_RATE) == len(samples)
    take = Take(font, tuple(0.5 * beat for beat in range(13)), 6.0, SAMPLE_RATE, 127)
    engine = Engine(soundfont)
    try:
        engine.add_font(font)
        for event in (*take.setup, *TakeTrack(take, 12 * 480).chase(tick)):
            engine.send(event)
        sound = engine.render(8192)[1000:6000, 0]
        assert engine.voices == VOICES
        at = round(tick / 480 * 0.5 * SAMPLE_RATE) + 1000
        best = max(range(-300, 301), key=lambda shift: float(sound @ samples[max(0, at + shift) :][:5000]))
        assert abs(best) <= 1
        assert np.corrcoef(sound, samples[at + best :][:5000])[0, 1] > 0.9
    finally:
        engine.close()


def test_the_font_is_a_riff_file_whose_sizes_are_right() -> None:
    file = io.BytesIO()
    write_take_font(file, [np.zeros(1001, np.float32), np.full(3, 2.0, np.float32)], 22_050)
    data = file.getvalue()
    assert data[:4] + data[8:12] == b"RIFFsfbk"
    at, names = 12, []
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    while at < len(data):
        names.append(data[at + 8 : at + 12])
        at += 8 + int.from_bytes(data[at + 4 : at + 8], "little")
    assert (at, names) == (len(data), [b"INFO", b"sdta", b"pdta"])
