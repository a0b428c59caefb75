"""By ear: render an example, import the sound, mend a cell, compose from it, and prove it by ear."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.listeners import FakeListener
from tuicomposer.cli.main import main
from tuicomposer.errors import SoundError
from tuicomposer.formats.files import load_song, save_song
from tuicomposer.jobs.hearing import HeardChord, HeardNote, HeardSound, SoundListener
from tuicomposer.jobs.messages import KeyGuess
from tuicomposer.playback.fluid import load_library
from tuicomposer.score.cells import BY_HAND, Note
from tuicomposer.score.edits import RemoveLane, SetCells, apply
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import confidence_of
from tuicomposer.score.song import Place, Song
from tuicomposer.score.spans import ChordSpan, NoteSpan, song_spans
from tuicomposer.score.tempo_map import tempo_map
from tuicomposer.wiring import hearing
from tuicomposer.wiring.paths import data_root, models_dir

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "chorale.tuic"
WRONG = 0.3
"""How sure the listener is of the one note that it mishears."""


def truth(song: Song, *, misheard: bool) -> HeardSound:
    """What a perfect listener hears in a song, its first note perhaps a semitone too high."""
    at, spans = tempo_map(song).seconds_at, list(song_spans(song))
    tune = [
        HeardNote(at(span.start), at(span.end), span.pitch, span.velocity, 0.9)
        for span in spans
        if isinstance(span, NoteSpan) and span.lane == song.melody_lane
    ]
    if misheard:
        tune[0] = tune[0]._replace(pitch=tune[0].pitch + 1, confidence=WRONG)
    chords = tuple(
        HeardChord(at(span.start), at(span.end), span.chord, 0.8)
        for span in spans
        if isinstance(span, ChordSpan)
    )
    beats = tuple(at(480 * beat) for beat in range(song.ticks // 480 + 1))
    section = song.sections[0]
    downbeat = section.pickup // section.rows_per_beat
    keys = (KeyGuess(song.key or Key("C"), 0.9),)
    return HeardSound(
        song.seconds, 0.0, song.tempo, beats, downbeat, 4, keys, chords, tuple(tune), tuple(tune)
    )


@pytest.fixture(params=["perfect", "network"])
def listener(request: pytest.FixtureRequest) -> SoundListener:
    """A listener that knows what it hears, and the one that ships."""
    try:
        load_library()
    except SoundError as error:
        pytest.skip(str(error))
    if request.param == "perfect":
        return FakeListener(truth(load_song(EXAMPLE).song, misheard=True))
    if not (models_dir() / hearing.MODEL).is_dir():
        pytest.skip("the model for recordings is not installed")
    return hearing.open_sound_listener()


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What the command line prints; it must succeed."""
    capsys.readouterr()
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def _with_room(song: Song) -> Song:
    """The song as left by a person who wants a new bass: what was heard besides tune and chords goes."""
    for lane in range(len(song.lanes) - 1, -1, -1):
        if song.lanes[lane].role is Role.HARMONY:
            song = apply(song, RemoveLane(lane)).song
        elif song.lanes[lane].role is Role.BASS:
            rows = range(song.sections[0].length)
            song = apply(song, SetCells(tuple((Place(0, lane, row), None) for row in rows))).song
    return song


def test_what_was_rendered_is_heard_mended_composed_and_proved(
    listener: SoundListener,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("TUICOMPOSER_SOUNDFONT", str(data_root() / "soundfonts" / "tuicomposer.sf2"))
    monkeypatch.setattr(hearing, "open_sound_listener", lambda *_: listener)
    example = load_song(EXAMPLE).song
    wav, tuic, out = tmp_path / "take.wav", tmp_path / "take.tuic", tmp_path / "out.tuic"

    said(capsys, "render", EXAMPLE, "-o", wav)
    heard = json.loads(said(capsys, "analyze", wav, "-o", tuic, "--json"))
    assert heard["seconds"] > 0.9 * example.seconds
    assert heard["melody"]

    song = load_song(tuic).song
    assert song.recording is not None
    assert song.recording.file == "take.wav"
    lane = song.melody_lane
    assert lane is not None
    row, cell = next(
        (row, cell) for row, cell in enumerate(song.sections[0].columns[lane]) if isinstance(cell, Note)
    )
    assert confidence_of(cell.origin) is not None
    first = next(span.pitch for span in song_spans(example) if isinstance(span, NoteSpan))
    mended = Note(first, cell.velocity, cell.offset, BY_HAND)
    song = apply(song, SetCells(((Place(0, lane, row), mended),))).song
    song = _with_room(song)
    save_song(song, tuic)

    if isinstance(listener, FakeListener):
        assert cell.pitch == first + 1
        assert confidence_of(cell.origin) == WRONG
        listener.heard = truth(replace(song, recording=None, order=(0,)), misheard=False)
    answer = json.loads(
        said(capsys, "compose", tuic, "--candidates", 2, "--seed", 1, "--verify", "--json", "-o", out)
    )
    best = answer["candidates"][0]
    assert best["contains_melody"]
    assert best["contains_chords"]
    found = best["found_again"]
    assert 0.0 <= found["melody_f"] <= 1.0
    assert found["passed"] or not isinstance(listener, FakeListener)
    composed = load_song(out).song
    assert composed.sections[0].columns[lane] == song.sections[0].columns[lane]
    assert composed.recording == song.recording
