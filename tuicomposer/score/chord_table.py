"""The chord qualities this program knows, as data.

Intervals are semitones above the root. A chord's *essential* tones are those without which it
is another chord: third (or the tone that stands for it), sixth or seventh, and alterations.
An unaltered fifth may be left out. *Colour* tones (unaltered ninths, elevenths, thirteenths)
belong to the chord and are used where there is room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quality:
    """A kind of chord, without its root."""

    suffix: str
    """Canonical spelling after the root: empty for a major triad."""
    essential: tuple[int, ...]
    fifth: int | None = 7
    """The unaltered fifth, or ``None`` where the fifth is altered (then essential) or absent."""
    colour: tuple[int, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def intervals(self) -> tuple[int, ...]:
        """All tones of the chord, root first, ascending."""
        fifth = () if self.fifth is None else (self.fifth,)
        return (0, *sorted({*self.essential, *fifth, *self.colour} - {0}))


QUALITIES: Final = (
    Quality("", (4,), aliases=("maj", "M", "major")),
    Quality("m", (3,), aliases=("min", "-", "mi", "minor")),
    Quality("dim", (3, 6), None, aliases=("o", "°", "mb5", "mi(b5)")),
    Quality("aug", (4, 8), None, aliases=("+", "#5", "(#5)")),
    Quality("sus2", (2,)),
    Quality("sus4", (5,), aliases=("sus",)),
    Quality("5", (7,), None),
    Quality("6", (4, 9), aliases=("maj6", "M6")),
    Quality("m6", (3, 9), aliases=("min6", "-6")),
    Quality("6/9", (4, 9), colour=(2,), aliases=("69", "6add9")),
    Quality("m6/9", (3, 9), colour=(2,), aliases=("m69", "-69")),
    Quality("7", (4, 10), aliases=("dom7",)),
    Quality("maj7", (4, 11), aliases=("M7", "Maj7", "ma7", "Δ", "Δ7", "^7", "^", "j7")),
    Quality("m7", (3, 10), aliases=("min7", "-7", "mi7")),
    Quality("mMaj7", (3, 11), aliases=("mM7", "m(maj7)", "mmaj7", "minmaj7", "-Δ7", "-^7")),
    Quality("dim7", (3, 6, 9), None, aliases=("o7", "°7")),
    Quality("m7b5", (3, 6, 10), None, aliases=("ø", "ø7", "min7b5", "-7b5", "m7(b5)", "h7", "h")),
    Quality("dimMaj7", (3, 6, 11), None, aliases=("oM7", "°M7")),
    Quality("7sus4", (5, 10), aliases=("7sus",)),
    Quality("7sus2", (2, 10)),
    Quality("maj7sus4", (5, 11)),
    Quality("7b5", (4, 6, 10), None, aliases=("7(b5)",)),
    Quality("7#5", (4, 8, 10), None, aliases=("aug7", "+7", "7+", "7(#5)")),
    Quality("maj7b5", (4, 6, 11), None),
    Quality("maj7#5", (4, 8, 11), None, aliases=("augMaj7", "+M7", "M7#5")),
    Quality("m7#5", (3, 8, 10), None),
    Quality("add9", (4,), colour=(2,), aliases=("add2", "(add9)", "2")),
    Quality("madd9", (3,), colour=(2,), aliases=("m(add9)", "madd2")),
    Quality("add11", (4,), colour=(5,), aliases=("add4",)),
    Quality("9", (4, 10), colour=(2,)),
    Quality("maj9", (4, 11), colour=(2,), aliases=("M9", "Δ9", "^9")),
    Quality("m9", (3, 10), colour=(2,), aliases=("min9", "-9")),
    Quality("mMaj9", (3, 11), colour=(2,), aliases=("mM9",)),
    Quality("9sus4", (5, 10), colour=(2,), aliases=("9sus",)),
    Quality("11", (10,), colour=(2, 5)),
    Quality("m11", (3, 10), colour=(2, 5), aliases=("min11", "-11")),
    Quality("maj11", (11,), colour=(2, 5), aliases=("M11",)),
    Quality("13", (4, 10), colour=(2, 9)),
    Quality("m13", (3, 10), colour=(2, 9), aliases=("min13", "-13")),
    Quality("maj13", (4, 11), colour=(2, 9), aliases=("M13", "^13")),
    Quality("13sus4", (5, 10), colour=(2, 9), aliases=("13sus",)),
    Quality("7b9", (1, 4, 10), aliases=("7(b9)",)),
    Quality("7#9", (3, 4, 10), aliases=("7(#9)",)),
    Quality("7#11", (4, 6, 10), aliases=("7(#11)",)),
    Quality("7b13", (4, 8, 10), aliases=("7(b13)",)),
    Quality("9#11", (4, 6, 10), colour=(2,), aliases=("9(#11)",)),
    Quality("9b5", (4, 6, 10), None, colour=(2,)),
    Quality("9#5", (4, 8, 10), None, colour=(2,), aliases=("+9", "aug9")),
    Quality("13b9", (1, 4, 10), colour=(9,), aliases=("13(b9)",)),
    Quality("13#11", (4, 6, 10), colour=(2, 9), aliases=("13(#11)",)),
    Quality("maj7#11", (4, 6, 11), aliases=("M7#11", "maj7(#11)", "^7#11")),
    Quality("maj9#11", (4, 6, 11), colour=(2,), aliases=("M9#11",)),
    Quality("7b5b9", (1, 4, 6, 10), None, aliases=("7b9b5",)),
    Quality("7b5#9", (3, 4, 6, 10), None, aliases=("7#9b5",)),
    Quality("7#5b9", (1, 4, 8, 10), None, aliases=("7b9#5", "7b9b13", "7alt", "alt")),
    Quality("7#5#9", (3, 4, 8, 10), None, aliases=("7#9#5", "7#9b13")),
    Quality("7b9sus4", (1, 5, 10), aliases=("7susb9", "7sus4b9")),
    Quality("7b9#9", (1, 3, 4, 10)),
    Quality("7b9#11", (1, 4, 6, 10)),
    Quality("m7b9", (1, 3, 10)),
    Quality("m9b5", (3, 6, 10), None, colour=(2,), aliases=("ø9",)),
)
"""Every quality, simplest first; the first that fits a set of pitch classes is its plain name."""

BY_SPELLING: Final = {
    spelling: quality for quality in reversed(QUALITIES) for spelling in (quality.suffix, *quality.aliases)
}
"""Quality of every accepted spelling."""
