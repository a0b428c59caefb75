"""Where histories are kept: one file a saved song, named by the digest of the song's text."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from tuicomposer.errors import SongFileError
from tuicomposer.formats import atomic
from tuicomposer.formats.files import read_bytes
from tuicomposer.formats.history_text import HistoryWriter, read_history
from tuicomposer.score.history import Steps
from tuicomposer.score.song import Song

MAX_FILES: Final = 200
MAX_BYTES: Final = 128 * 2**20
"""All histories together; the ones that were not touched for longest go first."""
_SUFFIX: Final = ".jsonl"


class HistoryStore:
    """Histories by the digest of the song that they lead to, so that a moved or copied song keeps its own.

    Args:
        folder: Where the files are; made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer = HistoryWriter()

    def keep(self, steps: Steps, song_text: bytes) -> str:
        """Write the history of a song; the digest under which it is.

        Raises:
            OSError: It cannot be written.
        """
        digest = sha256(song_text).hexdigest()
        if steps.done or steps.undone:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic.write(self._place(digest), self._writer.write(steps, digest))
            self._make_room()
        return digest

    def find(self, song: Song, song_text: bytes) -> Steps:
        """The steps that led to a song; none where nothing is known of it.

        Raises:
            SongFileError: What is kept is damaged.
        """
        digest = sha256(song_text).hexdigest()
        place = self._place(digest)
        if not place.exists():
            return Steps()
        try:
            return read_history(read_bytes(place), song, digest)
        except SongFileError:
            with suppress(OSError):
                place.replace(place.with_suffix(".damaged"))
            raise

    def forget(self, digest: str) -> None:
        """Remove one history."""
        with suppress(OSError):
            self._place(digest).unlink()

    def _place(self, digest: str) -> Path:
        return self._folder / f"{digest}{_SUFFIX}"

    def _make_room(self) -> None:
        with suppress(OSError):
            kept = [(file.stat(), file) for file in self._folder.iterdir() if file.suffix != ".part"]
            room = MAX_BYTES
            newest_first = sorted(kept, key=lambda one: one[0].st_mtime_ns, reverse=True)
            for number, (status, file) in enumerate(newest_first, 1):
                room -= status.st_size
                if number > MAX_FILES or room < 0:
                    file.unlink()
