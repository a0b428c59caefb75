"""The last word of the hard rules: note by note, what still breaks one is exchanged.

After the chords' tones are placed, a written note that takes part in a parallel (or whatever the
style calls hard) is replaced by the pitch, or the prolonged note before it, that network and
rules together find cheapest, if that mends more than it breaks and every chord stays contained.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.generator.canvas import Canvas, sounding_pitches
from tuicomposer.generator.constraints import Containment
from tuicomposer.generator.counterpoint import Fault, faults
from tuicomposer.generator.rule_costs import rule_costs, table_of, tendency_of
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
_MOST: Final = 40
"""Exchanges after which a passage is left as it is."""
_NEVER: Final = 1e6
_TRIES: Final = 24
"""Tokens of a cell that are tried, the cheapest first."""


class _Exchange(NamedTuple):
    cost: float
    row: int
    voice: int
    token: int


@dataclass(slots=True)
class _Mender:
    canvas: Canvas
    cost: F64
    contained: Containment

    def hard_faults(self, tokens: I64) -> list[Fault]:
        """What still breaks a hard rule."""
        table = table_of(self.canvas)
        return [fault for fault in faults(sounding_pitches(tokens), table) if fault.rule in table.hard]

    def exchanges(self, tokens: I64, fault: Fault) -> list[_Exchange]:
        """What could be put in place of the notes that break a rule, the cheapest first."""
        rules = rule_costs(tokens[None], table_of(self.canvas), tendency_of(self.canvas))[0]
        found = []
        for row, voice in self._cells(tokens, fault):
            price = self.cost[row, voice] + rules[row, voice]
            for token in np.argsort(price, kind="stable")[:_TRIES]:
                changes = token != tokens[row, voice] and (token == HOLD or token >= FIRST_PITCH)
                if changes and price[token] < _NEVER:
                    change = float(price[token] - price[tokens[row, voice]])
                    found.append(_Exchange(change, row, voice, int(token)))
        return sorted(found)

    def _cells(self, tokens: I64, fault: Fault) -> Iterator[tuple[int, int]]:
        """Written onsets of the two chords between which a rule is broken."""
        for voice in fault.voices:
            starts = np.flatnonzero(tokens[: fault.row, voice] != HOLD)
            before = [int(starts[-1])] if len(starts) else []
            for row in (fault.row, *before):
                if self.canvas.written[row, voice] and tokens[row, voice] >= FIRST_PITCH:
                    yield row, voice


def mend(canvas: Canvas, tokens: I64, cost: F64) -> I64:
    """Tokens with as few broken hard rules as single exchanges can reach.

    Args:
        canvas: The canvas; only written cells change.
        tokens: (rows, 4) complete tokens, every chord contained.
        cost: (rows, 4, TOKENS) what each token costs the network; over a million for never.
    """
    if not table_of(canvas).hard or not canvas.written.any():
        return tokens
    mender = _Mender(canvas, cost, Containment(canvas, tokens))
    tokens, broken = tokens.copy(), mender.hard_faults(tokens)
    for _ in range(_MOST):
        better = next((found for fault in broken if (found := _mended(mender, tokens, broken, fault))), None)
        if better is None:
            break
        tokens, broken = better
    return tokens


def _mended(
    mender: _Mender, tokens: I64, broken: list[Fault], fault: Fault
) -> tuple[I64, list[Fault]] | None:
    for exchange in mender.exchanges(tokens, fault):
        changed = tokens.copy()
        changed[exchange.row, exchange.voice] = exchange.token
        left = mender.hard_faults(changed)
        if len(left) < len(broken) and mender.contained.holds(changed):
            return changed, left
    return None
