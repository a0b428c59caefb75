"""One-shot timers that always go off, however busy the machine is."""

from __future__ import annotations

from textual.message_pump import MessagePump
from textual.timer import Timer, TimerCallback


class PunctualTimers(MessagePump):
    """Mixed into what sets timers on which something depends.

    Textual lets a timer skip the times that it missed. A one-shot timer has one time only: where the thread
    is held up between the making of the timer and its first look at the clock, as by another that has the
    interpreter, the timer ends without a word, and the change of size or the drawing that waits for it never
    comes.
    """

    def set_timer(
        self,
        delay: float,
        callback: TimerCallback | None = None,
        *,
        name: str | None = None,
        pause: bool = False,
    ) -> Timer:
        """Call after a delay, late rather than never; arguments as Textual's."""
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        # It does not look at the clock before this thread is next idle.
        timer._skip = False
        return timer
