"""Bad input: a sentence on stderr, exit code 1, no traceback, nothing on stdout, nothing lost."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tuicomposer.formats.files import save_song
from tuicomposer.score.entry import song_from_text

MELODY = ("--melody", "C4 E4 G4", "--chords", "C")


def refused(said, *words: str) -> None:
    """The command ended with an error that contains these words."""
    assert said.code == 1
    assert said.out == ""
    assert said.err.startswith("tuicomposer: ")
    assert "Traceback" not in said.err
    assert "Something went wrong inside" not in said.err
    assert len(said.err.splitlines()) == 2, "one sentence says what, one what to do"
    for word in words:
        assert word in said.err


@pytest.mark.parametrize("command", ["compose", "analyze", "judge", "play"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.tuic", None),
        ("empty.tuic", b""),
        ("noise.tuic", bytes(range(256)) * 8),
        ("future.tuic", b"tuicomposer 99\n"),
        ("noise.mid", b"MThd\0\0\0\6\0\1\0\1\0\x60MTrk\xff\xff\xff\xff"),
        ("empty.mid", b""),
        ("song.doc", b"hello"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unreadable_songs(run, tmp_path: Path, command: str, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    refused(run(command, path), name)


@pytest.mark.parametrize("command", ["compose", "analyze", "judge", "play"])
def test_a_directory_where_a_song_belongs(run, tmp_path: Path, command: str) -> None:
    (tmp_path / "folder.tuic").mkdir()
    refused(run(command, tmp_path / "folder.tuic"), "folder")


def test_control_characters_of_a_name_are_not_sent(run) -> None:
    said = run("compose", "evil\x1b[31m.tuic")
    refused(said, "evil\\x1b[31m.tuic")
    assert "\x1b" not in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--melody", "H4"), "H4"),
        (("--melody", "C4:0"), "C4:0"),
        (("--melody", "C4", "--chords", "Hm"), "Hm"),
        (("--melody", "", "--chords", ""), "no melody and no chord"),
        (("--melody", "C4", "--meter", "4/5"), "4/5"),
        (("--melody", "C4", "--key", "H"), "H"),
        (("--melody", "C4", "--tempo", "1"), "tempo"),
        (("--melody", "C4", "--tempo", "nan"), "tempo"),
        (("--melody", "C4", "--style", "polka"), "polka"),
        (("--melody", "C4", "--lanes", "Tuba"), "Tuba"),
        (("--melody", "C4", "--bars", "9"), "9"),
        (("--melody", "C4", "--bars", "x"), "x"),
        (("--melody", "C4", "--section", "Z"), "Z"),
        (("--melody", "C4", "--candidates", "0"), "0"),
        (("--melody", "C4", "--candidates", "100000"), "100000"),
    ],
)
def test_text_that_makes_no_sense(run, words: tuple[str, ...], told: str) -> None:
    refused(run("compose", *words), told)


@pytest.mark.parametrize(
    ("name", "told"),
    [("out", "ending"), ("out.xyz", "ending"), ("folder.wav", "directory"), ("none/out.wav", "none")],
)
def test_outputs_are_checked_before_the_work(run, tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "folder.wav").mkdir()
    refused(run("compose", *MELODY, "-o", tmp_path / "good.mid", "-o", tmp_path / name), told)
    assert not (tmp_path / "good.mid").exists()


@pytest.mark.skipif(os.geteuid() == 0 and sys.platform == "darwin", reason="root may write everywhere")
def test_an_unwritable_place(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    refused(run("compose", *MELODY, "-o", tmp_path / "out.mid"), "may not be written")


@pytest.mark.parametrize("suffix", ["tuic", "mid", "wav"])
def test_a_full_disk_keeps_what_was_there(song: Path, tmp_path: Path, suffix: str) -> None:
    """A limit on the size of files stands in for the full disk; the old file stays as it was."""
    target = tmp_path / f"out.{suffix}"
    target.write_bytes(b"before")

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))

    done = subprocess.run(
        [sys.executable, "-m", "tuicomposer", "export", str(song), "-o", str(target)],
        capture_output=True,
        text=True,
        preexec_fn=small_disk,
        check=False,
    )
    assert done.returncode == 1
    assert "cannot be" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b"before"
    assert {path.name for path in tmp_path.iterdir()} <= {
        "config",
        "song.tuic",
        target.name,
        f"{target.name}~",
    }


def test_a_missing_soundfont(run, tmp_path: Path) -> None:
    said = run("compose", *MELODY, "--soundfont", tmp_path / "no.sf2", "-o", tmp_path / "a.wav")
    refused(said, "no.sf2")


@pytest.mark.audio
def test_a_damaged_soundfont(run, tmp_path: Path) -> None:
    (tmp_path / "bad.sf2").write_bytes(b"RIFF....sfbk")
    said = run("compose", *MELODY, "--soundfont", tmp_path / "bad.sf2", "-o", tmp_path / "a.wav")
    refused(said, "bad.sf2")
    assert not (tmp_path / "a.wav").exists()


def test_a_missing_fluidsynth(run, song: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "any.sf2").touch()
    monkeypatch.setenv("TUICOMPOSER_SOUNDFONT", str(tmp_path / "any.sf2"))
    monkeypatch.setitem(sys.modules, "fluidsynth", None)
    refused(run("render", song, "-o", tmp_path / "a.wav"), "FluidSynth library is missing")
    refused(run("play", song), "FluidSynth library is missing")
    assert run("export", song, "-o", tmp_path / "a.mid").code == 0


def test_missing_weights_leave_the_rules(run, tmp_path: Path) -> None:
    said = run("compose", *MELODY, "-o", tmp_path / "a.mid")
    assert said.code == 0
    assert "The rules are at work." in said.err


def test_damaged_weights_leave_the_rules_and_judge_says_so(
    run, song: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "models" / "grid"
    model.mkdir(parents=True)
    (model / "manifest.json").write_bytes(b"\x80\x04pickle")
    assert run("compose", *MELODY, "-o", tmp_path / "a.mid").code == 0
    refused(run("judge", song), "judged")
    said = run("models", "verify")
    assert said.code == 1
    assert str(model) in said.out


def test_nothing_to_fill_and_nothing_to_judge(run, tmp_path: Path) -> None:
    run("compose", *MELODY, "-o", tmp_path / "full.tuic")
    text = (tmp_path / "full.tuic").read_text(encoding="utf-8")
    locked = "\n".join(f"{line} locked" if line.startswith("lane:") else line for line in text.splitlines())
    (tmp_path / "locked.tuic").write_text(locked + "\n", encoding="utf-8")
    refused(run("compose", tmp_path / "locked.tuic"), "locked")
    save_song(song_from_text("", "C"), tmp_path / "chords.tuic")
    refused(run("judge", tmp_path / "chords.tuic"), "no notes")


def test_without_a_terminal_the_composer_names_compose(run, song: Path) -> None:
    refused(run(), "terminal", "compose")
    refused(run(song), "terminal", "compose")


def test_a_defect_is_a_sentence_too(run, song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("defect")

    monkeypatch.setattr("tuicomposer.cli.analyze.read_song", broken)
    said = run("analyze", song)
    assert said.code == 1
    assert "Something went wrong inside: ZeroDivisionError: defect." in said.err
    monkeypatch.setenv("TUICOMPOSER_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("analyze", song)


def test_a_bad_settings_file_is_noted_and_the_work_goes_on(run, song: Path, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "tuicomposer"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("threads = 0\n")
    said = run("export", song, "-o", tmp_path / "a.mid")
    assert said.code == 0
    assert "settings.toml:1: threads cannot be 0" in said.err


def test_a_bad_settings_file_is_told_on_the_screen_of_the_composer(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "config" / "tuicomposer"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("threads = 0\n")
    told: list[str] = []
    monkeypatch.setattr("tuicomposer.cli.open_song.check_terminal", lambda environment: None)
    monkeypatch.setattr(
        "tuicomposer.cli.open_song.run_composer", lambda path, settings, notes: told.extend(notes)
    )
    assert run().code == 0
    assert "threads cannot be 0" in told[0]
    assert told[0].endswith("The defaults are in force.")
