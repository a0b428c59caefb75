"""Keys: a spelled tonic and a mode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.score.pitch import pitch_class_of
from tuicomposer.score.text import visible

MODES: Final = ("major", "minor")
_KEY = re.compile(r"([A-Ga-g])(##|#|bb|b)?\s*(.*)\Z")
_FLAT_MAJOR: Final = frozenset({1, 3, 5, 8, 10})
_SCALES: Final = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}


@dataclass(frozen=True, slots=True)
class Key:
    """A major or minor key."""

    tonic: str
    """Spelled tonic, such as ``F#`` or ``Bb``."""
    mode: str = "major"
    """``major`` or ``minor``."""

    def __post_init__(self) -> None:
        pitch_class_of(self.tonic)
        if self.mode not in MODES:
            raise EntryError(f"“{visible(self.mode)}” is not a mode.", "Use “major” or “minor”.")

    @property
    def tonic_class(self) -> int:
        """Pitch class of the tonic, 0 to 11."""
        return pitch_class_of(self.tonic)

    @property
    def scale(self) -> tuple[int, ...]:
        """The seven pitch classes from the tonic up (natural minor in minor)."""
        return tuple((self.tonic_class + step) % 12 for step in _SCALES[self.mode])

    @property
    def flats(self) -> bool:
        """Whether notes outside the letters are spelled with flats in this key."""
        major = self.tonic_class if self.mode == "major" else (self.tonic_class + 3) % 12
        if "b" in self.tonic or "#" in self.tonic:
            return "b" in self.tonic
        return major in _FLAT_MAJOR

    def __str__(self) -> str:
        return f"{self.tonic} {self.mode}"


def parse_key(text: str) -> Key:
    """Key of a text such as ``C major``, ``F#m``, ``Bb`` or ``c minor`` (a lone lower-case letter is minor).

    Raises:
        EntryError: The text names no major or minor key.
    """
    match = _KEY.match(text.strip())
    modes = {"major": "major", "maj": "major", "M": "major", "minor": "minor", "min": "minor", "m": "minor"}
    if match is not None:
        letter, accidental, rest = match[1], match[2] or "", match[3].strip()
        lone = "minor" if letter.islower() else "major"
        mode = lone if not rest else modes.get(rest) or modes.get(rest.lower())
        if mode is not None:
            return Key(letter.upper() + accidental, mode)
    raise EntryError(
        f"“{visible(text)}” is not a key.", "Write a tonic and a mode, such as “G major” or “F# minor”."
    )
