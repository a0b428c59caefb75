"""Which notes are the melody.

Where a person named a melody lane and wrote in it, that is the melody. Elsewhere (imported
files) every lane is scored and the best one is the melody from end to end, since a tune that
jumps between instruments is rare: :mod:`tuicomposer.score.leading` says how.

Where that lane is one of several into which an import divided a single track, the lanes mean
little: a small network picks the melody out of all their notes (:mod:`tuicomposer.analyzer.tune`),
or all of them are the melody where hardly any two sound at a time; of a chord, such as one at the end,
its highest note is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from tuicomposer.analyzer.tune import TuneNetwork
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Share, untold
from tuicomposer.score.lane import Role
from tuicomposer.score.leading import Line, Sound, leading_shares
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan
from tuicomposer.score.ticks import TICKS_PER_BEAT

_HELD: Final = 0.05
"""Share of a line's notes that may sound on under others."""
_TOGETHER: Final = 0.25
"""Share of the shorter of two notes within which the later must begin to be in a chord with the other."""
_BROKEN: Final = TICKS_PER_BEAT // 8
"""Most ticks between two notes of a broken chord."""
_NUMBERED: Final = re.compile(r"(.+) \d+")


class MelodyNote(NamedTuple):
    """A note of the melody."""

    note: NoteSpan
    confidence: float
    """0 to 1: the network's for a note, else the share of its lane by :func:`leading_shares`."""


def melody_notes(
    song: Song,
    notes: Sequence[NoteSpan],
    token: CancelToken | None = None,
    tune: TuneNetwork | None = None,
    share: Share = untold,
) -> tuple[MelodyNote, ...]:
    """The notes of the melody, in order of time; empty where nothing sounds.

    Args:
        song: The song, for the roles and names of its lanes.
        notes: All its notes, in any order.
        token: Asked often.
        tune: Finds the melody among the notes of one track that an import divided into lanes.
        share: Told how much is done, where that takes long.

    Raises:
        Cancelled: The token was cancelled.
    """
    by_lane: dict[int, list[NoteSpan]] = {}
    for note in notes:
        by_lane.setdefault(note.lane, []).append(note)
    if not by_lane:
        return ()
    shares = _shares(song, by_lane, token)
    named = next((lane for lane in song.lanes_with(Role.MELODY) if lane in by_lane), None)
    lane = max(shares, key=lambda one: shares[one]) if named is None else named
    divided = divided_lanes(song, lane)
    texture = sorted((note for note in notes if note.lane in divided), key=_in_time)
    if _is_line(texture):
        sure = min(1.0, sum(shares[one] for one in divided if one in shares))
        return tuple(MelodyNote(note, sure) for note in _upper(texture))
    if tune is not None and len(divided) > 1:
        rows = np.array([(note.start, note.end, note.pitch, note.velocity) for note in texture], np.int64)
        return tuple(MelodyNote(texture[index], likely) for index, likely in tune.tune(rows, token, share))
    return tuple(MelodyNote(note, shares[lane]) for note in sorted(by_lane[lane], key=_in_time))


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


def _is_line(texture: Sequence[NoteSpan]) -> bool:
    """Whether nearly all notes give way to the next: it begins later, ends later, and no third one sounds.

    Args:
        texture: Notes in order of time.
    """
    followers = [*texture[2:], None]
    gives_way = [
        not _together(note, after) and note.end < after.end and (then is None or note.end <= then.start)
        for (note, after), then in zip(pairwise(texture), followers, strict=False)
        if note.end > after.start
    ]
    return len(gives_way) - sum(gives_way) <= _HELD * len(texture)


def _upper(texture: Sequence[NoteSpan]) -> Iterator[NoteSpan]:
    """The notes without those of a chord that are below its highest."""
    chord: list[NoteSpan] = []
    for note in texture:
        if chord and not _together(chord[-1], note):
            yield max(chord, key=lambda one: one.pitch)
            chord.clear()
        chord.append(note)
    if chord:
        yield max(chord, key=lambda one: one.pitch)


def _together(note: NoteSpan, after: NoteSpan) -> bool:
    """Whether two notes are struck as one, broken or not."""
    shorter = min(note.end - note.start, after.end - after.start)
    return after.start - note.start < min(_TOGETHER * shorter, _BROKEN)


def _in_time(note: NoteSpan) -> tuple[int, int]:
    return note.start, note.pitch


def _shares(song: Song, by_lane: dict[int, list[NoteSpan]], token: CancelToken | None) -> dict[int, float]:
    """How far its notes, role and name speak for each lane."""
    lanes = sorted(by_lane)
    lines = []
    for lane in lanes:
        if token is not None:
            token.check()
        own, sounds = song.lanes[lane], (Sound(note.start, note.end, note.pitch) for note in by_lane[lane])
        lines.append(Line(sorted(sounds), own.name, own.program, own.role is Role.BASS))
    return dict(zip(lanes, leading_shares(lines), strict=True))
