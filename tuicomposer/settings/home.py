"""Folders of the person who works here, and paths with ``~`` for a home folder."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path, user_state_path

from tuicomposer.errors import ComposerError, SongFileError


def state_folder() -> Path:
    """Where the program keeps what it remembers of a person's work; it need not exist."""
    return user_state_path("tuicomposer", appauthor=False)


def profiles_folder() -> Path:
    """Where a person's style profiles are; it need not exist."""
    return user_data_path("tuicomposer", appauthor=False) / "profiles"


def expanded(text: str, kind: type[ComposerError] = SongFileError) -> Path:
    """A path with ``~`` and ``~name`` replaced by the home folder that is meant.

    Args:
        text: What a person wrote.
        kind: The error to raise.

    Raises:
        ComposerError: Of that kind: nobody knows the home folder that is meant.
    """
    try:
        return Path(text).expanduser()
    except (RuntimeError, ValueError, OSError) as error:
        raise kind(
            f"“{ascii(text)[1:-1]}” starts with a home folder that is not known.", "Write the whole path."
        ) from error
