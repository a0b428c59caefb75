"""Chord symbols as people type them in a hurry: ``dm7``, ``bbJ``, ``F#H/c``, ``nc``."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.score.chord import NO_CHORD, Chord
from tuicomposer.score.quality_text import read_quality

_SIGNS: Final = str.maketrans({"♯": "#", "♭": "b", "−": "-"})
_FLAT_DEGREE: Final = re.compile(r"(?:\A|(?<=/))♭(?=[1-7])")
_NOTE: Final = r"[A-Ga-g](?:##|[bB]{2}|[#bB]?)"
_SYMBOL: Final = re.compile(rf"({_NOTE})(.*)\Z", re.DOTALL)
_BASS: Final = re.compile(rf"(.*)/({_NOTE})\Z", re.DOTALL)
_SILENCE: Final = frozenset({"nc", "n.c.", "n.c"})


def plain_signs(text: str) -> str:
    """Musical signs as they are typed; the flat of a degree is ``_``, as a b before it is a root.

    >>> plain_signs("E♭"), plain_signs("♭7"), plain_signs("1/♭7")
    ('Eb', '_7', '1/_7')
    """
    return _FLAT_DEGREE.sub("_", text).translate(_SIGNS)


def read_symbol(text: str) -> Chord | None:
    """The chord of a symbol in any case; ``None`` where it is unknown. Nothing is guessed from its root.

    >>> [read_symbol(text).symbol for text in ("dm", "BBJ", "c7/e", "nc")]
    ['Dm', 'Bbmaj7', 'C7/E', 'N.C.']
    """
    if text.casefold() in _SILENCE:
        return NO_CHORD
    # The whole may be a quality with a slash of its own, such as C6/9.
    return _rooted(text, None) or _slashed(text)


def read_note(text: str) -> str | None:
    """Spelled name of a note in any case, such as ``F#`` for ``f#``; ``None`` where it is none."""
    match = _SYMBOL.match(text)
    return _named(match[1]) if match is not None and not match[2] else None


def _slashed(text: str) -> Chord | None:
    match = _BASS.match(text)
    return None if match is None else _rooted(match[1], _named(match[2]))


def _rooted(text: str, bass: str | None) -> Chord | None:
    match = _SYMBOL.match(text)
    quality = None if match is None else read_quality(match[2])
    return None if match is None or quality is None else Chord(_named(match[1]), quality.suffix, bass)


def _named(note: str) -> str:
    return note[0].upper() + note[1:].lower()
