"""Which piece is learned from and which is held back.

The Boulanger-Lewandowski split of the chorales names no pieces, so each chorale is matched to the item that
shares most of its interval 6-grams. All other pieces are split by title. A tune may stand under several
titles and in several harmonies, though, so a tune is held back with all that has it, or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from tuicomposer.training.pieces import REST, Piece
from tuicomposer.training.same_tune import same_tunes

Gram = tuple[int, ...]
_LENGTH = 6


def interval_grams(voices: Sequence[Sequence[int]]) -> set[Gram]:
    """All runs of six melodic intervals in any voice, with the voice's index; transposition-free."""
    grams: set[Gram] = set()
    for index, voice in enumerate(voices):
        pitches = [int(pitch) for pitch in voice if pitch != REST]
        changes = [b - a for a, b in pairwise(pitches) if a != b]
        grams.update(
            (index, *changes[start : start + _LENGTH]) for start in range(len(changes) - _LENGTH + 1)
        )
    return grams


def match_split(pieces: Sequence[Piece], published: Path, threshold: float = 0.3) -> dict[str, str]:
    """Split of each chorale by name.

    Args:
        pieces: The chorales.
        published: ``Jsb16thSeparated.json``: lists of (soprano, alto, tenor, bass) steps by split.
        threshold: Least Jaccard similarity that counts as the same chorale.

    Returns:
        ``train``, ``valid`` or ``test`` by name. A chorale that matches no item is ``train``; one
        that matches items of two splits goes to the more protected one.
    """
    items = [
        (split, interval_grams(list(zip(*item, strict=True))))
        for split, collection in json.loads(published.read_text()).items()
        for item in collection
    ]
    splits = {}
    for piece in pieces:
        grams = interval_grams(piece.pitch.T.tolist())
        found = {split for split, other in items if _similarity(grams, other) >= threshold}
        splits[piece.name] = next((split for split in ("test", "valid", "train") if split in found), "train")
    return splits


def _similarity(a: set[Gram], b: set[Gram]) -> float:
    return len(a & b) / max(1, len(a | b))


def split_by_tune(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, each group of one tune wholly in one part.

    A group stays held back only if all of it was: one training piece takes all others along, so that nothing
    that was learned from is ever measured on. A group of both held-back parts is for validation. Pieces that
    were split so already stay where they are.
    """
    found = list(pieces)
    for group in same_tunes(pieces):
        parts = {pieces[index].split for index in group}
        part = next(name for name in ("train", "valid", "test") if name in parts)
        for index in group:
            found[index] = replace(pieces[index], split=part)
    return found
