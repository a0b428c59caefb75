"""The door to FluidSynth: what is missing is said in a sentence, and nothing writes over the screen."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tuicomposer.errors import SoundError
from tuicomposer.playback import fluid
from tuicomposer.playback.events import Kind, SoundEvent, TimedEvent
from tuicomposer.playback.fluid.engine import SAMPLE_RATE, Engine

pytestmark = pytest.mark.audio


def test_a_missing_library_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "fluidsynth":
            raise ImportError("Couldn't find the FluidSynth library.")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SoundError, match="FluidSynth library is missing") as caught:
        fluid.load_library()
    assert "Install" in caught.value.hint


def test_the_library_says_its_version(soundfont: Path) -> None:
    assert int(fluid.load_library().version.split(".")[0]) >= 2


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a soundfont" * 100])
def test_what_is_no_soundfont_is_refused(soundfont: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.sf2"
    path.write_bytes(content)
    with pytest.raises(SoundError, match="not a soundfont"):
        fluid.fluid_renderer(path)


def test_a_damaged_soundfont_is_refused_or_loaded_but_never_a_crash(soundfont: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.sf2"
    path.write_bytes(soundfont.read_bytes()[:100_000])
    with pytest.raises(SoundError):
        fluid.fluid_renderer(path)


@pytest.mark.parametrize("name", ["missing.sf2", "."])
def test_a_soundfont_that_is_not_there_is_a_sentence(soundfont: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(SoundError, match="There is no soundfont"):
        fluid.fluid_renderer(tmp_path / name)


def test_a_soundfont_may_have_any_name(soundfont: Path, tmp_path: Path) -> None:
    path = tmp_path / "Flöte und Klavier \udcff.sf2"
    path.symlink_to(soundfont)
    fluid.fluid_renderer(path).close()


def test_an_unknown_driver_is_a_sentence(soundfont: Path) -> None:
    with pytest.raises(SoundError, match="is not an audio driver"):
        fluid.open_fluid(soundfont, "loudspeaker")


def test_without_a_device_there_is_a_sentence_and_no_noise(soundfont: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from tuicomposer.errors import SoundError\n"
        "from tuicomposer.playback import fluid\n"
        "try:\n"
        f"    fluid.open_fluid(Path({str(soundfont)!r}), 'alsa', 'no-such-device')\n"
        "except SoundError as error:\n"
        "    print(error.what)\n"
        "try:\n"
        "    fluid.fluid_renderer(Path('/dev/null'))\n"
        "except SoundError as error:\n"
        "    print(error.what)\n"
    )
    environment = {**os.environ, "CI": "1", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.splitlines()[0] == "There is no audio device (tried alsa)."
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == ""


def test_a_device_is_opened_and_given_back(soundfont: Path, tmp_path: Path) -> None:
    target = tmp_path / "sound.wav"
    synth = fluid.open_fluid(soundfont, "file", str(target))
    assert synth.device == "file"
    synth.schedule([TimedEvent(0.0, SoundEvent(0, Kind.NOTE_ON, 0, 60, 100))])
    synth.close()
    synth.close()
    assert target.exists()


def test_jack_is_never_tried_unasked() -> None:
    assert fluid.automatic_drivers("darwin") == ("coreaudio",)
    assert "jack" not in fluid.automatic_drivers("linux")


def test_scheduled_events_are_exact_to_two_milliseconds(soundfont: Path) -> None:
    synth = fluid.FluidSynth(Engine(soundfont))
    synth.schedule([TimedEvent(0.0, SoundEvent(0, Kind.PROGRAM, 3, 80))])
    times = [0.1, 0.35, 0.6]
    for at in times:
        synth.schedule([TimedEvent(at, SoundEvent(0, Kind.NOTE_ON, 3, 69, 127))])
        synth.schedule([TimedEvent(at + 0.05, SoundEvent(0, Kind.NOTE_OFF, 3, 69))])
    loud = np.abs(synth.render(SAMPLE_RATE)[:, 0]) > 0.02
    for at in times:
        window = loud[round((at - 0.02) * SAMPLE_RATE) : round((at + 0.04) * SAMPLE_RATE)]
        assert np.argmax(window) / SAMPLE_RATE - 0.02 == pytest.approx(0.003, abs=0.004)
    synth.close()


def test_all_lanes_have_channels_that_sound(soundfont: Path) -> None:
    engine = fluid.fluid_renderer(soundfont)
    for channel in (0, 15, 16, 67, 79):
        engine.send(SoundEvent(0, Kind.PROGRAM, channel, 16))
        engine.send(SoundEvent(0, Kind.NOTE_ON, channel, 60, 100))
        assert np.abs(engine.render(8192)).max() > 0.01
        engine.send(SoundEvent(0, Kind.NOTE_OFF, channel, 60))
        engine.silence()
        engine.render(44_100)
    engine.close()
    engine.close()
