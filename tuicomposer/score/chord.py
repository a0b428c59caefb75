"""Chords as typed symbols: ``Am7``, ``F#dim``, ``C/E``, ``N.C.``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.chord_table import BY_SPELLING, Quality
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES, pitch_class_of
from tuicomposer.score.text import visible

_SYMBOL = re.compile(r"([A-G])(##|bb|[#b]?)(.*?)(?:/([A-G](?:##|bb|[#b]?)))?\Z")
_NO_CHORD_SPELLINGS: Final = frozenset({"N.C.", "NC", "N.C", "n.c.", "nc"})
_SIGNS: Final = str.maketrans({"♯": "#", "♭": "b", "−": "-"})


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord with a spelled root, or the silence ``N.C.`` (root ``None``)."""

    root: str | None
    """Spelled root such as ``F#``; ``None`` for no chord."""
    suffix: str = ""
    """Canonical spelling of the quality, a key of the chord table."""
    bass: str | None = None
    """Spelled slash bass, or ``None`` for root position."""

    def __post_init__(self) -> None:
        if self.suffix not in BY_SPELLING:
            raise unknown_symbol(self.suffix)
        if self.root is None and (self.suffix or self.bass):
            raise unknown_symbol(f"{self.suffix}/{self.bass}")
        for name in (self.root, self.bass):
            if name is not None:
                pitch_class_of(name)

    @property
    def is_silence(self) -> bool:
        """Whether this is ``N.C.``."""
        return self.root is None

    @property
    def quality(self) -> Quality:
        """The entry of the chord table."""
        return BY_SPELLING[self.suffix]

    @property
    def root_class(self) -> int:
        """Pitch class of the root; 0 for ``N.C.``."""
        return 0 if self.root is None else pitch_class_of(self.root)

    @property
    def bass_class(self) -> int:
        """Pitch class that belongs in the lowest voice: the slash bass, else the root."""
        return self.root_class if self.bass is None else pitch_class_of(self.bass)

    @property
    def pitch_classes(self) -> frozenset[int]:
        """Pitch classes of all tones, slash bass included; empty for ``N.C.``."""
        if self.root is None:
            return frozenset()
        tones = {(self.root_class + step) % 12 for step in self.quality.intervals}
        return frozenset(tones | {self.bass_class})

    @property
    def essential(self) -> frozenset[int]:
        """Pitch classes that must sound for this to be this chord; the bass is stated apart."""
        if self.root is None:
            return frozenset()
        return frozenset((self.root_class + step) % 12 for step in self.quality.essential)

    @property
    def symbol(self) -> str:
        """The field's plain spelling, which :func:`parse_chord` reads back."""
        if self.root is None:
            return "N.C."
        return f"{self.root}{self.suffix}" + (f"/{self.bass}" if self.bass else "")

    def transposed(self, semitones: int, *, flats: bool = False) -> Chord:
        """The same chord moved by semitones and respelled."""
        if self.root is None or semitones % 12 == 0:
            return self
        names = FLAT_NAMES if flats else SHARP_NAMES
        bass = None if self.bass is None else names[(self.bass_class + semitones) % 12]
        return Chord(names[(self.root_class + semitones) % 12], self.suffix, bass)

    def __str__(self) -> str:
        return self.symbol


NO_CHORD: Final = Chord(None)


def parse_chord(text: str) -> Chord:
    """Chord of a symbol, in any of the accepted spellings.

    Raises:
        EntryError: The symbol is unknown. Nothing is guessed from its root.
    """
    symbol = text.strip().translate(_SIGNS)
    if symbol in _NO_CHORD_SPELLINGS:
        return NO_CHORD
    match = _SYMBOL.match(symbol)
    if match is not None:
        quality = BY_SPELLING.get(match[3].replace(" ", ""))
        if quality is not None:
            return Chord(match[1] + match[2], quality.suffix, match[4])
    raise unknown_symbol(text)


def unknown_symbol(text: str) -> EntryError:
    """The error for a text that is no chord symbol."""
    return EntryError(
        f"“{visible(text)}” is not a chord symbol known here.",
        "Write a root and a quality, such as C, Am7, Bbmaj7, C/E, or N.C.",
    )
