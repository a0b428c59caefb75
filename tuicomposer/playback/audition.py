"""What is tried out: notes on a channel of their own, for a while or as long as a key is held, and rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tuicomposer.playback.events import AUDITION_CHANNEL, Kind, SoundEvent
from tuicomposer.score.cells import DEFAULT_VELOCITY

AUDITION_SECONDS: Final = 0.4
TAP_SECONDS: Final = 0.15
"""That a note sounds at least, however quickly its key is let go: less is a click."""
HELD_SECONDS: Final = 30.0
"""After which a note ends whose release never came."""

Events = tuple[SoundEvent, ...]


class Audition:
    """Keeps account of what is tried out; every method tells the synthesizer's next events."""

    def __init__(self) -> None:
        self._trying: dict[SoundEvent, float] = {}
        """Beginnings of what is heard for a while, and when it ends."""
        self._held: dict[int, float] = {}
        """Pitches whose keys are held, and when they end at the latest."""

    @property
    def busy(self) -> bool:
        """Whether something sounds."""
        return bool(self._trying or self._held)

    def sound(self, pitches: Iterable[int], setup: Events, now: float, seconds: float) -> Events:
        """Let pitches be heard for some seconds; what was tried out before ends, what is held does not."""
        ends, pitches = self._end_trying(), tuple(pitches)
        self._trying = dict.fromkeys(map(_on, pitches), now + seconds)
        return (*ends, *self._end_held(pitches), *setup, *self._trying)

    def row(self, beginnings: Iterable[SoundEvent], now: float) -> Events:
        """Let notes be heard for a moment, each on its lane's own channel; what was tried out before ends."""
        ends = self._end_trying()
        self._trying = dict.fromkeys(beginnings, now + AUDITION_SECONDS)
        return (*ends, *self._trying)

    def hold(self, pitch: int, setup: Events, now: float) -> Events:
        """Let a pitch be heard until :meth:`let_go`, beside the others that are held."""
        ends = (*self._end_trying(), *self._end_held((pitch,)))
        self._held[pitch] = now + HELD_SECONDS
        return (*ends, *setup, _on(pitch))

    def let_go(self, pitches: Iterable[int], now: float) -> Events:
        """End pitches that are held, those just struck a little later; what is not held is passed over."""
        given = set(pitches) & set(self._held)
        earliest = {pitch: self._held[pitch] - HELD_SECONDS + TAP_SECONDS for pitch in given}
        tapped = {pitch: end for pitch, end in earliest.items() if end > now}
        self._held |= tapped
        return self._end_held(sorted(given - set(tapped)))

    def ended(self, now: float) -> Events:
        """End what is due."""
        due = [begun for begun, end in self._trying.items() if end <= now]
        for begun in due:
            del self._trying[begun]
        late = [pitch for pitch, end in self._held.items() if end <= now]
        return (*map(_ended, due), *self._end_held(late))

    def forget(self) -> None:
        """Nothing sounds any more: the synthesizer was silenced."""
        self._trying.clear()
        self._held.clear()

    def _end_trying(self) -> Events:
        ends = tuple(map(_ended, self._trying))
        self._trying.clear()
        return ends

    def _end_held(self, pitches: Iterable[int]) -> Events:
        return tuple(_ended(_on(pitch)) for pitch in pitches if self._held.pop(pitch, None) is not None)


def _on(pitch: int) -> SoundEvent:
    return SoundEvent(0, Kind.NOTE_ON, AUDITION_CHANNEL, pitch, DEFAULT_VELOCITY)


def _ended(begun: SoundEvent) -> SoundEvent:
    return SoundEvent(0, Kind.NOTE_OFF, begun.channel, begun.number)
