"""The chord that some pitches make: an exact match with the chord table, and nothing less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import BY_SPELLING, QUALITIES
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES

_BY_TONES: Final = {frozenset(quality.intervals): quality.suffix for quality in reversed(QUALITIES)}
_RANK: Final = {quality.suffix: rank for rank, quality in enumerate(QUALITIES)}


def named(pitches: Iterable[int], *, flats: bool = False) -> Chord | None:
    """The chord whose tones are exactly these; ``None`` where the table has none.

    Where several fit, the one whose root is the lowest pitch wins, then one with a perfect fifth,
    then the plainest, over its bass. Where none fits, the lowest pitch may be a bass foreign to
    the chord above it.

    Args:
        pitches: MIDI numbers, in any order; octaves and doublings do not matter, but the lowest does.
        flats: Whether black keys are spelled with flats.

    >>> named((60, 64, 67, 69)).symbol, named((57, 60, 64, 67)).symbol, named((62, 67, 71)).symbol
    ('C6', 'Am7', 'G/D')
    """
    heights = sorted(pitches)
    if not heights:
        return None
    names = FLAT_NAMES if flats else SHARP_NAMES
    bass = heights[0] % 12
    classes = frozenset(height % 12 for height in heights)
    for tones in (classes, classes - {bass}):
        found = min(_fitting(tones, bass), default=None)
        if found is not None:
            _, root, suffix = found
            return Chord(names[root], suffix, None if root == bass else names[bass])
    return None


def _fitting(classes: frozenset[int], bass: int) -> Iterator[tuple[tuple[bool, bool, int], int, str]]:
    """Rank, root and suffix of every chord with exactly these tones."""
    for root in sorted(classes):
        suffix = _BY_TONES.get(frozenset((tone - root) % 12 for tone in classes))
        if suffix is not None:
            yield (root != bass, BY_SPELLING[suffix].fifth is None, _RANK[suffix]), root, suffix
