"""The lanes of an imported file: names, roles, what sounds in them, and the sections that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from tuicomposer.formats.limits import MAX_ORDER, too_large
from tuicomposer.formats.midi_grid import Grid
from tuicomposer.formats.midi_marks import ChordMark, LaneMark, parse_plain_chord
from tuicomposer.formats.midi_notes import Part, RawNote
from tuicomposer.formats.midi_rows import with_rows_of_their_own
from tuicomposer.formats.midi_voices import Losses, chord_columns, note_columns, voices, without_ties
from tuicomposer.score.cells import Column
from tuicomposer.score.channels import DRUM_CHANNEL
from tuicomposer.score.general_midi import PROGRAMS
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.leading import Line, Sound, leading_line
from tuicomposer.score.section import Section
from tuicomposer.score.song import DEFAULT_LANES
from tuicomposer.score.voicing import voicing

_BASS: Final = re.compile(r"\bbass\b", re.IGNORECASE)
_MAX_NAME: Final = 60


@dataclass
class Draft:
    """A lane to be, and what sounds in it: notes one at a time, or chords."""

    lane: Lane
    notes: list[RawNote] = field(default_factory=list)
    chords: list[ChordMark] = field(default_factory=list)
    settled: bool = False
    """Whether its role is known."""
    monophonic: bool = False
    """Whether its track never sounds two notes at a time."""
    named: str = ""
    """The track's own name."""
    left_out: int = 0
    """Notes of its track for which there is no lane."""
    cut: int = 0
    """Notes of its track that were tied over into the next, and end where that begins."""


def drafts(found: Iterable[Part], grid: Grid) -> list[Draft]:
    """The lanes of a file's parts, in the file's order; parts that hold nothing are left out."""
    return [draft for part in found for draft in _of_part(part, grid)]


def _of_part(part: Part, grid: Grid) -> Iterator[Draft]:
    notes, mark = part.notes, part.mark
    lane = _lane(part)
    if part.chords or (mark is not None and mark.role is Role.CHORDS):
        yield Draft(replace(lane, role=Role.CHORDS), chords=part.chords, settled=True)
        notes, mark = _without_blocks(notes, part.chords), None
        lane = replace(lane, name=f"{lane.name} notes", role=Role.OTHER)
    notes, cut = without_ties(notes)
    alone = all(note.end <= after.start for note, after in pairwise(notes))
    if alone and mark is None:
        notes = with_rows_of_their_own(notes, grid)
    split = voices(notes, grid)
    if mark is not None and not split:
        split = [[]]
    settled = mark is not None or part.channel == DRUM_CHANNEL
    for number, voice in enumerate(split, 1):
        name = lane.name if len(split) == 1 else f"{lane.name} {number}"
        left_out = len(set(notes)) - sum(map(len, split)) if number == 1 else 0
        draft = Draft(replace(lane, name=name), voice, [], settled, alone, part.name, left_out)
        yield replace(draft, cut=cut) if number == 1 else draft


def _lane(part: Part) -> Lane:
    settings, mark = part.settings, part.mark
    program = settings.get("program", 0)
    lane = Lane(
        part.name[:_MAX_NAME].strip() or PROGRAMS[program],
        program=program,
        volume=settings.get("volume", 100),
        pan=settings.get("pan", 64),
    )
    if mark is not None:
        return replace(_marked(lane, mark), name=part.name)
    if part.channel == DRUM_CHANNEL:
        return replace(lane, name="Drums", program=0, muted=True)
    return lane if part.alone else replace(lane, name=PROGRAMS[program])


def _marked(lane: Lane, mark: LaneMark) -> Lane:
    return replace(lane, role=mark.role, muted=mark.muted, solo=mark.solo, locked=mark.locked)


def _without_blocks(notes: list[RawNote], chords: list[ChordMark]) -> list[RawNote]:
    """The notes that are not merely how a chord symbol sounds."""
    blocks = {
        (mark.tick, pitch) for mark in chords if mark.chord is not None for pitch in voicing(mark.chord)
    }
    return [note for note in notes if (note.start, note.pitch) not in blocks]


def plain_chords(texts: Sequence[tuple[int, str]]) -> list[ChordMark]:
    """Chords of a track whose texts are nearly all chord symbols; a lone letter proves nothing."""
    chords = [
        ChordMark(tick, chord) for tick, text in texts if (chord := parse_plain_chord(text)) is not None
    ]
    telling = any(mark.chord is not None and len(mark.chord.symbol) > 1 for mark in chords)
    return chords if len(chords) >= 2 and telling and 5 * len(chords) >= 4 * len(texts) else []


def assign_roles(lanes: list[Draft]) -> None:
    """Find the melody and the bass among lanes whose role is not known."""
    open_lanes = [draft for draft in lanes if not draft.settled and draft.notes]
    roles = {draft.lane.role for draft in lanes if draft.settled}
    if Role.MELODY not in roles and open_lanes:
        melody = _melody(open_lanes)
        open_lanes.remove(melody)
        melody.lane = replace(melody.lane, role=Role.MELODY)
    if Role.BASS not in roles and open_lanes:
        bass = next(
            (draft for draft in open_lanes if _BASS.search(draft.named)), min(open_lanes, key=_height)
        )
        open_lanes.remove(bass)
        bass.lane = replace(bass.lane, role=Role.BASS)
    for draft in open_lanes:
        draft.lane = replace(draft.lane, role=Role.HARMONY if draft.monophonic else Role.OTHER)


def _melody(lanes: list[Draft]) -> Draft:
    """The lane that leads, by :mod:`tuicomposer.score.leading`."""
    return lanes[leading_line([_line(draft) for draft in lanes])]


def _line(draft: Draft) -> Line:
    sounds = [Sound(note.start, note.end, note.pitch) for note in draft.notes]
    return Line(sounds, draft.named, draft.lane.program, divided=not draft.monophonic)


def _height(draft: Draft) -> float:
    return sum(note.pitch for note in draft.notes) / len(draft.notes)


def with_chord_lane(lanes: list[Draft], chords: list[ChordMark]) -> list[Draft]:
    """The lanes, and before them a chord lane where there is none."""
    if any(draft.lane.role is Role.CHORDS for draft in lanes):
        return lanes
    return [Draft(DEFAULT_LANES[0], chords=chords, settled=True), *lanes]


def sections_of(
    lanes: Sequence[Draft], grid: Grid, losses: Losses
) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """The sections, equal ones once, and the order in which they sound.

    Raises:
        SongFileError: There are too many.
    """
    by_lane: list[tuple[Column, ...]] = [
        chord_columns(draft.chords, grid, losses)
        if draft.settled and draft.lane.role == "chords"
        else note_columns(draft.notes, grid, losses)
        for draft in lanes
    ]
    numbers: dict[Section, int] = {}
    order = []
    for index, stretch in enumerate(grid.stretches):
        frame = stretch.frame
        columns = tuple(lane[index] for lane in by_lane)
        section = replace(frame, columns=columns)
        order.append(numbers.setdefault(section, len(numbers)))
    if len(order) > MAX_ORDER:
        raise too_large()
    return tuple(numbers), tuple(order)
