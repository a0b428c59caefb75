"""Each task without a screen: what it writes, what it keeps, what it says when it cannot."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tuicomposer.formats.files import load_song, save_song
from tuicomposer.generator.styles import STYLE_WORDS, STYLES, style_of
from tuicomposer.score.cells import BY_HAND, ChordCell, Note
from tuicomposer.score.edits import InsertLane, RemoveLane, ReplaceLane, apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import SONG_LANES, Song


@pytest.fixture
def compose(run, tmp_path: Path):
    """Runs ``compose`` on a song and returns the song that came out, or what was said of it."""

    def call(before: Song, *arguments: object) -> Song | str:
        source, out = tmp_path / "in.tuic", tmp_path / "out.tuic"
        save_song(before, source)
        said = run("compose", source, "--seed", 5, "--candidates", 1, *arguments, "-o", out)
        return load_song(out).song if said.code == 0 else said.err

    return call


def written(song: Song, lane: int) -> int:
    """Generated cells of a lane."""
    return sum(cell is not None and cell.origin != BY_HAND for cell in song.sections[0].columns[lane])


MELODY = song_from_text("C4 D4 E4 F4 | G4:2 E4:2", "")
CHORDS = song_from_text("", "C F | G C")
BOTH = song_from_text("C4 D4 E4 F4 | G4:2 E4:2", "C F | G C")
QUARTERS = song_from_text("C4 D4 E4 F4 | G4 F4 E4 D4", "C F | G C")


def test_accompany(compose) -> None:
    after = compose(BOTH, "--task", "accompany")
    assert [bool(written(after, lane)) for lane in range(5)] == [False, False, True, True, True]


def test_harmonise(compose) -> None:
    after = compose(MELODY, "--task", "harmonise")
    assert any(isinstance(cell, ChordCell) for cell in after.sections[0].columns[0])
    assert after.sections[0].columns[1] == MELODY.sections[0].columns[1]
    assert not any(written(after, lane) for lane in (2, 3, 4))


def test_melody_over_chords(compose) -> None:
    after = compose(CHORDS, "--task", "melody")
    assert written(after, 1)
    assert after.sections[0].columns[0] == CHORDS.sections[0].columns[0]


def test_continue_adds_bars_and_leaves_the_first_ones(compose) -> None:
    after = compose(BOTH, "--task", "continue")
    section = after.sections[0]
    assert section.length == 64
    for lane in range(5):
        assert section.columns[lane][:32] == BOTH.sections[0].columns[lane]
    assert any(isinstance(cell, Note) for cell in section.columns[4][32:])
    assert any(isinstance(cell, ChordCell) for cell in section.columns[0][32:])
    longer = compose(BOTH, "--task", "continue", "--bars", "3-3")
    assert longer.sections[0].length == 48


def test_infill_and_vary(compose) -> None:
    full = compose(BOTH, "--task", "accompany")
    filled = compose(full, "--task", "infill", "--lanes", "Tenor", "--bars", "2")
    for lane in (0, 1, 2, 4):
        assert filled.sections[0].columns[lane] == full.sections[0].columns[lane]
    varied = compose(full, "--task", "vary", "--share", "0.5")
    assert varied.sections[0].columns[:2] == full.sections[0].columns[:2]
    changed = [
        (was, now)
        for lane in (2, 3, 4)
        for was, now in zip(full.sections[0].columns[lane], varied.sections[0].columns[lane], strict=True)
    ]
    assert any(was == now and was is not None for was, now in changed)


@pytest.mark.parametrize(
    ("song", "task", "said"),
    [
        (CHORDS, "harmonise", "no melody to harmonise"),
        (MELODY, "melody", "no chords for a melody"),
        (BOTH, "melody", "“Melody” is full of typed notes"),
        (QUARTERS, "melody", "every chosen cell of “Melody” was typed"),
        (BOTH, "vary", "Nothing was generated"),
        (BOTH, "infill", "--bars 5-8"),
        (song_from_text("r:4", ""), "continue", "nothing to continue"),
        (song_from_text("r:4", ""), "accompany", "no melody and no chord"),
    ],
)
def test_what_a_task_lacks_is_said(compose, song: Song, task: str, said: str) -> None:
    assert said in compose(song, "--task", task)


def test_infill_speaks_of_options_and_takes_lanes_alone(compose) -> None:
    said = compose(BOTH, "--task", "infill")
    assert "--lanes" in said
    assert "Shift" not in said
    filled = compose(BOTH, "--task", "infill", "--lanes", "Tenor,Bass")
    assert [bool(written(filled, lane)) for lane in range(5)] == [False, False, False, True, True]


def test_wishes_are_checked_and_the_rules_say_that_they_heed_none(run, tmp_path: Path) -> None:
    text = ("compose", "--melody", "C4 D4 E4 F4", "--chords", "C", "--seed", 1, "-o", tmp_path / "o.mid")
    assert "is no density" in run(*text, "--density", 0).err
    assert "no bars 7" in run(*text, "--like", "7").err
    assert "no lane" in run(*text, "--register", "Kazoo+2").err
    said = run(*text, "--density", 2, "--like", "1", "--register", "+2")
    assert said.code == 0
    assert "heed no wishes" in said.err


def test_drums_and_comping_come_from_patterns_and_are_named(run, tmp_path: Path) -> None:
    empty = tuple((None,) * section.length for section in BOTH.sections)
    band = apply(BOTH, InsertLane(5, Lane("Keys", Role.COMP), empty)).song
    band = apply(band, InsertLane(6, Lane("Kit", Role.DRUMS), empty)).song
    save_song(band, tmp_path / "band.tuic")
    said = run(
        "compose", tmp_path / "band.tuic", "--seed", 2, "-o", tmp_path / "o.tuic", "-o", tmp_path / "o.mid"
    )
    assert "Keys by pattern" in said.out
    assert "Kit by pattern four-" in said.out
    answer = json.loads(run("compose", tmp_path / "band.tuic", "--seed", 2, "--json").out)
    writers = {one["lane"]: one for one in answer["candidates"][0]["written_by"]}
    assert writers["Bass"] == {"lane": "Bass", "by": "rules", "name": "rules"}
    assert writers["Kit"]["by"] == "pattern"
    assert writers["Kit"]["name"] in said.out
    assert not {"Chords", "Melody"} & set(writers)
    after = load_song(tmp_path / "o.tuic").song
    assert after.lanes[6].role is Role.DRUMS
    origins = {cell.origin for cell in after.sections[0].columns[6] if cell is not None}
    assert all(origin.startswith("pattern:") for origin in origins)
    assert any(cell.origin.startswith("rules") for cell in after.sections[0].columns[4] if cell is not None)
    again = load_song(tmp_path / "o.mid").song
    assert [lane.role for lane in again.lanes][5:] == [Role.COMP, Role.DRUMS]


@pytest.mark.parametrize("style", ["chorale", "song", "leadsheet"])
def test_a_project_goes_on_in_the_style_of_its_lanes(run, tmp_path: Path, style: str) -> None:
    made, again = tmp_path / "made.tuic", tmp_path / "again.tuic"
    typed = ("--chords", "C F | G C") if style == "leadsheet" else ("--melody", "C4 D4 E4 F4 | G4:2 E4:2")
    assert run("compose", *typed, "--style", style, "--seed", 1, "-o", made).code == 0
    said = run("compose", made, "--task", "vary", "--seed", 1, "-o", again)
    assert f", style {style}, " in said.out
    if style == "leadsheet":  # one lane cannot hold whole chords, as four voices do
        return
    assert ", style hymn, " in run("compose", made, "--task", "vary", "--style", "hymn", "-o", again).out


def test_lanes_tell_the_style_whatever_they_sound_like() -> None:
    empty = tuple((None,) * section.length for section in BOTH.sections)
    song = song_from_text("C4 D4 E4 F4 | G4:2 E4:2", "", lanes=SONG_LANES)
    assert style_of(apply(song, InsertLane(5, Lane("Kit", Role.DRUMS), empty)).song) == "song"
    assert style_of(apply(song, ReplaceLane(1, replace(song.lanes[1], program=40))).song) == "song"
    assert style_of(apply(song, RemoveLane(3)).song) == "chorale"
    assert style_of(BOTH) == "chorale"


def test_help_lists_the_styles(run) -> None:
    said = " ".join(run("compose", "--help").out.split())
    assert set(STYLE_WORDS) == set(STYLES)
    for name, words in STYLE_WORDS.items():
        assert f"{name}: {words}" in said


def test_a_recording_is_no_song_to_take_after(run, song: Path) -> None:
    said = run("compose", song, "--like", "x.wav")
    assert said.code == 1
    assert "is a recording" in said.err
    assert "tuicomposer analyze x.wav -o x.tuic" in said.err
