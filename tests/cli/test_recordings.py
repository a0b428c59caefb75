"""``analyze`` with recordings: the promised JSON, the written song, sentences for what is no recording."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.listeners import FakeListener
from tuicomposer.formats.files import load_song
from tuicomposer.jobs.messages import FoundAgain
from tuicomposer.score.key import Key
from tuicomposer.wiring import hearing


@pytest.fixture
def take(tmp_path: Path) -> Path:
    path = tmp_path / "take.wav"
    noise = 0.1 * np.random.default_rng(1).standard_normal(5 * 44_100)
    soundfile.write(path, noise.astype(np.float32), 44_100)
    return path


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> FakeListener:
    fake = FakeListener()
    monkeypatch.setattr(hearing, "open_sound_listener", lambda *_: fake)
    return fake


def test_json_has_the_promised_shape(run, take: Path, listener: FakeListener) -> None:
    said = run("analyze", take, "--json")
    assert (said.code, said.err) == (0, "")
    answer = json.loads(said.out)
    assert list(answer)[:6] == ["tempo_bpm", "meter", "key", "chords", "melody", "notes"]
    assert (answer["tempo_bpm"], answer["meter"]) == (120.0, "4/4")
    assert answer["key"] == {"tonic": "C", "mode": "major", "confidence": 0.9}
    assert answer["chords"][1] == {
        "start_s": 2.5,
        "end_s": 5.0,
        "start_beat": 5.0,
        "end_beat": 10.0,
        "symbol": "G",
        "confidence": 0.5,
    }
    assert answer["melody"][0] == {
        "start_s": 0.5,
        "end_s": 1.0,
        "start_beat": 1.0,
        "end_beat": 2.0,
        "pitch": 64,
        "velocity": 90,
        "confidence": 0.4,
    }
    assert len(answer["notes"]) == 10
    assert listener.samples == pytest.approx(5 * 22_050, abs=2)


def test_the_song_is_written_with_its_recording_beside_it(run, take: Path, listener: FakeListener) -> None:
    said = run("analyze", take, "-o", take.with_suffix(".tuic"))
    assert said.code == 0
    assert "tuning  -12 cents" in said.out
    assert "chords  C G" in said.out
    song = load_song(take.with_suffix(".tuic")).song
    assert (song.title, song.tempo, song.key) == ("take", 120.0, Key("C"))
    assert song.recording is not None
    assert song.recording.file == "take.wav"
    assert song.recording.beats[0] == 0.5
    again = run("compose", take.with_suffix(".tuic"), "--style", "chorale", "-o", take.with_suffix(".mid"))
    assert again.code == 0
    assert "melody kept, chords contained" in again.out


def test_a_missing_model_is_a_sentence(run, take: Path) -> None:
    said = run("analyze", take)
    assert said.code == 1
    assert "The model for recordings is missing." in said.err


@pytest.mark.parametrize("content", [b"", b"C4 E4", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_recording_is_a_sentence(
    run, tmp_path: Path, listener: FakeListener, content: bytes
) -> None:
    path = tmp_path / "odd.wav"
    path.write_bytes(content)
    said = run("analyze", path, "--json", "-o", tmp_path / "odd.tuic")
    assert said.code == 1
    assert said.out == ""
    assert len(said.err.splitlines()) == 2
    assert not (tmp_path / "odd.tuic").exists()


def hears(monkeypatch: pytest.MonkeyPatch, listener: FakeListener, *found: FoundAgain) -> None:
    """Let every proof of a candidate find this, in turn."""
    from tuicomposer.wiring import verifying  # noqa: PLC0415 - as compose does

    answers = iter(found)

    class Ear(verifying.Verifier):
        def found(self, *_: object) -> FoundAgain:
            return next(answers)

    ear = Ear(None, listener)  # type: ignore[arg-type] - it never renders
    monkeypatch.setattr(verifying, "open_verifier", lambda *_: ear)


def test_compose_verify_says_so_where_nothing_was_understood(
    run, song: Path, monkeypatch: pytest.MonkeyPatch, listener: FakeListener
) -> None:
    hears(monkeypatch, listener, *[FoundAgain(0.5, 1.0)] * 3)
    out = song.with_name("out.tuic")
    said = run("compose", song, "--verify", "--candidates", "1", "--seed", "1", "-o", out)
    assert said.code == 0, said.err
    assert out.exists()
    assert "none passed" in said.err


def test_compose_verify_reports_what_was_heard_again(
    run, song: Path, monkeypatch: pytest.MonkeyPatch, listener: FakeListener
) -> None:
    hears(monkeypatch, listener, FoundAgain(0.5, 1.0), FoundAgain(0.95, 0.98))
    out = song.with_name("out.tuic")
    said = run("compose", song, "--verify", "--candidates", "1", "--seed", "1", "--json", "-o", out)
    assert said.code == 0, said.err
    (candidate,) = json.loads(said.out)["candidates"]
    assert candidate["found_again"] == {"melody_f": 0.95, "chord_recall": 0.98, "passed": True}


def test_compose_verify_without_its_model_is_a_sentence_before_any_work(run, song: Path) -> None:
    said = run("compose", song, "--verify", "--json", "-o", song.with_name("out.tuic"))
    assert said.code == 1
    assert said.out == ""
