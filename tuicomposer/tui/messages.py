"""What threads tell the screen. Posting a message is the only thing a thread does to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from tuicomposer.errors import ComposerError
from tuicomposer.tui.ports import PlayerPort

if TYPE_CHECKING:
    from tuicomposer.playback.player import SoundStatus


@dataclass
class GeneratorSaid(Message):
    """Progress, a result or a failure of the generator's worker."""

    answer: object


@dataclass
class AnalyzerSaid(Message):
    """A result or a failure of the analyzer's worker."""

    answer: object


@dataclass
class PlayerReady(Message):
    """The player can be used."""

    player: PlayerPort


@dataclass
class SoundTold(Message):
    """Whether there is sound."""

    status: SoundStatus


@dataclass
class TaskProgress(Message):
    """How far a background task has come."""

    fraction: float
    text: str


@dataclass
class TaskDone(Message):
    """A background task ended well."""

    result: Any
    then: Callable[[Any], None]


@dataclass
class TaskFailed(Message):
    """A background task ended with an error."""

    error: ComposerError
