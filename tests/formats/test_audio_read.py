"""Recordings: any bytes end in samples or in a sentence, and no more than a block is held."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.errors import SongFileError
from tuicomposer.formats import audio_read
from tuicomposer.formats.audio_read import Recording
from tuicomposer.formats.files import RECORDING_SUFFIXES, is_recording

RATE = 22_050


def tone(rate: int, seconds: float, channels: int = 1, hertz: float = 440.0) -> np.ndarray:
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


def heard(path: Path) -> np.ndarray:
    with Recording(path, RATE) as recording:
        return np.concatenate(list(recording.blocks()))


def loudest_hertz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE / len(samples))


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 20])
def test_any_rate_and_any_channels_become_one_channel_at_one_rate(
    tmp_path: Path, rate: int, channels: int
) -> None:
    path = tmp_path / "take.wav"
    soundfile.write(path, tone(rate, 1.0, channels), rate)
    samples = heard(path)
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(RATE, abs=2)
    assert loudest_hertz(samples) == pytest.approx(440, abs=2)
    assert np.abs(samples[2000:-2000]).max() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3", ".WAV"])
def test_the_four_formats_are_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"take{suffix}"
    soundfile.write(path, tone(44_100, 0.5, 2), 44_100, format=suffix[1:].upper())
    assert is_recording(path)
    assert loudest_hertz(heard(path)) == pytest.approx(440, abs=3)


def test_channels_are_mixed(tmp_path: Path) -> None:
    left, right = tone(RATE, 0.5), -tone(RATE, 0.5)
    path = tmp_path / "opposed.wav"
    soundfile.write(path, np.hstack([left, right]), RATE)
    assert np.abs(heard(path)).max() < 1e-4


def test_a_long_file_is_read_in_blocks(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    soundfile.write(path, tone(8_000, 60.0), 8_000)
    with Recording(path, RATE) as recording:
        assert recording.seconds == 60.0
        sizes = [len(block) for block in recording.blocks()]
    assert len(sizes) > 5
    assert max(sizes) < 200_000
    assert sum(sizes) == pytest.approx(60 * RATE, abs=4)


def refused(path: Path) -> SongFileError:
    with pytest.raises(SongFileError) as caught:
        heard(path)
    assert caught.value.what
    assert caught.value.hint
    return caught.value


def test_what_is_no_recording_is_a_sentence(tmp_path: Path) -> None:
    empty, text, folder = tmp_path / "empty.wav", tmp_path / "text.wav", tmp_path / "folder.wav"
    empty.write_bytes(b"")
    text.write_text("C4 E4 G4")
    folder.mkdir()
    assert "is empty" in str(refused(empty))
    assert "no audio that can be read" in str(refused(text))
    assert "it is a folder" in str(refused(folder))
    assert "no such file" in str(refused(tmp_path / "none.wav"))
    os.mkfifo(tmp_path / "pipe.wav")
    assert "not an ordinary file" in str(refused(tmp_path / "pipe.wav"))
    song = tmp_path / "song.raw"
    song.write_bytes(b"abc")
    assert "no recording" in str(refused(song))


def test_names_are_shown_and_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31mb.wav"
    path.write_bytes(b"nothing")
    assert "\x1b" not in str(refused(path))


@pytest.mark.parametrize(
    ("rate", "frames", "channels", "said"),
    [
        (44_100, 0, 1, "holds no sound"),
        (44_100, 1, 1, "too short"),
        (7_999, 8_000, 1, "samples a second"),
        (200_000, 200_000, 1, "samples a second"),
        (44_100, 44_100, 21, "21 channels"),
        (8_000, 8_000 * 3602, 1, "longer than an hour"),
    ],
)
def test_what_cannot_be_heard_is_a_sentence(
    tmp_path: Path, rate: int, frames: int, channels: int, said: str
) -> None:
    path = tmp_path / "odd.wav"
    soundfile.write(path, np.zeros((frames, channels), np.int16), rate)
    assert said in str(refused(path))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_samples_that_are_no_numbers_are_a_sentence(tmp_path: Path, value: float) -> None:
    samples = tone(RATE, 0.5)
    samples[7] = value
    path = tmp_path / "odd.wav"
    soundfile.write(path, samples, RATE, subtype="FLOAT")
    assert "no numbers" in str(refused(path))


def test_a_header_that_promises_less_than_an_hour_does_not_open_the_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "liar.wav"
    soundfile.write(path, tone(8_000, 4.0), 8_000)
    recording = Recording(path, RATE)
    monkeypatch.setattr(audio_read, "MAX_SECONDS", 1.0)
    with recording, pytest.raises(SongFileError, match="longer than an hour"):
        list(recording.blocks())


def encoded(suffix: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, tone(16_000, 0.4, 2), 16_000, format=suffix[1:].upper())
    return file.getvalue()


def ends_well(path: Path) -> bool:
    try:
        return bool(np.isfinite(heard(path)).all())
    except SongFileError as error:
        return bool(error.what and error.hint)


WHOLE = {suffix: encoded(suffix) for suffix in RECORDING_SUFFIXES}


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damaged_files_end_in_samples_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    whole = bytearray(WHOLE[suffix])
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    kept = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    path = tmp_path_factory.mktemp("damaged") / f"take{suffix}"
    path.write_bytes(kept)
    assert ends_well(path)


@given(st.sampled_from(sorted(WHOLE)), st.binary(max_size=200), st.booleans())
def test_any_bytes_end_in_samples_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, noise: bytes, headed: bool
) -> None:
    path = tmp_path_factory.mktemp("noise") / f"take{suffix}"
    path.write_bytes((WHOLE[suffix][:48] if headed else b"") + noise)
    assert ends_well(path)
