"""Keys that go down, repeat and go up, and what the terminal says of itself."""

from __future__ import annotations

from typing import Final, NamedTuple

from textual import events
from textual.message import Message


class Stroke(NamedTuple):
    """What the terminal knows of a key beyond its name."""

    code: str = ""
    """By which its release will be told from those of other keys; empty where no release comes."""
    repeated: bool = False
    """Whether it only arrives because it is held."""


UNKNOWN: Final = Stroke()
"""What most terminals know of a key."""


class KeyPressed(events.Key):
    """A key that went down, or that arrives again because it is held.

    Args:
        key: Its name.
        character: What it writes.
        stroke: What else the terminal said of it.
    """

    def __init__(self, key: str, character: str | None, stroke: Stroke = UNKNOWN) -> None:
        super().__init__(key, character)
        self.stroke = stroke


# Textual finds the handlers of a message by the name of its class; this one is handled as any key.
KeyPressed.handler_name = events.Key.handler_name


class KeyReleased(events.InputEvent, bubble=False):
    """A key that went up.

    Args:
        key: Its name.
        code: That of its :class:`Stroke`.
    """

    def __init__(self, key: str, code: str) -> None:
        super().__init__()
        self.key = key
        self.code = code


class KeyboardFlags(Message):
    """What the terminal answers to how it sends keys, in the flags of the kitty keyboard protocol."""

    key = ""
    """It is no key; Textual's parser asks for one of everything that a sequence may mean."""

    def __init__(self, flags: int) -> None:
        super().__init__()
        self.flags = flags
