"""Roman numerals against a table and against music21."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given

from tests.strategies import chords, keys
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.key import MODES, Key, parse_key
from tuicomposer.score.note_function import spelled_tones
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES
from tuicomposer.score.roman import roman

TABLE = {
    "C": {
        "C": "I", "Dm": "ii", "Em": "iii", "F": "IV", "G": "V", "Am": "vi", "Bdim": "viio",
        "Cmaj7": "Imaj7", "Dm7": "ii7", "Em7": "iii7", "Fmaj7": "IVmaj7", "G7": "V7", "Am7": "vi7",
        "Bm7b5": "viiø7", "Bdim7": "viio7", "Caug": "I+", "C/E": "I6", "C/G": "I64", "G7/B": "V65",
        "G7/D": "V43", "G7/F": "V42", "F/G": "IV/G", "C6": "Iadd6", "Am6": "viadd6", "Gsus4": "Vsus4",
        "Dsus4": "iisus4", "C5": "I5", "Cadd9": "Iadd9", "G9": "V9", "G9/B": "V9/B", "Dm9": "ii9",
        "Dm11": "ii11", "Cmaj9": "Imaj9", "G7b9": "V7b9", "CmMaj7": "imaj7", "D": "V/V", "D7": "V7/V",
        "A7": "V7/ii", "E7": "V7/vi", "E7/G#": "V65/vi", "B7": "V7/iii", "C7": "V7/IV",
        "F#dim7": "viio7/V", "C#dim": "viio/ii", "Db": "bII", "Eb": "bIII", "Ab": "bVI", "Bb": "bVII",
        "Bb7": "bVII7", "Fm": "iv", "Ddim": "iio", "F#m": "#iv", "Gb": "bV", "Fbm": "iii", "N.C.": "",
    },
    "Am": {
        "Am": "i", "Bdim": "iio", "C": "III", "Dm": "iv", "Em": "v", "E": "V", "E7": "V7", "F": "VI",
        "G": "VII", "G7": "VII7", "G#dim": "viio", "G#dim7": "viio7", "Bm7b5": "iiø7", "AmMaj7": "imaj7",
        "Am/C": "i6", "Bb/D": "bII6", "A7": "V7/iv", "B7": "V7/V", "C7": "V7/VI", "F#dim": "vio",
        "F#m7b5": "viø7", "D": "IV", "D#dim7": "viio7/V", "Caug": "III+", "Gm": "bvii",
        "F#m": "vi", "Gbm": "vi", "Gb": "bVII",
    },
    "Gb": {"Cb": "IV", "B": "IV", "Db7": "V7", "F#": "I", "Fdim": "viio"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "symbol", "numeral"), [(key, *item) for key, table in TABLE.items() for item in table.items()]
)
def test_the_table(key: str, symbol: str, numeral: str) -> None:
    assert roman(parse_chord(symbol), parse_key(key)) == numeral


@pytest.mark.parametrize("name", ["C", "Gb", "A", "Cm", "F#m"])
def test_music21_reads_the_same_chord(name: str) -> None:
    """Root, bass and triad of every inversion; music21 takes the seventh from the key, we say it."""
    reader = pytest.importorskip("music21.roman")
    key = parse_key(name)
    tonic = key.tonic.replace("b", "-")
    home = pytest.importorskip("music21.key").Key(tonic if key.mode == "major" else tonic.lower())
    for root in FLAT_NAMES if key.flats else SHARP_NAMES:
        for suffix in ("", "m", "dim", "aug", "7", "maj7", "m7", "m7b5", "dim7"):
            for index, bass in enumerate(spelled_tones(Chord(root, suffix))):
                if len(bass) > 2:
                    continue
                chord = Chord(root, suffix, bass if index else None)
                heard = reader.RomanNumeral(roman(chord, key).replace("maj", ""), home)
                seventh = {(chord.root_class + step) % 12 for step in (10, 11)} if "7" in suffix else set()
                assert {pitch.pitchClass for pitch in heard.pitches} - seventh >= (
                    chord.pitch_classes - seventh
                ), (chord, roman(chord, key))
                if index < 3:
                    assert heard.bass().pitchClass == chord.bass_class


@given(chords, keys)
def test_every_chord_has_a_numeral_in_every_key(chord: Chord, key: Key) -> None:
    numeral = roman(chord, key)
    assert bool(numeral) != chord.is_silence


def test_every_spelled_root_has_a_numeral_in_every_key() -> None:
    roots = [letter + accidental for letter in "CDEFGAB" for accidental in ("", "#", "b", "##", "bb")]
    tonics = sorted({*SHARP_NAMES, *FLAT_NAMES})
    for root, tonic, mode, suffix in product(roots, tonics, MODES, ("", "m", "dim", "sus4")):
        assert roman(Chord(root, suffix), Key(tonic, mode))
