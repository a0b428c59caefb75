"""What a half-typed chord may become, the most likely first."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_table import QUALITIES, Quality
from tuicomposer.score.degree_text import read_degree, split_degree
from tuicomposer.score.key import Key
from tuicomposer.score.note_function import spelled_tones
from tuicomposer.score.quality_text import read_quality
from tuicomposer.score.scale import degree_name
from tuicomposer.score.symbol_text import plain_signs, read_symbol

MOST: Final = 6
_USUAL: Final = ("", "m", "7", "m7", "maj7", "6", "sus4", "dim", "m7b5", "add9", "9", "m6", "dim7", "aug")
"""Suffixes that are wanted before others, the most usual first."""
_SILENCE: Final = "N.C."
_TYPED: Final = re.compile(r"([A-Ga-g](?:##|[bB]{2}|[#bB]?))([^/:]*)\Z")
_FLAT_TYPED: Final = re.compile("b[1-7]")


def completions(text: str, key: Key | None) -> tuple[str, ...]:
    """Symbols that the last chord of a cell's text may become; what it means already stands last.

    What is written as it was typed comes before what is only also called so, chords of the key come
    before others, and usual ones before rare ones.

    >>> completions("dm,g", Key("C"))
    ('G7', 'G6', 'Gsus4', 'Gadd9', 'G9', 'G')
    """
    last = plain_signs(text.rpartition(",")[2].strip())
    meant = _meant(last, key)
    return tuple(
        sorted(_ranked(last, key), key=lambda symbol: meant is not None and _meant(symbol, key) == meant)
    )


def _meant(text: str, key: Key | None) -> Chord | None:
    """The chord that a text is read as, by its letter or by its degree; ``None`` for none yet."""
    chord = read_symbol(text)
    return chord if chord is not None or key is None else read_degree(text, key)


def _ranked(last: str, key: Key | None) -> tuple[str, ...]:
    """What a half-typed chord may become, the likeliest first, be it what is typed already."""
    if last and _SILENCE.casefold().startswith(last.casefold()):
        return (_SILENCE,)
    chord, slash, bass = last.rpartition("/")
    if slash:
        return _basses(chord, bass, key)
    match = _TYPED.match(last)
    symbols = () if match is None else _symbols(match, key)
    if not symbols:
        return _degrees(last, key) or _flat_degrees(last, key)
    # What may be meant as a degree is offered where it is seen, and never chosen unasked.
    return (symbols[0], *_flat_degrees(last, key)[:1], *symbols[1:])[:MOST]


def _symbols(match: re.Match[str], key: Key | None) -> tuple[str, ...]:
    root, rest = match[1][0].upper() + match[1][1:].lower(), match[2].strip()
    meant = read_quality(rest)
    fitting = [quality for quality in QUALITIES if quality is meant or _begins(quality, rest)]
    home = frozenset(range(12)) if key is None else frozenset(key.scale)

    def rank(quality: Quality) -> tuple[bool, bool, bool, int, int]:
        chord = Chord(root, quality.suffix)
        # A bare letter means major, but in the key it is more likely the key's own chord.
        named = quality is meant and bool(rest)
        spelled = quality.suffix.startswith(rest)
        return not named, not spelled, not chord.pitch_classes <= home, *_rareness(quality)

    return tuple(Chord(root, quality.suffix).symbol for quality in sorted(fitting, key=rank)[:MOST])


def _rareness(quality: Quality) -> tuple[int, int]:
    """Usual qualities by how usual they are, then the others as they stand in the table."""
    suffix = quality.suffix
    return _USUAL.index(suffix) if suffix in _USUAL else len(_USUAL), QUALITIES.index(quality)


def _degrees(text: str, key: Key | None) -> tuple[str, ...]:
    """What a half-typed degree may become: chords of the key first, each once."""
    parts = split_degree(text)
    if parts is None or key is None:
        return ()
    degree, rest = parts
    spelled: dict[Chord, str] = {}
    for suffix in (rest, *(quality.suffix for quality in sorted(QUALITIES, key=_rareness))):
        chord = read_degree(degree + suffix, key) if suffix.startswith(rest) else None
        if chord is not None:
            spelled.setdefault(chord, degree + suffix)
    home = frozenset(key.scale)
    first = read_degree(text, key)
    ranked = sorted(spelled, key=lambda chord: (chord != first, not chord.pitch_classes <= home))
    return tuple(spelled[chord] for chord in ranked[:MOST])


def _flat_degrees(text: str, key: Key | None) -> tuple[str, ...]:
    """The lowered degrees of a text such as ``b7``, which is a chord on B as it stands."""
    return _degrees(f"_{text[1:]}", key) if _FLAT_TYPED.match(text) else ()


def _basses(text: str, begun: str, key: Key | None) -> tuple[str, ...]:
    """A chord over each of its own tones, then over the notes of the key, as far as they begin as typed."""
    chord = read_symbol(text)
    head = text if chord is None else chord.symbol
    if chord is None and key is not None:
        chord = read_degree(text, key)
    if chord is None or chord.is_silence or chord.bass:
        return ()
    names = [*spelled_tones(chord)[1:], *(degree_name(key, number, 0) for number in range(7) if key)]
    fitting = [name for name in names if name.casefold().startswith(begun.casefold()) and name != chord.root]
    return tuple(f"{head}/{name}" for name in dict.fromkeys(fitting))[:MOST]


def completed(text: str, symbol: str) -> str:
    """The text with its last chord replaced by a symbol."""
    before, comma, last = text.rpartition(",")
    blank = last[: len(last) - len(last.lstrip())]
    return before + comma + blank + symbol


def _begins(quality: Quality, rest: str) -> bool:
    spellings = (quality.suffix, *quality.aliases)
    return any(spelling.startswith(rest) or spelling.casefold().startswith(rest) for spelling in spellings)
