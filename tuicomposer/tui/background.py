"""What runs beside the screen: the two workers and single tasks, each of which only posts messages."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from textual.message import Message

from tuicomposer.errors import ComposerError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import AnalyzeRequest, GenerateRequest, JudgeRequest
from tuicomposer.jobs.services import Report
from tuicomposer.jobs.worker import Worker
from tuicomposer.score.song import Song
from tuicomposer.tui import messages
from tuicomposer.tui.ports import Ports

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class Background:
    """The screen's threads.

    Args:
        ports: What they run.
        post: Hands a message to the screen; may be called from any thread.
    """

    def __init__(self, ports: Ports, post: Callable[[Message], object]) -> None:
        self._ports = ports
        self._post = post
        self._generator: Worker[GenerateRequest | JudgeRequest] = Worker(
            "generator", ports.generator_handler, lambda answer: _hand(post, messages.GeneratorSaid(answer))
        )
        self._analyzer: Worker[AnalyzeRequest] = Worker(
            "analyzer",
            ports.analyzer_handler,
            lambda answer: _hand(post, messages.AnalyzerSaid(answer)),
            latest_only=True,
        )

    def generate(self, request: GenerateRequest | JudgeRequest) -> CancelToken:
        """Queue a request for the generator."""
        return self._generator.submit(request)

    def analyze(self, request: AnalyzeRequest) -> None:
        """Ask the analyzer, in place of what it was asked before."""
        self._analyzer.submit(request)

    def open_player(self, song: Song) -> None:
        """Open the player on a thread; ``PlayerReady`` follows."""

        def task() -> Message:
            return messages.PlayerReady(
                self._ports.open_player(song, lambda status: _hand(self._post, messages.SoundTold(status)))
            )

        self._start("player opener", task)

    def run(
        self,
        task: Callable[[Report, CancelToken], Result],
        then: Callable[[Result], None],
        token: CancelToken,
    ) -> None:
        """Run a task on a thread; ``TaskDone`` or ``TaskFailed`` follows."""

        def report(fraction: float, text: str) -> None:
            _hand(self._post, messages.TaskProgress(fraction, text))

        self._start("task", lambda: messages.TaskDone(task(report, token), then))

    def close(self) -> None:
        """Cancel everything and wait a moment for the workers."""
        self._generator.close()
        self._analyzer.close()

    def _start(self, name: str, task: Callable[[], Message]) -> None:
        def run() -> None:
            try:
                message = task()
            except ComposerError as error:
                message = messages.TaskFailed(error)
            except Exception as error:
                # A defect of ours must reach the person as a sentence, not end the thread unseen.
                _log.exception("%s failed", name)
                message = messages.TaskFailed(ComposerError(f"Something went wrong inside: {error!r}."))
            _hand(self._post, message)

        threading.Thread(target=run, name=name, daemon=True).start()


def _hand(post: Callable[[Message], object], message: Message) -> None:
    post(message)
