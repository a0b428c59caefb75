"""Rendering: a song into an audio file, by the same timeline that is played live.

Samples go to disk block by block, so that a long song needs little memory: first unscaled into a
scratch file, which tells the peak, then into the format that was asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tuicomposer.errors import SoundError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Report
from tuicomposer.playback.audio_file import SUFFIXES, ScratchFile, write_audio
from tuicomposer.playback.events import SoundEvent
from tuicomposer.playback.schedule import timed_events
from tuicomposer.playback.timeline import Timeline, audible_lanes
from tuicomposer.playback.transport import play, stopped
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

BLOCK: Final = 64
"""Frames in which FluidSynth computes; events begin on multiples of it, 1.5 ms apart."""
CHUNK: Final = 256 * BLOCK
"""Most frames that are rendered in one go."""
MAX_TAIL_SECONDS: Final = 6.0
"""Longest time that the last notes may ring."""
MAX_SECONDS: Final = 4 * 3600.0
CEILING: Final = 0.891
"""Highest peak that is written, one decibel below full scale: lossy formats overshoot a little."""
_QUIET: Final = 2e-4
"""Peak below which a tail has died away and a rendering counts as silent."""

Samples = NDArray[np.float32]


class Renderer(Protocol):
    """A synthesizer that makes samples when asked."""

    @property
    def sample_rate(self) -> int:
        """Frames a second."""
        ...

    def send(self, event: SoundEvent) -> None:
        """Carry out an event now."""
        ...

    def render(self, frames: int) -> Samples:
        """The next samples, of shape (frames, 2)."""
        ...

    def close(self) -> None:
        """Free what is held."""
        ...


RendererFactory = Callable[[], Renderer]
"""Makes a fresh renderer; raises ``SoundError`` where there is no library or soundfont."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was written."""

    path: Path
    seconds: float
    peak: float
    """Highest absolute sample in the file, 0 to 1."""
    scaled: float
    """Factor by which the synthesizer's samples were made softer; 1 where nothing clipped."""


def _silent(fraction: float, text: str) -> None:
    """Report to nobody."""


def render_song(
    song: Song,
    path: Path,
    factory: RendererFactory,
    *,
    report: Report = _silent,
    token: CancelToken | None = None,
) -> Rendered:
    """Render a song into a .wav, .flac or .ogg file of 44.1 kHz stereo.

    The file appears whole or not at all; one that was there before is replaced only by a whole one.

    Raises:
        SoundError: The song has no notes to hear, the synthesizer makes no sound, or the file
            cannot be written.
        Cancelled: The token was cancelled.
    """
    token = token or CancelToken()
    _check(song, path)
    with ScratchFile(path) as scratch:
        rate = _played(song, scratch, factory, report, token)
        _check_heard(scratch.peak)
        factor = min(1.0, CEILING / scratch.peak)
        write_audio(path, scratch.blocks(factor), rate, token)
        report(1.0, f"Wrote {visible(path.name)}")
        return Rendered(path, scratch.frames / rate, scratch.peak * factor, factor)


def _played(
    song: Song, scratch: ScratchFile, factory: RendererFactory, report: Report, token: CancelToken
) -> int:
    """Play a song into a scratch file and say how many frames a second it has."""
    renderer = factory()
    try:
        for samples in _samples(song, renderer, report, token):
            scratch.append(samples)
    finally:
        renderer.close()
    return renderer.sample_rate


def _check_heard(peak: float) -> None:
    if peak < _QUIET:
        raise SoundError("The song would be silent.", "Raise the lanes' volumes or choose another soundfont.")


