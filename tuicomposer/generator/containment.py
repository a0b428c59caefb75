"""Does a song contain what was typed? Checked on the finished song, apart from what wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from tuicomposer.generator.canvas import free_rows, is_accompanied
from tuicomposer.generator.styles import STYLES
from tuicomposer.jobs.messages import Region
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import is_given
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, NoteSpan, chord_spans, note_spans, on_rows


@dataclass(frozen=True, slots=True)
class Violation:
    """A chord that is not contained."""

    bar: int
    symbol: str
    missing: frozenset[int]
    """Essential pitch classes that do not sound in the chord's span."""
    wrong_bass: bool
    """Whether the lowest generated note at the chord's start is not its root or slash bass."""


def kept(before: Song, after: Song) -> bool:
    """Whether every cell that a person typed, and all that is locked, is the same in both songs."""
    for old, new in zip(before.sections, after.sections, strict=True):
        for lane, (was, now) in enumerate(zip(old.columns, new.columns, strict=True)):
            if before.lanes[lane].locked and was != now:
                return False
            if any(
                was[lock.start : lock.stop] != now[lock.start : lock.stop]
                for lock in old.locks
                if lock.lane == lane
            ):
                return False
            if any(a != b and is_given(a) for a, b in zip(was, now, strict=True)):
                return False
    return True


def melody_kept(before: Song, after: Song, region: Region) -> bool:
    """Whether every melody lane that was not asked for sounds exactly as it did, lengths included."""
    lanes = [lane for lane in before.lanes_with(Role.MELODY) if lane not in region.lanes]
    return all(
        old.columns[lane] == new.columns[lane]
        for lane in lanes
        for old, new in zip(before.sections, after.sections, strict=True)
    )


def chord_violations(
    before: Song, after: Song, region: Region, style: str = STYLES[0]
) -> tuple[Violation, ...]:
    """Chords that begin in a region and that the arrangement does not contain.

    In each chord's span all its essential tones must sound in some lane; and where lanes could
    be written when the chord begins, the lowest note they sound then must be its root or slash bass.
    Where only chords were asked for, nothing is to be contained; nor where a lead sheet's melody was
    asked for over a chord lane that is heard, since that lane sounds its chords.

    Args:
        before: The song of the request.
        after: The song with the result in it.
        region: What was to be written.
        style: In which style.
    """
    lane = after.chord_lane
    if lane is None or is_accompanied(before, region, style):
        return ()
    section = on_rows(after.sections[region.section])
    spans = {
        index: note_spans(section, index)
        for index, info in enumerate(after.lanes)
        if info.role not in (Role.CHORDS, Role.DRUMS)
    }
    writable = {
        index: free_rows(before, region, index)
        for index in region.lanes
        if index in spans and after.lanes[index].role is not Role.COMP
    }
    if not any(rows.any() for rows in writable.values()):
        return ()
    found = []
    for chord in chord_spans(section, lane):
        if chord.chord.is_silence or not region.start <= chord.row < region.stop:
            continue
        lowest = [spans[index] for index, rows in writable.items() if rows[chord.row]]
        violation = _violation(chord, list(spans.values()), lowest, section.position(chord.row).bar)
        if violation is not None:
            found.append(violation)
    return tuple(found)


def _violation(
    chord: ChordSpan, lanes: list[tuple[NoteSpan, ...]], written: list[tuple[NoteSpan, ...]], bar: int
) -> Violation | None:
    inside = {
        note.pitch % 12
        for notes in lanes
        for note in notes
        if note.start < chord.end and note.end > chord.start
    }
    missing = chord.chord.essential - inside
    at_start = [note.pitch for notes in written for note in notes if note.start <= chord.start < note.end]
    wrong = bool(written) and (not at_start or min(at_start) % 12 != chord.chord.bass_class)
    if missing or wrong:
        return Violation(bar, chord.chord.symbol, frozenset(missing), wrong)
    return None
