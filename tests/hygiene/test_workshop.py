"""The Makefile and the scripts: every target explains itself, every benchmark that is named is there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SCRIPTS = sorted([ROOT / ".ci" / "run", *(ROOT / "scripts").glob("*.sh")])


def test_help_is_the_default_and_names_every_target() -> None:
    said = subprocess.run(
        ["make", "-s", "--no-print-directory", "-C", str(ROOT)], capture_output=True, text=True, check=True
    ).stdout
    targets = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert targets is not None
    assert {line.split()[1] for line in said.splitlines()} == set(targets[1].split())


def test_every_named_benchmark_is_a_program() -> None:
    names = re.search(r"^BENCHMARKS := (.*)$", MAKEFILE, re.MULTILINE)
    assert names is not None
    for name in names[1].split():
        assert '__name__ == "__main__"' in (ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_strict_and_can_be_run(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in text
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)
