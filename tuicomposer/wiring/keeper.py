"""Keeps the song safe: unsaved work beside it, its history, its versions, the note that it is open."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from tuicomposer.errors import ComposerError, SongFileError
from tuicomposer.formats import atomic
from tuicomposer.formats.files import load_backup, read_bytes, refused
from tuicomposer.formats.history_store import HistoryStore
from tuicomposer.formats.project import read_project, write_project
from tuicomposer.formats.song_lock import Holder, SongLock, is_gone, myself
from tuicomposer.score.history import Steps
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.settings.home import expanded
from tuicomposer.tui.keeping import RESCUE, Backup, Begun, LeftBehind, Rescued
from tuicomposer.wiring.unsaved import UnsavedList

SUFFIX: Final = ".tuic"
_UNTITLED: Final = "untitled"
_PATIENCE: Final = 2.0
"""Seconds to wait for a side file that is being written; then it is written in its turn anyway."""

Write = Callable[[Path, bytes], None]
Gone = Callable[[Holder, str], bool]


class Keeper:
    """Implements :class:`tuicomposer.tui.keeping.KeeperPort` on files.

    Unsaved work goes to ``NAME.rescue.tuic`` beside the song; where there is no song yet or no
    room beside it, into the state folder, and last into the home folder. Histories go into the
    state folder.

    Args:
        state: The state folder; made when it is needed.
        write: Writes a file completely or not at all, or raises ``OSError``.
        me: Who this process is.
        gone: Whether the holder of a note has surely ended.
    """

    def __init__(
        self, state: Path, write: Write = atomic.write, me: Holder | None = None, gone: Gone = is_gone
    ) -> None:
        self._state = state
        self._write = write
        self._me = me or myself()
        self._gone = gone
        self._store = HistoryStore(state / "history")
        self._unsaved = UnsavedList(state / "unsaved")
        self._mutex = threading.RLock()
        self._lock: SongLock | None = None
        self._shared = False
        """Whether another process has the song open too."""
        self._path: Path | None = None
        self._seen: tuple[int, ...] = ()
        self._rescue: Path | None = None
        self._digests = {"kept": "", "saved": ""}

    # Opening ----------------------------------------------------------------------------

    def begin(self, song: Song, path: Path | None) -> Begun:
        """Look after another song from now on, and tell what is known of it."""
        with self._alone():
            self.settled()
            self.close()
            self._path, self._digests = path, {"kept": "", "saved": ""}
            self._seen = _status(path)
            other = None if path is None else self._hold(path)
            self._shared = other is not None
            steps, notes = self._history(song, path)
            rescued, words = self.rescued(song, path), "" if other is None else _words(other)
            return Begun(steps, notes, rescued, words, self.elsewhere())

    def _hold(self, path: Path) -> Holder | None:
        self._lock = SongLock(path, self._me, self._gone)
        return self._lock.take()

    def _history(self, song: Song, path: Path | None) -> tuple[Steps, tuple[str, ...]]:
        if path is None or path.suffix != SUFFIX or not path.is_file():
            return Steps(), ()
        try:
            return self._store.find(song, read_bytes(path)), ()
        except SongFileError as error:
            return Steps(), (str(error),)

    def rescued(self, song: Song, path: Path | None) -> Rescued | None:
        """The newest unsaved work of processes that are gone; what equals the saved song is removed."""
        for file in () if self._shared else self._left_behind(path):
            with suppress(ComposerError, OSError):
                data = read_bytes(file)
                found = read_project(data)
                if found == song:
                    file.unlink()
                    continue
                return Rescued(file, found, self._steps(found, data), _when(file))
        return None

    def _left_behind(self, path: Path | None) -> list[Path]:
        places = [self._state / _UNTITLED] if path is None else [path, self._spare(path)]
        files = {
            file
            for place in places
            for file in _siblings(place)
            if file != self._rescue and not self._is_held(file)
        }
        return sorted(files, key=_age)

    def elsewhere(self) -> tuple[LeftBehind, ...]:
        """Unsaved work of processes that are gone and of other songs, the newest first."""
        own = (*self._left_behind(self._path), *((self._rescue,) if self._rescue is not None else ()))
        here = {os.path.abspath(file) for file in own}
        untitled = ((file, None) for file in _siblings(self._state / _UNTITLED))
        found = [
            LeftBehind(file, song, _when(file))
            for file, song in (*self._unsaved, *untitled)
            if os.path.abspath(file) not in here
            and not self._is_held(file)
            and (song is None or not self._is_held(song))
        ]
        return tuple(sorted(found, key=lambda one: _age(one.file)))

    def _is_held(self, file: Path) -> bool:
        holder = SongLock(file, self._me).holder()
        return holder is not None and holder != self._me and not self._gone(holder, self._me.host)

    def _steps(self, song: Song, data: bytes) -> Steps:
        try:
            return self._store.find(song, data)
        except SongFileError:
            return Steps()

    def take_over(self, rescued: Rescued) -> bool:
        """Go on with unsaved work; ``False`` where another process is at it since it was offered."""
        if not self._lock_rescue(rescued.file, self._path):
            return False
        self._rescue = rescued.file
        return True

    def drop(self, rescued: Rescued) -> bool:
        """Delete unsaved work; ``False`` where another process is at it since it was offered."""
        if self._is_held(rescued.file):
            return False
        self._remove(rescued.file)
        return True

    def _lock_rescue(self, file: Path, path: Path | None) -> bool:
        """Note that unsaved work is mine; what lies beside its song is told by the song's own note."""
        if path is not None and file.parent == path.parent:
            return True
        return SongLock(file, self._me, self._gone).take() is None

    # Keeping ----------------------------------------------------------------------------

    def keep(self, song: Song, path: Path | None, steps: Steps) -> Path:
        """Write unsaved work beside the song, else into the state folder, else into the home folder.

        Raises:
            SongFileError: It can be written nowhere.
        """
        data = write_project(song)
        with self._alone():
            digest = ""
            with suppress(OSError):  # first, so that whoever finds the work finds its history too
                digest = self._store.keep(steps, data)
            self._rescue = self._written(data, path)
            self._replace_history("kept", digest)
            return self._rescue

    def _written(self, data: bytes, path: Path | None) -> Path:
        first: SongFileError | None = None
        for place in self._places(path):
            try:
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._write(place, data)
            except (OSError, ValueError) as error:
                why = error if isinstance(error, OSError) else OSError(str(error))
                first = first or refused(place, why, "written")
            else:
                if place != self._rescue:
                    self._lock_rescue(place, path)
                    if place.parent != self._state or path is not None:
                        self._unsaved.add(place, path)
                return place
        raise first or SongFileError("There is no place for the unsaved song.")

    def _places(self, path: Path | None) -> Iterator[Path]:
        if self._rescue is not None and path == self._path:
            yield self._rescue
        if path is not None:
            yield self._free(path)
        spare = self._state / _UNTITLED if path is None else self._spare(path)
        yield self._free(spare)
        with suppress(ComposerError):
            yield self._free(expanded("~") / spare.name)

    def _spare(self, path: Path) -> Path:
        """A name in the state folder for a song whose own folder takes no files."""
        mark = sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:8]
        return self._state / f"{path.stem}-{mark}"

    def _free(self, path: Path) -> Path:
        """The rescue file of a song; numbered where others are left from before or in use."""
        stem = path.name.removesuffix(path.suffix)
        number, mark = 1, f"-{self._me.pid}" if self._shared else ""
        free = path.with_name(f"{stem}{RESCUE}{mark}{SUFFIX}")
        while os.path.lexists(free):
            number += 1
            free = path.with_name(f"{stem}{RESCUE}{mark}-{number}{SUFFIX}")
        return free

    def _remove(self, file: Path) -> None:
        _remove(file)
        self._unsaved.remove(file)

    def settled(self) -> None:
        """Remove what :meth:`keep` wrote."""
        with self._alone():
            if self._rescue is not None:
                self._remove(self._rescue)
            self._rescue = None
            self._forget("kept")

    # Saving -----------------------------------------------------------------------------

    def saved(self, path: Path, steps: Steps) -> str:
        """The song was saved there; a sentence if its history could not be."""
        with self._alone():
            self.settled()
            if path != self._path:
                self.close()
                self._path, self._shared = path, self._hold(path) is not None
            self._seen = _status(path)
            try:
                self._replace_history("saved", self._store.keep(steps, read_bytes(path)))
            except (OSError, SongFileError) as error:
                return f"What can be undone could not be kept for the next time: {error}"
            return ""

    def _replace_history(self, which: str, digest: str) -> None:
        if digest != self._digests[which]:
            self._forget(which)
        self._digests[which] = digest

    def _forget(self, which: str) -> None:
        """Remove a history that a newer one replaces, unless it is the other one's too."""
        digest, self._digests[which] = self._digests[which], ""
        if digest and digest not in self._digests.values():
            self._store.forget(digest)

    def changed_outside(self, path: Path) -> bool:
        """Whether the song's file is no longer as it was opened or saved here."""
        return path == self._path and bool(now := _status(path)) and now != self._seen

    def backups(self, path: Path) -> tuple[Backup, ...]:
        """The versions before, the newest first."""
        return tuple(Backup(file, _when(file)) for file in atomic.backups_of(path))

    def load_backup(self, file: Path) -> Song:
        """The song of a version before.

        Raises:
            SongFileError: It cannot be read.
        """
        return load_backup(file)

    def close(self) -> None:
        """Take away the note that the song is open."""
        if self._lock is not None:
            self._lock.release()
        self._lock = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time; but a disk that hangs does not keep the last of the work from being written."""
        got = self._mutex.acquire(timeout=_PATIENCE)
        try:
            yield
        finally:
            if got:
                self._mutex.release()


def _siblings(path: Path) -> list[Path]:
    """The rescue files of a song."""
    start = path.name.removesuffix(path.suffix) + RESCUE
    try:
        return [
            file
            for file in path.parent.iterdir()
            if file.name.startswith(start)
            and file.suffix == SUFFIX
            and not file.name[len(start) :][:1].isalnum()
        ]
    except OSError:
        return []


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink()
    note = SongLock(file, Holder(0, "")).note
    with suppress(OSError):
        note.unlink()


def _age(file: Path) -> int:
    """Sorts the newest first."""
    try:
        return -file.stat().st_mtime_ns
    except OSError:
        return 0


def _when(file: Path) -> str:
    try:
        return f"{datetime.fromtimestamp(file.stat().st_mtime):%Y-%m-%d %H:%M}"
    except (OSError, ValueError, OverflowError):
        return "an unknown time"


def _status(path: Path | None) -> tuple[int, ...]:
    """What changes whenever a file does; empty where there is none."""
    try:
        seen = os.stat(path) if path is not None else None
    except (OSError, ValueError):
        seen = None
    return () if seen is None else (seen.st_ino, seen.st_size, seen.st_mtime_ns)


def _words(holder: Holder) -> str:
    return visible(f"Process {holder.pid} on {holder.host} has it open since {holder.since}.")
