"""How the recognition benchmark asks its peers, and what it says of the kinds that have a goal."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hearing import by_kind, judged
from hearing_peers import Running, highest, peers, speed_of

_SECONDS = """
import wave
def hear(path):
    print("a word of its own")
    with wave.open(path) as file:
        return {"seconds": file.getnframes() / file.getframerate()}
"""
_ENDS = "raise SystemExit(3)"


def environment(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    return folder


def test_a_peer_stays_and_answers_one_recording_after_the_other(tmp_path: Path) -> None:
    running = Running(environment(tmp_path / "peer"), _SECONDS)
    for seconds in (1, 2):
        assert running.ask(np.zeros(seconds * 44_100, np.float32)) == {"seconds": seconds}


def test_a_peer_that_ends_is_an_error(tmp_path: Path) -> None:
    running = Running(environment(tmp_path / "peer"), _ENDS)
    with pytest.raises((RuntimeError, BrokenPipeError)):
        running.ask(np.zeros(100, np.float32))


def test_without_a_folder_there_are_no_peers(tmp_path: Path) -> None:
    assert peers(None) == peers(tmp_path) == {}


def test_the_tuning_is_told_as_a_speed() -> None:
    time = np.arange(4 * 44_100) / 44_100
    chord = sum(np.sin(2 * np.pi * 440 * 2 ** ((step + 0.3) / 12) * time) for step in (-9, -5, -2, 3))
    assert 1200 * np.log2(speed_of(0.2 * chord.astype(np.float32))) == pytest.approx(30, abs=3)


def test_the_highest_notes_are_kept() -> None:
    notes = np.array([[0.0, 1.0, 60], [0.0, 1.0, 72], [1.0, 2.0, 64]])
    assert highest(notes)[:, 2].tolist() == [72, 64]


def test_each_kind_with_a_goal_has_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    high = {name: [1.0] for name in ("majmin", "sevenths", "notes", "melody", "key", "tempo", "beats")}
    values = {**high, "seconds": [0.01], "chorales majmin": [0.9, 1.0], "without bass majmin": [0.5]}
    by_kind("clean", values)
    shown = capsys.readouterr().out
    assert "| chorales | 2 | 0.950" in shown
    assert "| without bass | 1 | 0.500" in shown
    assert judged("clean", values) == ["clean without bass majmin"]
