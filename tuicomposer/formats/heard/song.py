"""What was heard in a recording, as a song on the grid.

The melody, the bass and further lines come into lanes of their own; the chords into a chord lane.
Every cell says in its origin how sure it is (:mod:`tuicomposer.score.origin`), and the song keeps
where in the recording its beats are, so that both can be heard together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tuicomposer.errors import SongFileError
from tuicomposer.formats.files import Loaded
from tuicomposer.formats.heard.lines import bass_line, detached, single_line
from tuicomposer.formats.heard.placing import Placing, Snap, rows_per_beat, tempo_of
from tuicomposer.formats.limits import MAX_CELLS, check_size, too_large
from tuicomposer.formats.midi_grid import Grid, MeterChange, measured_grid
from tuicomposer.formats.midi_lanes import Draft, sections_of
from tuicomposer.formats.midi_marks import ChordMark
from tuicomposer.formats.midi_notes import RawNote
from tuicomposer.formats.midi_voices import Losses, voices
from tuicomposer.jobs.hearing import HeardChord, HeardNote, HeardSound
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.origin import heard_origin
from tuicomposer.score.recording import Recording
from tuicomposer.score.song import DEFAULT_LANES, MAX_LANES, Song
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import TICKS_PER_BEAT, ticks_per_row

_SAME: Final = 0.05
"""Seconds within which two notes of one pitch begin that are the same note."""
_LINES: Final = MAX_LANES - 3
_CHORDS, _MELODY, *_INNER, _BASS = DEFAULT_LANES


def heard_song(heard: HeardSound, file: str, title: str) -> Loaded:
    """The song of what was heard, and sentences about what it does not hold.

    Args:
        heard: What was heard.
        file: Path of the recording, as the song is to keep it.
        title: The song's title.

    Raises:
        SongFileError: Nothing was heard, or far too much.
    """
    notes = [note for note in (*heard.notes, *heard.melody) if note.start_s < note.end_s]
    chords = [chord for chord in heard.chords if not chord.chord.is_silence]
    spans: list[HeardNote | HeardChord] = [*notes, *chords]
    if not spans:
        raise SongFileError(
            f"No note and no chord was heard in “{visible(title)}”.", "Use a recording of music."
        )
    begun = min(one.start_s for one in notes or chords)
    placing = Placing(heard, begun, max(one.end_s for one in spans))
    onsets = [placing.tick(note.start_s) for note in notes]
    rows = rows_per_beat(onsets, placing.meter)
    snap = Snap(ticks_per_row(rows))
    drafts, lost = _lanes(heard, placing, snap)
    grid = _grid(drafts, placing, rows)
    if grid.rows * len(drafts) > MAX_CELLS:
        raise too_large()
    sections, order = sections_of(drafts, grid, Losses())
    key = heard.keys[0].key if heard.keys else None
    recording = Recording(file, placing.beats)
    lanes = tuple(draft.lane for draft in drafts)
    song = Song(title, tempo_of(heard), key, lanes, sections, order, recording=recording)
    check_size(song)
    return Loaded(song, tuple(_sentences(heard, lost)))


def _sentences(heard: HeardSound, lost: int) -> Iterator[str]:
    if lost:
        yield f"A song has at most {MAX_LANES} lanes; {lost} notes found no place."
    if len(heard.beats) < 2:
        yield "No beat was found in the recording; the bars are a guess."


def _grid(drafts: Sequence[Draft], placing: Placing, rows: int) -> Grid:
    ends = [note.end for draft in drafts for note in draft.notes]
    marks = [mark.tick + 1 for draft in drafts for mark in draft.chords if mark.chord is not None]
    pickup = placing.pickup * rows // TICKS_PER_BEAT
    # Whole bars are counted from the first bar line on: the pickup does not lengthen the song.
    end = max(1, max(*ends, *marks, 1) - placing.pickup)
    return measured_grid([MeterChange(0, placing.meter)], rows, end, pickup)


def _lanes(heard: HeardSound, placing: Placing, snap: Snap) -> tuple[list[Draft], int]:
    """Chords, melody, further lines from high to low, bass; and how many notes found no lane.

    Where no further line was heard there are two empty lanes to be written.
    """
    melody = single_line(_placed(heard.melody, placing, snap), snap)
    others = [*_placed(_besides(heard), placing, snap), *melody.left]
    bass = bass_line(_once(others, snap), snap)
    lines = _middle(detached(bass.left, snap), snap)
    lost = sum(map(len, lines[_LINES:]))
    middle = sorted(
        filter(None, lines[:_LINES]), key=lambda line: -sum(note.pitch for note in line) / len(line)
    )
    drafts = [
        Draft(_CHORDS, chords=list(_chords(heard.chords, placing, snap)), settled=True),
        Draft(_MELODY, melody.notes, settled=True),
        *(Draft(_line(number), line, settled=True) for number, line in enumerate(middle, 1)),
        *(Draft(lane, settled=True) for lane in (() if middle else _INNER)),
        Draft(_BASS, bass.notes, settled=True),
    ]
    return drafts, lost


def _line(number: int) -> Lane:
    return Lane(f"Line {number}", Role.HARMONY, program=0, volume=80)


def _besides(heard: HeardSound) -> Iterator[HeardNote]:
    """The notes that are not the melody's."""
    tune: dict[int, list[float]] = {}
    for note in heard.melody:
        tune.setdefault(note.pitch, []).append(note.start_s)
    for note in heard.notes:
        if all(abs(start - note.start_s) >= _SAME for start in tune.get(note.pitch, ())):
            yield note


