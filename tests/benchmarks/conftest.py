"""The benchmarks are programs beside the package: their folder goes where imports are looked for."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))
