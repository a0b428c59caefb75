"""Style profiles from songs: what is counted in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from tuicomposer.analyzer.suggesting import Progressions
from tuicomposer.errors import RequestError
from tuicomposer.jobs.messages import Analyzed
from tuicomposer.jobs.profile import (
    MOST_KEYS,
    PLACES,
    ROLES,
    WIDEST,
    KeyShare,
    StyleProfile,
    Voice,
    check_name,
)
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.song import Song
from tuicomposer.score.spans import note_spans, on_rows
from tuicomposer.score.ticks import TICKS_PER_BEAT


class _Placed(NamedTuple):
    """A note of a line: where in its beat it begins, and its pitch."""

    place: int
    pitch: int


class _Line(NamedTuple):
    """The notes of a lane in one role, in order of time, and for how many quarter notes it could sound."""

    role: Role
    notes: tuple[_Placed, ...]
    beats: float


def profile_of(name: str, heard: Sequence[Analyzed]) -> StyleProfile:
    """What some songs are like together; each song counts as long as it is.

    Args:
        name: The profile's name.
        heard: What was found in each of the songs; at least one.

    Raises:
        RequestError: The name is none, or the songs have no notes.
    """
    songs = [one.request.song for one in heard]
    lines = [line for one in heard for line in _lines(one)]
    voices = tuple(voice for role in ROLES if (voice := _voice(role, lines)) is not None)
    if not voices:
        raise RequestError("There are no notes to make a profile of.", "Name files with notes in them.")
    keys = [_key(one) for one in heard]
    counted = [
        (key, [guess.span.chord for guess in one.chords])
        for key, one in zip(keys, heard, strict=True)
        if key is not None
    ]
    minor = sum(key is not None and key.mode == "minor" for key in keys)
    meters = Counter(str(song.sections[index].meter) for song in songs for index in song.order)
    return StyleProfile(
        check_name(name),
        len(songs),
        round(median(song.tempo for song in songs), 2),
        round(minor / len(keys), 4),
        meters.most_common(1)[0][0],
        tuple(song.sections[index].bars for song in songs for index in song.order),
        voices,
        Progressions.counted(counted).values(),
        tuple(_shares([key for key in keys if key is not None], len(keys))),
    )


def _shares(keys: Iterable[Key], files: int) -> Iterator[KeyShare]:
    """Keys by how many files are in them; spelled as the first of them is."""
    spelled: dict[tuple[int, str], Key] = {}
    counts = Counter(
        (found := (key.tonic_class, key.mode), spelled.setdefault(found, key))[0] for key in keys
    )
    for found, count in counts.most_common(MOST_KEYS):
        yield KeyShare(spelled[found], round(count / files, 4))


def _key(heard: Analyzed) -> Key | None:
    return heard.request.song.key or (heard.keys[0].key if heard.keys else None)


def _lines(heard: Analyzed) -> Iterator[_Line]:
    """The lines of a song; what the analyzer takes for the melody is one, wherever it is written."""
    song = heard.request.song
    tune = {(note.lane, note.start, note.pitch) for note in heard.melody}
    beats = song.ticks / TICKS_PER_BEAT
    melody: list[tuple[int, _Placed]] = []
    for lane, one in enumerate(song.lanes):
        if one.muted or one.role in (Role.CHORDS, Role.DRUMS):
            continue
        rest = []
        for start, placed in _placed(song, lane):
            if (lane, start, placed.pitch) in tune:
                melody.append((start, placed))
            else:
                rest.append(placed)
        if rest:
            yield _Line(Role.BASS if one.role is Role.BASS else Role.HARMONY, tuple(rest), beats)
    if melody:
        yield _Line(Role.MELODY, tuple(placed for _, placed in sorted(melody)), beats)


def _placed(song: Song, lane: int) -> Iterator[tuple[int, _Placed]]:
    for passage in song.passages():
        section = song.sections[passage.section]
        first = passage.start + section.pickup * section.row_ticks
        meant = {note.row: note.start for note in note_spans(on_rows(section), lane, passage.start)}
        for note in note_spans(section, lane, passage.start):
            place = (meant[note.row] - first) % TICKS_PER_BEAT * PLACES // TICKS_PER_BEAT
            yield note.start, _Placed(place, note.pitch)


def _voice(role: Role, lines: Iterable[_Line]) -> Voice | None:
    own = [line for line in lines if line.role is role]
    notes = [note for line in own for note in line.notes]
    if not notes:
        return None
    beats = sum(line.beats for line in own)
    places = Counter(note.place for note in notes)
    steps = Counter(
        max(-WIDEST, min(WIDEST, after.pitch - before.pitch))
        for line in own
        for before, after in pairwise(line.notes)
    )
    return Voice(
        role,
        round(len(notes) / beats, 4),
        round(sum(note.pitch for note in notes) / len(notes), 2),
        tuple(round(places[place] / beats, 4) for place in range(PLACES)),
        tuple(round(steps[step] / max(1, steps.total()), 4) for step in range(-WIDEST, WIDEST + 1)),
    )
