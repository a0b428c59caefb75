"""Hypothesis strategies for songs, and for edits that fit (or do not fit) a song."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from hypothesis import strategies as st

from tuicomposer.score.cells import Cell, ChordCell, Column, Note, Off
from tuicomposer.score.chord import NO_CHORD, Chord
from tuicomposer.score.chord_table import QUALITIES
from tuicomposer.score.edits import (
    Batch,
    Edit,
    InsertLane,
    RemoveLane,
    ReplaceLane,
    ReplaceSections,
    ReplaceSong,
    SetCells,
    SetField,
    apply,
)
from tuicomposer.score.key import MODES, Key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.lock import Lock
from tuicomposer.score.meter import Meter
from tuicomposer.score.origin import heard_origin
from tuicomposer.score.pitch import FLAT_NAMES, SHARP_NAMES
from tuicomposer.score.recording import Recording
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song
from tuicomposer.score.swing import STRAIGHT, Swing
from tuicomposer.score.ticks import ROWS_PER_BEAT, TICKS_PER_BEAT, ticks_per_row

texts = st.text(max_size=12)
"""Any text, control characters included."""
origins = st.sampled_from(["", "", "", "chorale seed 7", "rules seed 1", heard_origin(0.834)])
ROOTS = sorted({*SHARP_NAMES, *FLAT_NAMES, "Cb", "E#", "F##", "Bbb"})
roots = st.sampled_from(ROOTS)
chords = st.one_of(
    st.just(NO_CHORD),
    st.builds(Chord, roots, st.sampled_from([quality.suffix for quality in QUALITIES]), st.none() | roots),
)
keys = st.builds(Key, st.sampled_from(sorted({*SHARP_NAMES, *FLAT_NAMES})), st.sampled_from(MODES))
tempos = st.floats(20, 400, allow_nan=False)
swings = st.builds(Swing, st.integers(50, 75), st.sampled_from([8, 16]))
beats = st.tuples(st.floats(-5, 5), st.lists(st.floats(0.1, 4), min_size=1, max_size=30)).map(
    lambda drawn: tuple(accumulate(drawn[1], initial=drawn[0]))
)
recordings = st.builds(Recording, texts, beats, st.booleans())
extras = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
lanes = st.builds(
    Lane,
    texts,
    st.sampled_from(Role),
    st.integers(0, 127),
    st.integers(0, 127),
    st.integers(0, 127),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def cells(role: Role, row_ticks: int) -> st.SearchStrategy[Cell | None]:
    """Cells that a lane of this role can hold; empty ones are as likely as filled ones."""
    offsets = st.one_of(st.just(0), st.integers(0, row_ticks - 1))
    sounding: st.SearchStrategy[Cell]
    if role is Role.CHORDS:
        sounding = st.builds(ChordCell, chords, offsets, origins)
    else:
        early = st.integers(1 - row_ticks, -1)
        sounding = st.builds(Note, st.integers(0, 127), st.integers(1, 127), offsets | early, origins)
    return st.one_of(st.none(), sounding, st.builds(Off, offsets, origins, st.booleans()))


def columns(role: Role, row_ticks: int, length: int) -> st.SearchStrategy[Column]:
    """A lane's column of a section."""
    return st.lists(cells(role, row_ticks), min_size=length, max_size=length).map(tuple)


@st.composite
def frames(draw: st.DrawFn, max_rows: int = 12) -> Section:
    """A section without columns: any metre, pickup and length, odd ones included."""
    rows_per_beat = draw(st.sampled_from(ROWS_PER_BEAT))
    meter = draw(
        st.builds(Meter, st.integers(1, 12), st.sampled_from([1, 2, 4, 8, 16])).filter(
            lambda meter: meter.bar_ticks * rows_per_beat % TICKS_PER_BEAT == 0
        )
    )
    frame = Section(draw(texts), draw(st.integers(1, max_rows)), (), rows_per_beat, meter)
    return replace(frame, pickup=draw(st.integers(0, frame.rows_per_bar - 1)))


@st.composite
def with_own(draw: st.DrawFn, section: Section, lane_count: int) -> Section:
    """A section with a tempo, key, swing, locks and unknown settings of its own."""
    rows = st.integers(0, section.length)
    locks = st.lists(st.builds(Lock, st.integers(0, lane_count - 1), rows, rows), max_size=3)
    return replace(
        section,
        tempo=draw(st.none() | tempos),
        key=draw(st.none() | keys),
        swing=draw(st.none() | swings),
        locks=tuple(draw(locks)) if lane_count else (),
        extra=draw(extras),
    )


@st.composite
def sections(draw: st.DrawFn, roles: tuple[Role, ...], max_rows: int = 12, *, own: bool = True) -> Section:
    """A section with one column for each role, and perhaps with settings of its own."""
    frame = draw(frames(max_rows))
    filled = tuple(draw(columns(role, ticks_per_row(frame.rows_per_beat), frame.length)) for role in roles)
    section = replace(frame, columns=filled)
    return draw(with_own(section, len(roles))) if own and draw(st.booleans()) else section


