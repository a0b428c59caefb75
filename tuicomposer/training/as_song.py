"""Pieces as songs, as if a person had typed their melody and chords."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tuicomposer.analyzer.chord_labels import label_rows
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_classes import chord_of
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.score.section import Section
from tuicomposer.score.song import DEFAULT_LANES, Song
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.pieces import STEPS_PER_BEAT, Piece

SEGMENT_STEPS = 2


def window_of(piece: Piece, first_bar: int, bars: int) -> Piece | None:
    """Some full bars of a piece as a piece, or ``None`` where it has no such bars."""
    start = piece.pickup + first_bar * piece.bar_steps
    stop = start + bars * piece.bar_steps
    if stop > piece.steps:
        return None
    onset = piece.onset[start:stop].copy()
    onset[0] |= piece.pitch[start] >= 0
    return replace(piece, pitch=piece.pitch[start:stop], onset=onset, pickup=0)


def typed_song(piece: Piece, *, all_voices: bool = False) -> Song:
    """A song with the piece's soprano as typed melody and its labelled chords as typed chords.

    Args:
        piece: The piece; four rows a beat.
        all_voices: Type the other three voices too.
    """
    labels = label_rows(piece.pitch, SEGMENT_STEPS, piece.pulse_steps, piece.pickup)
    empty: tuple[Cell | None, ...] = (None,) * piece.steps
    columns = [_chord_column(labels, piece.pitch)]
    for voice in range(4):
        shown = voice == 0 or all_voices
        columns.append(_voice_column(piece.pitch[:, voice], piece.onset[:, voice]) if shown else empty)
    meter = _meter(piece)
    section = Section("A", piece.steps, tuple(columns), STEPS_PER_BEAT, meter, piece.pickup)
    return Song(piece.name, 90.0, None, DEFAULT_LANES, (section,))


def _meter(piece: Piece) -> Meter:
    bar_ticks = piece.bar_steps * TICKS_PER_BEAT // STEPS_PER_BEAT
    if piece.pulse_steps == 6 or bar_ticks % TICKS_PER_BEAT:
        return Meter(bar_ticks * 2 // TICKS_PER_BEAT, 8)
    return Meter(bar_ticks // TICKS_PER_BEAT, 4)


def _chord_column(labels: np.ndarray, pitch: np.ndarray) -> tuple[Cell | None, ...]:
    """Chord symbols as a lead sheet has them: over a slash where another chord tone is in the bass."""
    return tuple(
        ChordCell(_over_bass(chord_of(int(label)), pitch[row]))
        if row == 0 or label != labels[row - 1]
        else None
        for row, label in enumerate(labels)
    )


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
