"""Songs written to files of every kind, by the suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Report
from tuicomposer.playback.audio_file import SUFFIXES
from tuicomposer.playback.render import render_song, render_stems
from tuicomposer.score.song import Song
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.songs import NOTE_SUFFIXES, save_song
from tuicomposer.wiring.sound import renderer_factory

AUDIO_SUFFIXES: Final = SUFFIXES
OUTPUT_SUFFIXES: Final = (*AUDIO_SUFFIXES, *NOTE_SUFFIXES)
"""Suffixes that :func:`writer` writes."""

Write = Callable[[Song, Path, Report, CancelToken], None]
"""Writes a song to a file; raises ``SongFileError``, ``SoundError`` or ``Cancelled``."""


def writer(paths: Iterable[Path], settings: Settings, soundfont: Path | None = None) -> Write:
    """What writes songs to these files.

    Raises:
        SoundError: One of them is audio, and FluidSynth or the soundfont is missing.
    """
    audible = any(_is_audio(path) for path in paths)
    factory = renderer_factory(settings, soundfont) if audible else None

    def write(song: Song, path: Path, report: Report, token: CancelToken) -> None:
        if factory is not None and _is_audio(path):
            render_song(song, path, factory, report=report, token=token)
        else:
            save_song(song, path)

    return write


def write_stems(
    song: Song,
    folder: Path,
    settings: Settings,
    soundfont: Path | None,
    report: Report,
    *,
    token: CancelToken | None = None,
) -> tuple[Path, ...]:
    """Write each lane that is heard to a file of its own.

    Returns:
        The files.

    Raises:
        SoundError: FluidSynth or the soundfont is missing, nothing is heard, or a file cannot be written.
        Cancelled: The token was cancelled.
    """
    factory = renderer_factory(settings, soundfont)
    stems = render_stems(song, folder, factory, report=report, token=token)
    return tuple(rendered.path for rendered in stems)


def _is_audio(path: Path) -> bool:
    return path.suffix.lower() in AUDIO_SUFFIXES
