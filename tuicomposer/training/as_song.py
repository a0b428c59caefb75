"""Pieces as songs, as if a person had typed their melody and chords."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from tuicomposer.analyzer.chord_labels import label_rows
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_classes import chord_of
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.score.section import Section
from tuicomposer.score.song import DEFAULT_LANES, LEADSHEET_LANES, SONG_LANES, Song
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.pieces import Piece


def window_of(piece: Piece, first_bar: int, bars: int) -> Piece | None:
    """Some full bars of a piece as a piece, or ``None`` where it has no such bars."""
    start = piece.pickup + first_bar * piece.bar_steps
    stop = start + bars * piece.bar_steps
    if stop > piece.steps:
        return None
    onset = piece.onset[start:stop].copy()
    onset[0] |= piece.pitch[start] >= 0
    chords = None if piece.chords is None else piece.chords[start:stop]
    return replace(piece, pitch=piece.pitch[start:stop], onset=onset, pickup=0, chords=chords)


def typed_song(piece: Piece, *, all_voices: bool = False) -> Song:
    """A song with the highest lane typed as melody, and the chords, stated or labelled, typed as chords.

    Args:
        piece: The piece.
        all_voices: Type the other three lanes too.
    """
    empty: tuple[Cell | None, ...] = (None,) * piece.steps
    columns = [_stated_column(piece.chords) if piece.chords is not None else _labelled_column(piece)]
    for voice in range(4):
        shown = voice == 0 or all_voices
        columns.append(_voice_column(piece.pitch[:, voice], piece.onset[:, voice]) if shown else empty)
    grid, meter = piece.steps_per_beat, _meter(piece)
    lanes = LANES.get(piece.collection, DEFAULT_LANES)
    section = Section("A", piece.steps, tuple(columns[: len(lanes)]), grid, meter, piece.pickup)
    return Song(piece.name, 90.0, None, lanes, (section,))


LANES: Final = {"lieder": SONG_LANES, "leadsheets": LEADSHEET_LANES, "folk": LEADSHEET_LANES}
"""Lanes of a song by collection, where they are not the usual ones."""


def _meter(piece: Piece) -> Meter:
    """The metre by its bar and its felt beat, a quarter or three eighths."""
    grid = piece.steps_per_beat
    bar_ticks = piece.bar_steps * TICKS_PER_BEAT // grid
    if 2 * piece.pulse_steps == 3 * grid or bar_ticks % TICKS_PER_BEAT:
        return Meter(bar_ticks * 2 // TICKS_PER_BEAT, 8)
    return Meter(bar_ticks // TICKS_PER_BEAT, 4)


def _stated_column(chords: np.ndarray) -> tuple[Cell | None, ...]:
    """Chords of a lead sheet, where they change."""
    column: list[Cell | None] = []
    for row, (label, bass) in enumerate(chords.tolist()):
        new = label >= 0 and (row == 0 or [label, bass] != chords[row - 1].tolist())
        chord = chord_of(label) if new else None
        if chord is not None and not chord.is_silence and bass in chord.pitch_classes - {chord.root_class}:
            chord = replace(chord, bass=SHARP_NAMES[bass])
        column.append(None if chord is None else ChordCell(chord))
    return tuple(column)


def _labelled_column(piece: Piece) -> tuple[Cell | None, ...]:
    labels = label_rows(piece.pitch, piece.steps_per_beat // 2, piece.pulse_steps, piece.pickup)
    return _chord_column(labels, piece.pitch)


def _chord_column(labels: np.ndarray, pitch: np.ndarray) -> tuple[Cell | None, ...]:
    """Chord symbols as a lead sheet has them: over a slash where another chord tone is in the bass.

    None is typed where nobody sings: it comes with the next note.
    """
    column: list[Cell | None] = []
    before = -1
    for label, pitches in zip(labels.tolist(), pitch, strict=True):
        new = label != before and bool((pitches >= 0).any())
        column.append(ChordCell(_over_bass(chord_of(label), pitches)) if new else None)
        before = label if new else before
    return tuple(column)


def _over_bass(chord: Chord, pitches: np.ndarray) -> Chord:
    heard = pitches[pitches >= 0]
    bass = int(heard.min()) % 12 if len(heard) else chord.bass_class
    inverted = bass != chord.root_class and bass in chord.pitch_classes
    return replace(chord, bass=SHARP_NAMES[bass]) if inverted else chord


def _voice_column(pitch: np.ndarray, onset: np.ndarray) -> tuple[Cell | None, ...]:
    cells: list[Cell | None] = []
    for row, (height, starts) in enumerate(zip(pitch, onset, strict=True)):
        ends = row > 0 and height < 0 <= pitch[row - 1]
        cells.append(Note(int(height)) if starts else Off() if ends else None)
    return tuple(cells)
