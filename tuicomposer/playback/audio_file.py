"""Audio files: samples on their way to disk, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from tuicomposer.errors import SoundError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.text import visible

_FORMATS: Final = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".ogg": ("OGG", "VORBIS")}
SUFFIXES: Final = tuple(_FORMATS)
"""Endings of the names of files that can be written."""
_BLOCK_FRAMES: Final = 16_384
_FRAME_BYTES: Final = 8

Samples = NDArray[np.float32]


class ScratchFile:
    """Stereo samples on disk between two passes; gone when the ``with`` block ends.

    Args:
        target: The file that will be written in the end; names the folder and is named in errors.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._file: IO[bytes]
        self.frames = 0
        self.peak = 0.0
        """Highest absolute sample so far."""

    def __enter__(self) -> ScratchFile:
        with file_errors(self._target):
            self._file = tempfile.TemporaryFile(dir=self._target.parent)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # On a full disk closing fails too, while another error is on its way already.
        with contextlib.suppress(OSError):
            self._file.close()

    def append(self, samples: Samples) -> None:
        """Keep samples of shape (frames, 2).

        Raises:
            SoundError: The disk is full.
        """
        with file_errors(self._target):
            self._file.write(samples.astype("<f4", copy=False).tobytes())
        self.frames += len(samples)
        self.peak = max(self.peak, float(np.abs(samples).max(initial=0.0)))

    def blocks(self, factor: float) -> Iterator[Samples]:
        """All samples again, multiplied by a factor."""
        with file_errors(self._target):
            self._file.seek(0)
            while data := self._file.read(_BLOCK_FRAMES * _FRAME_BYTES):
                yield np.frombuffer(data, dtype="<f4").reshape(-1, 2) * np.float32(factor)


def write_audio(path: Path, blocks: Iterator[Samples], sample_rate: int, token: CancelToken) -> None:
    """Write samples in the format of the path's suffix; the file appears whole or not at all.

    Raises:
        SoundError: The file cannot be written.
        Cancelled: The token was cancelled.
    """
    container, subtype = _FORMATS[path.suffix.lower()]
    with file_errors(path):
        part = path.with_name(f".{path.stem[:40]}-{os.getpid()}.part")
        try:
            with soundfile.SoundFile(part, "w", sample_rate, 2, subtype, format=container) as file:
                for samples in blocks:
                    token.check()
                    file.write(samples)
            _publish(part, path)
        finally:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file into a sentence that names it.

    Raises:
        SoundError: Something went wrong.
    """
    shown = visible(str(path))
    try:
        yield
    except OSError as error:
        what = f"“{shown}” cannot be written: {error.strerror or error}."
        raise SoundError(what, "Choose another place or make room on the disk.") from error
    except (soundfile.LibsndfileError, AssertionError) as error:
        # On a full disk the bindings find fewer samples written than given, and assert.
        what = f"“{shown}” cannot be written whole."
        raise SoundError(what, "Make room on the disk and try again.") from error


def _publish(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