def _placed(notes: Iterable[HeardNote], placing: Placing, snap: Snap) -> list[RawNote]:
    """The notes in the song's ticks, on rows, each as long as a row at least."""
    placed = []
    for note in notes:
        if note.start_s < note.end_s:
            start = snap.start(placing.tick(note.start_s))
            end = max(snap.nearest(placing.tick(note.end_s)), snap.row_of(start) * snap.row + snap.row)
            velocity = max(1, min(127, note.velocity))
            placed.append(RawNote(start, end, note.pitch, velocity, heard_origin(note.confidence)))
    return placed


def _once(notes: Sequence[RawNote], snap: Snap) -> list[RawNote]:
    """The notes without those that begin in the row and on the pitch of another; the longest is kept."""
    kept: dict[tuple[int, int], RawNote] = {}
    for note in notes:
        place = (snap.row_of(note.start), note.pitch)
        if place not in kept or note.end > kept[place].end:
            kept[place] = note
    return list(kept.values())


def _middle(notes: Sequence[RawNote], snap: Snap) -> list[list[RawNote]]:
    end = max((note.end for note in notes), default=1)
    return voices(notes, measured_grid([MeterChange(0, Meter())], TICKS_PER_BEAT // snap.row, end))


def _chords(chords: Sequence[HeardChord], placing: Placing, snap: Snap) -> Iterator[ChordMark]:
    """Where chords begin, on beats, or on halves where they last less than a beat."""
    found: dict[int, tuple[int, HeardChord]] = {}
    for chord in chords:
        start, end = placing.tick(chord.start_s), placing.tick(chord.end_s)
        unit = TICKS_PER_BEAT if end - start >= TICKS_PER_BEAT else max(snap.row, TICKS_PER_BEAT // 2)
        at = snap.nearest(start, unit if unit % snap.row == 0 else snap.row)
        if end > start and (at not in found or end - start > found[at][0]):
            found[at] = (end - start, chord)
    before = None
    for at, (_, chord) in sorted(found.items()):
        if chord.chord != before and not (before is None and chord.chord.is_silence):
            yield ChordMark(at, chord.chord, heard_origin(chord.confidence))
            before = chord.chord
