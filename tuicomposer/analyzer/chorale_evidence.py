"""What a chorale says about the key in which it is written down, as seen from its last bass note.

Beside what :mod:`tuicomposer.analyzer.key_evidence` counts: the highest voice, cadences, leading
tones, triads by their kind, and what is held for a beat, as phrase ends are. The last bass itself is told
in absolute terms, for notation is no matter of intervals alone: in Bach's time C minor was written with
two flats, A minor never with one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.key_evidence import F64, NOTE_WITNESSES, note_evidence
from tuicomposer.analyzer.keys import SHARPS
from tuicomposer.analyzer.outline import Stretch, lowest
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.key import MODES
from tuicomposer.score.spans import NoteSpan
from tuicomposer.score.ticks import TICKS_PER_BEAT

CHORALE_WITNESSES: Final = (
    *NOTE_WITNESSES, "highest", "major triads", "minor triads", "diminished triads",
    "first major triad", "first minor triad", "leading", "major cadences", "minor cadences",
    "held bass", "held highest", "last third",
)  # fmt: skip
"""The rows of :func:`chorale_evidence`."""
FEATURES: Final = len(CHORALE_WITNESSES) * 12 + 14
"""Length of :func:`chorale_features`."""

_TRIADS: Final = {
    "major": ({0, 4, 7}, {0, 4, 7, 10}, {0, 4, 7, 11}, {0, 4}, {0, 4, 10}),
    "minor": ({0, 3, 7}, {0, 3, 7, 10}),
    "diminished": ({0, 3, 6}, {0, 3, 6, 9}, {0, 3, 6, 10}),
}
"""Steps above the root, with and without a seventh, by kind."""
_FIFTH: Final = 7
_CHECK_EVERY: Final = 256


class Slice(NamedTuple):
    """A stretch of time in which nothing begins or ends."""

    start: int
    end: int
    pitches: tuple[int, ...]
    """What sounds, from below."""

    @property
    def ticks(self) -> int:
        """Length."""
        return self.end - self.start


def chorale_features(notes: Sequence[NoteSpan], token: CancelToken | None = None) -> tuple[F64, int]:
    """What the trees of :mod:`tuicomposer.analyzer.written_key` look at.

    Args:
        notes: At least one note.
        token: Asked often.

    Returns:
        (FEATURES,) the rows of :func:`chorale_evidence`, each turned so that the last bass is its first pitch
        class, then the pitch class of the last bass as twelve marks, and a third of the number of sharps in
        the signatures of major and minor on it; and that pitch class.

    Raises:
        Cancelled: The token was cancelled.
    """
    found = chorale_evidence(notes, token)
    last = int(found[CHORALE_WITNESSES.index("last bass")].argmax())
    sharps = [SHARPS[mode][last] / 3 for mode in MODES]
    return np.concatenate([np.roll(found, -last, axis=1).ravel(), np.eye(12)[last], sharps]), last


def chorale_evidence(notes: Sequence[NoteSpan], token: CancelToken | None = None) -> F64:
    """(chorale witnesses, 12) evidence by pitch class.

    Rows of amounts are square roots of shares: of the time for what sounds and for triads, of the times it
    happens for leading tones, cadences and what is held.

    Args:
        notes: At least one note.
        token: Asked often.

    Raises:
        Cancelled: The token was cancelled.
    """
    slices = tuple(_slices(notes, token))
    bass = lowest(notes, token)
    held = [one for one in slices if one.ticks >= TICKS_PER_BEAT]
    final = slices[-1].pitches
    leading = _leading(notes)
    rows = [
        _roots((one.pitches[-1], one.ticks) for one in slices),
        *_triads(slices),
        _roots((arrival[1], 1) for arrival in leading),
        *_cadences(bass, slices, leading),
        _roots((one.pitches[0], 1) for one in held),
        _roots((one.pitches[-1], 1) for one in held),
        _roots([(final[0], 1)] if (final[0] + 4) % 12 in _classes(final) else []),
    ]
    return np.concatenate([note_evidence(notes, token), np.stack(rows)])


def _slices(notes: Sequence[NoteSpan], token: CancelToken | None) -> Iterator[Slice]:
    waiting = sorted(notes, key=lambda note: note.start, reverse=True)
    sounding: list[NoteSpan] = []
    times = sorted({time for note in notes for time in (note.start, note.end)})
    for index, (start, end) in enumerate(pairwise(times)):
        if token is not None and index % _CHECK_EVERY == 0:
            token.check()
        sounding = [note for note in sounding if note.end > start]
        while waiting and waiting[-1].start == start:
            sounding.append(waiting.pop())
        if sounding:
            yield Slice(start, end, tuple(sorted(note.pitch for note in sounding)))


def _classes(pitches: Iterable[int]) -> frozenset[int]:
    return frozenset(pitch % 12 for pitch in pitches)


def _triad(pitches: tuple[int, ...]) -> tuple[str, int] | None:
    """Kind and root of a chord of one third at least."""
    classes = _classes(pitches)
    for root in sorted(classes):
        steps = {(tone - root) % 12 for tone in classes}
        for kind, shapes in _TRIADS.items():
            if steps in shapes:
                return kind, root
    return None


def _triads(slices: Sequence[Slice]) -> Iterator[F64]:
    """Roots of major, minor and diminished triads; then of the first major and of the first minor one.

    Of the last two rows only that of the kind that comes first is marked.
    """
    heard = [(triad, one.ticks) for one in slices if (triad := _triad(one.pitches)) is not None]
    total = sum(ticks for _, ticks in heard)
    for kind in _TRIADS:
        yield _roots(((root, ticks) for (found, root), ticks in heard if found == kind), total)
    first = next((triad for triad, _ in heard if triad[0] != "diminished"), None)
    for kind in ("major", "minor"):
        yield _roots([(first[1], 1)] if first is not None and first[0] == kind else [])


def _leading(notes: Sequence[NoteSpan]) -> list[tuple[int, int]]:
    """Ticks and pitches to which a lane rises by a semitone without a rest."""
    lanes: dict[int, list[NoteSpan]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: note.start):
        lanes[note.lane].append(note)
    return [
        (second.start, second.pitch)
        for lane in lanes.values()
        for first, second in pairwise(lane)
        if second.pitch - first.pitch == 1 and second.start <= first.end
    ]


def _cadences(
    bass: Sequence[Stretch], slices: Sequence[Slice], leading: Iterable[tuple[int, int]]
) -> Iterator[F64]:
    """Where the bass falls a fifth to a note of a beat or more under a leading tone: major, then minor."""
    risen = {(tick, pitch % 12) for tick, pitch in leading}
    sounding: Mapping[int, tuple[int, ...]] = {one.start: one.pitches for one in slices}
    counts: dict[bool, Counter[int]] = {False: Counter(), True: Counter()}
    for first, second in pairwise(bass):
        goal = second.note.pitch % 12
        falls = (first.note.pitch - second.note.pitch) % 12 == _FIFTH
        if falls and (second.start, goal) in risen and second.end - second.start >= TICKS_PER_BEAT:
            counts[(goal + 3) % 12 in _classes(sounding[second.start])][goal] += 1
    total = 1 + sum(count.total() for count in counts.values())
    for minor in (False, True):
        yield _roots(counts[minor].items(), total)


def _roots(amounts: Iterable[tuple[int, int]], total: int | None = None) -> F64:
    """(12,) square roots of the shares of pitch classes in a total, or in the sum if none is given."""
    sums: NDArray[np.float64] = np.zeros(12)
    for pitch, amount in amounts:
        sums[pitch % 12] += amount
    whole = sums.sum() if total is None else total
    shares: F64 = np.sqrt(sums / max(1, whole))
    return shares
