"""One thread that turns requests into results, in order."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tuicomposer.errors import Cancelled, ComposerError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Failed, Progress
from tuicomposer.jobs.services import Report

Request = TypeVar("Request")
Handler = Callable[[Request, Report, CancelToken], object]
Deliver = Callable[[object], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job(Generic[Request]):
    request: Request
    token: CancelToken = field(default_factory=CancelToken)


class Worker(Generic[Request]):
    """Runs a handler on its own thread; results, progress and failures go to ``deliver``.

    ``deliver`` is called on the worker's thread and MUST only hand the value on. Each submitted
    request is answered by exactly one result or one ``Failed``, unless the worker was closed.

    Args:
        name: Name of the thread.
        handler: Called with a request, a progress report and a cancel token.
        deliver: Receives the handler's result, ``Progress`` and ``Failed``.
        latest_only: A new request cancels the running one and replaces the waiting ones.
    """

    def __init__(
        self, name: str, handler: Handler[Request], deliver: Deliver, *, latest_only: bool = False
    ) -> None:
        self._handler = handler
        self._deliver = deliver
        self._latest_only = latest_only
        self._jobs: queue.SimpleQueue[_Job[Request] | None] = queue.SimpleQueue()
        self._live: set[CancelToken] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._started = False
        self._closed = False

    def submit(self, request: Request) -> CancelToken:
        """Queue a request and return the token that cancels it; the thread starts with the first one."""
        job = _Job(request)
        with self._lock:
            if self._latest_only:
                self._cancel_live()
            self._live.add(job.token)
            self._jobs.put(job)
            if not self._started:
                self._started = True
                self._thread.start()
        return job.token

    def cancel(self) -> None:
        """Cancel the running request and all waiting ones."""
        with self._lock:
            self._cancel_live()

    def close(self, timeout: float = 2.0) -> None:
        """Cancel everything and wait for the thread to end, at most ``timeout`` seconds."""
        with self._lock:
            self._closed = True
            self._cancel_live()
            self._jobs.put(None)
        if self._started:
            self._thread.join(timeout)

    def _cancel_live(self) -> None:
        for token in self._live:
            token.cancel()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            answer = self._answer(job)
            with self._lock:
                self._live.discard(job.token)
                closed = self._closed
            if not closed:
                self._deliver(answer)

    def _answer(self, job: _Job[Request]) -> object:
        def report(fraction: float, text: str) -> None:
            if not job.token.cancelled:
                self._deliver(Progress(job.request, fraction, text))

        try:
            job.token.check()
            result = self._handler(job.request, report, job.token)
            job.token.check()
        except Cancelled as error:
            return Failed(job.request, error.what, error.hint, cancelled=True)
        except ComposerError as error:
            return Failed(job.request, error.what, error.hint)
        except Exception as error:
            # A defect of ours must reach the person as a sentence, not end the thread.
            _log.exception("worker %s failed", self._thread.name)
            return Failed(job.request, f"Something went wrong inside: {error!r}.", "The song is unchanged.")
        return result
