"""Profiles on the command line: made of several files, listed, shown, removed, followed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tuicomposer.analyzer.profiling import profile_of
from tuicomposer.analyzer.service import SymbolicAnalyzer
from tuicomposer.cli import compose
from tuicomposer.cli.songs import read_song
from tuicomposer.errors import RequestError, SongFileError
from tuicomposer.formats.files import save_song
from tuicomposer.formats.profiles import Profiles
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import Controls
from tuicomposer.jobs.messages import AnalyzeRequest
from tuicomposer.jobs.profile import StyleProfile, wished
from tuicomposer.jobs.profile_song import song_like, usual_form
from tuicomposer.score.cells import Note
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.song import Song, new_song

TUNE = song_from_text("C5:1/2 D5:1/2 E5 G5 E5 | F5:2 D5:2", "C | Dm G", tempo=90.0)
SLOW = song_from_text("A4:4 | B4:4", "Am | E7", tempo=60.0)


def profile(*songs: Song) -> StyleProfile:
    analyzer = SymbolicAnalyzer()
    return profile_of("mine", [analyzer.analyze(AnalyzeRequest(song, 0), CancelToken()) for song in songs])


def test_a_profile_counts_what_is_there() -> None:
    found = profile(TUNE)
    melody = found.voice(Role.MELODY)
    assert melody is not None
    assert (found.files, found.tempo, found.meter, found.bars) == (1, 90.0, "4/4", (2,))
    assert melody.density == pytest.approx(7 / 8)
    assert melody.onsets[0] == pytest.approx(6 / 8)
    assert melody.onsets[6] == pytest.approx(1 / 8)
    assert melody.pitch == pytest.approx((72 + 74 + 76 + 79 + 76 + 77 + 74) / 7, abs=0.01)
    assert melody.steps[12 + 2] == pytest.approx(2 / 6, abs=1e-4)
    assert found.voice(Role.BASS) is None


def test_files_are_counted_together() -> None:
    both = profile(TUNE, SLOW)
    assert (both.files, both.tempo, both.bars) == (2, 75.0, (2, 2))
    melody = both.voice(Role.MELODY)
    assert melody is not None
    assert melody.density == pytest.approx(9 / 16)


def test_a_profile_wishes_what_nobody_else_wished() -> None:
    melody = (1,)
    wishes = wished(profile(TUNE), new_song(), Controls(), melody)
    assert wishes.density == pytest.approx(0.88)
    assert wishes.syncopation == pytest.approx(1 / 7, abs=0.01)
    assert wishes.register == ((1, 4),)
    assert wishes.like is not None
    assert dict(wishes.like.lanes).keys() == {1}
    own = Controls(density=2.0, register=((1, 5),), syncopation=0.0)
    kept = wished(profile(TUNE), new_song(), own, melody)
    assert (kept.density, kept.register, kept.syncopation) == (2.0, ((1, 5),), 0.0)
    assert wished(profile(TUNE), new_song(), own, (4,)) is own


def test_a_profile_comes_back_as_it_was_and_holds_no_notes(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path / "profiles")
    assert profiles.names() == ()
    path = profiles.save(profile(TUNE, SLOW))
    assert profiles.names() == ("mine",)
    assert profiles.load("mine") == profile(TUNE, SLOW)
    assert path.stat().st_size < 20_000
    assert not {"notes", "melody", "pitches"} & set(json.loads(path.read_text()))
    profiles.remove("mine")
    assert profiles.names() == ()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"profile": 1}', "\x00", '{"profile": 1, "tempo": NaN}', "[" * 9999]
)
def test_a_damaged_profile_is_a_sentence(tmp_path: Path, text: str) -> None:
    profiles = Profiles(tmp_path)
    (tmp_path / "odd.json").write_text(text)
    with pytest.raises(SongFileError, match="damaged"):
        profiles.load("odd")


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a\x1b[31m", "." * 3, "x" * 41])
def test_names_that_are_none_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RequestError):
        Profiles(tmp_path).load(name)


def test_the_command_line_makes_lists_shows_and_removes(run, tmp_path: Path) -> None:
    save_song(TUNE, tmp_path / "tune.tuic")
    save_song(SLOW, tmp_path / "slow.mid")
    made = run("profile", "make", "my style", tmp_path / "tune.tuic", tmp_path / "slow.mid")
    assert made.code == 0, made.err
    assert "my style  2 files" in run("profile", "list").out
    shown = run("profile", "show", "my style").out
    assert "75 beats a minute" in shown
    assert "notes a beat" in shown
    assert "keys     C major 50%, A minor 50%" in shown
    assert run("profile", "rename", "my style", "ours").code == 0
    assert run("profile", "list").out.startswith("ours  2 files")
    taken = run("profile", "rename", "ours", "ours")
    assert (taken.code, "already" in taken.err) == (1, True)
    assert run("profile", "remove", "ours").code == 0
    gone = run("profile", "show", "my style")
    assert (gone.code, gone.out) == (1, "")
    assert "no profile" in gone.err


def test_compose_follows_a_profile(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_song(TUNE, tmp_path / "tune.tuic")
    run("profile", "make", "mine", tmp_path / "tune.tuic")
    asked: list[Controls] = []
    real = compose.compose

    def spy(service, song, wish, *rest):
        asked.append(wish.controls)
        return real(service, song, wish, *rest)

    monkeypatch.setattr(compose, "compose", spy)
    text = ("--melody", "C4 E4", "--chords", "C", "--lanes", "Melody", "--profile", "mine")
    said = run("compose", *text, "-o", tmp_path / "out.tuic")
    assert said.code == 0, said.err
    assert asked[0].like is not None
    assert asked[0].density == pytest.approx(0.88)
    assert "tempo: 90" in (tmp_path / "out.tuic").read_text()
    assert run("compose", *text[:4], "--profile", "none").code == 1
    file = tmp_path / "data" / "tuicomposer" / "profiles" / "mine.json"
    plain = json.loads(file.read_text())
    plain["harmony"]["major"][""] = {"99999": 1}
    file.write_text(json.dumps(plain))
    assert "chords that there are not" in run("compose", *text[:4], "--profile", "mine").err


def test_a_song_like_a_profile_has_its_form_metre_tempo_and_mode() -> None:
    waltz = song_from_text("A4:3 | C5:3 | E5:3", "Am | Am | E7", meter=Meter(3, 4), tempo=132.0)
    song = song_like(profile(SLOW, waltz, waltz))
    assert [section.bars for section in song.sections] == [2, 3, 3]
    assert song.order == (0, 1, 2)
    assert (song.tempo, str(song.sections[0].meter), str(song.key)) == (132.0, "3/4", "A minor")
    assert song_like(profile(TUNE), tempo=70.0, key=Key("G")).key == Key("G")


def test_a_profile_keeps_its_keys_and_a_new_song_has_the_commonest() -> None:
    low, high = (song_from_text("Bb4:4 D5:4 F5:4", "Bb | Bb | F7", key=Key(name)) for name in ("Bb", "A#"))
    found = profile(low, high, replace(TUNE, key=Key("D", "minor")))
    assert [(str(one.key), one.share) for one in found.keys] == [
        ("Bb major", 0.6667),
        ("D minor", 0.3333),
    ]
    assert song_like(found).key == Key("Bb")
    assert song_like(found, key=Key("E")).key == Key("E")


def test_a_profile_of_before_keys_were_kept_still_loads(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path)
    path = profiles.save(profile(SLOW))
    plain = json.loads(path.read_text())
    del plain["keys"]
    path.write_text(json.dumps(plain))
    old = profiles.load("mine")
    assert old.keys == ()
    assert str(song_like(old).key) == "A minor"
    plain["keys"] = [{"key": "H major", "share": 1.0}]
    path.write_text(json.dumps(plain))
    with pytest.raises(SongFileError, match="damaged"):
        profiles.load("mine")


@pytest.mark.parametrize(
    ("bars", "form"), [((4, 4), (4, 4)), ((40, 40), (40, 24)), ((200,), (64,)), ((1,) * 40, (1,) * 26)]
)
def test_a_form_has_an_end(bars: tuple[int, ...], form: tuple[int, ...]) -> None:
    assert usual_form(replace(profile(TUNE), bars=bars)) == form


def test_compose_writes_a_whole_song_like_a_profile(run, tmp_path: Path) -> None:
    save_song(TUNE, tmp_path / "tune.tuic")
    save_song(SLOW, tmp_path / "slow.tuic")
    run("profile", "make", "mine", tmp_path / "tune.tuic", tmp_path / "slow.tuic")
    said = run("compose", "--profile", "mine", "--candidates", "1", "--seed", "1", "-o", tmp_path / "o.tuic")
    assert said.code == 0, said.err
    song = read_song(tmp_path / "o.tuic")
    assert [section.bars for section in song.sections] == [2, 2]
    assert song.tempo == 75.0
    assert all(any(column) for section in song.sections for column in section.columns)
    assert run("compose").code == 2
    assert "--profile" in run("compose").err


def test_a_tune_played_early_is_counted_as_the_tune() -> None:
    section = TUNE.sections[0]
    columns = tuple(
        tuple(
            replace(cell, offset=-20) if row and isinstance(cell, Note) else cell
            for row, cell in enumerate(one)
        )
        for one in section.columns
    )
    early = replace(TUNE, sections=(replace(section, columns=columns),))
    assert profile(early).voice(Role.MELODY) == profile(TUNE).voice(Role.MELODY)
    assert profile(early).voice(Role.HARMONY) is None
