"""The list of unsaved work: where it lies and of which song it is, whatever folder that is in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from tuicomposer.formats import atomic


class UnsavedList:
    """One small file for each side file of unsaved work, so that processes never write the same one.

    A list that cannot be kept is done without: the work itself is safe where it is.

    Args:
        folder: Where the list is kept; made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, file: Path, song: Path | None) -> None:
        """Note where unsaved work is kept, and of which song; ``None`` of one without a file."""
        entry = [os.path.abspath(file), None if song is None else os.path.abspath(song)]
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic.write(self._entry(file), json.dumps(entry).encode("ascii"))

    def remove(self, file: Path) -> None:
        """Forget unsaved work that is no longer there."""
        with suppress(OSError):
            self._entry(file).unlink()

    def __iter__(self) -> Iterator[tuple[Path, Path | None]]:
        """Files with unsaved work that are there, with the song that each is of."""
        entries: list[Path] = []
        with suppress(OSError):
            entries = sorted(self._folder.glob("*.json"))
        for entry in entries:
            with suppress(OSError, ValueError, TypeError):
                file, song = json.loads(entry.read_bytes())
                if Path(file).is_file():
                    yield Path(file), None if song is None else Path(song)
                else:
                    entry.unlink()

    def _entry(self, file: Path) -> Path:
        return self._folder / f"{sha256(os.fsencode(os.path.abspath(file))).hexdigest()[:16]}.json"
