"""The key model on hand-made music, and what must hold for any music."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.analyzer.keys import key_guesses
from tuicomposer.errors import Cancelled
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.key import Key, parse_key
from tuicomposer.score.pitch import parse_pitch
from tuicomposer.score.spans import ChordSpan, NoteSpan

BEAT = 480

pitches = st.lists(st.tuples(st.integers(24, 96), st.integers(1, 4)), min_size=1, max_size=24)


def line(text: str, lane: int = 0) -> tuple[NoteSpan, ...]:
    """Quarter notes one after the other."""
    return tuple(
        NoteSpan(lane, row, row * BEAT, (row + 1) * BEAT, parse_pitch(name), 96)
        for row, name in enumerate(text.split())
    )


def chord_line(text: str) -> tuple[ChordSpan, ...]:
    """Chords of four beats one after the other."""
    return tuple(
        ChordSpan(0, row, row * 4 * BEAT, (row + 1) * 4 * BEAT, parse_chord(name))
        for row, name in enumerate(text.split())
    )


def best(notes: tuple[NoteSpan, ...], chords: tuple[ChordSpan, ...] = ()) -> str:
    return str(key_guesses(notes, chords)[0].key)


@pytest.mark.parametrize(
    ("melody", "key"),
    [
        ("C4 D4 E4 F4 G4 A4 B4 C5", "C major"),
        ("A4 B4 C5 D5 E5 F5 G#5 A5 E5 C5 A4", "A minor"),
        ("D4 F4 A4 D5 C#5 D5 Bb4 A4 G4 F4 E4 D4", "D minor"),
        ("Bb4 D5 F5 Eb5 D5 C5 A4 Bb4", "Bb major"),
        ("F#4 A#4 C#5 B4 A#4 G#4 E#4 F#4", "F# major"),
        ("G4 B4 D5 G5 F#5 E5 D5 C5 B4 A4 G4", "G major"),
    ],
)
def test_tunes_have_their_key(melody: str, key: str) -> None:
    assert best(line(melody)) == key


def test_a_piece_that_modulates_and_returns_is_in_its_home_key() -> None:
    home = "C4 E4 G4 C5 A4 F4 D4 G4 E4 C4"
    away = "G4 B4 D5 F#4 A4 D5 G4 B4 A4 G4"
    assert best(line(f"{home} {away} {home}")) == "C major"


@pytest.mark.parametrize(
    ("chords", "key"),
    [
        ("C Am F G7 C", "C major"),
        ("Am Dm E7 Am", "A minor"),
        ("Dm7 G7 Cmaj7", "C major"),
        ("C G Am F", "C major"),
        ("F#m Bm C#7 F#m", "F# minor"),
        ("Eb Ab Bb7 Eb", "Eb major"),
        ("D A Bm G D A D", "D major"),
    ],
)
def test_typed_chords_are_evidence(chords: str, key: str) -> None:
    assert best((), chord_line(chords)) == key


def test_chords_decide_between_relative_keys() -> None:
    tune = line("C5 E5 A4 B4")
    assert best(tune, chord_line("Am E7 Am")) == "A minor"
    assert best(tune, chord_line("C G7 C")) == "C major"


def test_silence_tells_nothing() -> None:
    guesses = key_guesses(())
    assert len(guesses) == 24
    assert {guess.confidence for guess in guesses} == {1 / 24}
    assert key_guesses((), chord_line("N.C. N.C.")) == guesses


def test_one_note_tells_little_and_a_scale_more() -> None:
    one, scale = key_guesses(line("C4")), key_guesses(line("C4 D4 E4 F4 G4 A4 B4 C5 G4 E4 C4"))
    assert str(one[0].key) == "C major"
    assert one[0].confidence < 0.6 < scale[0].confidence


def test_the_chromatic_scale_leaves_doubt() -> None:
    chromatic = " ".join(["C4 C#4 D4 D#4 E4 F4 F#4 G4 G#4 A4 A#4 B4"] * 3)
    assert key_guesses(line(chromatic))[0].confidence < 0.9


@pytest.mark.parametrize(
    ("chords", "key"),
    [("F# B C#7 F#", "F# major"), ("Gb Cb Db7 Gb", "Gb major"), ("C# F# G#7 C#", "C# major"),
     ("Db Gb Ab7 Db", "Db major"), ("Ebm Abm Bb7 Ebm", "Eb minor"), ("D#m G#m A#7 D#m", "D# minor"),
     ("Abm Dbm Eb7 Abm", "Ab minor")],
)  # fmt: skip
def test_tonics_follow_the_typed_spelling(chords: str, key: str) -> None:
    assert best((), chord_line(chords)) == key


def test_the_stated_key_settles_spelling_only() -> None:
    tune = line("F#4 A#4 C#5 B4 A#4 G#4 E#4 F#4")
    assert key_guesses(tune, stated=parse_key("Gb"))[0].key == Key("Gb")
    assert key_guesses(tune, stated=parse_key("C"))[0].key == Key("F#")


def test_a_cancelled_token_stops_it() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        key_guesses(line("C4 D4"), token=token)


def spans(drawn: list[tuple[int, int]]) -> tuple[NoteSpan, ...]:
    now, notes = 0, []
    for pitch, length in drawn:
        notes.append(NoteSpan(0, 0, now, now + length * BEAT, pitch, 96))
        now += length * BEAT // 2
    return tuple(notes)


@given(pitches)
def test_probabilities_sum_to_one_and_fall(drawn: list[tuple[int, int]]) -> None:
    guesses = key_guesses(spans(drawn))
    confidences = [guess.confidence for guess in guesses]
    assert sum(confidences) == pytest.approx(1)
    assert confidences == sorted(confidences, reverse=True)
    assert len({(guess.key.tonic_class, guess.key.mode) for guess in guesses}) == 24


@given(pitches, st.integers(-12, 12))
def test_transposed_notes_have_the_transposed_keys(drawn: list[tuple[int, int]], semitones: int) -> None:
    notes = spans(drawn)
    moved = tuple(replace(note, pitch=note.pitch + semitones) for note in notes)
    before = {(g.key.tonic_class, g.key.mode): g.confidence for g in key_guesses(notes)}
    after = {(g.key.tonic_class, g.key.mode): g.confidence for g in key_guesses(moved)}
    for (tonic, mode), confidence in before.items():
        assert after[(tonic + semitones) % 12, mode] == pytest.approx(confidence)
