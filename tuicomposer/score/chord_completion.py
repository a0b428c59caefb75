"""What a half-typed chord may become, the most likely first."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import QUALITIES, Quality
from tuicomposer.score.key import Key
from tuicomposer.score.quality_text import read_quality
from tuicomposer.score.symbol_text import SIGNS

MOST: Final = 6
_TYPED: Final = re.compile(r"([A-Ga-g](?:##|[bB]{2}|[#bB]?))([^/:]*)\Z")


def completions(text: str, key: Key | None) -> tuple[str, ...]:
    """Symbols that the last chord of a cell's text may become; what it means already stands first.

    What is written as it was typed comes before what is only also called so, chords of the key come
    before others, and plain ones before rich ones.

    >>> completions("dm,g", Key("C"))[:3]
    ('G', 'Gsus2', 'Gsus4')
    """
    match = _TYPED.match(text.rpartition(",")[2].strip().translate(SIGNS))
    if match is None:
        return ()
    root, rest = match[1][0].upper() + match[1][1:].lower(), match[2].strip()
    meant = read_quality(rest)
    fitting = [quality for quality in QUALITIES if quality is meant or _begins(quality, rest)]
    home = frozenset(range(12)) if key is None else frozenset(key.scale)

    def rank(quality: Quality) -> tuple[bool, bool, bool, int]:
        chord = Chord(root, quality.suffix)
        # A bare letter means major, but in the key it is more likely the key's own chord.
        named = quality is meant and bool(rest)
        spelled = quality.suffix.startswith(rest)
        return not named, not spelled, not chord.pitch_classes <= home, QUALITIES.index(quality)

    return tuple(Chord(root, quality.suffix).symbol for quality in sorted(fitting, key=rank)[:MOST])


def completed(text: str, symbol: str) -> str:
    """The text with its last chord replaced by a symbol."""
    before, comma, last = text.rpartition(",")
    blank = last[: len(last) - len(last.lstrip())]
    return before + comma + blank + symbol


def _begins(quality: Quality, rest: str) -> bool:
    spellings = (quality.suffix, *quality.aliases)
    return any(spelling.startswith(rest) or spelling.casefold().startswith(rest) for spelling in spellings)
