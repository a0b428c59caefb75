"""Which notes are the melody.

Where a person named a melody lane and wrote in it, that is the melody. Elsewhere (imported
files) every lane is scored and the best one is the melody from end to end, since a tune that
jumps between instruments is rare. The score of a lane is the sum of:

* how much of the sounding time its note is the highest of all (the skyline), counted twice;
* how much of the sounding time it sounds at all;
* how near its mean pitch lies to the middle of the singing range (G4, one octave is half);
* how much of it moves by a third or less;
* how varied it is: different pitches, six or more count as one;
* one more for a name such as “vocal”, one less for a name such as “bass”;
* one less for the role of a bass.

Where that lane is one of several into which an import divided a single track, the lanes mean
little, and a small network picks the melody out of all their notes (:mod:`tuicomposer.analyzer.tune`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from tuicomposer.analyzer.outline import Stretch, highest
from tuicomposer.analyzer.tune import TuneNetwork
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan

_MIDDLE: Final = 67
_THIRD: Final = 4
_NUMBERED: Final = re.compile(r"(.+) \d+")
_LEADING: Final = re.compile(r"melod|lead|voc|voice|sing|sopran|tune|solo|cantus", re.IGNORECASE)
_FOLLOWING: Final = re.compile(r"bass|drum|perc|pad|chord|accomp|rhythm|tenor|alto|left", re.IGNORECASE)


def melody_notes(
    song: Song,
    notes: Sequence[NoteSpan],
    token: CancelToken | None = None,
    tune: TuneNetwork | None = None,
) -> tuple[NoteSpan, ...]:
    """The notes of the melody, in order of time; empty where nothing sounds.

    Args:
        song: The song, for the roles and names of its lanes.
        notes: All its notes, in any order.
        token: Asked often.
        tune: Finds the melody among the notes of one track that an import divided into lanes.

    Raises:
        Cancelled: The token was cancelled.
    """
    by_lane: dict[int, list[NoteSpan]] = {}
    for note in notes:
        by_lane.setdefault(note.lane, []).append(note)
    lane = _named(song, by_lane)
    if lane is None and by_lane:
        lane = _best(song, by_lane, highest(notes, token), token)
    if lane is None:
        return ()
    divided = divided_lanes(song, lane)
    if tune is not None and len(divided) > 1:
        texture = sorted((note for note in notes if note.lane in divided), key=_in_time)
        rows = np.array([(note.start, note.end, note.pitch, note.velocity) for note in texture], np.int64)
        return tuple(texture[index] for index in tune.tune(rows, token))
    return tuple(sorted(by_lane[lane], key=lambda note: note.start))


def divided_lanes(song: Song, lane: int) -> frozenset[int]:
    """The lanes into which an import divided the track of a lane: “Piano 1”, “Piano 2” and so on."""
    own = song.lanes[lane]
    name = _NUMBERED.fullmatch(own.name)
    if name is None:
        return frozenset({lane})
    return frozenset(
        index
        for index, other in enumerate(song.lanes)
        if other.program == own.program
        and not other.muted
        and (match := _NUMBERED.fullmatch(other.name)) is not None
        and match[1] == name[1]
    )


def _in_time(note: NoteSpan) -> tuple[int, int]:
    return note.start, note.pitch


def _named(song: Song, by_lane: dict[int, list[NoteSpan]]) -> int | None:
    return next((lane for lane in song.lanes_with(Role.MELODY) if lane in by_lane), None)


def _best(
    song: Song, by_lane: dict[int, list[NoteSpan]], skyline: Sequence[Stretch], token: CancelToken | None
) -> int:
    on_top: dict[int, int] = {}
    for stretch in skyline:
        lane = stretch.note.lane
        on_top[lane] = on_top.get(lane, 0) + stretch.end - stretch.start
    sounding = sum(on_top.values())
    scores = {}
    for lane, notes in by_lane.items():
        if token is not None:
            token.check()
        share = on_top.get(lane, 0) / sounding
        scores[lane] = 2 * share + _presence(notes, sounding) + _line(notes) + _label(song.lanes[lane])
    return max(sorted(scores), key=lambda lane: scores[lane])


def _presence(notes: Sequence[NoteSpan], sounding: int) -> float:
    return min(1.0, sum(note.end - note.start for note in notes) / sounding)


def _line(notes: Sequence[NoteSpan]) -> float:
    """Register, smoothness and variety of a lane, each at most 1."""
    mean = sum(note.pitch for note in notes) / len(notes)
    register = 1.0 / (1.0 + ((mean - _MIDDLE) / 12) ** 2)
    moves = [abs(after.pitch - before.pitch) for before, after in pairwise(notes)]
    smooth = sum(move <= _THIRD for move in moves) / len(moves) if moves else 0.0
    varied = min(1.0, len({note.pitch for note in notes}) / 6)
    return register + smooth + varied


def _label(lane: Lane) -> float:
    named = bool(_LEADING.search(lane.name)) - bool(_FOLLOWING.search(lane.name))
    return named - (lane.role is Role.BASS)
