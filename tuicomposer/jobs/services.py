"""What a worker runs: the protocols that the generator and the analyzer implement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import (
    Analyzed,
    AnalyzeRequest,
    Generated,
    GenerateRequest,
    Judged,
    JudgeRequest,
)

Report = Callable[[float, str], None]
"""Called with a fraction from 0 to 1 and a sentence about what is being done."""


class GeneratorService(Protocol):
    """Writes and judges music. Called from one thread at a time."""

    @property
    def name(self) -> str:
        """What is at work, such as ``chorale 1`` or ``rules``."""
        ...

    def generate(self, request: GenerateRequest, report: Report, token: CancelToken) -> Generated:
        """Candidates that contain what was typed.

        Raises:
            RequestError: The request cannot be satisfied; the sentence names the bar.
            ModelError: The model cannot be loaded.
            Cancelled: The token was cancelled.
        """
        ...

    def judge(self, request: JudgeRequest, token: CancelToken) -> Judged:
        """The discriminator's verdict on a section.

        Raises:
            RequestError: The section holds nothing to judge.
            ModelError: The model cannot be loaded.
            Cancelled: The token was cancelled.
        """
        ...


class AnalyzerService(Protocol):
    """Recognises key, chords and melody. Called from one thread at a time."""

    def analyze(self, request: AnalyzeRequest, token: CancelToken) -> Analyzed:
        """What is heard in a song.

        Raises:
            Cancelled: The token was cancelled.
        """
        ...