def render_stems(
    song: Song,
    folder: Path,
    factory: RendererFactory,
    *,
    report: Report = _silent,
    token: CancelToken | None = None,
    suffix: str = ".wav",
) -> tuple[Rendered, ...]:
    """Render each lane that is heard into a file of its own, named by number and lane.

    Lanes without notes are left out. The files begin and end together and are scaled alike, if at all,
    so that they add up to the mix.

    Raises:
        SoundError: As for :func:`render_song`, or the folder cannot be made.
        Cancelled: The token was cancelled; files that are whole stay.
    """
    lanes = [lane for lane in audible_lanes(song) if Timeline(_alone(song, lane)).has_notes]
    if not lanes:
        raise _no_notes()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"The folder “{visible(str(folder))}” cannot be made: {error.strerror}."
        raise SoundError(what, "Choose another folder.") from error
    token = token or CancelToken()
    with ExitStack() as stack:
        stems: list[tuple[Path, ScratchFile]] = []
        for done, lane in enumerate(lanes):

            def part(fraction: float, text: str, done: int = done) -> None:
                report((done + fraction) / len(lanes), text)

            alone = _alone(song, lane)
            path = folder / f"{lane + 1:02d}-{_file_name(song.lanes[lane].name)}{suffix}"
            _check(alone, path)
            scratch = stack.enter_context(ScratchFile(path))
            rate = _played(alone, scratch, factory, part, token)
            stems.append((path, scratch))
        frames = max(scratch.frames for _, scratch in stems)
        peak = max(scratch.peak for _, scratch in stems)
        _check_heard(peak)
        factor = min(1.0, CEILING / peak)
        for path, scratch in stems:
            rest = np.zeros((frames - scratch.frames, 2), np.float32)
            write_audio(path, chain(scratch.blocks(factor), [rest]), rate, token)
        report(1.0, f"Wrote {visible(folder.name)}")
        return tuple(Rendered(path, frames / rate, one.peak * factor, factor) for path, one in stems)


def _samples(song: Song, renderer: Renderer, report: Report, token: CancelToken) -> Iterator[Samples]:
    position = 0
    for at, event in _cues(song):
        due = round(at * renderer.sample_rate / BLOCK) * BLOCK
        for samples in _stretch(renderer, due - position):
            token.check()
            yield samples
            position += len(samples)
            report(min(0.95, 0.95 * position / renderer.sample_rate / song.seconds), "Rendering")
        if event is not None:
            renderer.send(event)
    yield from _tail(renderer, token)


def _cues(song: Song) -> Iterator[tuple[float, SoundEvent | None]]:
    """All events of the song with their seconds, and at last its end."""
    timeline = Timeline(song)
    yield from ((0.0, event) for event in timeline.setup)
    yield from timed_events(timeline, play(stopped(song), 0.0), 0, song.ticks + 1)
    yield song.seconds, None


def _stretch(renderer: Renderer, frames: int) -> Iterator[Samples]:
    while frames > 0:
        samples = renderer.render(min(frames, CHUNK))
        frames -= len(samples)
        yield samples


def _tail(renderer: Renderer, token: CancelToken) -> Iterator[Samples]:
    """What rings after the last event, until it has died away."""
    for samples in _stretch(renderer, int(MAX_TAIL_SECONDS * renderer.sample_rate)):
        token.check()
        yield samples
        if np.abs(samples).max() < _QUIET:
            return


def _check(song: Song, path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise SoundError(
            f"“{visible(path.name)}” is no audio format known here.", f"Use {', '.join(SUFFIXES)}."
        )
    if os.path.isdir(path):  # unlike Path.is_dir, false for names that are too long
        raise SoundError(f"“{visible(str(path))}” is a folder.", "Name a file in it.")
    if song.seconds > MAX_SECONDS:
        raise SoundError("The song lasts longer than four hours.", "Shorten its order or raise its tempo.")
    if not Timeline(song).has_notes:
        raise _no_notes()


def _no_notes() -> SoundError:
    return SoundError("The song has no notes to hear.", "Type some notes or chords, or unmute a lane.")


def _alone(song: Song, lane: int) -> Song:
    lanes = (replace(each, solo=False, muted=index != lane) for index, each in enumerate(song.lanes))
    return replace(song, lanes=tuple(lanes))


def _file_name(name: str) -> str:
    kept = "".join(char if char.isalnum() else "-" for char in name.lower()).strip("-")
    return kept[:40] or "lane"
