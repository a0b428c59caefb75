"""Where the program's own data is: in the checkout it runs from, else in the installed package."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tuicomposer.errors import ModelError
from tuicomposer.settings.home import expanded

MODELS_VARIABLE: Final = "TUICOMPOSER_MODELS"
"""Environment variable that names a folder of models."""
_PACKAGE: Final = Path(__file__).resolve().parent.parent


def data_root() -> Path:
    """The folder that holds ``models``, ``soundfonts`` and ``examples``."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "pyproject.toml").is_file() else _PACKAGE / "data"


def models_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the models are: in the folder that the environment names, else among the program's data.

    Raises:
        ModelError: The folder is in a home that is not known.
    """
    named = environment.get(MODELS_VARIABLE)
    return expanded(named, ModelError) if named else data_root() / "models"


def soundfonts_dir() -> Path:
    """Where the built-in soundfont is; it need not exist."""
    return data_root() / "soundfonts"


def example_song() -> Path | None:
    """A song that shows what the program does, if one is there."""
    songs = sorted((data_root() / "examples").glob("*.tuic"))
    preferred = [song for song in songs if song.stem == "chorale"]
    return next(iter(preferred or songs), None)
