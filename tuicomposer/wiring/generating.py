"""The generator."""

from __future__ import annotations

from tuicomposer.errors import RequestError
from tuicomposer.generator.choose import ChosenGenerator, make_generator
from tuicomposer.generator.styles import LEADSHEET, STYLES, USUAL
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import DEFAULT_LANES, LEADSHEET_LANES, SONG_LANES, Song
from tuicomposer.score.text import visible
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.paths import models_dir


def open_generator(settings: Settings) -> ChosenGenerator:
    """The generator; torch and the weights are loaded on its first request."""
    return make_generator(models_dir(), threads=settings.threads)


def lanes_for(style: str) -> tuple[Lane, ...]:
    """The lanes of a new song in a style."""
    return {"song": SONG_LANES, LEADSHEET: LEADSHEET_LANES}.get(style, DEFAULT_LANES)


def style_of(song: Song) -> str:
    """The style whose lanes a song has; the usual one where the lanes do not tell.

    Lanes are told by name and role, so that other instruments, drums and comping do not matter.
    Chorales and hymns have the same lanes; a project does not keep which of them it is.
    """
    apart = (Role.DRUMS, Role.COMP)
    lanes = [(lane.name, lane.role) for lane in song.lanes if lane.role not in apart]
    for style in ("song", LEADSHEET):
        if lanes == [(lane.name, lane.role) for lane in lanes_for(style)]:
            return style
    return USUAL


def check_style(name: str) -> None:
    """Make sure that a style exists.

    Raises:
        RequestError: It does not.
    """
    if name not in STYLES:
        raise RequestError(f"There is no style “{visible(name)}”.", f"Use one of {', '.join(STYLES)}.")
