"""The patterns of drums, comping and bass, read from the table beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

_TABLE: Final = Path(__file__).with_name("patterns.toml")
KIT: Final = {
    "crash": 49,
    "snare": 38,
    "kick": 36,
    "rim": 37,
    "high": 50,
    "mid": 47,
    "low": 45,
    "ride": 51,
    "hat": 42,
}
"""General MIDI percussion keys, in the order in which they win a place that two of them want."""
_SIGNS: Final = {"drums": "xXo.", "fills": "xXo.", "comp": "xX0123_.", "bass": "R358a_."}
_ANY: Final = "*"


class Kind(StrEnum):
    """What a pattern is for."""

    DRUMS = "drums"
    FILLS = "fills"
    COMP = "comp"
    BASS = "bass"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One bar, or one felt beat of any metre."""

    name: str
    kind: Kind
    meters: tuple[str, ...]
    feel: str
    density: int
    voices: tuple[tuple[str, str], ...]
    """(voice, signs): drums by their names in :data:`KIT`, else one voice called ``tones``."""

    @property
    def is_beat(self) -> bool:
        """Whether the signs fill one felt beat."""
        return _ANY in self.meters


def patterns_for(kind: Kind, meter: str, feel: str, density: int) -> tuple[Pattern, ...]:
    """Patterns that fit a metre, those of the feel and of the nearest density; never none but for fills."""
    every = [one for one in all_patterns() if one.kind is kind]
    fitting = [one for one in every if meter in one.meters and one.feel == feel]
    fitting = fitting or [one for one in every if meter in one.meters and one.feel == "straight"]
    fitting += [one for one in every if one.is_beat and (not fitting or kind is not Kind.DRUMS)]
    nearest = min((abs(one.density - density) for one in fitting), default=0)
    return tuple(one for one in fitting if abs(one.density - density) == nearest)


@cache
def all_patterns() -> tuple[Pattern, ...]:
    """Every pattern of the table."""
    with _TABLE.open("rb") as file:
        return read_patterns(tomllib.load(file))


def read_patterns(table: dict[str, Any]) -> tuple[Pattern, ...]:
    """The patterns of a parsed table.

    Raises:
        ValueError: A name, a voice or a sign is not one that the table may hold.
    """
    return tuple(
        _pattern(Kind(kind), name, dict(values))
        for kind, rows in table.items()
        for name, values in rows.items()
    )


def _pattern(kind: Kind, name: str, values: dict[str, Any]) -> Pattern:
    meters = tuple(map(str, values.pop("meters")))
    feel, density = str(values.pop("feel", "straight")), int(values.pop("density", 2))
    voices = tuple((voice, str(signs).replace(" ", "")) for voice, signs in values.items())
    known = set(KIT) if kind in (Kind.DRUMS, Kind.FILLS) else {"tones"}
    for voice, signs in voices:
        if voice not in known or not signs or set(signs) - set(_SIGNS[kind.value]):
            raise ValueError(f"pattern {name} cannot be read at {voice}")
    if not meters or feel not in ("straight", "swing") or density not in (1, 2, 3):
        raise ValueError(f"pattern {name} fits nothing")
    return Pattern(name, kind, meters, feel, density, voices)