@st.composite
def songs(
    draw: st.DrawFn, max_lanes: int = 4, max_sections: int = 3, max_rows: int = 12, *, own: bool = True
) -> Song:
    """Any song that the document accepts; without settings of its sections' own if asked so."""
    drawn = tuple(draw(st.lists(lanes, max_size=max_lanes)))
    roles = tuple(lane.role for lane in drawn)
    parts = tuple(draw(st.lists(sections(roles, max_rows, own=own), min_size=1, max_size=max_sections)))
    order = draw(st.lists(st.integers(0, len(parts) - 1), min_size=1, max_size=4))
    extra, swing = draw(extras), draw(swings) if own else STRAIGHT
    recording = draw(st.none() | recordings) if own else None
    header = (draw(texts), draw(tempos), draw(st.none() | keys))
    song = Song(*header, drawn, parts, tuple(order), extra, swing, recording)
    return apply(song, ReplaceSections(song.sections, song.order)).song


@st.composite
def set_cells(draw: st.DrawFn, song: Song) -> SetCells:
    """Cells at places of the song, some of them twice."""
    written = []
    for _ in range(draw(st.integers(0, 5)) if song.lanes else 0):
        index = draw(st.integers(0, len(song.sections) - 1))
        section = song.sections[index]
        lane = draw(st.integers(0, len(song.lanes) - 1))
        row = draw(st.integers(0, section.length - 1))
        cell = draw(cells(song.lanes[lane].role, section.row_ticks))
        written.append((Place(index, lane, row), cell))
    return SetCells(tuple(written))


@st.composite
def set_field(draw: st.DrawFn, song: Song) -> SetField:
    """A new value for one of the song's own fields."""
    values: dict[str, st.SearchStrategy[object]] = {
        "title": texts,
        "tempo": tempos,
        "key": st.none() | keys,
        "order": st.lists(st.integers(0, len(song.sections) - 1), min_size=1, max_size=5).map(tuple),
        "extra": extras,
        "swing": swings,
        "recording": st.none() | recordings,
    }
    name = draw(st.sampled_from(sorted(values)))
    return SetField(name, draw(values[name]))


@st.composite
def lane_edits(draw: st.DrawFn, song: Song) -> Edit:
    """Insert a lane with its columns, change one (its role kept), or remove one."""
    if not song.lanes or draw(st.booleans()):
        lane = draw(lanes)
        filled = tuple(draw(columns(lane.role, part.row_ticks, part.length)) for part in song.sections)
        return InsertLane(draw(st.integers(0, len(song.lanes))), lane, filled)
    index = draw(st.integers(0, len(song.lanes) - 1))
    if draw(st.booleans()):
        return RemoveLane(index)
    return ReplaceLane(index, replace(draw(lanes), role=song.lanes[index].role))


@st.composite
def replace_sections(draw: st.DrawFn, song: Song) -> ReplaceSections:
    """New sections for the same lanes."""
    roles = tuple(lane.role for lane in song.lanes)
    parts = tuple(draw(st.lists(sections(roles, 8), min_size=1, max_size=3)))
    order = draw(st.lists(st.integers(0, len(parts) - 1), min_size=1, max_size=4))
    return ReplaceSections(parts, tuple(order))


@st.composite
def edits(draw: st.DrawFn, song: Song, depth: int = 1) -> Edit:
    """Any edit that fits the song; a batch's edits fit the song as the ones before leave it."""
    whole = songs(2, 2, 4).map(ReplaceSong)
    kinds = [set_cells(song), set_field(song), lane_edits(song), replace_sections(song), whole]
    kind = draw(st.integers(0, len(kinds) - (0 if depth else 1)))
    if kind < len(kinds):
        return draw(kinds[kind])
    parts: list[Edit] = []
    for _ in range(draw(st.integers(0, 3))):
        parts.append(draw(edits(song, depth - 1)))
        song = apply(song, parts[-1]).song
    return Batch(tuple(parts))


@st.composite
def misfits(draw: st.DrawFn, song: Song) -> Edit:
    """An edit that does not fit the song, alone or as the last of a batch."""
    section = song.sections[0]
    wrong: list[Edit] = [
        SetCells(((Place(len(song.sections), 0, 0), None),)),
        SetCells(((Place(0, len(song.lanes), 0), None),)),
        SetField("tempo", draw(st.sampled_from([0.0, 19.9, 400.1, float("nan"), float("inf")]))),
        SetField("order", draw(st.sampled_from([(), (-1,), (len(song.sections),)]))),
        SetField("lanes", ()),
        RemoveLane(len(song.lanes)),
        ReplaceLane(-1, draw(lanes)),
        InsertLane(len(song.lanes) + 1, draw(lanes), tuple((None,) * s.length for s in song.sections)),
        InsertLane(0, draw(lanes), ()),
        ReplaceSections((), (0,)),
        ReplaceSections((replace(section, columns=(*section.columns, (None,) * section.length)),), (0,)),
    ]
    if song.lanes:
        chords_expected = song.lanes[0].role is Role.CHORDS
        stranger: Cell = Note(60) if chords_expected else ChordCell(NO_CHORD)
        wrong += [
            SetCells(((Place(0, 0, 0), None), (Place(0, 0, section.length), None))),
            SetCells(((Place(0, 0, 0), Off()), (Place(0, 0, 0), stranger))),
            SetCells(((Place(0, 0, 0), Off(section.row_ticks)),)),
        ]
    edit = draw(st.sampled_from(wrong))
    return Batch((draw(set_cells(song)), edit)) if draw(st.booleans()) else edit
