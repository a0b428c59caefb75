"""The metre of files that state none."""

from __future__ import annotations

import random

import pytest

from tests.formats.test_midi_beat import file
from tuicomposer.formats.midi import read_midi
from tuicomposer.formats.midi_meter import guessed_meter
from tuicomposer.formats.midi_notes import RawNote
from tuicomposer.score.meter import Meter

CHORDS = ((48, (60, 64, 67)), (45, (57, 60, 64)), (53, (60, 65, 69)), (43, (59, 62, 67)))
BEAT = 480


def oom_pah(beats: int, lead: int = 0, bars: int = 12) -> list[RawNote]:
    """A bass on the first beat, chords on the others, and a tune of long and short notes."""
    found = [RawNote(beat * BEAT, (beat + 1) * BEAT, 67, 80) for beat in range(lead)]
    for bar in range(bars):
        bass, chord = CHORDS[bar % 4]
        start = (bar * beats + lead) * BEAT
        found.append(RawNote(start, start + BEAT, bass, 80))
        found += [
            RawNote(start + beat * BEAT, start + beat * BEAT + 400, pitch, 60)
            for beat in range(1, beats)
            for pitch in chord
        ]
        found.append(RawNote(start, start + (beats - 1) * BEAT, 72 + bar % 3, 90))
    return found


@pytest.mark.parametrize("beats", [3, 4])
@pytest.mark.parametrize("lead", [0, 1, 2])
def test_a_waltz_is_in_three_and_a_march_in_four(beats: int, lead: int) -> None:
    guess = guessed_meter(oom_pah(beats, lead))
    assert guess is not None
    assert guess == (Meter(beats, 4), lead * BEAT)


