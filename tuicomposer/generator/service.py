"""The trained generator behind the protocol of the worker thread."""

from __future__ import annotations

from tuicomposer.generator.checkpoint import Model
from tuicomposer.generator.judging import Jury, judge
from tuicomposer.generator.proposal import propose
from tuicomposer.generator.sampling import NetworkSampler, SamplerSettings
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Generated, GenerateRequest, Judged, JudgeRequest
from tuicomposer.jobs.services import Report


class NeuralGenerator:
    """Implements :class:`tuicomposer.jobs.services.GeneratorService` with a trained model."""

    def __init__(self, model: Model, settings: SamplerSettings | None = None) -> None:
        self.model = model
        self.sampler = NetworkSampler(model.generator, model.discriminator, settings)

    @property
    def name(self) -> str:
        """Name and version of the model."""
        return self.model.name

    def generate(self, request: GenerateRequest, report: Report, token: CancelToken) -> Generated:
        """Candidates by the network; see the protocol."""
        return propose(request, self.sampler, self.name, report, token, memory=self.model.memory)

    def judge(self, request: JudgeRequest, token: CancelToken) -> Judged:
        """The verdict of both networks; see the protocol."""
        return judge(request, Jury(self.model.discriminator, self.model.generator), self.name, token)
