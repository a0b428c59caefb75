"""What runs beside the screen: the two workers and single tasks, each of which only tells values."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tuicomposer.errors import ComposerError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import AnalyzeRequest, GenerateRequest, JudgeRequest
from tuicomposer.jobs.services import Report
from tuicomposer.jobs.worker import Worker
from tuicomposer.score.song import Song
from tuicomposer.tui.ports import PlayerPort, Ports

if TYPE_CHECKING:
    from tuicomposer.playback.midi_input import KeyStroke
    from tuicomposer.playback.player import SoundStatus

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


Tell = Callable[[object], None]
"""Hands a value to the screen; may be called from any thread."""


class GeneratorSaid(NamedTuple):
    """Progress, a result or a failure of the generator's worker."""

    answer: object


class AnalyzerSaid(NamedTuple):
    """A result or a failure of the analyzer's worker."""

    answer: object


class PlayerReady(NamedTuple):
    """The player can be used."""

    player: PlayerPort


class SoundTold(NamedTuple):
    """Whether there is sound."""

    status: SoundStatus


class KeyStruck(NamedTuple):
    """A key of a MIDI keyboard was struck or let go."""

    stroke: KeyStroke


class TaskProgress(NamedTuple):
    """How far a background task has come."""

    token: CancelToken
    fraction: float
    text: str


class TaskDone(NamedTuple):
    """A background task ended well."""

    token: CancelToken
    result: Any
    then: Callable[[Any], None]


class TaskFailed(NamedTuple):
    """A background task ended with an error."""

    token: CancelToken
    error: ComposerError


class QuietDone(NamedTuple):
    """A task that nobody sees ended well."""

    result: Any
    then: Callable[[Any], None]


class QuietFailed(NamedTuple):
    """A task that nobody sees ended with an error."""

    error: ComposerError
    failed: Callable[[ComposerError], None]


class PlayerFailed(NamedTuple):
    """The player cannot be opened."""

    error: ComposerError


class Background:
    """The screen's threads.

    Args:
        ports: What they run.
        tell: Hands a value to the screen.
    """

    def __init__(self, ports: Ports, tell: Tell) -> None:
        self._ports = ports
        self._tell = tell
        self._generator: Worker[GenerateRequest | JudgeRequest] = Worker(
            "generator", ports.generator_handler, lambda answer: tell(GeneratorSaid(answer))
        )
        self._analyzer: Worker[AnalyzeRequest] = Worker(
            "analyzer", ports.analyzer_handler, lambda answer: tell(AnalyzerSaid(answer)), latest_only=True
        )

    def generate(self, request: GenerateRequest | JudgeRequest) -> CancelToken:
        """Queue a request for the generator."""
        return self._generator.submit(request)

    def analyze(self, request: AnalyzeRequest) -> None:
        """Ask the analyzer, in place of what it was asked before."""
        self._analyzer.submit(request)

    def open_player(self, song: Song) -> None:
        """Open the player on a thread; ``PlayerReady`` follows."""

        def told(status: SoundStatus) -> None:
            self._tell(SoundTold(status))

        self._start("player opener", lambda: PlayerReady(self._ports.open_player(song, told)), PlayerFailed)

    def run(
        self,
        task: Callable[[Report, CancelToken], Result],
        then: Callable[[Result], None],
        token: CancelToken,
    ) -> None:
        """Run a task on a thread; ``TaskDone`` or ``TaskFailed`` follows."""

        def report(fraction: float, text: str) -> None:
            self._tell(TaskProgress(token, fraction, text))

        self._start(
            "task",
            lambda: TaskDone(token, task(report, token), then),
            lambda error: TaskFailed(token, error),
        )

    def quietly(
        self,
        task: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[ComposerError], None],
    ) -> None:
        """Run a task on a thread that nobody waits for; ``QuietDone`` or ``QuietFailed`` follows."""
        self._start("side task", lambda: QuietDone(task(), then), lambda error: QuietFailed(error, failed))

    def close(self) -> None:
        """Cancel everything and wait a moment for the workers."""
        self._generator.close()
        self._analyzer.close()

    def _start(
        self, name: str, task: Callable[[], object], failed: Callable[[ComposerError], object]
    ) -> None:
        def run() -> None:
            try:
                ended = task()
            except ComposerError as error:
                ended = failed(error)
            except Exception as error:
                # A defect of ours must reach the person as a sentence, not end the thread unseen.
                _log.exception("%s failed", name)
                ended = failed(ComposerError(f"Something went wrong inside: {error!r}."))
            self._tell(ended)

        threading.Thread(target=run, name=name, daemon=True).start()
