"""The house keeps its walls: layers, file sizes, and no word of the machine it was written on."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tuicomposer"
MODULES = sorted(PACKAGE.rglob("*.py"))
LINE_BUDGET = 400
APP_BUDGET = 200
FUNCTION_BUDGET = 80
TEXT_SUFFIXES = {".py", ".md", ".toml", ".sh", ".json", ".tuic", ".yml", ".tcss", ""}
PRIVATE = re.compile(r"""(?<![\w.<])/(?:home|root|Users|tmp|mnt|work|srv)/\w""")
"""A path that exists on one person's machine only."""


def test_layers_hold() -> None:
    code = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_say_one_thing(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (APP_BUDGET if path.name == "app.py" else LINE_BUDGET)


def test_functions_fit_a_page() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_BUDGET
    ]
    assert long == []


def tracked_text() -> list[Path]:
    """Every text file that git keeps; without git, the package's own."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    paths = [ROOT / name for name in done.stdout.splitlines()] or MODULES
    return [path for path in paths if path.suffix in TEXT_SUFFIXES and path.is_file()]


def test_the_repository_speaks_of_itself_alone() -> None:
    here = Path(__file__).resolve()
    told = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked_text()
        if path.resolve() != here
        and (match := PRIVATE.search(path.read_text(encoding="utf-8", errors="replace"))) is not None
    ]
    assert told == []


def test_no_print_outside_the_command_line() -> None:
    printing = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if path.parent.name != "cli"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []
