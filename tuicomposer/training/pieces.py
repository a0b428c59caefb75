"""Pieces of up to four lanes on a grid of steps, and files of arrays that hold some."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

REST: Final = -1
STEPS_PER_BEAT: Final = 4
VOICES: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: up to four lanes, highest first, in equal steps."""

    name: str
    collection: str
    split: str
    """``train``, ``valid`` or ``test``; a whole piece is in one of them."""
    bar_steps: int
    """Steps in a bar."""
    pulse_steps: int
    """Steps in a felt beat: 6 in compound metres."""
    pickup: int
    """Steps before the first full bar."""
    pitch: NDArray[np.int16]
    """(steps, 4): sounding MIDI pitch, -1 where the voice rests."""
    onset: NDArray[np.bool_]
    """(steps, 4): whether a note starts in this step. A lane without any is not part of the piece."""
    steps_per_beat: int = STEPS_PER_BEAT
    """Steps in a quarter note."""
    chords: NDArray[np.int16] | None = None
    """(steps, 2): class of the stated chord and pitch class of its bass, -1 where none is stated;
    ``None`` where chords are to be labelled from the notes."""

    @property
    def steps(self) -> int:
        """Length in steps."""
        return int(self.pitch.shape[0])


def save_pieces(pieces: Iterable[Piece], path: Path) -> None:
    """Write pieces into one ``.npz`` file without pickles."""
    arrays: dict[str, NDArray[np.generic]] = {}
    meta: list[list[list[str] | list[int]]] = []
    for index, piece in enumerate(pieces):
        head = [piece.name, piece.collection, piece.split]
        meta.append([head, [piece.bar_steps, piece.pulse_steps, piece.pickup, piece.steps_per_beat]])
        if piece.chords is not None:
            arrays[f"chords{index}"] = piece.chords.astype(np.int16)
        arrays[f"pitch{index}"] = piece.pitch.astype(np.int16)
        arrays[f"onset{index}"] = piece.onset
    arrays["meta"] = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def load_pieces(path: Path) -> list[Piece]:
    """Read what :func:`save_pieces` wrote."""
    with np.load(path, allow_pickle=False) as data:
        meta = json.loads(bytes(data["meta"]))
        return [
            Piece(
                name,
                collection,
                split,
                bar_steps=bar,
                pulse_steps=pulse,
                pickup=pickup,
                pitch=data[f"pitch{index}"],
                onset=data[f"onset{index}"],
                steps_per_beat=grid,
                chords=data.get(f"chords{index}"),
            )
            for index, ((name, collection, split), (bar, pulse, pickup, grid)) in enumerate(meta)
        ]
