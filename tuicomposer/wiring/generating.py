"""The generator."""

from __future__ import annotations

from tuicomposer.errors import RequestError
from tuicomposer.generator.choose import ChosenGenerator, make_generator
from tuicomposer.generator.styles import STYLES
from tuicomposer.score.text import visible
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.paths import models_dir


def open_generator(settings: Settings) -> ChosenGenerator:
    """The generator; torch and the weights are loaded on its first request."""
    return make_generator(models_dir(), threads=settings.threads)


def check_style(name: str) -> None:
    """Make sure that a style exists.

    Raises:
        RequestError: It does not.
    """
    if name not in STYLES:
        raise RequestError(f"There is no style “{visible(name)}”.", f"Use one of {', '.join(STYLES)}.")
