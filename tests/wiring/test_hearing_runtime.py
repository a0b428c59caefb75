"""Without ONNX Runtime a recording is refused with a sentence, and everything else works."""

from __future__ import annotations

import sys

import pytest

from tuicomposer.errors import ModelError
from tuicomposer.wiring.hearing import open_sound_listener


def test_a_missing_runtime_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match="onnxruntime cannot be loaded") as told:
        open_sound_listener()
    assert "make setup" in told.value.hint
