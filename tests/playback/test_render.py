"""Rendering through FluidSynth with the built-in soundfont: right pitch, right length, whole files."""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from playsongs import song_of, with_lane

from tuicomposer.errors import Cancelled, SoundError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.playback.audio_file import write_audio
from tuicomposer.playback.events import Kind, SoundEvent
from tuicomposer.playback.fluid import fluid_renderer
from tuicomposer.playback.render import CEILING, MAX_TAIL_SECONDS, Renderer, render_song, render_stems
from tuicomposer.score.song import new_song

FLUTE = with_lane(song_of("A4 . . ."), 0, program=73)
"""One flute note of two seconds."""


class Beeper:
    """A renderer without FluidSynth: a constant while notes are held."""

    sample_rate = 44_100

    def __init__(self, level: float = 0.25) -> None:
        self.level = level
        self.held: set[tuple[int, int]] = set()
        self.closed = False
        self.log: list[tuple[int, SoundEvent]] = []
        self._frames = 0

    def send(self, event: SoundEvent) -> None:
        self.log.append((self._frames, event))
        if event.kind is Kind.NOTE_ON:
            self.held.add((event.channel, event.number))
        elif event.kind is Kind.NOTE_OFF:
            self.held.discard((event.channel, event.number))

    def render(self, frames: int) -> NDArray[np.float32]:
        self._frames += frames
        return np.full((frames, 2), self.level * len(self.held), dtype=np.float32)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def factory(soundfont: Path) -> Callable[[], Renderer]:
    return lambda: fluid_renderer(soundfont)


def pitch_of(samples: NDArray[np.float64], rate: int) -> float:
    """Frequency of the strongest partial, in hertz."""
    window = samples * np.hanning(len(samples))
    return float(np.argmax(np.abs(np.fft.rfft(window, 1 << 18))) * rate / (1 << 18))


@pytest.mark.audio
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg"])
def test_a_flute_a4_is_440_hertz(factory: Callable[[], Renderer], tmp_path: Path, suffix: str) -> None:
    rendered = render_song(FLUTE, tmp_path / f"flute{suffix}", factory)
    samples, rate = soundfile.read(rendered.path)
    assert (rate, samples.shape[1]) == (44_100, 2)
    assert len(samples) / rate == pytest.approx(rendered.seconds)
    assert 2.0 <= rendered.seconds <= 2.0 + MAX_TAIL_SECONDS
    assert 0.05 < np.abs(samples).max() < 0.999
    assert pitch_of(samples[8_000:80_000, 0], rate) == pytest.approx(440.0, abs=2.0)
    assert np.abs(samples[-2000:]).max() < 0.002, "the tail has died away"


