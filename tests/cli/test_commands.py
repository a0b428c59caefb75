"""The other commands: what they print, the JSON they promise, the files they write."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.formats.test_midi_beat import file, take
from tuicomposer.errors import SoundError
from tuicomposer.formats.files import load_song, save_song
from tuicomposer.jobs.messages import CellRealness, Judged, Reason
from tuicomposer.score.cells import ChordCell
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import parse_key
from tuicomposer.score.origin import confidence_of, is_given
from tuicomposer.score.song import Place
from tuicomposer.wiring import health


def test_help_names_every_command(run) -> None:
    said = run("--help")
    assert said.code == 0
    for name in (
        "open",
        "compose",
        "analyze",
        "judge",
        "profile",
        "render",
        "play",
        "export",
        "doctor",
        "keys",
        "models",
        "train",
    ):
        assert f"\n    {name} " in said.out
        assert run(name, "--help").code == 0


def test_models_list_says_which_one_nothing_is_composed_with(run, tmp_path: Path) -> None:
    for name, config in (("chorale", "{}"), ("jsb", '{"purpose": "benchmark"}'), ("odd", "[")):
        folder = tmp_path / "models" / name
        folder.mkdir(parents=True)
        (folder / "config.json").write_text(config)
    lines = run("models", "list").out.splitlines()
    assert [line.endswith("(for benchmarks only)") for line in lines] == [False, True, False]


def test_version(run) -> None:
    assert run("--version").out.startswith("tuicomposer 0")


def test_analyze_json_has_the_promised_shape(run, song: Path) -> None:
    said = run("analyze", song, "--json")
    answer = json.loads(said.out)
    assert list(answer) == ["tempo_bpm", "meter", "key", "chords", "melody", "notes"]
    assert (answer["tempo_bpm"], answer["meter"]) == (100.0, "4/4")
    assert set(answer["key"]) == {"tonic", "mode", "confidence"}
    assert [chord["symbol"] for chord in answer["chords"]] == ["C", "F", "G", "C"]
    assert answer["chords"][1] == {
        "start_s": 1.2,
        "end_s": 2.4,
        "start_beat": 2.0,
        "end_beat": 4.0,
        "symbol": "F",
        "confidence": answer["chords"][1]["confidence"],
    }
    assert [note["pitch"] for note in answer["melody"]] == [60, 62, 64, 65, 67, 64]
    times = {"start_s", "end_s", "start_beat", "end_beat"}
    assert set(answer["melody"][0]) == times | {"pitch", "velocity", "confidence"}
    assert set(answer["notes"][0]) == times | {"pitch", "velocity"}
    assert len(answer["notes"]) == 6


def test_analyze_writes_what_it_found_and_changes_nothing_else(run, tmp_path: Path) -> None:
    chorale = song_from_text("C4 E4 G4 C5 | F4 A4 C5:2 | G4 B4 D5:2 | C5:4", "")
    save_song(chorale, tmp_path / "tune.tuic")
    said = run("analyze", tmp_path / "tune.tuic", "-o", tmp_path / "learned.tuic")
    assert said.code == 0
    assert "key     C major" in said.out
    learned = load_song(tmp_path / "learned.tuic").song
    assert learned.key == parse_key("C major")
    chords = [cell for cell in learned.sections[0].columns[0] if isinstance(cell, ChordCell)]
    assert {"C", "F", "G"} <= {cell.chord.symbol for cell in chords}
    assert all(re.fullmatch(r"analyzer \d+%", cell.origin) for cell in chords)
    assert all(confidence_of(cell.origin) is not None and not is_given(cell) for cell in chords)
    assert learned.sections[0].columns[1:] == chorale.sections[0].columns[1:]


def test_analyze_tells_the_seconds_of_the_file_where_its_beat_was_found_in_the_playing(
    run, tmp_path: Path
) -> None:
    notes = take(97.0, lead=0.31)
    (tmp_path / "take.mid").write_bytes(file(notes))
    answer = json.loads(run("analyze", tmp_path / "take.mid", "--json").out)
    told = sorted(note["start_s"] for note in answer["notes"])
    assert told == pytest.approx(sorted(onset for onset, _ in notes), abs=0.003)


class Judge:
    """A judge that dislikes the second row of the melody."""

    note = ""
    name = "judge"

    def judge(self, request, token):
        cells = (CellRealness(Place(0, 1, 0), 0.9), CellRealness(Place(0, 1, 20), 0.125))
        return Judged(request, 0.75, cells, (Reason(2, (1, 4), "parallel fifths", "Fifths."),), "judge 1")


def test_judge_says_where_and_why(run, song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuicomposer.cli.judge.open_generator", lambda settings: Judge())
    answer = json.loads(run("judge", song, "--json").out)
    assert list(answer) == ["realness", "cells", "reasons"]
    assert answer["realness"] == 0.75
    assert answer["cells"][1] == {"section": "A", "lane": "Melody", "bar": 2, "row": 4, "realness": 0.125}
    assert answer["reasons"] == [
        {
            "section": "A",
            "bar": 2,
            "lanes": ["Melody", "Bass"],
            "rule": "parallel fifths",
            "sentence": "Fifths.",
        }
    ]
    said = run("judge", song)
    assert said.out.startswith("realness 0.75 (judge 1)\n  0.12  bar 2, row 4, Melody\n")
    assert "bar 2, parallel fifths: Fifths." in said.out


@pytest.mark.audio
def test_render_writes_the_mix_and_the_stems(run, song: Path, tmp_path: Path) -> None:
    said = run("render", song, "-o", tmp_path / "mix.flac", "--stems", tmp_path / "stems")
    assert said.code == 0
    written = [Path(line) for line in said.out.splitlines()]
    assert [path.name for path in written] == ["mix.flac", "01-chords.wav", "02-melody.wav"]
    assert all(path.stat().st_size > 10_000 for path in written)


@pytest.mark.audio
def test_render_sends_a_wav_into_a_pipe(run, song: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tuicomposer", "render", str(song), "-o", "-"]
    piped = subprocess.run(command, capture_output=True, check=False)
    assert (piped.returncode, piped.stderr) == (0, b"")
    assert run("render", song, "-o", tmp_path / "mix.wav").code == 0
    assert piped.stdout == (tmp_path / "mix.wav").read_bytes()


def test_render_sends_no_wav_to_the_screen(run, song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("render", song, "-o", "-", "--stems", "stems").code == 2
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    said = run("render", song, "-o", "-")
    assert (said.code, said.out) == (1, "")
    assert "A WAV is not for the screen." in said.err


@pytest.mark.audio
def test_play_ends_with_the_song(run, tmp_path: Path) -> None:
    """FluidSynth's file driver stands in for a device."""
    folder = tmp_path / "config" / "tuicomposer"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text('audio_driver = "file"\n')
    save_song(song_from_text("C4:1/2 E4:1/2", "", title="Two notes", tempo=400.0), tmp_path / "two.tuic")
    said = run("play", tmp_path / "two.tuic")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Two notes")


