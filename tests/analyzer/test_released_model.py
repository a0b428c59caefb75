"""The released analyzer: it is trusted, is what its card says, and names plain music rightly."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from tuicomposer.analyzer.choose import ChosenAnalyzer
from tuicomposer.errors import ModelError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest
from tuicomposer.models.manifest import read_verified, write_manifest
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.score.cells import Cell, Note
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.lane import Lane
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.voicing import voicing

MODELS = Path(__file__).parents[2] / "models"
CARD = (MODELS / "analyzer" / "card.md").read_text(encoding="utf-8")
CONFIG = json.loads((MODELS / "analyzer" / "config.json").read_text(encoding="utf-8"))


def arpeggios(chords: str, bass: bool = True) -> Song:
    """A bar for each chord: its tones one after the other in eighths, and its bass held."""
    names = chords.split()
    hand: list[Cell | None] = []
    low: list[Cell | None] = []
    for name in names:
        chord = parse_chord(name)
        tones = [pitch + 12 for pitch in voicing(chord) if pitch >= 48]
        hand += [Note(tones[index % len(tones)]) for index in range(8)]
        low += [Note(36 + chord.bass_class) if bass else None, *[None] * 7]
    lanes = (Lane("Piano"), Lane("Bass"))
    section = Section("A", len(hand), (tuple(hand), tuple(low)), rows_per_beat=2)
    return Song(lanes=lanes, sections=(section,))


def analyze(song: Song, models: Path = MODELS, trusted: frozenset[str] = TRUSTED) -> Analyzed:
    return ChosenAnalyzer(models, trusted).analyze(AnalyzeRequest(song, 0), CancelToken())


@pytest.mark.parametrize(
    "chords",
    ["C Am F G7 C", "Eb Cm Ab Bb7 Eb", "F#m D A E"],
)
def test_plain_music_has_its_chords(chords: str) -> None:
    found = analyze(arpeggios(chords))
    assert found.note == ""
    symbols = [parse_chord(name) for name in chords.split()]
    expected = [one for at, one in enumerate(symbols) if at == 0 or one != symbols[at - 1]]
    heard = [guess.span.chord for guess in found.chords]
    assert [(one.root_class, one.suffix, one.bass_class) for one in heard] == [
        (one.root_class, one.suffix, one.bass_class) for one in expected
    ]
    assert len(found.following) == len(found.chords)
    assert all(len(options) == 5 for options in found.following)


def test_it_is_trusted_and_is_what_the_card_says() -> None:
    folder = MODELS / "analyzer"
    verified = read_verified(folder, TRUSTED)
    assert sha256((folder / "manifest.json").read_bytes()).hexdigest() == verified.digest
    for count in CONFIG["recipe"]["pieces"].values():
        assert f"| {count} |" in CARD
    assert "103,742" in CARD


def altered(tmp_path: Path) -> Path:
    """A copy of the models of which one byte is another."""
    shutil.copytree(MODELS / "analyzer", tmp_path / "analyzer")
    weights = tmp_path / "analyzer" / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    return tmp_path


def test_an_altered_model_is_not_loaded_and_that_is_said(tmp_path: Path) -> None:
    found = analyze(arpeggios("C F G7 C"), altered(tmp_path))
    assert "templates" in found.note
    assert "altered" in found.note
    assert [guess.span.chord.root for guess in found.chords][:3] == ["C", "F", "G"]
    assert found.following == ()


def test_without_a_model_templates_name_the_chords(tmp_path: Path) -> None:
    assert "templates" in analyze(arpeggios("C F G7 C"), tmp_path).note


@pytest.mark.parametrize(
    "name", ["config.json", "weights.safetensors", "progressions.json", "written_key.safetensors"]
)
def test_a_folder_that_does_not_fit_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    folder = altered(tmp_path) / "analyzer"
    (folder / name).write_bytes(b"{}")
    digest = write_manifest(folder)
    assert "does not fit" in analyze(arpeggios("C F"), tmp_path, frozenset({digest})).note
    with pytest.raises(ModelError):
        read_verified(folder, TRUSTED)


def test_muted_lanes_say_nothing() -> None:
    song = arpeggios("C F G7 C")
    noise = tuple(Note(37 + 5 * (row % 7)) if row % 2 else Note(61) for row in range(32))
    section = song.sections[0]
    louder = Section("A", 32, (*section.columns, noise), rows_per_beat=2)
    drums = Song(lanes=(*song.lanes, Lane("Drums", muted=True)), sections=(louder,))
    assert analyze(drums).chords == analyze(song).chords
    assert analyze(drums).keys == analyze(song).keys
