"""What keeps the song safe, as the screen sees it; wiring gives it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple, Protocol

from tuicomposer.formats.atomic import original_of
from tuicomposer.score.history import Steps
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

RESCUE: Final = ".rescue"
"""In the names of files that hold unsaved work."""


class Rescued(NamedTuple):
    """Unsaved work that an earlier run left behind."""

    file: Path
    song: Song
    steps: Steps
    """What can be undone in it."""
    when: str
    """Local date and time of its last change."""


class LeftBehind(NamedTuple):
    """Unsaved work of another song that an earlier run left behind."""

    file: Path
    song: Path | None
    """The file of its song; ``None`` where it has none."""
    when: str
    """Local date and time of its last change."""


class Begun(NamedTuple):
    """What is known about a song that was just opened."""

    steps: Steps = Steps()
    """What can be undone in it from earlier days."""
    notes: tuple[str, ...] = ()
    """Sentences about what could not be used."""
    rescued: Rescued | None = None
    other: str = ""
    """Who else has it open, in words."""
    elsewhere: tuple[LeftBehind, ...] = ()
    """Unsaved work of other songs."""


class Backup(NamedTuple):
    """A version before the saved one."""

    file: Path
    when: str
    """Local date and time at which it was saved."""


class ChosenVersion(NamedTuple):
    """A version before that a person chose."""

    backup: Backup
    apart: bool
    """Whether it is to be opened as a song of its own, and not put in place of the song as it is."""


def opened_version(path: Path) -> str:
    """What is said of a version before that is opened by its name; empty where it is none.

    Its song has no file of its own, so that saving never replaces the version or the song it is of.
    """
    original = original_of(path)
    if original is None:
        return ""
    name, of = visible(path.name), visible(original.name)
    return f"{name} is an earlier version of {of}. It is open without a file; Ctrl+S asks where to save it."


class KeeperPort(Protocol):
    """Side files of the song: unsaved work, history, versions, the note that it is open.

    Every method may be called from any thread; all but ``begin`` and ``keep`` are quick.
    """

    def begin(self, song: Song, path: Path | None) -> Begun:
        """Look after another song from now on, and tell what is known of it."""
        ...

    def rescued(self, song: Song, path: Path | None) -> Rescued | None:
        """The newest unsaved work for a song as it is saved."""
        ...

    def elsewhere(self) -> tuple[LeftBehind, ...]:
        """Unsaved work of other songs than the one that is looked after, the newest first."""
        ...

    def take_over(self, rescued: Rescued) -> bool:
        """Go on with unsaved work; its file is the one that :meth:`keep` writes from now on.

        ``False`` where another process is at it since it was offered; then it stays theirs.
        """
        ...

    def drop(self, rescued: Rescued) -> bool:
        """Delete unsaved work; ``False`` where another process is at it since it was offered."""
        ...

    def keep(self, song: Song, path: Path | None, steps: Steps) -> Path:
        """Write unsaved work beside the song, never over it; returns where; raises ``SongFileError``."""
        ...

    def settled(self) -> None:
        """Nothing is unsaved, or it is not wanted: remove what :meth:`keep` wrote."""
        ...

    def saved(self, path: Path, steps: Steps) -> str:
        """The song was saved there; a sentence if its history could not be."""
        ...

    def changed_outside(self, path: Path) -> bool:
        """Whether the song's file is no longer as it was opened or saved here."""
        ...

    def backups(self, path: Path) -> tuple[Backup, ...]:
        """The versions before, the newest first."""
        ...

    def load_backup(self, file: Path) -> Song:
        """The song of a version before; raises ``SongFileError``."""
        ...

    def close(self) -> None:
        """Take away the note that the song is open."""
        ...
