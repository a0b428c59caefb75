"""Recordings to samples: any common audio file, block by block, mono, at one rate.

A recording may last an hour; no more than a block of it is held at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from tuicomposer.errors import SongFileError
from tuicomposer.formats.files import RECORDING_SUFFIXES, is_recording, read_bytes
from tuicomposer.score.text import visible

MIN_RATE, MAX_RATE = 8_000, 192_000
MAX_CHANNELS: Final = 20
MIN_SECONDS: Final = 0.1
"""Shorter than this, nothing can be heard."""
MAX_SECONDS: Final = 3600.0
_SLACK: Final = 1.0
"""Seconds by which an hour may be overrun: formats pad."""
_BLOCK: Final = 65_536
"""Frames that are read at a time."""

Samples = NDArray[np.float32]


class Recording:
    """An open audio file; to be used in a ``with`` block and read once.

    Args:
        path: A .wav, .flac, .ogg or .mp3 file.
        sample_rate: Samples a second that :meth:`blocks` gives.

    Raises:
        SongFileError: The file is missing or no audio, or of a kind that is not heard here.
    """

    def __init__(self, path: Path, sample_rate: int) -> None:
        self._path = path
        self._rate = sample_rate
        self._file = _opened(path)
        try:
            self._check()
        except SongFileError:
            self._file.close()
            raise

    def __enter__(self) -> Recording:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def seconds(self) -> float:
        """Length that the file states."""
        return float(self._file.frames / self._file.samplerate)

    def blocks(self) -> Iterator[Samples]:
        """All samples, channels mixed to one, in blocks of any length but 0.

        Raises:
            SongFileError: The file is damaged further in, or longer or shorter than can be heard.
        """
        change = soxr.ResampleStream(self._file.samplerate, self._rate, 1, dtype="float32", quality="HQ")
        frames = 0
        while (block := self._next(frames)).size:
            frames += len(block)
            if frames > (MAX_SECONDS + _SLACK) * self._file.samplerate:
                raise self._too_long()
            yield from _whole(change.resample_chunk(block))
        if frames < MIN_SECONDS * self._file.samplerate:
            raise self._too_short()
        yield from _whole(change.resample_chunk(np.zeros(0, np.float32), last=True))

    def _next(self, frames: int) -> Samples:
        """The next frames, mixed to one channel; none at the end."""
        try:
            block = self._file.read(_BLOCK, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, OSError) as error:
            raise self._damaged(frames, "is damaged") from error
        # The mean is taken with doubles: a file may hold samples so large that their sum is no float.
        mixed: Samples = (
            block.mean(axis=1, dtype=np.float64).astype(np.float32) if block.size else block[:, 0]
        )
        if not np.isfinite(mixed).all():
            raise self._damaged(frames, "holds samples that are no numbers")
        return mixed

    def _check(self) -> None:
        rate, channels = self._file.samplerate, self._file.channels
        if not MIN_RATE <= rate <= MAX_RATE:
            raise self._refused(
                f"has {rate} samples a second.",
                f"Convert it to something from {MIN_RATE} to {MAX_RATE}, such as 44100.",
            )
        if channels > MAX_CHANNELS:
            raise self._refused(f"has {channels} channels.", f"Mix it down to {MAX_CHANNELS} or fewer.")
        if self._file.frames == 0:
            raise self._refused("holds no sound.", "Open a recording with something in it.")
        if self.seconds < MIN_SECONDS:
            raise self._too_short()
        if self.seconds > MAX_SECONDS + _SLACK:
            raise self._too_long()

    def _too_short(self) -> SongFileError:
        return self._refused("is too short for anything to be heard in it.", "Open a longer recording.")

    def _too_long(self) -> SongFileError:
        return self._refused("lasts longer than an hour.", "Cut it into parts of an hour or less.")

    def _damaged(self, frames: int, how: str) -> SongFileError:
        at = frames / self._file.samplerate
        return self._refused(f"{how} after {at:.1f} seconds.", "Save it again with the program that made it.")

    def _refused(self, how: str, hint: str) -> SongFileError:
        return SongFileError(f"“{visible(self._path.name)}” {how}", hint)


def _opened(path: Path) -> soundfile.SoundFile:
    if not os.path.isfile(path):  # unlike Path.is_file, false for names that are too long
        read_bytes(path)  # says what it is instead
    shown = visible(path.name)
    if not is_recording(path):
        raise SongFileError(
            f"“{shown}” is no recording.", f"Use a file that ends in {', '.join(RECORDING_SUFFIXES)}."
        )
    try:
        if os.path.getsize(path) == 0:
            raise SongFileError(f"“{shown}” is empty.", "Open a recording with something in it.")
        return soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError, TypeError, ValueError) as error:
        raise SongFileError(
            f"“{shown}” is no audio that can be read.",
            "Open a WAV, FLAC, Ogg or MP3 file, or convert it to one.",
        ) from error


def _whole(block: Samples) -> Iterator[Samples]:
    """The block, if there is anything in it."""
    if block.size:
        yield block
