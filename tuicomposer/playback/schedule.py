"""Which sound events are due when: the timeline seen through the transport. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from tuicomposer.playback.events import Kind, SoundEvent, TimedEvent
from tuicomposer.playback.timeline import Timeline
from tuicomposer.playback.transport import Piece, Transport


def timed_events(timeline: Timeline, transport: Transport, start: int, end: int) -> Iterator[TimedEvent]:
    """Note events from elapsed tick ``start`` up to and without ``end``, in order of time.

    Where the playhead jumps, what sounds is ended and what sounds at the new place is begun.
    """
    for piece in transport.pieces(start, end):
        for event in _piece_events(timeline, piece):
            elapsed = piece.elapsed + event.tick - piece.start
            yield TimedEvent(transport.time_of(elapsed), event)


def _piece_events(timeline: Timeline, piece: Piece) -> Iterator[SoundEvent]:
    if piece.left is not None:
        yield from (event._replace(tick=piece.start) for event in timeline.cut(piece.left))
    if piece.enters:
        yield from timeline.chase(piece.start)
    for event in timeline.between(piece.start, piece.end):
        if not (piece.enters and event.tick == piece.start and event.kind is Kind.NOTE_OFF):
            yield event
