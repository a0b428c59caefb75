"""Lyrics of a MIDI file: each syllable goes to the note that begins with it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from tuicomposer.formats.midi_notes import Part, RawNote, Syllable
from tuicomposer.score.cells import MAX_LYRIC
from tuicomposer.score.ticks import TICKS_PER_BEAT

_NEAR: Final = TICKS_PER_BEAT // 8
"""Ticks between a syllable and its note, for files that were played."""


class Sung(NamedTuple):
    """Notes with their syllables."""

    notes: list[RawNote]
    left: list[Syllable]
    """Syllables without a note."""


def sung(notes: Sequence[RawNote], syllables: Iterable[Syllable]) -> Sung:
    """The notes, each with the syllable nearest to its start; of notes that begin together, the highest."""
    order = sorted(range(len(notes)), key=lambda index: (notes[index].start, -notes[index].pitch))
    starts = [notes[index].start for index in order]
    found, left = list(notes), list[Syllable]()
    for syllable in syllables:
        first, stop = (bisect_left(starts, syllable.tick + far) for far in (-_NEAR, _NEAR + 1))
        free = [index for index in order[first:stop] if not found[index].lyric]
        if not syllable.text.strip() or not free:
            left += [syllable] * bool(syllable.text.strip())
            continue
        nearest = min(free, key=lambda index: abs(notes[index].start - syllable.tick))
        found[nearest] = found[nearest]._replace(lyric=syllable.text[:MAX_LYRIC])
    return Sung(found, left)


def cut_syllables(found: Iterable[Part]) -> Iterator[str]:
    """A sentence where a file writes more than a syllable at once, such as a whole line."""
    cut = {syllable for part in found for syllable in part.syllables if len(syllable.text) > MAX_LYRIC}
    if cut:
        yield f"Syllables of more than {MAX_LYRIC} characters are cut: {len(cut)}."
