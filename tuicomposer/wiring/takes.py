"""Recordings made playable beside songs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tuicomposer.formats.audio_read import Recording, Samples
from tuicomposer.formats.files import refused
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Report
from tuicomposer.playback.quiet import silenced_stderr
from tuicomposer.playback.take import Take
from tuicomposer.playback.take_font import write_take_font

_RATE, _LONG_RATE = 44_100, 22_050
_LONG: Final = 15 * 60.0
"""Seconds from which a recording is kept with half the samples: all of them lie in memory while it plays."""
_FONT: Final = "recording.sf2"


def open_take(path: Path, folder: Path, report: Report, token: CancelToken) -> Take:
    """A recording as it can be played; its samples go into a file in a folder.

    Raises:
        SongFileError: The recording cannot be read, or the file not be written.
        Cancelled: The token was cancelled.
    """
    font = folder / _FONT
    with silenced_stderr(), Recording(path, _RATE) as recording:
        rate = _RATE if recording.seconds <= _LONG else _LONG_RATE
    with silenced_stderr(), Recording(path, rate) as recording:
        blocks = _watched(recording, rate, report, token)
        try:
            with font.open("wb") as file:
                frames = write_take_font(file, blocks, rate)
        except OSError as error:
            raise refused(font, error, "written") from error
    # The beats are those of the song that it is played beside.
    return Take(font, (0.0, 1.0), frames / rate, rate)


def _watched(recording: Recording, rate: int, report: Report, token: CancelToken) -> Iterator[Samples]:
    done = 0
    for block in recording.blocks():
        token.check()
        report(min(1.0, done / (recording.seconds * rate)), "Reading the recording")
        yield block
        done += len(block)
