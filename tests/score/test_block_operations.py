"""Operations on blocks: what they change, what they never change, and what takes them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import songs
from tuicomposer.errors import EditError
from tuicomposer.score.blocks import lanes, mask, paste, pitches, rows, timing, velocities, widen
from tuicomposer.score.blocks.block import Block, between, cell_at, changes, cleared, fits, is_locked
from tuicomposer.score.blocks.mask import Mask
from tuicomposer.score.blocks.scale import mirror_pitch, nearest_tone, step_chord, step_pitch
from tuicomposer.score.cells import Cell, ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import Edit, SetCells, apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.song import Place, Song
from tuicomposer.score.spans import note_spans

C_MAJOR = Key("C", "major")
CHORDS, MELODY, ALTO = 0, 1, 2
Operation = Callable[[Song, Block], Edit]

IN_PLACE: dict[str, Operation] = {
    "clear": cleared,
    "octave": lambda song, block: pitches.transposed(song, block, 12),
    "third": lambda song, block: pitches.transposed_in_scale(song, block, 2, C_MAJOR),
    "flip": pitches.flipped,
    "flip in the scale": lambda song, block: pitches.flipped_in_scale(song, block, C_MAJOR),
    "runs": lambda song, block: pitches.with_runs(song, block, C_MAJOR),
    "louder": lambda song, block: velocities.with_velocity(song, block, 8),
    "half as loud": lambda song, block: velocities.scaled(song, block, 50),
    "crescendo": velocities.interpolated,
    "backwards": timing.retrograde,
    "velocities backwards": velocities.backwards,
    "halve": timing.halved,
}
"""Operations that change nothing outside of their block."""
ANYWHERE: dict[str, Operation] = IN_PLACE | {
    "double": timing.doubled,
    "down": lambda song, block: timing.shifted(song, block, 1),
    "up": lambda song, block: timing.shifted(song, block, -1),
    "push": rows.pushed_down,
    "pull": rows.pulled_up,
    "swap": lanes.swapped,
    "insert bars": rows.bars_inserted,
    "remove bars": rows.bars_removed,
    "paste": lambda song, block: paste.pasted(song, block.first, paste.copied(song, block)),
    "paste insert": lambda song, block: paste.inserted(song, block.first, paste.copied(song, block)),
}


def tune(melody: str = "C4 D4 E4 F4 | G4 A4 B4 C5", chords: str = "C | G7") -> Song:
    """Two bars of four rows to the beat in C major."""
    return replace(song_from_text(melody, chords), key=C_MAJOR)


def whole(song: Song, *lanes: int) -> Block:
    """All rows of some neighbouring lanes of the first section."""
    return Block(0, min(lanes), max(lanes), 0, song.sections[0].length - 1)


def after(song: Song, edit: Edit) -> Song:
    return apply(song, edit).song


def sounds(song: Song, lane: int = MELODY) -> list[tuple[int, int, int]]:
    """Row, length in rows and pitch of the notes of a lane of the first section."""
    ticks = song.sections[0].row_ticks
    spans = note_spans(song.sections[0], lane)
    return [(span.start // ticks, (span.end - span.start) // ticks, span.pitch) for span in spans]


def pitched(song: Song, lane: int = MELODY) -> list[int]:
    return [pitch for _, _, pitch in sounds(song, lane)]


def with_cells(song: Song, cells: dict[tuple[int, int], Cell | None]) -> Song:
    return after(song, SetCells(tuple((Place(0, lane, row), cell) for (lane, row), cell in cells.items())))


@st.composite
def songs_with_blocks(draw: st.DrawFn) -> tuple[Song, Block]:
    song = draw(
        songs(own=False, max_lanes=3, max_sections=2, max_rows=8).filter(lambda song: bool(song.lanes))
    )
    section = draw(st.integers(0, len(song.sections) - 1))
    places = st.builds(
        Place,
        st.just(section),
        st.integers(0, len(song.lanes) - 1),
        st.integers(0, song.sections[section].length - 1),
    )
    return song, between(draw(places), draw(places))


# What holds for all of them -----------------------------------------------------------------


def attempted(operation: Operation, song: Song, block: Block) -> Edit | None:
    """The edit of an operation, or ``None`` where it is refused, in two whole sentences."""
    try:
        edit = operation(song, block)
        apply(song, edit)
    except EditError as error:
        refusal = error
    else:
        return edit
    assert refusal.what.endswith(".")
    assert refusal.hint.endswith(".")
    return None


@given(songs_with_blocks())
def test_locked_lanes_and_other_sections_are_never_changed(case: tuple[Song, Block]) -> None:
    song, block = case
    for operation in ANYWHERE.values():
        edit = attempted(operation, song, block)
        if edit is not None:
            check_kept(song, block, after(song, edit))


def check_kept(song: Song, block: Block, changed: Song) -> None:
    before, now = song.sections[block.section], changed.sections[block.section]
    for held, old in zip(now.locks, before.locks, strict=True):
        kept = now.columns[held.lane][held.start : held.stop]
        filled = [each for each in before.columns[old.lane][old.start : old.stop] if each is not None]
        assert [each for each in kept if each is not None] == filled
    for index, lane in enumerate(song.lanes):
        if lane.locked:
            filled = [each for each in before.columns[index] if each is not None]
            assert [each for each in now.columns[index] if each is not None] == filled
            assert all(
                now.columns[index][row] == each for row, each in enumerate(before.columns[index]) if each
            )
    assert [each for index, each in enumerate(changed.sections) if index != block.section] == [
        each for index, each in enumerate(song.sections) if index != block.section
    ]


@given(songs_with_blocks())
def test_operations_in_place_change_nothing_outside_of_the_block(case: tuple[Song, Block]) -> None:
    song, block = case
    for operation in IN_PLACE.values():
        edit = attempted(operation, song, block)
        assert edit is None or isinstance(edit, SetCells)
        for place, cell in edit.cells if edit is not None else ():
            assert place in block
            assert not is_locked(song, place)
            assert cell != cell_at(song, place)


def test_a_block_of_locked_lanes_only_is_refused_by_name() -> None:
    song = tune()
    locked = replace(song, lanes=tuple(replace(lane, locked=lane.name == "Melody") for lane in song.lanes))
    with pytest.raises(EditError, match="“Melody” is locked"):
        pitches.transposed(locked, whole(locked, MELODY), 1)
    with pytest.raises(EditError, match="“Melody” is locked"):
        rows.bars_removed(locked, Block(0, ALTO, ALTO, 0, 0))
    edit = pitches.transposed(locked, whole(locked, CHORDS, MELODY), 1)
    assert {place.lane for place, _ in edit.cells} == {CHORDS}


# Pitch --------------------------------------------------------------------------------------


def test_transposing_moves_notes_and_chords_alike() -> None:
    song = tune("C4 E4 G4 B4", "C | G7/B")
    up = after(song, pitches.transposed(song, whole(song, CHORDS, MELODY), 2))
    assert pitched(up) == [62, 66, 69, 73]
    assert [cell.chord.symbol for cell in up.sections[0].columns[CHORDS] if isinstance(cell, ChordCell)] == [
        "D",
        "A7/C#",
    ]


@given(songs_with_blocks(), st.integers(-20, 20))
def test_transposing_notes_is_taken_back(case: tuple[Song, Block], semitones: int) -> None:
    song, block = case
    edit = attempted(lambda song, block: pitches.transposed(song, block, semitones), song, block)
    if edit is None:
        return
    up = after(song, edit)
    back = after(up, pitches.transposed(up, block, -semitones))
    for place in block.places():
        cell = cell_at(song, place)
        assert not isinstance(cell, Note) or cell_at(back, place) == cell


def test_transposing_in_the_scale_stays_in_the_key() -> None:
    song = tune("C4 D4 E4 B4", "C | G7")
    up = after(song, pitches.transposed_in_scale(song, whole(song, CHORDS, MELODY), 1, C_MAJOR))
    assert pitched(up) == [62, 64, 65, 72]
    assert [cell.chord.symbol for cell in up.sections[0].columns[CHORDS] if isinstance(cell, ChordCell)] == [
        "Dm",
        "Am7",
    ]


@given(
    st.integers(0, 127), st.integers(-30, 30), st.builds(Key, st.sampled_from("CDEFGAB"), st.just("minor"))
)
def test_steps_along_a_scale_take_each_other_back(pitch: int, steps: int, key: Key) -> None:
    moved = step_pitch(nearest_tone(pitch, key), steps, key)
    assert moved % 12 in key.scale
    assert step_pitch(moved, -steps, key) == nearest_tone(pitch, key)
    assert step_pitch(pitch, 7, key) == pitch + 12


@pytest.mark.parametrize(
    ("chord", "steps", "result"),
    [
        ("C", 1, "Dm"),
        ("C", -1, "Bdim"),
        ("G7", 1, "Am7"),
        ("Cmaj7", 6, "Bm7b5"),
        ("D7", 1, "E7"),
        ("C/E", 1, "Dm/F"),
        ("F", 7, "F"),
        ("N.C.", 3, "N.C."),
    ],
)
def test_chords_move_along_the_scale(chord: str, steps: int, result: str) -> None:
    assert step_chord(parse_chord(chord), steps, C_MAJOR).symbol == result


def test_a_note_that_would_leave_the_midi_range_changes_nothing() -> None:
    song = tune("C9 C4", "C")
    with pytest.raises(EditError, match="leave the MIDI range"):
        pitches.transposed(song, whole(song, MELODY), 12)
    with pytest.raises(EditError, match="leave the MIDI range"):
        pitches.transposed_in_scale(song, whole(song, MELODY), 7, C_MAJOR)
    low = tune("C-1 C4", "C")
    with pytest.raises(EditError, match="leave the MIDI range"):
        pitches.flipped_in_scale(low, whole(low, MELODY), C_MAJOR)


def test_drums_are_no_pitches_unless_nothing_else_is_marked() -> None:
    song = tune("C4 E4 G4 B4", "C")
    drums = tuple(replace(lane, role=Role.DRUMS) if lane.name == "Alto" else lane for lane in song.lanes)
    song = with_cells(replace(song, lanes=drums), {(ALTO, 0): Note(36), (ALTO, 4): Note(38)})
    both, alone = whole(song, MELODY, ALTO), whole(song, ALTO)
    for name in ("flip", "flip in the scale", "octave", "third", "runs"):
        changed = after(song, ANYWHERE[name](song, both))
        assert pitched(changed, ALTO) == [36, 38]
        assert pitched(changed) != pitched(song)
    assert pitched(after(song, pitches.transposed(song, alone, 6)), ALTO) == [42, 44]


def test_flipping_mirrors_around_the_first_note() -> None:
    song = tune("G4 A4 E4 C5", "C")
    assert pitched(after(song, pitches.flipped(song, whole(song, MELODY)))) == [67, 65, 70, 62]


@pytest.mark.parametrize(
    ("melody", "flipped"),
    [
        ("G4 A4 E4 C5", [67, 65, 71, 62]),
        ("C4 E4 G4 C5", [60, 57, 53, 48]),
        ("C4 F#4 D4 C4", [60, 56, 59, 60]),
        ("F#4 G4 F4 F#4", [66, 64, 65, 66]),
    ],
)
def test_flipping_in_the_scale_counts_steps_of_the_key(melody: str, flipped: list[int]) -> None:
    song = tune(melody, "C")
    edit = pitches.flipped_in_scale(song, whole(song, MELODY), C_MAJOR)
    assert pitched(after(song, edit)) == flipped


@given(st.integers(0, 127), st.integers(0, 127), st.builds(Key, st.sampled_from("CDEFGAB"), st.just("minor")))
def test_mirrored_twice_in_the_scale_is_nothing_for_what_is_in_the_key(
    pitch: int, axis: int, key: Key
) -> None:
    tone = nearest_tone(pitch, key)
    mirrored = mirror_pitch(tone, axis, key)
    assert mirrored % 12 in key.scale
    assert mirror_pitch(mirrored, axis, key) == tone
    assert mirror_pitch(axis, axis, key) == axis


@given(songs_with_blocks())
def test_flipping_twice_is_nothing(case: tuple[Song, Block]) -> None:
    song, block = case
    try:
        once = after(song, pitches.flipped(song, block))
    except EditError:
        return
    assert after(once, pitches.flipped(once, block)) == song


def test_runs_follow_the_scale_between_two_notes_and_leave_rests_alone() -> None:
    song = tune("C4:2 G4:1 r:1 C5:2 C4:2", "C")
    filled = after(song, pitches.with_runs(song, whole(song, MELODY), C_MAJOR, 2))
    assert all(pitch % 12 in C_MAJOR.scale for pitch in pitched(filled))
    first, second = pitched(filled)[:5], pitched(filled)[5:]
    assert first == sorted(set(first))
    assert second == sorted(set(second), reverse=True)
    assert [row for row, _, _ in sounds(filled)][:5] == [0, 2, 4, 6, 8]


# Velocity -----------------------------------------------------------------------------------


def velocities_of(song: Song) -> list[int]:
    return [cell.velocity for cell in song.sections[0].columns[MELODY] if isinstance(cell, Note)]


def test_velocities_are_scaled_led_straight_and_turned_round() -> None:
    song = tune()
    loud = with_cells(song, {(MELODY, 0): Note(60, 24), (MELODY, 28): Note(72, 94)})
    straight = after(loud, velocities.interpolated(loud, whole(loud, MELODY)))
    assert velocities_of(straight) == [24, 34, 44, 54, 64, 74, 84, 94]
    turned = after(straight, velocities.backwards(straight, whole(straight, MELODY)))
    assert velocities_of(turned) == [94, 84, 74, 64, 54, 44, 34, 24]
    half = after(straight, velocities.scaled(straight, whole(straight, MELODY), 50))
    assert velocities_of(half) == [12, 17, 22, 27, 32, 37, 42, 47]
    assert velocities_of(after(half, velocities.scaled(half, whole(half, MELODY), 1000))) == [
        120, *[127] * 7
    ]  # fmt: skip
    with pytest.raises(EditError, match="0 %"):
        velocities.scaled(song, whole(song, MELODY), 0)


# Time ---------------------------------------------------------------------------------------


def test_backwards_keeps_every_length() -> None:
    song = tune("C4:2 D4 r:1 E4:1/2 F4:3/2 G4:2", "C")
    back = after(song, timing.retrograde(song, whole(song, MELODY)))
    assert sounds(back) == [(0, 8, 67), (8, 6, 65), (14, 2, 64), (20, 4, 62), (24, 8, 60)]


@given(songs_with_blocks())
def test_backwards_twice_sounds_as_before(case: tuple[Song, Block]) -> None:
    song, block = case
    edit = attempted(timing.retrograde, song, block)
    if edit is None:
        return
    once = after(song, edit)
    back = attempted(timing.retrograde, once, block)
    assert back is not None
    twice = after(once, back)
    for place in block.places():
        cell = cell_at(song, place)
        if isinstance(cell, Note | ChordCell):
            assert cell_at(twice, place) == cell


def _unlocked(song: Song, block: Block) -> bool:
    return any(not song.lanes[lane].locked for lane in block.lanes)


def test_doubling_spreads_and_halving_takes_it_back() -> None:
    song = with_cells(tune("C4 D4 E4 F4 r:4", "C"), {(MELODY, 1): Note(61)})
    block = Block(0, MELODY, MELODY, 0, 15)
    wide = after(song, timing.doubled(song, block))
    assert sounds(wide) == [(0, 2, 60), (2, 6, 61), (8, 8, 62), (16, 8, 64), (24, 8, 65)]
    narrow = after(wide, timing.halved(wide, replace(block, last_row=31)))
    assert narrow == song


def test_doubling_never_writes_over_music_nor_past_the_end() -> None:
    song = tune()
    with pytest.raises(EditError, match="music in the 16 rows below"):
        timing.doubled(song, Block(0, MELODY, MELODY, 0, 15))
    with pytest.raises(EditError, match="past the end"):
        timing.doubled(song, Block(0, MELODY, MELODY, 16, 31))


def test_halving_puts_what_is_between_rows_at_an_offset_and_never_drops_a_note() -> None:
    song = with_cells(tune("C4:8", "C"), {(MELODY, 3): Note(62)})
    narrow = after(song, timing.halved(song, Block(0, MELODY, MELODY, 0, 7)))
    assert narrow.sections[0].columns[MELODY][:5] == (Note(60), Note(62, offset=60), None, None, Off())
    crowded = with_cells(song, {(MELODY, 2): Note(62)})
    with pytest.raises(EditError, match="fall into one row"):
        timing.halved(crowded, Block(0, MELODY, MELODY, 0, 7))


@given(songs_with_blocks())
def test_shifting_loses_nothing_and_is_taken_back(case: tuple[Song, Block]) -> None:
    song, block = case
    try:
        down = after(song, timing.shifted(song, block, 1))
    except EditError:
        return
    lower = replace(block, first_row=block.first_row + 1, last_row=block.last_row + 1)
    assert after(down, timing.shifted(down, lower, -1)) == song


# Rows and bars ------------------------------------------------------------------------------


def test_rows_are_pushed_and_pulled_in_the_lanes_of_the_block_only() -> None:
    song = tune()
    block = Block(0, MELODY, MELODY, 4, 7)
    pushed = after(song, rows.pushed_down(song, block))
    assert [row for row, _, _ in sounds(pushed)] == [0, 8, 12, 16, 20, 24, 28]
    assert rows.fallen(song, block) == 1
    assert pushed.sections[0].columns[CHORDS] == song.sections[0].columns[CHORDS]
    pulled = after(song, rows.pulled_up(song, block))
    assert pitched(pulled) == [60, 64, 65, 67, 69, 71, 72]


@given(songs_with_blocks())
def test_inserted_bars_are_removed_again(case: tuple[Song, Block]) -> None:
    song, block = case
    section = song.sections[block.section]
    try:
        edit = rows.bars_inserted(song, block)
    except EditError:
        return
    longer = after(song, edit)
    grown = longer.sections[block.section]
    assert (grown.length - section.length) % section.rows_per_bar == 0
    count = (grown.length - section.length) // section.rows_per_bar
    first = max(1, section.position(block.first_row).bar)
    start = min(section.bar_start(first), section.length)
    assert all(
        column[start : start + count * section.rows_per_bar].count(None) == count * section.rows_per_bar
        for column in grown.columns
    )
    back = after(
        longer, rows.rows_removed(longer, block.section, range(start, start + count * section.rows_per_bar))
    )
    assert [part.columns for part in back.sections] == [part.columns for part in song.sections]


def test_the_last_bar_stays_and_a_pickup_can_go() -> None:
    song = tune()
    with pytest.raises(EditError, match="at least one row"):
        rows.bars_removed(song, whole(song, MELODY))
    section = replace(song.sections[0], pickup=4)
    upbeat = replace(song, sections=(section,))
    without = after(upbeat, rows.bars_removed(upbeat, Block(0, MELODY, MELODY, 2, 2)))
    assert (without.sections[0].pickup, without.sections[0].length) == (0, 28)


# Lanes --------------------------------------------------------------------------------------


def test_lanes_of_a_block_change_places() -> None:
    song = tune()
    swapped = after(song, lanes.swapped(song, Block(0, MELODY, MELODY, 0, 15)))
    assert pitched(swapped, ALTO)[:4] == [60, 62, 64, 65]
    assert pitched(swapped) == [67, 69, 71, 72]
    with pytest.raises(EditError, match="takes chords, not notes"):
        lanes.swapped(song, whole(song, CHORDS, MELODY))
    last = len(song.lanes) - 1
    with pytest.raises(EditError, match="no lane to the right"):
        lanes.swapped(song, whole(song, last))


@given(songs_with_blocks())
def test_swapping_twice_is_nothing(case: tuple[Song, Block]) -> None:
    song, block = case
    try:
        once = after(song, lanes.swapped(song, block))
    except EditError:
        return
    assert after(once, lanes.swapped(once, block)) == song


# Copies -------------------------------------------------------------------------------------


def test_paste_over_mix_insert_and_flood() -> None:
    song = tune("C4 D4 E4 F4 r:4", "C")
    clip = paste.copied(song, Block(0, MELODY, MELODY, 0, 7))
    at = Place(0, MELODY, 4)
    assert pitched(after(song, paste.pasted(song, at, clip))) == [60, 60, 62, 65]
    assert pitched(after(song, paste.mixed(song, at, clip))) == [60, 62, 64, 65]
    assert pitched(after(song, paste.inserted(song, at, clip))) == [60, 60, 62, 62, 64, 65]
    flood = paste.flooded(song, Block(0, MELODY, MELODY, 0, 31), clip)
    assert pitched(after(song, flood)) == [60, 62] * 4


def test_paste_leaves_away_what_sticks_out_and_refuses_the_wrong_lane() -> None:
    song = tune()
    clip = paste.copied(song, whole(song, MELODY))
    last = len(song.lanes) - 1
    assert pitched(after(song, paste.pasted(song, Place(0, last, 28), clip)), last) == [60]
    with pytest.raises(EditError, match="“Chords” takes chords, not notes"):
        paste.pasted(song, Place(0, CHORDS, 0), clip)


def test_offsets_keep_their_share_of_a_row_between_songs() -> None:
    fine = with_cells(tune("C4:1/3 D4:2/3", "C"), {(MELODY, 0): Note(60, offset=20)})
    coarse = tune()
    clip = paste.copied(fine, Block(0, MELODY, MELODY, 0, 0))
    assert clip.row_ticks == 80
    edit = paste.pasted(coarse, Place(0, MELODY, 0), clip)
    assert after(coarse, edit).sections[0].cell(MELODY, 0) == Note(60, offset=30)


@given(songs_with_blocks())
def test_a_copy_pasted_where_it_was_is_nothing(case: tuple[Song, Block]) -> None:
    song, block = case
    if _unlocked(song, block):
        assert not changes(song, paste.pasted(song, block.first, paste.copied(song, block)))


# The mask -----------------------------------------------------------------------------------


def test_the_mask_lets_through_notes_or_velocities_only() -> None:
    song = tune("C4 D4 E4 F4", "C")
    quiet = with_cells(song, {(MELODY, 0): Note(72, 20), (MELODY, 4): None})
    clip = paste.copied(quiet, whole(quiet, MELODY))
    edit = paste.pasted(song, Place(0, MELODY, 0), clip)
    notes = after(song, mask.masked(song, edit, Mask.NOTES))
    assert [notes.sections[0].cell(MELODY, row) for row in (0, 4)] == [Note(72), None]
    loudness = after(song, mask.masked(song, edit, Mask.VELOCITY))
    assert [loudness.sections[0].cell(MELODY, row) for row in (0, 4)] == [Note(60, 20), Note(62)]
    assert mask.masked(song, edit, Mask.ALL) is edit


def test_the_masks_go_round() -> None:
    assert [each.following for each in Mask] == [Mask.NOTES, Mask.VELOCITY, Mask.ALL]


# Widening -----------------------------------------------------------------------------------


@given(songs_with_blocks())
def test_a_block_widens_to_the_whole_section_and_never_shrinks(case: tuple[Song, Block]) -> None:
    song, block = case
    for _ in range(4):
        wider = widen.widened(song, block)
        assert fits(song, wider)
        assert block.first in wider
        assert block.last in wider
        block = wider
    assert block == widen.section_around(song, block)


def test_beats_and_bars_around_a_pickup() -> None:
    section = replace(tune().sections[0], pickup=2)
    song = replace(tune(), sections=(section,))
    cell = Block(0, MELODY, MELODY, 1, 1)
    assert list(widen.beats_around(song, cell).rows) == [0, 1]
    assert list(widen.bars_around(song, cell).rows) == [0, 1]
    later = Block(0, MELODY, MELODY, 3, 3)
    assert list(widen.beats_around(song, later).rows) == [2, 3, 4, 5]
    assert list(widen.bars_around(song, later).rows) == list(range(2, 18))
