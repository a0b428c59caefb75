"""Chord qualities as people type them in a hurry: in any case, and by one-letter shortcuts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tuicomposer.score.chord_table import BY_SPELLING, QUALITIES, Quality

SHORTCUTS: Final = {"J": "maj7", "H": "m7b5", "D": "dim", "S": "sus"}
"""What a single letter after the root stands for."""
LONGEST: Final = 24
_MORE: Final = {"j": "maj", "h": "m", "d": "dim"}
"""What the letter stands for when figures follow: ``J9`` is ``maj9``, ``D7`` is ``dim7``."""
_ALTERED: Final = (("-5", "b5"), ("-9", "b9"), ("-13", "b13"), ("+5", "#5"), ("+9", "#9"), ("+11", "#11"))

_FOLDED: Final = {
    spelling.casefold(): quality
    for quality in reversed(QUALITIES)
    for spelling in (*reversed(quality.aliases), quality.suffix)
    if spelling[:1] != "M"
}
"""Quality of every spelling in small letters; ``m`` is minor, as a capital M alone means major."""


@lru_cache(maxsize=1024)
def read_quality(text: str) -> Quality | None:
    """The quality of what stands after a root; ``None`` where it is unknown.

    A spelling of the chord table counts as it is written (``M7`` is a major seventh, ``m7`` a minor
    one), else in any case, else as a shortcut, else with ``-`` and ``+`` before altered tones.

    >>> [read_quality(text).suffix for text in ("J", "MIN7", "s2", "7-9")]
    ['maj7', 'm7', 'sus2', '7b9']
    """
    if len(text) > LONGEST:
        return None
    for spelling in _spellings(text.replace(" ", "")):
        quality = BY_SPELLING.get(spelling) or _FOLDED.get(spelling.casefold())
        if quality is not None:
            return quality
    return None


def _spellings(text: str) -> Iterator[str]:
    yield text
    folded = text.casefold()
    if folded.upper() in SHORTCUTS:
        yield SHORTCUTS[folded.upper()]
    elif folded[:1] in _MORE:
        yield _MORE[folded[0]] + folded[1:] + ("b5" if folded[0] == "h" else "")
    before, shortcut, after = folded.partition("s")
    if shortcut and not after.startswith("us"):
        yield f"{before}sus{after}"
    for typed, meant in _ALTERED:
        if typed in text[1:]:
            yield text[:1] + text[1:].replace(typed, meant)
