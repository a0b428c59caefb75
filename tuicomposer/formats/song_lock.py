"""A note beside a song that says who works on it, so that two instances do not undo each other.

The note ``.NAME.lock`` is one JSON object: process, host, when it began, and since when. It warns
and forbids nothing. A note of a process that is gone on this host is stale and taken over.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

MAX_LENGTH: Final = 4096
_ENDED: Final = ("Z", "X")
"""States of a process that has ended, but whose parent has not asked how."""


class Holder(NamedTuple):
    """Who works on a song."""

    pid: int
    host: str
    started: str = ""
    """When the process began, in the system's own words; tells it from a later one of the same number."""
    since: str = ""
    """Local date and time at which the song was opened."""


def myself(now: Callable[[], datetime] = datetime.now) -> Holder:
    """This process as a holder."""
    pid = os.getpid()
    return Holder(pid, socket.gethostname(), _start_of(pid) or "", f"{now():%Y-%m-%d %H:%M}")


def is_gone(holder: Holder, host: str) -> bool:
    """Whether a holder's process has surely ended; of another host nobody here can know."""
    if holder.host != host:
        return False
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    if _state_of(holder.pid) in _ENDED:
        return True
    started = _start_of(holder.pid)
    return started is not None and bool(holder.started) and started != holder.started


class SongLock:
    """The note beside one song.

    Args:
        path: The song's file.
        me: Who writes the note.
        gone: Whether a holder has surely ended.
    """

    def __init__(self, path: Path, me: Holder, gone: Callable[[Holder, str], bool] = is_gone) -> None:
        real = Path(os.path.realpath(path))
        self.note = real.with_name(f".{real.name}.lock")
        self._me = me
        self._gone = gone

    def take(self) -> Holder | None:
        """Put the note there; the other holder where there is one, and then the note stays theirs.

        Where the folder takes no note, there is none, and nobody is warned.
        """
        for _ in range(2):
            with suppress(OSError):
                self._create()
                return None
            other = self.holder()
            if other is not None and other != self._me and not self._gone(other, self._me.host):
                return other
            with suppress(OSError):
                self.note.unlink()
        return None

    def holder(self) -> Holder | None:
        """Who the note names; ``None`` where there is none that can be read."""
        try:
            with self.note.open("rb") as file:
                told = json.loads(file.read(MAX_LENGTH))
            pid, words = told["pid"], [told.get(name, "") for name in Holder._fields[1:]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        if type(pid) is not int or pid <= 0 or not all(isinstance(word, str) for word in words):
            return None
        return Holder(pid, *words)

    def release(self) -> None:
        """Take the note away if it is still mine."""
        if self.holder() == self._me:
            with suppress(OSError):
                self.note.unlink()

    def _create(self) -> None:
        descriptor = os.open(self.note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json.dumps(self._me._asdict()) + "\n")


def _start_of(pid: int) -> str | None:
    """When a process began, in clock ticks since the machine did; ``None`` where the system does not tell."""
    return _told_of(pid, 19)


def _state_of(pid: int) -> str | None:
    """The letter of a process's state; ``None`` where the system does not tell."""
    return _told_of(pid, 0)


def _told_of(pid: int, field: int) -> str | None:
    """A field behind the name in the system's line about a process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[field]
    except (OSError, IndexError, UnicodeDecodeError):
        return None
