"""The rules of voice-leading of each style, read from the table beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from tuicomposer.generator.vocabulary import VOICES

_TABLE: Final = Path(__file__).with_name("voice_leading.toml")
_FALLBACK: Final = "any"


class Rule(StrEnum):
    """What can be broken, by the name that explanations cite."""

    PARALLEL_FIFTHS = "parallel fifths"
    PARALLEL_OCTAVES = "parallel octaves"
    DIRECT_FIFTHS = "direct fifths"
    DIRECT_OCTAVES = "direct octaves"
    CROSSING = "crossing"
    SPACING = "wide spacing"
    LEAP = "wide leap"
    SEVENTH_LEAP = "leap of a seventh"
    TRITONE_LEAP = "tritone leap"
    LEADING_TONE = "leading tone"
    DOUBLED_LEADING_TONE = "doubled leading tone"
    CHORD_SEVENTH = "seventh unresolved"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a style minds a broken rule."""

    cost: float = 0.0
    """Nats in the sampler and in the ranking."""
    hard: bool = False
    """Whether broken places are mended until no other way is left."""


@dataclass(frozen=True, slots=True)
class RuleTable:
    """One style's rules."""

    style: str
    ranges: tuple[tuple[int, int], ...]
    """Comfortable MIDI range of each voice, soprano to bass."""
    weights: dict[Rule, Weight]
    rests: bool = False
    """Whether written lanes may fall silent."""

    def cost(self, rule: Rule) -> float:
        """Nats that one broken place costs; 0 where the style does not know the rule."""
        return self.weights[rule].cost if rule in self.weights else 0.0

    @property
    def hard(self) -> frozenset[Rule]:
        """Rules that are mended."""
        return frozenset(rule for rule, weight in self.weights.items() if weight.hard)


@cache
def rules_of(style: str) -> RuleTable:
    """Rules of a style; those of ``any`` for a style that the table does not name."""
    with _TABLE.open("rb") as file:
        found = tomllib.load(file)
    return read_rules(found, style if style in found else _FALLBACK)


def read_rules(table: dict[str, Any], style: str) -> RuleTable:
    """One style of a parsed table.

    Raises:
        ValueError: A rule's name, a range or a number is not what the table may hold.
    """
    entry = table[style]
    base = read_rules(table, entry["like"]) if "like" in entry else None
    weights = dict(base.weights) if base is not None else {}
    for name, values in entry.get("rules", {}).items():
        weight = Weight(float(values.get("cost", 0.0)), bool(values.get("hard", False)))
        if weight.cost < 0:
            raise ValueError(f"the cost of {name} is negative")
        weights[Rule(name)] = weight
    ranges = entry.get("ranges", base.ranges if base is not None else ())
    if len(ranges) != VOICES or any(low >= high for low, high in ranges):
        raise ValueError(f"style {style} does not have four ranges")
    rests = bool(entry.get("rests", base is not None and base.rests))
    return RuleTable(style, tuple((int(low), int(high)) for low, high in ranges), weights, rests)
