"""The lowest voice of a texture: the lowest note that sounds at each moment."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import NamedTuple

from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.spans import NoteSpan

_CHECK_EVERY = 512


class Stretch(NamedTuple):
    """A stretch of time in which one note is the lowest."""

    start: int
    end: int
    note: NoteSpan


def lowest(notes: Sequence[NoteSpan], token: CancelToken | None = None) -> tuple[Stretch, ...]:
    """The lowest sounding note at each moment, in order of time.

    Args:
        notes: Notes in any order.
        token: Asked every few hundred notes.

    Raises:
        Cancelled: The token was cancelled.
    """
    # A sweep over all onsets and ends with a heap of what sounds, the lowest on top.
    waiting = sorted(notes, key=lambda note: note.start, reverse=True)
    times = sorted({time for note in notes for time in (note.start, note.end)})
    heap: list[tuple[int, int, int, NoteSpan]] = []
    stretches: list[Stretch] = []
    for index, time in enumerate(times[:-1]):
        if token is not None and index % _CHECK_EVERY == 0:
            token.check()
        while waiting and waiting[-1].start == time:
            note = waiting.pop()
            heapq.heappush(heap, (note.pitch, -note.start, len(waiting), note))
        while heap and heap[0][-1].end <= time:
            heapq.heappop(heap)
        if heap:
            _extend(stretches, Stretch(time, times[index + 1], heap[0][-1]))
    return tuple(stretches)


def _extend(stretches: list[Stretch], new: Stretch) -> None:
    if stretches and stretches[-1].note is new.note and stretches[-1].end == new.start:
        new = new._replace(start=stretches.pop().start)
    stretches.append(new)
