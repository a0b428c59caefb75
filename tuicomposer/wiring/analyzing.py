"""The analyzer."""

from __future__ import annotations

from tuicomposer.analyzer.choose import ChosenAnalyzer
from tuicomposer.jobs.services import AnalyzerService
from tuicomposer.wiring.paths import models_dir


def open_analyzer() -> AnalyzerService:
    """The analyzer of notes; its model is read on the first request."""
    return ChosenAnalyzer(models_dir())
