"""The analyzer that is at work: the network where its model can be loaded, else the templates."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tuicomposer.analyzer.service import SymbolicAnalyzer
from tuicomposer.errors import ModelError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest
from tuicomposer.jobs.services import Report, untold
from tuicomposer.models.manifest import read_verified
from tuicomposer.models.trusted import TRUSTED

MODEL: Final = "analyzer"


class ChosenAnalyzer:
    """Reads the model on first use, on the thread that first asks.

    Args:
        models: Folder of model folders.
        trusted: Digests of the manifests that may be loaded.
    """

    def __init__(self, models: Path, trusted: Iterable[str] = TRUSTED) -> None:
        self._models, self._trusted = models, frozenset(trusted)
        self._service: SymbolicAnalyzer | None = None

    def analyze(self, request: AnalyzeRequest, token: CancelToken, report: Report = untold) -> Analyzed:
        """See the protocol."""
        if self._service is None:
            self._service = self._loaded()
        return self._service.analyze(request, token, report)

    def _loaded(self) -> SymbolicAnalyzer:
        from tuicomposer.analyzer.checkpoint import model_of  # noqa: PLC0415 - needs safetensors
        from tuicomposer.analyzer.network_chords import NetworkListener  # noqa: PLC0415

        try:
            model = model_of(read_verified(self._models / MODEL, self._trusted))
        except ModelError as error:
            return SymbolicAnalyzer(note=f"Chords are named by templates. {error}")
        return SymbolicAnalyzer(
            NetworkListener(model.chords),
            progressions=model.progressions,
            tune=model.tune,
            written=model.written,
        )
