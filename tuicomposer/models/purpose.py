"""What a model folder is for: to compose or judge with, or only to print a table from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

BENCHMARK: Final = "benchmark"
"""``purpose`` in the ``config.json`` of a folder that nothing is composed with."""


def is_for_benchmarks(folder: Path) -> bool:
    """Whether the folder says that it is for benchmarks only; what cannot be read says nothing."""
    try:
        config = json.loads((folder / "config.json").read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and config.get("purpose") == BENCHMARK
