"""What is sent to the terminal: at once where it has room, else by Textual's thread, which waits."""

from __future__ import annotations

import select
import threading
from contextlib import suppress
from typing import IO, Final

from textual.drivers._writer_thread import WriterThread

SHORT: Final = 2048
"""Characters that a terminal which takes any at all takes without a wait."""


class PromptWriter(WriterThread):
    """Textual hands every text to a thread, and a key waits for two changes of threads until it is seen.

    What is short is written by who wants it written, if everything before it is out and the terminal has
    room; the rest goes through the thread, so that a slow line holds nobody up.
    """

    def __init__(self, file: IO[str]) -> None:
        super().__init__(file)
        self._turn = threading.Lock()

    def write(self, text: str) -> None:
        """Write a text after all others."""
        with self._turn:
            if len(text) <= SHORT and not self._queue.unfinished_tasks and self._has_room():
                with suppress(OSError):  # the terminal is gone, of which the program is told by a signal
                    self._file.write(text)
                    self._file.flush()
            else:
                self._queue.put(text)

    def _has_room(self) -> bool:
        return bool(select.select([], [self._file], [], 0)[1])

    def run(self) -> None:
        """Write what has to be waited for, until the end."""
        while (text := self._queue.get()) is not None:
            self._file.write(text)
            if self._queue.empty():
                self._file.flush()
            self._queue.task_done()
        self._file.flush()