def jig(lead: int = 0, bars: int = 12) -> list[RawNote]:
    """Bass and chord on dotted quarters, a tune of quarters and eighths, and a pickup of some eighths."""
    eighth = BEAT // 2
    found = [RawNote(at * eighth, (at + 1) * eighth, 67, 80) for at in range(lead)]
    for half in range(2 * bars):
        bass, chord = CHORDS[half // 2 % 4]
        start = (3 * half + lead) * eighth
        low = bass if half % 2 == 0 else bass + 7
        found.append(RawNote(start, start + 3 * eighth, low, 80))
        found += [RawNote(start, start + 3 * eighth, pitch, 60) for pitch in chord[half % 2 :]]
        found.append(RawNote(start, start + 2 * eighth, 72 + half % 3, 90))
        found.append(RawNote(start + 2 * eighth, start + 3 * eighth, 74 + half % 2, 90))
    return found


@pytest.mark.parametrize("lead", [0, 1, 2, 3])
def test_a_jig_is_in_six_eighths(lead: int) -> None:
    assert guessed_meter(jig(lead)) == (Meter(6, 8), lead * BEAT // 2)


def slip_jig(felt: int, lead: int = 0) -> list[RawNote]:
    """Four different bars of so many dotted quarters, four times, over a bass on the felt beats."""
    eighth, rng = BEAT // 2, random.Random(7)
    bars = [[rng.randint(67, 79) for _ in range(3 * felt)] for _ in range(4)]
    found = [RawNote(at * eighth, (at + 1) * eighth, 67, 80) for at in range(lead)]
    for bar in range(16):
        start = (3 * felt * bar + lead) * eighth
        bass, chord = CHORDS[bar % 4]
        found.append(RawNote(start, start + 3 * felt * eighth, bass, 80))
        beats = [start + 3 * beat * eighth for beat in range(1, felt)]
        found += [RawNote(beat, beat + 3 * eighth, chord[0], 60) for beat in beats]
        tune = zip(range(start, start + 3 * felt * eighth, eighth), bars[bar % 4], strict=True)
        found += [RawNote(at, at + eighth, pitch, 80) for at, pitch in tune]
    return found


@pytest.mark.parametrize("felt", [2, 3])
@pytest.mark.parametrize("lead", [0, 1, 2])
def test_nine_eighths_and_six_are_told_by_where_music_comes_back(felt: int, lead: int) -> None:
    guess = guessed_meter(slip_jig(felt, lead))
    assert guess == (Meter(3 * felt, 8), lead * BEAT // 2)


@pytest.mark.parametrize("form", ["AABA", "ABCA", "ABBA"])
def test_a_short_jig_whose_end_is_its_beginning_stays_in_six(form: str) -> None:
    rng, eighth = random.Random(2), BEAT // 2
    phrases = {name: [rng.choice((67, 69, 71, 72, 74, 76)) for _ in range(12)] for name in form}
    basses = {name: [rng.choice((43, 45, 48, 50)) for _ in range(4)] for name in form}
    tune = [pitch for name in form for pitch in phrases[name]]
    found = [RawNote(at * eighth, (at + 1) * eighth, pitch, 80) for at, pitch in enumerate(tune)]
    low = [pitch for name in form for pitch in basses[name]]
    found += [RawNote(3 * at * eighth, 3 * (at + 1) * eighth, pitch, 80) for at, pitch in enumerate(low)]
    guess = guessed_meter(found)
    assert guess is not None
    assert guess.meter == Meter(6, 8)


def test_plain_accents_of_bars_of_six_outweigh_what_comes_back_after_nine() -> None:
    eighth, rng = BEAT // 2, random.Random(4)
    phrase = [rng.randint(67, 79) for _ in range(18)]
    found = [RawNote(at * eighth, (at + 1) * eighth, phrase[at % 18], 80) for at in range(144)]
    for bar in range(24):
        bass, chord = CHORDS[bar % 3]
        start = 6 * bar * eighth
        found += [RawNote(start, start + 6 * eighth, pitch, 80) for pitch in (bass, *chord)]
        found.append(RawNote(start + 3 * eighth, start + 6 * eighth, chord[0], 60))
    assert guessed_meter(found) == (Meter(6, 8), 0)


def test_a_waltz_of_eighths_stays_in_three_quarters() -> None:
    runs = [RawNote(at * 240, at * 240 + 240, 76 + at % 5, 80) for at in range(72)]
    guess = guessed_meter([*oom_pah(3), *runs])
    assert guess is not None
    assert guess.meter == Meter(3, 4)


def test_a_jig_has_its_pickup_in_rows() -> None:
    song, warnings, _ = read_midi(file([(note.start / 960, note.pitch) for note in jig(1)]))
    section = song.sections[0]
    assert (section.meter, section.pickup / section.rows_per_beat) == (Meter(6, 8), 0.5)
    assert any("6/8 with 0.5 beats before the first bar is guessed" in warning for warning in warnings)


def test_without_accents_nothing_is_guessed() -> None:
    rng = random.Random(3)
    even = [RawNote(beat * BEAT, (beat + 1) * BEAT, rng.randint(60, 72), 80) for beat in range(120)]
    assert guessed_meter(even) is None
    assert guessed_meter(oom_pah(3, bars=4)) is None
    assert guessed_meter(()) is None


@pytest.mark.parametrize("beats", [3, 4])
def test_a_tune_with_weak_accents_is_in_three_where_it_comes_back_so(beats: int) -> None:
    rng = random.Random(5)
    bars = [[rng.randint(64, 76) for _ in range(2 * beats)] for _ in range(8)]
    tune = [(pitch, at == 0) for bar in bars * 2 for at, pitch in enumerate(bar)]
    found = [
        RawNote(at * 240, at * 240 + 240, pitch - 4 * (first and beats == 3), 80)
        for at, (pitch, first) in enumerate(tune)
    ]
    guess = guessed_meter(found)
    assert (None if guess is None else guess.meter) == (Meter(3, 4) if beats == 3 else None)


@pytest.mark.parametrize("form", ["ABCA", "ABBA"])
def test_a_short_tune_with_weak_accents_whose_end_is_its_beginning_is_hardly_ever_in_three(form: str) -> None:
    meters = []
    for seed in range(40):
        rng = random.Random(seed)
        phrases = {
            name: [(rng.choice((43, 45, 48, 50)), rng.choice((67, 69, 71, 72, 74))) for _ in range(8)]
            for name in form
        }
        both = [pair for name in form for pair in phrases[name]]
        found = [
            RawNote(at * BEAT, (at + 1) * BEAT, pitch, 80) for at, pair in enumerate(both) for pitch in pair
        ]
        guess = guessed_meter(found)
        meters.append(None if guess is None else guess.meter)
    assert meters.count(Meter(3, 4)) <= 1


def test_an_import_says_that_the_metre_is_guessed() -> None:
    imported = read_midi(file([(note.start / 960, note.pitch) for note in oom_pah(3, 1)]))
    section = imported.song.sections[0]
    assert (section.meter, section.pickup / section.rows_per_beat) == (Meter(3, 4), 1)
    assert "No metre is stated; 3/4 with 1 beat before the first bar is guessed from the accents." in (
        imported.warnings
    )