def test_export_writes_each_kind_of_notes(run, song: Path, tmp_path: Path) -> None:
    targets = [tmp_path / f"out{suffix}" for suffix in (".mid", ".musicxml", ".tuic")]
    words = [word for target in targets for word in ("-o", target)]
    said = run("export", song, *words)
    assert said.out.splitlines() == [str(target) for target in targets]
    assert targets[0].read_bytes().startswith(b"MThd")
    assert b"<score-partwise" in targets[1].read_bytes()
    assert load_song(targets[2]).song == load_song(song).song


def test_doctor_tells_what_is_missing_and_what_to_do(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_device(settings) -> str:
        raise SoundError("There is no audio device.", "Plug one in.")

    monkeypatch.setattr(health, "audio_device", no_device)
    said = run("doctor", "--json")
    answer = json.loads(said.out)
    checks = {check["name"]: check for check in answer["checks"]}
    names = [
        "python",
        "torch",
        "onnxruntime",
        "fluidsynth",
        "soundfont",
        "device",
        "models",
        "terminal",
        "settings",
    ]
    assert list(checks) == names
    assert all(set(check) == {"name", "status", "found", "hint"} for check in answer["checks"])
    assert checks["device"]["status"] == "note"
    assert checks["models"]["status"] == "missing"
    assert (said.code, answer["ok"]) == (1, False)
    assert "models" in said.err
    assert "!!  models" in run("doctor").out


def test_train_refuses_a_missing_recipe(run, tmp_path: Path) -> None:
    said = run("train", "corpora", "--config", tmp_path / "none.toml")
    assert said.code == 1
    assert "none.toml" in said.err


def test_keys_are_listed_for_people_and_programs(run, tmp_path: Path) -> None:
    said = run("keys", "--list")
    assert said.code == 0
    assert "keymap plain; there are plain, impulse, renoise" in said.out
    assert "song.save " in said.out
    assert "Ctrl+Shift+Z      loses Shift; press Ctrl+Y" in said.out
    answer = json.loads(run("keys", "--json", "--keymap", "impulse").out)
    assert (answer["keymap"], answer["kitty"]) == ("impulse", False)
    keys = {action["id"]: action["keys"] for action in answer["actions"]}
    assert keys["write.repeat"] == ["space"]
    assert {"key", "action", "why", "instead"} == set(answer["unsent"][0])


def test_keys_know_the_layout(run, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "tuicomposer"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text('layout = "azerty"\n')
    assert "W…, A…P" in run("keys", "--list").out.replace("À", "P")
    answer = json.loads(run("keys", "--json").out)
    keys = {action["id"]: action["keys"] for action in answer["actions"]}
    assert (answer["layout"], keys["write.note"][:3]) == ("azerty", ["w", "s", "x"])


def test_keys_of_a_keymap_that_is_not_there_are_a_sentence(run) -> None:
    said = run("keys", "--list", "--keymap", "nobody")
    assert said.code == 1
    assert "There is no keymap “nobody”" in said.err


def test_keys_without_a_terminal_name_the_list(run) -> None:
    said = run("keys")
    assert said.code == 1
    assert "keys --list" in said.err
