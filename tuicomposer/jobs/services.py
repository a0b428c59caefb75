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


Share = Callable[[float], None]
"""Called with the fraction, from 0 to 1, of a part of the work that is done."""


def untold(_fraction: float, _text: str = "") -> None:
    """Where nobody wants to know how far the work is."""


def part_of(report: Report, start: float, stop: float, text: str) -> Share:
    """Tells of a part of the work, which begins and ends at fractions of the whole."""
    return share_of(lambda fraction: report(fraction, text), start, stop)


def share_of(share: Share, start: float, stop: float) -> Share:
    """Tells of a part of a part, in the same way."""
    # Exact at both ends, so that one part never begins before the end of the last.
    return lambda fraction: share(start * (1 - fraction) + stop * fraction)


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

    def analyze(self, request: AnalyzeRequest, token: CancelToken, report: Report = untold) -> Analyzed:
        """What is heard in a song.

        Args:
            request: The song.
            token: Asked often.
            report: Told how far the work is; its fractions never fall, and the last one is 1.

        Raises:
            Cancelled: The token was cancelled.
        """
        ...
