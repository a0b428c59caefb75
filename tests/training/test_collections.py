"""Collections in other formats become pieces: songs, lead sheets, progressions."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuicomposer.generator.vocabulary import CHORD_MASK, MASK, NO_CHORD_TOKEN
from tuicomposer.score.cells import ChordCell
from tuicomposer.training.as_song import typed_song, window_of
from tuicomposer.training.billboard import read_billboard
from tuicomposer.training.dataset import Windows, draw_masked, encode_piece, resolutions, transpose
from tuicomposer.training.grids import keyboard_lanes, steps_per_beat
from tuicomposer.training.leadsheets import read_leadsheets
from tuicomposer.training.lieder import read_lieder
from tuicomposer.training.pieces import Piece, load_pieces, save_pieces
from tuicomposer.training.xml_notes import XmlNote, read_parts


def note(step: str, duration: int, staff: int = 1, more: str = "") -> str:
    """One note of MusicXML; ``more`` comes first, as chord and grace do."""
    name, octave = step[0], step[-1]
    alter = "<alter>1</alter>" if "#" in step else ""
    pitch = f"<pitch><step>{name}</step>{alter}<octave>{octave}</octave></pitch>"
    return f"<note>{more}{pitch}<duration>{duration}</duration><staff>{staff}</staff></note>"


def write_mxl(path: Path, *parts: str) -> Path:
    """A compressed score of some parts' measures."""
    body = "".join(f'<part id="P{index}">{part}</part>' for index, part in enumerate(parts))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", "<container/>")
        archive.writestr("score.xml", f"<score-partwise>{body}</score-partwise>")
    return path


HEAD = (
    "<attributes><divisions>4</divisions><staves>{staves}</staves>"
    "<time><beats>2</beats><beat-type>4</beat-type></time></attributes>"
)
BACK = "<backup><duration>8</duration></backup>"


def song(folder: Path) -> Path:
    """Nine bars: a voice in quarter notes over a broken chord with an octave in the bass."""
    sung = note("E5", 4) + note("G5", 4).replace("</note>", "<lyric><text>la</text></lyric></note>")
    right = "".join(note(step, 2) for step in ("G4", "C5", "E5", "C5"))
    left = note("C3", 8, 2) + note("C2", 8, 2, "<chord/>") + BACK + note("C3", 4, 2) + note("G3", 4, 2)
    first = [HEAD.format(staves=1) + sung, HEAD.format(staves=2) + right + BACK + left]
    bars = [
        f"<measure>{one}</measure>" + f"<measure>{again}</measure>" * 8
        for one, again in zip(first, (sung, right + BACK + left), strict=True)
    ]
    (folder / "A_song").mkdir()
    return write_mxl(folder / "A_song" / "lc1.mxl", *bars)


def test_a_song_has_a_voice_and_three_lines_of_a_keyboard(tmp_path: Path) -> None:
    song(tmp_path)
    (piece,) = read_lieder(tmp_path)
    assert (piece.steps, piece.steps_per_beat, piece.bar_steps) == (9 * 8, 4, 8)
    assert piece.pitch[0].tolist() == [76, 67, 48, 36]
    assert piece.pitch[2].tolist() == [76, 72, 48, 36]
    assert piece.onset[:8, 1].tolist() == [True, False] * 4
    assert piece.pitch[4, 2] == 55


def test_ties_join_and_grace_notes_are_left_out(tmp_path: Path) -> None:
    tie = '<tie type="{}"/>'
    grace = note("A4", 1, more="<grace/>")
    first = HEAD.format(staves=1) + grace + note("C4", 8).replace("</note>", tie.format("start") + "</note>")
    second = note("C4", 4).replace("</note>", tie.format("stop") + "</note>") + note("D4", 4)
    path = write_mxl(tmp_path / "x.mxl", f"<measure>{first}</measure><measure>{second}</measure>")
    (part,) = read_parts(path)
    assert [(n.start, n.stop, n.pitch) for n in part.notes] == [(0, 3, 60), (3, 4, 62)]


def test_what_is_no_score_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.mxl"
    path.write_bytes(b"not a zip file")
    with pytest.raises(ValueError, match="zip"):
        read_parts(path)


def sheet(folder: Path) -> None:
    """Eight bars of a melody, C in the first half of each, then G7."""
    chord = "<harmony><root><root-step>{}</root-step></root><kind>{}</kind></harmony>"
    bar = chord.format("C", "major") + note("E5", 4) + chord.format("G", "dominant") + note("D5", 4)
    bars = f"<measure>{HEAD.format(staves=1)}{bar}</measure>" + f"<measure>{bar}</measure>" * 7
    write_mxl(folder / "tune.mxl", bars)


