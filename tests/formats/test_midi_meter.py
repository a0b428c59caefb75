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
    assert guess == (Meter(beats, 4), lead)


def test_without_accents_nothing_is_guessed() -> None:
    rng = random.Random(3)
    even = [RawNote(beat * BEAT, (beat + 1) * BEAT, rng.randint(60, 72), 80) for beat in range(120)]
    assert guessed_meter(even) is None
    assert guessed_meter(oom_pah(3, bars=4)) is None
    assert guessed_meter(()) is None


def test_an_import_says_that_the_metre_is_guessed() -> None:
    imported = read_midi(file([(note.start / 960, note.pitch) for note in oom_pah(3, 1)]))
    section = imported.song.sections[0]
    assert (section.meter, section.pickup / section.rows_per_beat) == (Meter(3, 4), 1)
    assert "No metre is stated; 3/4 with 1 beat before the first bar is guessed from the accents." in (
        imported.warnings
    )
