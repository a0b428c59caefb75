"""What a fresh interpreter loads: the first frame and the first line of help stay cheap."""

import subprocess
import sys

import pytest

HEAVY = (
    "torch", "onnxruntime", "music21", "fluidsynth", "numpy", "soundfile", "mido", "textual", "safetensors",
)  # fmt: skip


HELP = """
import contextlib, io, tuicomposer.cli.main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    tuicomposer.cli.main.main(["--help"])
"""


def loaded_by(statement: str) -> set[str]:
    """Top-level modules that a statement loads in an interpreter of its own."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import tuicomposer",
        "import tuicomposer.__main__, tuicomposer.cli.main",
        "import tuicomposer.wiring, tuicomposer.wiring.paths",
        "import tuicomposer.settings.load",
        HELP,
    ],
)
def test_the_command_line_loads_nothing_heavy(statement: str) -> None:
    assert loaded_by(statement).isdisjoint(HEAVY)


@pytest.mark.parametrize("module", ["tuicomposer.tui.app", "tuicomposer.cli.open_song"])
def test_the_screen_loads_no_model_and_no_synth(module: str) -> None:
    allowed = {"textual"}
    assert loaded_by(f"import {module}").isdisjoint(set(HEAVY) - allowed)


@pytest.mark.parametrize("module", ["tuicomposer.analyzer.audio.listener", "tuicomposer.analyzer.service"])
def test_listening_loads_no_torch(module: str) -> None:
    assert loaded_by(f"import {module}").isdisjoint({"torch", "onnx", "music21", "textual"})


@pytest.mark.parametrize("room", ["score", "jobs"])
def test_the_core_is_standard_library_only(room: str) -> None:
    walk = (
        f"import importlib, pkgutil, tuicomposer.{room} as room\n"
        "for each in pkgutil.iter_modules(room.__path__, room.__name__ + '.'):\n"
        "    importlib.import_module(each.name)"
    )
    foreign = loaded_by(walk) - loaded_by("pass") - set(sys.stdlib_module_names)
    assert foreign == {"tuicomposer"}