@pytest.mark.audio
def test_rendering_is_the_same_every_time(factory: Callable[[], Renderer], tmp_path: Path) -> None:
    song = song_of("[Am7] . [D7/F#] =", "C5 D5 E5 F5")
    files = [render_song(song, tmp_path / f"{name}.wav", factory).path for name in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.audio
def test_a_loud_song_is_made_softer_and_never_clips(soundfont: Path, tmp_path: Path) -> None:
    song = song_of(*["C4 . . ."] * 12)
    rendered = render_song(song, tmp_path / "loud.wav", lambda: fluid_renderer(soundfont, 5.0))
    samples, _ = soundfile.read(rendered.path)
    assert rendered.scaled < 1
    assert np.abs(samples).max() == pytest.approx(CEILING, abs=1e-3)


@pytest.mark.audio
def test_stems_are_the_lanes_apart(factory: Callable[[], Renderer], tmp_path: Path) -> None:
    song = song_of("C4 . . .", ". . . .", "[G] . . .", "E4 . . .")
    song = with_lane(with_lane(song, 2, name="../Chörds!"), 3, muted=True)
    stems = render_stems(song, tmp_path / "stems", factory)
    assert [stem.path.name for stem in stems] == ["01-lane-0.wav", "03-chörds.wav"]
    whole = render_song(song, tmp_path / "whole.wav", factory)
    assert len({(soundfile.info(stem.path).frames, stem.scaled) for stem in stems}) == 1
    mixed = sum(soundfile.read(stem.path)[0][:88_200] for stem in stems)
    assert np.corrcoef(mixed[:, 0], soundfile.read(whole.path)[0][:88_200, 0])[0, 1] > 0.9


def test_events_are_sent_on_the_frame_of_their_time(tmp_path: Path) -> None:
    beeper = Beeper()
    render_song(song_of("C4 D4 . ."), tmp_path / "a.wav", lambda: beeper)
    notes = [(frames, event.kind, event.number) for frames, event in beeper.log if event.kind in (0, 3)]
    assert notes == [
        (0, Kind.NOTE_ON, 60),
        (22_080, Kind.NOTE_OFF, 60),
        (22_080, Kind.NOTE_ON, 62),
        (88_192, Kind.NOTE_OFF, 62),
    ]
    assert beeper.closed


def test_rests_at_the_end_are_part_of_the_song(tmp_path: Path) -> None:
    rendered = render_song(song_of("C4 = . ."), tmp_path / "a.wav", Beeper)
    assert rendered.seconds >= 1.99


def test_what_does_not_clip_is_not_scaled(tmp_path: Path) -> None:
    rendered = render_song(song_of("C4 . . ."), tmp_path / "a.wav", Beeper)
    assert (rendered.scaled, rendered.peak) == (1.0, 0.25)


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    seen: list[float] = []
    render_song(FLUTE, tmp_path / "a.wav", Beeper, report=lambda fraction, _: seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 3


def refused(song: object, path: Path, renderer: Callable[[], Renderer] = Beeper) -> str:
    """What the person is told; nothing may be left behind."""
    before = {each: each.stat().st_size for each in path.parent.iterdir()} if path.parent.is_dir() else {}
    with pytest.raises(SoundError) as caught:
        render_song(song, path, renderer)  # type: ignore[arg-type]
    if path.parent.is_dir():
        assert {each: each.stat().st_size for each in path.parent.iterdir()} == before
    assert caught.value.hint
    return caught.value.what


def test_what_cannot_be_rendered_is_a_sentence(tmp_path: Path) -> None:
    assert "no notes" in refused(new_song(), tmp_path / "a.wav")
    assert "no notes" in refused(with_lane(FLUTE, 0, muted=True), tmp_path / "a.wav")
    assert "would be silent" in refused(FLUTE, tmp_path / "a.wav", lambda: Beeper(0.0))
    assert "no audio format" in refused(FLUTE, tmp_path / "a.mp3")
    assert "four hours" in refused(replace(FLUTE, order=(0,) * 8000), tmp_path / "a.wav")
    (tmp_path / "folder.wav").mkdir()
    assert "is a folder" in refused(FLUTE, tmp_path / "folder.wav")
    assert "cannot be written" in refused(FLUTE, tmp_path / "missing" / "a.wav")
    assert "cannot be written" in refused(FLUTE, tmp_path / ("x" * 300 + ".wav"))
    with pytest.raises(SoundError, match="no notes"):
        render_stems(new_song(), tmp_path / "stems", Beeper)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SoundError, match="cannot be made"):
        render_stems(FLUTE, tmp_path / "file" / "stems", Beeper)


def test_a_synth_that_cannot_be_had_is_passed_on(tmp_path: Path) -> None:
    def missing() -> Renderer:
        raise SoundError("The FluidSynth library is missing.", "Install it.")

    assert "missing" in refused(FLUTE, tmp_path / "a.wav", missing)


@contextlib.contextmanager
def small_disk(size: int) -> Iterator[None]:
    """Lets files of this process grow to a number of bytes only, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        # Before the test ends: its result may be written to a file too.
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 10_000, 400_000, 720_000])
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg"])
def test_a_full_disk_is_a_sentence_and_keeps_the_old_file(tmp_path: Path, size: int, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"the one before")
    with small_disk(size):
        assert "cannot be written" in refused(FLUTE, path)
    assert path.read_bytes() == b"the one before"


@pytest.mark.parametrize("size", [0, 1_000, 50_000])
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg"])
def test_a_disk_that_fills_up_in_the_second_pass(tmp_path: Path, size: int, suffix: str) -> None:
    noise = np.random.default_rng(1).uniform(-0.8, 0.8, (400_000, 2)).astype(np.float32)
    with small_disk(size), pytest.raises(SoundError, match="cannot be written"):
        write_audio(tmp_path / f"a{suffix}", iter(np.split(noise, 25)), 44_100, CancelToken())
    assert list(tmp_path.iterdir()) == []


def test_cancel_stops_soon_and_leaves_nothing(tmp_path: Path) -> None:
    token = CancelToken()
    beeper = Beeper()
    with pytest.raises(Cancelled):
        render_song(
            replace(FLUTE, order=(0,) * 50),
            tmp_path / "a.wav",
            lambda: beeper,
            report=lambda fraction, _: token.cancel() if fraction > 0.1 else None,
            token=token,
        )
    assert beeper.closed
    assert list(tmp_path.iterdir()) == []
