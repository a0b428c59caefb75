"""Hears that the terminal is gone where no signal says so.

The system tells only the leader of the session, such as a shell or make, which may not pass it on.
"""

from __future__ import annotations

import select
import threading
from collections.abc import Callable


def on_hangup(terminal: int, act: Callable[[], None]) -> None:
    """Call ``act`` once, on a thread of its own, when a terminal hangs up; never where that is not told.

    Args:
        terminal: Its file descriptor.
        act: What is to be done.
    """
    threading.Thread(target=_wait, args=(terminal, act), name="hangup", daemon=True).start()


def _wait(terminal: int, act: Callable[[], None]) -> None:
    poll = select.poll()
    poll.register(terminal, 0)  # asks for nothing: a hang-up is told all the same
    if any(told & select.POLLHUP for _, told in poll.poll()):
        act()
