"""What the picture is to be like, from the settings and the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tuicomposer.settings.values import Settings
from tuicomposer.tui.painting.repertoire import Repertoire
from tuicomposer.tui.taste import Taste
from tuicomposer.tui.view import Follow

_SET_BY_PYTHON: Final = ("C.UTF-8", "C.utf8", "UTF-8")


def taste_of(settings: Settings, environment: Mapping[str, str]) -> Taste:
    """Preferences about the picture.

    Args:
        settings: The settings in force.
        environment: ``NO_COLOR`` (any text, see no-color.org) asks for no colour; over SSH, where every
            byte takes its time, no levels are shown unless they are asked for.
    """
    return Taste(
        theme=settings.theme,
        no_color=bool(environment.get("NO_COLOR")),
        repertoire=repertoire_of(environment),
        follow=Follow(settings.follow) if settings.follow else Follow.PAGE,
        meters="SSH_CONNECTION" not in environment,
    )


def repertoire_of(environment: Mapping[str, str]) -> Repertoire:
    """Which characters the terminal shows."""
    if not shows_unicode(environment):
        return Repertoire.ASCII
    return Repertoire.CONSOLE if environment.get("TERM") == "linux" else Repertoire.ALL


def shows_unicode(environment: Mapping[str, str]) -> bool:
    """Whether the terminal shows more than ASCII, by the locale; Python would write UTF-8 in any case.

    The first of these that is set rules, as POSIX has it. Where none is, UTF-8 is by far the likeliest.
    """
    names = ["LC_ALL", "LC_CTYPE", "LANG"]
    # Python itself sets LC_CTYPE where the locale says C (PEP 538); what the person said is in LANG.
    if environment.get("LANG") in ("C", "POSIX") and environment.get("LC_CTYPE") in _SET_BY_PYTHON:
        names.remove("LC_CTYPE")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return not locale or "utf8" in locale.lower().replace("-", "")
