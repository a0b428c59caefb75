"""The chorales whose tunes no network has seen, as windows with typed melody and chords."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from held_out import SPLITS, held_out

from tuicomposer.generator.checkpoint import Model, load_model
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.models.manifest import MANIFEST
from tuicomposer.score.chord import Chord
from tuicomposer.score.song import Song
from tuicomposer.score.spans import chord_spans
from tuicomposer.training.as_song import typed_song, window_of
from tuicomposer.training.bach import read_bach
from tuicomposer.training.pieces import Piece

MODEL = Path(__file__).parent.parent / "models" / "grid"
WRITTEN = (2, 3, 4)
"""Alto, tenor and bass among the lanes of a new song."""


def released_model() -> Model:
    """The model of this checkout, whatever its digest: a benchmark may measure one not yet released."""
    return load_model(MODEL, {sha256((MODEL / MANIFEST).read_bytes()).hexdigest()})


@dataclass(frozen=True)
class Window:
    """One window of a held-back chorale."""

    piece: Piece
    song: Song

    def request(self, seed: int, candidates: int = 1) -> GenerateRequest:
        """Alto, tenor and bass for the soprano and the chords."""
        region = Region(0, WRITTEN, 0, self.song.sections[0].length)
        return GenerateRequest(self.song, 0, region, candidates=candidates, seed=seed)

    def chords(self) -> list[Chord]:
        """The chord of each row."""
        section = self.song.sections[0]
        rows = [Chord(None)] * section.length
        for span in chord_spans(section, 0):
            for row in range(span.row, min(section.length, -(-span.end // section.row_ticks))):
                rows[row] = span.chord
        return rows


def held_back_pieces(split: str = "test", *, tunes: str = "unseen") -> list[Piece]:
    """The Bach chorales of a held-back split.

    Args:
        split: ``valid`` or ``test``.
        tunes: ``unseen``: those that the model's own configuration names as held back and whose tune no
            training piece has, under whatever title (``held_out.py``); ``any``: all that it names.
    """
    held_back = json.loads((MODEL / "config.json").read_text())["recipe"]["held_back"]
    if tunes == "any":
        return list(read_bach(frozenset(held_back[split])))
    unseen = {name for part in SPLITS for name in held_back[part]}
    return list(read_bach(frozenset(unseen & held_out("bach", split))))


def windows(pieces: list[Piece], bars: int = 4, most: int | None = None) -> list[Window]:
    """Consecutive windows of full bars, in an order that mixes the pieces."""
    found = []
    for first in range(0, 64, bars):
        for piece in pieces:
            window = window_of(piece, first, bars)
            if window is not None and (window.pitch[:, 0] >= 0).any():
                found.append(Window(window, typed_song(window)))
    return found[:most]
