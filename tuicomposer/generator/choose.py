"""Which generator is at work: the trained one if it loads, else the rules, and why."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from tuicomposer.errors import ModelError
from tuicomposer.generator.rules import RuleGenerator
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Generated, GenerateRequest, Judged, JudgeRequest
from tuicomposer.jobs.services import GeneratorService, Report
from tuicomposer.models.manifest import read_verified
from tuicomposer.models.trusted import TRUSTED

DEFAULT_MODEL = "grid"


class ChosenGenerator:
    """Loads torch and the weights on first use, on the thread that first asks.

    Args:
        models: Folder of model folders.
        threads: Threads for torch; ``None`` takes half of the processors, since torch threads
            that have to wait for a processor slow each other and the sound down.
        trusted: Digests of the manifests that may be loaded.
    """

    def __init__(self, models: Path, threads: int | None = None, trusted: Iterable[str] = TRUSTED) -> None:
        self._models, self._threads, self._trusted = models, threads, frozenset(trusted)
        self._service: GeneratorService | None = None
        self.note = ""

    @property
    def name(self) -> str:
        """What is at work; the model's folder name before it is loaded."""
        return self._service.name if self._service is not None else DEFAULT_MODEL

    def load(self) -> GeneratorService:
        """The service, loaded now if it is not yet; ``note`` says why if it is the rules."""
        if self._service is None:
            self._service = self._loaded()
        return self._service

    def _loaded(self) -> GeneratorService:
        try:
            return self._neural()
        except ImportError as error:
            self.note = f"The rules are at work because torch cannot be loaded ({error.name})."
        except ModelError as error:
            self.note = f"The rules are at work. {error}"
        return RuleGenerator(self.note)

    def _neural(self) -> GeneratorService:
        verified = read_verified(self._models / DEFAULT_MODEL, self._trusted)
        import torch  # noqa: PLC0415 - a second and more, only for a model that verifies

        from tuicomposer.generator.checkpoint import model_of  # noqa: PLC0415
        from tuicomposer.generator.service import NeuralGenerator  # noqa: PLC0415

        torch.set_num_threads(self._threads or max(1, (os.cpu_count() or 1) // 2))
        return NeuralGenerator(model_of(verified))

    def generate(self, request: GenerateRequest, report: Report, token: CancelToken) -> Generated:
        """See the protocol."""
        if self._service is None:
            report(0.0, "Loading the model")
        return self.load().generate(request, report, token)

    def judge(self, request: JudgeRequest, token: CancelToken) -> Judged:
        """See the protocol."""
        return self.load().judge(request, token)


def make_generator(models: Path, *, threads: int | None = None) -> ChosenGenerator:
    """The generator for a folder of models."""
    return ChosenGenerator(models, threads)