def test_a_lead_sheet_keeps_its_chords_and_lacks_the_other_lanes(tmp_path: Path) -> None:
    sheet(tmp_path)
    (piece,) = read_leadsheets(tmp_path)
    encoded = encode_piece(piece)
    assert encoded.present.tolist() == [True, False, False, False]
    assert (encoded.voices[:, 1:] == MASK).all()
    assert encoded.chord[[0, 4]].tolist() == [1, 7 * 10 + 4 + 1]
    assert encoded.bass[[0, 4]].tolist() == [1, 8]
    assert transpose(encoded, 2).chord[0] == 21
    window = window_of(piece, 0, 2)
    assert window is not None
    cells = typed_song(window).sections[0].columns[0]
    assert [cell.chord.symbol for cell in cells if isinstance(cell, ChordCell)] == ["C", "G7"] * 2


def test_lanes_that_a_piece_lacks_are_never_asked_for(tmp_path: Path) -> None:
    sheet(tmp_path)
    batch = draw_masked(Windows([encode_piece(p) for p in read_leadsheets(tmp_path)], 32, _rng()), 8)
    assert (batch.voices[:, :, 1:] == MASK).all()
    hidden = (batch.canvas.voices == MASK) & (batch.voices != MASK)
    assert hidden[:, :, 0].any()
    assert all(
        (version.voices[:, 1:] == MASK).all()
        for p in read_leadsheets(tmp_path)
        for version in resolutions(encode_piece(p))
    )


SALAMI = """# title: A song
# metre: 4/4
# tonic: C

0.0\tsilence
1.0\tA, verse, | C:maj . A:min7 . | G:7/3 | x2, (voice
2.0\t| {} |
"""


def progression(folder: Path, last: str = "F:maj | C:maj | " * 8) -> list[Piece]:
    (folder / "0001").mkdir()
    (folder / "0001" / "salami_chords.txt").write_text(SALAMI.format(last.strip(" |")))
    return list(read_billboard(folder))


def test_a_progression_is_a_piece_of_chords(tmp_path: Path) -> None:
    (piece,) = progression(tmp_path)
    assert piece.chords is not None
    assert piece.chords[[0, 8, 16, 32, 64]].tolist() == [[0, 0], [96, 9], [74, 11], [0, 0], [50, 5]]
    encoded = encode_piece(piece)
    assert not encoded.present.any()
    batch = draw_masked(Windows([encoded], 32, _rng()), 4)
    assert (batch.voices == MASK).all()
    assert (batch.canvas.chord == CHORD_MASK).any()


def test_a_progression_with_an_unknown_chord_is_left_out(tmp_path: Path) -> None:
    assert not progression(tmp_path, "C:strange | " * 16)


def test_pieces_survive_their_cache(tmp_path: Path) -> None:
    (piece,) = progression(tmp_path)
    save_pieces([piece], tmp_path / "pieces.npz")
    (loaded,) = load_pieces(tmp_path / "pieces.npz")
    assert loaded.chords is not None
    assert piece.chords is not None
    assert (loaded.chords == piece.chords).all()
    assert loaded.steps_per_beat == piece.steps_per_beat


def test_pieces_without_stated_chords_may_lack_them_throughout() -> None:
    pitch, onset = np.full((32, 4), -1, np.int16), np.zeros((32, 4), bool)
    pitch[:, 0], onset[::4, 0] = 72, True
    piece = Piece("tune", "folk", "train", 16, 4, 0, pitch, onset, chords=np.full((32, 2), -1, np.int16))
    encoded = encode_piece(piece)
    assert (encoded.chord == CHORD_MASK).all()
    assert (transpose(encoded, 3).chord == CHORD_MASK).all()
    padded = draw_masked(Windows([encoded], 48, _rng()), 2)
    assert not (padded.chord == NO_CHORD_TOKEN).any()


@given(
    st.lists(st.tuples(st.integers(0, 32), st.integers(1, 8), st.integers(30, 90)), min_size=1, max_size=40)
)
def test_keyboard_lines_hold_notes_of_the_keyboard_one_at_a_time(found: list[tuple[int, int, int]]) -> None:
    notes = [
        XmlNote(Fraction(start, 4), Fraction(start + length, 4), pitch, 1 if pitch >= 60 else 2)
        for start, length, pitch in found
    ]
    for line in keyboard_lanes(notes, 2):
        assert all(one in notes for one in line)
        starts = [one.start for one in line]
        assert len(starts) == len(set(starts))


def test_grids_by_hand() -> None:
    assert steps_per_beat([Fraction(0), Fraction(1, 4)]) == 4
    assert steps_per_beat([Fraction(0), Fraction(1, 3), Fraction(1, 2)]) == 6
    assert steps_per_beat([Fraction(1, 3), Fraction(1, 4)]) == 12
    assert steps_per_beat([Fraction(1, 7)]) is None


def _rng() -> np.random.Generator:
    return np.random.default_rng(0)
