"""Style profiles: where they are, and how they are made from files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tuicomposer.errors import SongFileError
from tuicomposer.formats.profiles import Profiles
from tuicomposer.jobs.messages import AnalyzeRequest
from tuicomposer.settings.home import profiles_folder
from tuicomposer.wiring.songs import is_recording, load_song

if TYPE_CHECKING:
    from tuicomposer.jobs.cancel import CancelToken
    from tuicomposer.jobs.hearing import SoundListener
    from tuicomposer.jobs.profile import StyleProfile
    from tuicomposer.jobs.services import Report


def open_profiles() -> Profiles:
    """The profiles of the person who works here."""
    return Profiles(profiles_folder())


def load_profile(name: str) -> StyleProfile:
    """The style profile of a name.

    Raises:
        RequestError: It is no name of a profile.
        SongFileError: There is none of that name, or it is damaged.
    """
    from tuicomposer.analyzer.suggesting import Progressions  # noqa: PLC0415 - listing needs no analyzer

    profile = open_profiles().load(name)
    try:
        Progressions.from_values(profile.harmony)
    except ValueError as error:
        what = f"The profile “{name}” names chords that there are not."
        raise SongFileError(what, "Remove it and make it again from its files.") from error
    return profile


def make_profile(
    name: str,
    paths: Sequence[Path],
    report: Report,
    token: CancelToken,
    listener: Callable[[], SoundListener] | None = None,
) -> StyleProfile:
    """The profile of some projects, MIDI files and recordings together.

    Args:
        name: Its name.
        paths: The files; at least one.
        report: Told how far the work is.
        token: Cancels the work.
        listener: Opens who hears the recordings, where that is not the usual one.

    Raises:
        RequestError: The name is none, or there are no notes in the files.
        SongFileError: A file cannot be read.
        ModelError: One is a recording, and the model that hears is missing.
        Cancelled: The token was cancelled.
    """
    from tuicomposer.analyzer.profiling import profile_of  # noqa: PLC0415 - listing needs no analyzer
    from tuicomposer.wiring.analyzing import open_analyzer  # noqa: PLC0415

    analyzer = open_analyzer()
    hears: SoundListener | None = None
    heard = []
    for number, path in enumerate(paths):
        token.check()
        part = _part(report, number, len(paths))
        if is_recording(path):
            from tuicomposer.wiring import hearing  # noqa: PLC0415 - notes need no audio

            part(0.0, "Opening the model")
            hears = hears or (listener or hearing.open_sound_listener)()
            song, _ = hearing.import_recording(path, hears, part, token)
        else:
            part(0.0, f"Reading {path.name}")
            song, _ = load_song(path)
        told = _untold if is_recording(path) else part
        heard.append(analyzer.analyze(AnalyzeRequest(song, 0), token, told))
    return profile_of(name, heard)


def _untold(_fraction: float, _text: str) -> None:
    """A recording was told of while it was heard."""


def _part(report: Report, number: int, count: int) -> Report:
    return lambda fraction, text: report((number + fraction) / count, text)
