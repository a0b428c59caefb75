"""Finding a soundfont, and the built-in one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tuicomposer.errors import SoundError
from tuicomposer.playback.events import Kind, SoundEvent
from tuicomposer.playback.fluid import fluid_renderer
from tuicomposer.playback.soundfonts import VARIABLE, find_soundfont

BUILD = Path(__file__).resolve().parents[2] / "soundfonts" / "build.py"


@pytest.fixture
def fonts(tmp_path: Path) -> Path:
    """A folder with folders of (empty) soundfonts."""
    for name in ("mine.sf2", "theirs.sf2", "system/TimGM6mb.sf2", "other/FluidR3_GM.sf2", "own/own.sf2"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "own" / "README.md").touch()
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_what_is_named_comes_first_then_the_environment(fonts: Path) -> None:
    environ = {VARIABLE: str(fonts / "theirs.sf2")}
    folders = (fonts / "system",)
    assert find_soundfont(fonts / "mine.sf2", None, environ, folders) == fonts / "mine.sf2"
    assert find_soundfont(None, None, environ, folders) == fonts / "theirs.sf2"


def test_a_home_that_nobody_has_is_told() -> None:
    with pytest.raises(SoundError, match="home folder that is not known"):
        find_soundfont(None, None, {VARIABLE: "~nobody-of-this-name/a.sf2"}, ())


def test_then_the_systems_best_then_the_built_in_one(fonts: Path) -> None:
    folders = (fonts / "missing", fonts / "system", fonts / "other")
    assert find_soundfont(None, fonts / "own", {}, folders) == fonts / "other" / "FluidR3_GM.sf2"
    assert find_soundfont(None, fonts / "own", {VARIABLE: ""}, folders[:2]).name == "TimGM6mb.sf2"
    assert find_soundfont(None, fonts / "own", {}, ()) == fonts / "own" / "own.sf2"


def test_what_is_named_and_missing_is_an_error_not_a_surprise(fonts: Path) -> None:
    with pytest.raises(SoundError, match="There is no soundfont"):
        find_soundfont(fonts / "gone.sf2", fonts / "own", {}, (fonts / "system",))
    with pytest.raises(SoundError, match="There is no soundfont"):
        find_soundfont(None, fonts / "own", {VARIABLE: str(fonts)}, (fonts / "system",))


@pytest.mark.parametrize("builtin", [None, "empty", "missing"])
def test_none_anywhere_is_a_sentence(fonts: Path, builtin: str | None) -> None:
    with pytest.raises(SoundError, match="No soundfont was found") as caught:
        find_soundfont(None, builtin and fonts / builtin, {}, (fonts / "empty",))
    assert "--soundfont" in caught.value.hint


def test_the_built_in_soundfont_is_what_its_recipe_makes(tmp_path: Path, soundfont: Path) -> None:
    out = tmp_path / "built.sf2"
    subprocess.run([sys.executable, str(BUILD), str(out)], check=True, timeout=120)
    assert out.stat().st_size < 1_500_000
    assert out.read_bytes() == soundfont.read_bytes()


@pytest.mark.audio
def test_every_program_and_the_drums_sound(soundfont: Path) -> None:
    engine = fluid_renderer(soundfont)
    for program in range(128):
        engine.send(SoundEvent(0, Kind.PROGRAM, 0, program))
        engine.send(SoundEvent(0, Kind.NOTE_ON, 0, 60, 100))
        assert np.abs(engine.render(4096)).max() > 0.01, program
        engine.silence()
        engine.render(4096)
    for key in range(35, 82):
        engine.send(SoundEvent(0, Kind.NOTE_ON, 9, key, 110))
        assert np.abs(engine.render(2048)).max() > 0.01, key
        engine.silence()
        engine.render(2048)
    engine.close()


@pytest.mark.audio
@pytest.mark.parametrize("program", [0, 12, 19, 25, 33, 57, 66, 73, 80])
def test_the_built_in_instruments_are_in_tune(soundfont: Path, program: int) -> None:
    for pitch in (45, 57, 69, 81):
        engine = fluid_renderer(soundfont)
        engine.send(SoundEvent(0, Kind.PROGRAM, 0, program))
        engine.send(SoundEvent(0, Kind.NOTE_ON, 0, pitch, 100))
        samples = engine.render(44_100)[6_000:, 0]
        engine.close()
        hertz = 440 * 2 ** ((pitch - 69) / 12)
        spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 19))
        bins = np.fft.rfftfreq(1 << 19, 1 / 44_100)
        near = (bins > hertz * 0.94) & (bins < hertz * 1.06)
        found = bins[near][np.argmax(spectrum[near])]
        assert abs(1200 * np.log2(found / hertz)) < 5, (program, pitch)
        assert spectrum[near].max() > 0.2 * spectrum.max()
