"""Which sound events are due when: the timeline seen through the transport. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from tuicomposer.playback.events import Kind, SoundEvent, TimedEvent
from tuicomposer.playback.transport import Piece, Transport


class Source(Protocol):
    """Where note events come from: the song's timeline, or the metronome."""

    def between(self, start: int, end: int) -> tuple[SoundEvent, ...]:
        """Note events from tick ``start`` up to and without ``end``, sorted."""
        ...

    def cut(self, tick: int, /) -> tuple[SoundEvent, ...]:
        """Note-offs at a tick for what sounds there."""
        ...

    def chase(self, tick: int, /) -> tuple[SoundEvent, ...]:
        """Note-ons at a tick for what would sound there."""
        ...


def timed_events(timeline: Source, transport: Transport, start: int, end: int) -> Iterator[TimedEvent]:
    """Note events from elapsed tick ``start`` up to and without ``end``, in order of time.

    Where the playhead jumps, what sounds is ended and what sounds at the new place is begun.
    """
    for piece in transport.pieces(start, end):
        for event in _piece_events(timeline, piece):
            elapsed = piece.elapsed + event.tick - piece.start
            yield TimedEvent(transport.time_of(elapsed), event)


def _piece_events(timeline: Source, piece: Piece) -> Iterator[SoundEvent]:
    if piece.left is not None:
        yield from (event._replace(tick=piece.start) for event in timeline.cut(piece.left))
    if piece.enters:
        yield from timeline.chase(piece.start)
    for event in timeline.between(piece.start, piece.end):
        if not (piece.enters and event.tick == piece.start and event.kind is Kind.NOTE_OFF):
            yield event
