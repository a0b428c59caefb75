"""Names of pitches, chords, keys and metres are read back as they are written."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import ROOTS, chords, keys
from tuicomposer.errors import EntryError
from tuicomposer.score.channels import channels
from tuicomposer.score.chord import NO_CHORD, Chord, parse_chord
from tuicomposer.score.chord_table import QUALITIES, Quality
from tuicomposer.score.key import Key, parse_key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter, parse_meter
from tuicomposer.score.pitch import parse_pitch, parse_tracker, pitch_name, tracker_name
from tuicomposer.score.voicing import voicing


@pytest.mark.parametrize("flats", [False, True])
def test_every_pitch_name_is_read_back(flats: bool) -> None:
    for pitch in range(128):
        assert parse_pitch(pitch_name(pitch, flats=flats)) == pitch
        assert parse_tracker(tracker_name(pitch, flats=flats)) == pitch
        assert len(tracker_name(pitch, flats=flats)) == 3


@pytest.mark.parametrize(
    ("text", "pitch"),
    [("C4", 60), ("c4", 60), ("C-4", 60), ("C-1", 0), ("Bb-1", 10), ("bb3", 58), ("F##4", 67), ("Cb4", 59)],
)
def test_pitches_as_people_write_them(text: str, pitch: int) -> None:
    assert parse_pitch(text) == pitch


@pytest.mark.parametrize(("text", "pitch"), [("C-1", 24), ("C4", 60), ("C#4", 61), ("c-m", 0), ("Db0", 13)])
def test_tracker_cells_as_people_write_them(text: str, pitch: int) -> None:
    assert parse_tracker(text) == pitch


@pytest.mark.parametrize("text", ["", "H4", "C", "C10", "4", "C#b4", "A9", "G#9", "C 4", "C4x"])
def test_what_is_no_pitch_gets_a_sentence(text: str) -> None:
    for parse in (parse_pitch, parse_tracker):
        with pytest.raises(EntryError) as caught:
            parse(text)
        assert caught.value.what.endswith(".")


@pytest.mark.parametrize("quality", QUALITIES, ids=lambda quality: quality.suffix or "major")
def test_every_chord_symbol_is_read_back(quality: Quality) -> None:
    for root, bass in product(ROOTS, (None, "E", "Bb", "F##")):
        chord = Chord(root, quality.suffix, bass)
        assert parse_chord(chord.symbol) == chord
        assert parse_chord(f"  {chord.symbol} ") == chord


@pytest.mark.parametrize(
    ("alias", "quality"),
    [(alias, quality) for quality in QUALITIES for alias in quality.aliases if alias[0] not in "#b"],
)
def test_every_alias_names_its_quality(alias: str, quality: Quality) -> None:
    assert parse_chord("C" + alias) == Chord("C", quality.suffix)
    assert parse_chord("Bb" + alias + "/F#") == Chord("Bb", quality.suffix, "F#")


def test_no_two_qualities_share_a_spelling() -> None:
    spellings = [name for quality in QUALITIES for name in (quality.suffix, *quality.aliases)]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("N.C.", "N.C."),
        ("nc", "N.C."),
        ("F♯m7♭5", "F#m7b5"),
        ("B♭Δ", "Bbmaj7"),
        ("C6/9", "C6/9"),
        ("C 7", "C7"),
    ],
)
def test_spellings_become_plain(text: str, symbol: str) -> None:
    assert parse_chord(text).symbol == symbol


@pytest.mark.parametrize("text", ["", "H", "c", "Cfoo", "C/", "C/H", "/E", "%", "C//E", "C\x1b[31m", "12"])
def test_what_is_no_chord_gets_a_sentence_without_control_characters(text: str) -> None:
    with pytest.raises(EntryError) as caught:
        parse_chord(text)
    assert caught.value.what.isprintable()
    assert caught.value.hint


def test_silence_has_no_quality_and_no_bass() -> None:
    for chord in ((None, "m", None), (None, "", "C")):
        with pytest.raises(EntryError):
            Chord(*chord)


@given(chords, st.integers(-24, 24))
def test_transposing_moves_every_tone(chord: Chord, semitones: int) -> None:
    moved = chord.transposed(semitones)
    assert moved.pitch_classes == {(tone + semitones) % 12 for tone in chord.pitch_classes}
    assert moved.transposed(-semitones).pitch_classes == chord.pitch_classes


@given(chords)
def test_a_voicing_is_the_chord_with_its_bass_lowest(chord: Chord) -> None:
    pitches = voicing(chord)
    assert {pitch % 12 for pitch in pitches} == chord.pitch_classes
    assert list(pitches) == sorted(set(pitches))
    if pitches:
        assert pitches[0] % 12 == chord.bass_class
        assert 36 < pitches[0] < 60
        assert pitches[-1] < 84


def test_silence_is_voiced_as_nothing() -> None:
    assert voicing(NO_CHORD) == ()
    assert voicing(parse_chord("Am7")) == (57, 60, 64, 67)


def test_only_drums_sound_on_the_drum_channel() -> None:
    lanes = (Lane("lane"),) * 64
    assert channels(lanes[:4]) == (0, 1, 2, 3)
    assert 9 not in channels(lanes)
    assert channels(lanes)[15] == 0
    assert set(channels(lanes)) <= set(range(16))
    assert channels((Lane("kit", Role.DRUMS),)) == (9,)


@given(keys)
def test_every_key_is_read_back(key: Key) -> None:
    assert parse_key(str(key)) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [("C", "C major"), ("a", "A minor"), ("F#m", "F# minor"), ("Bb", "Bb major"), ("b minor", "B minor")],
)
def test_keys_as_people_write_them(text: str, key: str) -> None:
    assert str(parse_key(text)) == key


@pytest.mark.parametrize("text", ["", "H", "C dorian", "C# b", "major"])
def test_what_is_no_key_gets_a_sentence(text: str) -> None:
    with pytest.raises(EntryError, match="is not a key"):
        parse_key(text)


@given(st.integers(1, 32), st.sampled_from([1, 2, 4, 8, 16]))
def test_every_meter_is_read_back(numerator: int, denominator: int) -> None:
    meter = Meter(numerator, denominator)
    assert parse_meter(str(meter)) == meter


@pytest.mark.parametrize("text", ["", "4", "0/4", "33/4", "4/3", "4/32", "-4/4", "a/b", "4/4/4"])
def test_what_is_no_meter_gets_a_sentence(text: str) -> None:
    with pytest.raises(EntryError):
        parse_meter(text)


@pytest.mark.parametrize(
    ("text", "pulse"), [("4/4", 480), ("6/8", 720), ("3/8", 240), ("12/8", 720), ("2/2", 960)]
)
def test_the_felt_beat(text: str, pulse: int) -> None:
    assert parse_meter(text).pulse_ticks == pulse
