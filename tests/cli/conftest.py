"""The command line in this process, away from the person's own settings and models."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tuicomposer.cli.main import main
from tuicomposer.formats.files import save_song
from tuicomposer.score.entry import song_from_text


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without settings and without models, so that the rules compose."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TUICOMPOSER_MODELS", str(tmp_path / "models"))
    monkeypatch.delenv("TUICOMPOSER_SOUNDFONT", raising=False)
    monkeypatch.delenv("TUICOMPOSER_TRACEBACK", raising=False)
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line with arguments and returns what it said."""

    def call(*arguments: object) -> Said:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A project of two bars with a typed melody and typed chords."""
    path = tmp_path / "song.tuic"
    save_song(song_from_text("C4 D4 E4 F4 | G4:2 E4:2", "C F | G C", title="Two bars"), path)
    return path
