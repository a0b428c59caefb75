"""A terminal that is gone is noticed without a signal."""

from __future__ import annotations

import os
import threading

from tuicomposer.wiring.hangup import on_hangup


def test_a_hang_up_is_heard_and_nothing_else_is() -> None:
    ours, theirs = os.openpty()
    heard = threading.Event()
    on_hangup(theirs, heard.set)
    os.write(ours, b"keys\n")
    assert os.read(theirs, 1)
    assert not heard.wait(0.2)
    os.close(ours)
    assert heard.wait(10)
    os.close(theirs)
