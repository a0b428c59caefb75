"""Flow: how the ticks of a section pass in time, by its tempo and its swing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tuicomposer.score.swing import STRAIGHT, Swing
from tuicomposer.score.ticks import TICKS_PER_BEAT


@dataclass(frozen=True, slots=True)
class Flow:
    """Times of a stretch of ticks that has one tempo and one swing; both directions grow strictly."""

    tempo: float
    """Quarter notes a minute."""
    swing: Swing = STRAIGHT
    anchor: int = 0
    """A tick, counted from the stretch's start, at which a felt beat begins."""
    pulse_ticks: int = TICKS_PER_BEAT
    """Length of the felt beat."""

    @property
    def swings(self) -> bool:
        """Whether pairs are uneven: only where a felt beat is made of whole pairs."""
        return not self.swing.is_straight and self.pulse_ticks % self.swing.pair_ticks == 0

    def played(self, tick: int) -> float:
        """Ticks from the stretch's start at which a tick is played; 0 at the start."""
        if not self.swings:
            return float(tick)
        return self._bent(tick - self.anchor) - self._bent(-self.anchor)

    def seconds(self, tick: int) -> float:
        """Seconds from the stretch's start to a tick."""
        return self.played(tick) * 60.0 / (self.tempo * TICKS_PER_BEAT)

    def tick_at(self, seconds: float) -> int:
        """The last tick that has come after so many seconds, give or take one for rounding."""
        return math.floor(self.written(seconds * self.tempo * TICKS_PER_BEAT / 60.0))

    def written(self, played: float) -> float:
        """The tick that is played at ``played``; the inverse of :meth:`played`."""
        if not self.swings:
            return played
        return self._unbent(played + self._bent(-self.anchor)) + self.anchor

    def _bent(self, tick: int) -> float:
        pair, share = self.swing.pair_ticks, self.swing.percent
        whole, rest = divmod(tick, pair)
        if 2 * rest < pair:
            return whole * pair + rest * share / 50
        return whole * pair + (pair * share + (2 * rest - pair) * (100 - share)) / 100

    def _unbent(self, played: float) -> float:
        pair, share = self.swing.pair_ticks, self.swing.percent
        whole, rest = divmod(played, pair)
        first = pair * share / 100
        if rest < first:
            return whole * pair + rest * 50 / share
        return whole * pair + pair / 2 + (rest - first) * 50 / (100 - share)
