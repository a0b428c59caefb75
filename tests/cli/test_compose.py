"""``compose``: what is typed is kept, the files are there, the JSON has the promised keys."""

import json
import wave
from pathlib import Path

import pytest

from tuicomposer.formats.files import load_song
from tuicomposer.score.cells import BY_HAND
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan, song_spans

TEXT = ("--melody", "C4:2 E4 G4 | A4:2 G4:2", "--chords", "C | F C")


def typed_cells(song: Song) -> list[list[object]]:
    """The cells of the chord and melody lanes."""
    return [
        list(song.sections[0].columns[lane])
        for lane in (song.chord_lane, song.melody_lane)
        if lane is not None
    ]


def test_a_project_comes_back_with_what_was_typed(run, song: Path, tmp_path: Path) -> None:
    before = load_song(song).song
    said = run("compose", song, "--seed", 7, "-o", tmp_path / "out.tuic")
    assert said.code == 0
    after = load_song(tmp_path / "out.tuic").song
    assert typed_cells(after) == typed_cells(before)
    written = {cell.origin for column in after.sections[0].columns for cell in column if cell is not None}
    assert BY_HAND in written
    assert any("seed 7" in origin for origin in written)
    assert "melody kept, chords contained" in said.out
    assert str(tmp_path / "out.tuic") in said.out


def test_one_line_of_text_makes_notes_and_json(run, tmp_path: Path) -> None:
    out = tmp_path / "out.mid"
    said = run("compose", *TEXT, "--seed", 3, "--candidates", 2, "-o", out, "--json")
    answer = json.loads(said.out)
    assert list(answer) == ["seed", "model", "style", "candidates", "seconds"]
    assert (answer["seed"], answer["style"], len(answer["candidates"])) == (3, "chorale", 2)
    best, other = answer["candidates"]
    promised = {"realness", "contains_melody", "contains_chords", "longest_copied_run", "files"}
    assert set(best) == {*promised, "written_by"}
    assert best["written_by"] == [
        {"lane": lane, "by": "rules", "name": "rules"} for lane in ("Alto", "Tenor", "Bass")
    ]
    assert best["contains_melody"] is True
    assert best["contains_chords"] is True
    assert (best["files"], other["files"]) == ([str(out)], [])
    assert said.out.count("\n") == 1
    pitches = {span.pitch for span in song_spans(load_song(out).song) if isinstance(span, NoteSpan)}
    assert {60, 64, 67, 69} <= pitches


def test_all_writes_the_other_candidates_beside(run, tmp_path: Path) -> None:
    said = run(
        "compose", *TEXT, "--candidates", 3, "--all", "-o", tmp_path / "a.mid", "-o", tmp_path / "a.tuic"
    )
    assert said.code == 0
    names = {path.name for path in tmp_path.glob("a*")}
    assert names == {"a.mid", "a-2.mid", "a-3.mid", "a.tuic", "a-2.tuic", "a-3.tuic"}


def test_the_same_seed_gives_the_same_music(run) -> None:
    first, again = (run("compose", *TEXT, "--seed", 11) for _ in range(2))
    assert first == again
    assert first.out.startswith("tuicomposer 1\n")


def test_meter_tempo_and_key_are_those_of_the_text(run, tmp_path: Path) -> None:
    out = tmp_path / "out.tuic"
    said = run(
        "compose", "--melody", "D5:3 A4:3", "--meter", "6/8", "--tempo", "72", "--key", "d minor", "-o", out
    )
    assert said.code == 0
    song = load_song(out).song
    assert (str(song.sections[0].meter), song.tempo, str(song.key)) == ("6/8", 72.0, "D minor")


@pytest.mark.audio
def test_audio_is_whole_and_neither_silent_nor_clipped(run, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    assert run("compose", *TEXT, "--seed", 1, "-o", out).code == 0
    with wave.open(str(out)) as file:
        frames = file.readframes(file.getnframes())
        assert file.getnframes() / file.getframerate() > 4.8
    samples = memoryview(frames).cast("h")
    assert 1000 < max(abs(sample) for sample in samples) < 32767


def test_only_the_named_lanes_and_bars_are_written(run, song: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.tuic"
    assert run("compose", song, "--lanes", "Bass", "--bars", "2", "-o", out).code == 0
    columns = load_song(out).song.sections[0].columns
    filled = [any(cell is not None for cell in column) for column in columns]
    assert filled == [True, True, False, False, True]
    assert all(cell is None for cell in columns[4][:16])


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("a.tuic", "--melody", "C4"),
        ("a.tuic", "--tempo", "90"),
        ("--melody", "C4", "--seed", "x"),
        ("--melody", "C4", "--seed", "-1"),
        ("--melody", "C4", "--nonsense"),
    ],
)
def test_wrong_usage_is_exit_code_two(run, words: tuple[str, ...]) -> None:
    said = run("compose", *words)
    assert said.code == 2
    assert said.err.startswith("usage: tuicomposer")
