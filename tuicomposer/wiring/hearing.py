"""Recordings: who hears them, and the songs that they become."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuicomposer.errors import ModelError
from tuicomposer.formats import audio_read
from tuicomposer.formats.heard.song import heard_song
from tuicomposer.playback.quiet import silenced_stderr
from tuicomposer.score.text import visible
from tuicomposer.wiring.health import onnxruntime_version
from tuicomposer.wiring.paths import models_dir

if TYPE_CHECKING:
    from tuicomposer.jobs.cancel import CancelToken
    from tuicomposer.jobs.hearing import HeardSound, Samples, SoundListener
    from tuicomposer.jobs.services import Report
    from tuicomposer.score.song import Song

MODEL: Final = "hearing"
"""Folder of the model that hears."""
_READ: Final = 0.9
"""Share of the work that is done when the whole recording was given to the listener."""


def open_sound_listener(chords_by: str = "") -> SoundListener:
    """Who hears notes, chords, key and beat in samples.

    Args:
        chords_by: Another recogniser that names the chords; nobody if empty.

    Raises:
        ModelError: The model is missing, damaged or not trusted, or what runs it or the other recogniser is
            missing.
    """
    folder = models_dir() / MODEL
    if not folder.is_dir():
        raise ModelError(
            "The model for recordings is missing.",
            f"Restore the folder “{visible(str(folder))}” from the release, or install the program again.",
        )
    onnxruntime_version()
    from tuicomposer.analyzer.audio.listener import open_listener  # noqa: PLC0415 - it needs ONNX Runtime

    if not chords_by:
        return open_listener(folder)
    from tuicomposer.analyzer.audio.chordia import ChordiaListener, chordia  # noqa: PLC0415

    recognise = chordia()
    return ChordiaListener(open_listener(folder), recognise)


def hear(path: Path, listener: SoundListener, report: Report, token: CancelToken) -> HeardSound:
    """What is heard in a recording.

    Raises:
        SongFileError: The file cannot be read; the sentence names it.
        Cancelled: The token was cancelled.
    """
    with silenced_stderr():  # libmpg123 complains of what it mends.
        opened = audio_read.Recording(path, listener.sample_rate)
    with opened as recording:
        blocks = _Reported(
            _quietly(recording.blocks()), recording.seconds * listener.sample_rate, report, token
        )
        heard = listener.listen(blocks, token, blocks.rest)
    report(1.0, "Listening")
    return heard


def import_recording(
    path: Path, listener: SoundListener, report: Report, token: CancelToken, beside: Path | None = None
) -> tuple[Song, tuple[str, ...]]:
    """The song of a recording, and sentences about what it does not hold.

    Args:
        path: The recording.
        listener: Who hears it.
        report: Told how far the work is.
        token: Cancels the work.
        beside: The file that the song will have, if that is known: the recording is named as seen from there.

    Raises:
        SongFileError: The file cannot be read, or nothing is heard in it.
        Cancelled: The token was cancelled.
    """
    heard = hear(path, listener, report, token)
    song, warnings = heard_song(heard, name_beside(path, beside), path.stem[:200])
    return song, warnings


def name_beside(recording: Path, song: Path | None) -> str:
    """How a song's file names its recording: as seen from its folder, where it lies in it or below."""
    whole = Path(os.path.abspath(recording))
    folder = None if song is None else Path(os.path.abspath(song)).parent
    return (
        str(whole.relative_to(folder)) if folder is not None and whole.is_relative_to(folder) else str(whole)
    )


def _quietly(blocks: Iterator[Samples]) -> Iterator[Samples]:
    while True:
        with silenced_stderr():
            block = next(blocks, None)
        if block is None:
            return
        yield block


class _Reported:
    """Blocks that tell how much of a recording has been asked for.

    Args:
        blocks: The blocks.
        samples: How many samples there will be.
        report: Told how far the work is.
        token: Asked before each block.
    """

    def __init__(self, blocks: Iterator[Samples], samples: float, report: Report, token: CancelToken) -> None:
        self._blocks, self._samples, self._report, self._token = blocks, samples, report, token
        self._given, self._all_given = 0, False

    def __iter__(self) -> Iterator[Samples]:
        for block in self._blocks:
            self._token.check()
            self._report(min(_READ, _READ * self._given / self._samples), "Listening")
            yield block
            self._given += len(block)
        self._all_given = True
        self._report(_READ, "Listening")

    def rest(self, fraction: float) -> None:
        """Tell how far the work after the last block is."""
        self._token.check()
        if self._all_given:
            self._report(_READ + (1.0 - _READ) * max(0.0, min(1.0, fraction)), "Finding chords and notes")
