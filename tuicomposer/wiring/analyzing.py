"""The analyzer."""

from __future__ import annotations

from tuicomposer.analyzer.service import SymbolicAnalyzer
from tuicomposer.jobs.services import AnalyzerService


def open_analyzer() -> AnalyzerService:
    """The analyzer of notes."""
    return SymbolicAnalyzer()
