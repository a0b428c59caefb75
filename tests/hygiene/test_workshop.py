"""The Makefile and the scripts: every target explains itself, every benchmark that is named is there."""

import os
import pty
import re
import shutil
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


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with an example, whose program writes down what it is asked for."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "run.sh", tmp_path / "scripts")
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "chorale.tuic").write_text("as shipped")
    program = tmp_path / ".venv" / "bin" / "tuicomposer"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@" >asked\n')
    program.chmod(0o755)
    return tmp_path


def ran(checkout: Path, terminal: int) -> str:
    """What ``scripts/run.sh`` asks of the program."""
    command = [str(checkout / "scripts" / "run.sh"), "examples/chorale.tuic"]
    environment = {**os.environ, "TERM": "xterm"}
    subprocess.run(command, stdin=terminal, stdout=terminal, env=environment, check=True)
    return (checkout / "asked").read_text()


def test_run_opens_a_copy_of_the_example_and_keeps_what_was_written_into_it(checkout: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        assert ran(checkout, theirs) == "out/chorale.tuic\n"
        copy = checkout / "out" / "chorale.tuic"
        assert copy.read_text() == "as shipped"
        copy.write_text("written into")
        ran(checkout, theirs)
        assert copy.read_text() == "written into"
    finally:
        os.close(ours)
        os.close(theirs)


def test_run_without_a_terminal_leaves_the_copy_alone(checkout: Path) -> None:
    asked = ran(checkout, subprocess.DEVNULL)
    assert asked.startswith("compose examples/chorale.tuic ")
    assert "out/chorale-composed.tuic" in asked
    assert "out/chorale.tuic" not in asked
