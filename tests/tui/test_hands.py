"""How the hands are set: entry modes, layouts, scale lock, repeating, masks, jamming. Reads like a manual."""

from __future__ import annotations

from dataclasses import replace

import pytest
from driving import Hands, composing
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key as KeyEvent

from tests.strategies import keys
from tuicomposer.errors import EntryError
from tuicomposer.score.blocks.mask import Mask
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.edits import SetCells, apply
from tuicomposer.score.key import Key
from tuicomposer.score.song import Place, new_song
from tuicomposer.settings.layouts import LAYOUTS, Layout
from tuicomposer.tui.actions import ACTIONS
from tuicomposer.tui.cell_text import starts_chord
from tuicomposer.tui.commands.hand_settings import read_layout
from tuicomposer.tui.entry_state import EntryMode, EntryState
from tuicomposer.tui.keys import key_name
from tuicomposer.tui.note_typing import is_note_key, typed_pitch

MELODY = 1


def pitches(hands: Hands, count: int) -> list[int | None]:
    cells = [hands.cell(MELODY, row) for row in range(count)]
    return [cell.pitch if isinstance(cell, Note) else None for cell in cells]


async def test_letters_are_notes_of_the_key_near_the_note_before() -> None:
    async with composing(new_song(key=Key("G"))) as hands:
        await hands.press("alt+n")
        assert " LETTER " in hands.line("entry")
        await hands.press(*"gabfFcd")
        assert pitches(hands, 7) == [67, 69, 71, 66, 67, 72, 74]
        await hands.press("less_than_sign", "g")
        assert hands.cell(MELODY, 7) == Note(55)


async def test_digits_are_degrees_of_the_key() -> None:
    async with composing(new_song(key=Key("A", "minor"))) as hands:
        await hands.press("alt+n", "tilde", *"1234567")
        assert " DEGREE " in hands.line("entry")
        assert pitches(hands, 7) == [69, 71, 72, 74, 76, 77, 79]


async def test_degrees_without_a_key_say_what_is_missing() -> None:
    async with composing(new_song()) as hands:
        await hands.press("alt+n", "alt+n", "5")
        assert hands.cell(MELODY, 0) is None
        assert "needs a key" in hands.line("cell")


async def test_the_scale_lock_says_that_it_needs_a_key() -> None:
    async with composing(new_song()) as hands:
        await hands.press("number_sign")
        assert "Every note is refused until a key is stated" in hands.line("cell")
        await hands.press("z")
        assert hands.cell(MELODY, 0) is None
        assert "needs a key" in hands.line("cell")


async def test_the_scale_lock_refuses_notes_outside_the_key() -> None:
    async with composing(new_song(key=Key("F"))) as hands:
        await hands.press("number_sign", "z", "s", "b")
        assert pitches(hands, 3) == [60, 67, None]
        await hands.press("s")
        assert "outside F major" in hands.line("cell")
        assert "scale lock" in hands.line("entry")
        await hands.press("number_sign", "s")
        assert hands.cell(MELODY, 2) == Note(61)


async def test_space_repeats_the_last_note_and_a_comma_the_last_chord_too() -> None:
    async with composing(new_song()) as hands:
        await hands.press("space")
        assert "Nothing was typed yet that could be repeated here; L plays." in hands.line("cell")
        assert not hands.composer.document.undo_label
        await hands.press("semicolon", "c", "comma", "space")
        assert [hands.cell(MELODY, row) for row in range(3)] == [Note(64, 88)] * 3
        assert hands.composer.document.undo_label == "Repeat the last entry"
        assert not any(heard[0] == "play" for heard in hands.world.player.heard)
        await hands.press("left", "home", *"Am", "enter", "comma")
        assert hands.cell(0, 1) == ChordCell(parse_chord("Am"))


async def test_a_jam_sounds_and_writes_nothing() -> None:
    async with composing(new_song()) as hands:
        before = hands.song
        await hands.press("exclamation_mark", "z", "x", "1", "left", *"Am", "enter")
        assert hands.song == before
        assert ("audition", MELODY, 62) in hands.world.player.heard
        assert ("audition", 0, parse_chord("Am")) in hands.world.player.heard
        assert "JAM" in hands.line("entry")
        await hands.press("right", "home", "exclamation_mark", "z")
        assert hands.cell(MELODY, 0) == Note(60)


async def test_the_mask_writes_only_the_pitch_or_only_the_velocity() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "up", "semicolon", "down")
        await hands.run("block.mask")
        await hands.press("home", "x")
        assert hands.cell(MELODY, 0) == Note(62, 88)
        await hands.run("block.mask")
        await hands.press("home", "b", "z")
        assert hands.cell(MELODY, 0) == Note(62, 96)
        assert hands.cell(MELODY, 1) is None
        assert "mask velocity" in hands.line("entry")


async def test_a_french_keyboard_has_its_own_rows() -> None:
    async with composing(new_song()) as hands:
        await hands.run("write.layout")
        await hands.press(*["backspace"] * 6, *"azerty", "enter")
        await hands.press("w", "s", "é", "comma", "minus")
        assert pitches(hands, 5) == [60, 61, 73, 71, 80]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
@pytest.mark.parametrize("mode", EntryMode)
def test_every_command_keeps_a_key_in_every_layout_and_mode(layout: Layout, mode: EntryMode) -> None:
    """Where a key writes music it is no command, so commands need another one, or ( and ) the palette."""
    entry = EntryState(layout=layout, mode=mode)
    for action in ACTIONS:
        if not action.typed and action.keys and not action.id.endswith("_match"):
            assert any(not is_note_key(key_name(key), entry) for key in action.keys), action.id
            assert any(not starts_chord(key_name(key)) for key in action.keys), action.id


@given(
    st.sampled_from("abcdefgABCDEFG1234567zq"),
    st.sampled_from(EntryMode),
    st.integers(-1, 8),
    st.none() | keys,
)
def test_a_typed_pitch_is_in_range_or_refused(
    character: str, mode: EntryMode, octave: int, key: Key | None
) -> None:
    entry = EntryState(mode=mode, scale_lock=True)
    if not is_note_key(character, entry):
        return
    try:
        pitch = typed_pitch(character, entry, octave=octave, key=key, before=None)
    except EntryError:
        return
    assert 0 <= pitch <= 127
    assert key is not None
    assert pitch % 12 in key.scale


def test_a_layout_that_is_none_says_what_to_write() -> None:
    with pytest.raises(EntryError, match="no keyboard layout") as caught:
        read_layout("colemak?")
    assert "qwerty, qwertz, azerty, dvorak" in caught.value.hint


def test_a_row_with_too_few_keys_says_how_many_there_are_to_be() -> None:
    with pytest.raises(EntryError) as caught:
        read_layout("asdfghjkl")
    assert "at least 12" in caught.value.hint


async def test_without_lanes_the_hands_stay_quiet() -> None:
    async with composing(replace(new_song(lanes=()), title="No lanes")) as hands:
        await hands.press("z", "comma", "exclamation_mark")
        assert hands.song.lanes == ()


async def test_alt_and_a_letter_is_no_letter() -> None:
    async with composing(new_song()) as hands:
        hands.composer.grid.post_message(KeyEvent("alt+n", "n"))
        await hands.until(lambda: hands.composer.view.entry.mode is EntryMode.LETTER)
        assert hands.cell(MELODY, 0) is None


async def test_a_cut_and_an_off_are_different_ends() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "circumflex_accent", "x", "grave_accent")
        assert [hands.cell(MELODY, row) for row in (1, 3)] == [Off(cut=True), Off()]
        assert [row.split()[2] for row in (hands.rows[3], hands.rows[5])] == ["^^^", "==="]
        await hands.press("enter", *"cut", "enter")
        assert hands.cell(MELODY, 4) == Off(cut=True)


async def test_the_mask_holds_for_everything_that_is_typed() -> None:
    async with composing(new_song()) as hands:
        await hands.press("x", "z", "home", "semicolon")
        view = hands.composer.view
        view.mask = Mask.VELOCITY
        for keys in (
            ["comma"],
            ["grave_accent"],
            ["circumflex_accent"],
            ["enter", "backspace", "3", "enter"],
        ):
            await hands.press("home", *keys)
            assert isinstance(cell := hands.cell(MELODY, 0), Note)
            assert cell.pitch == 62, keys
        await hands.press("down", "down", "comma")
        assert hands.cell(MELODY, 2) is None
        await hands.press("home", "left", *"Am", "enter")
        assert hands.cell(0, 0) is None
        assert "mask" in hands.line("cell")
        view.mask = Mask.NOTES
        await hands.press("right", "home", "enter", "backspace", "backspace", *"C4 9", "enter")
        assert hands.cell(MELODY, 0) == Note(60, cell.velocity)


async def test_a_note_that_is_mended_keeps_its_velocity() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "home", "semicolon", "enter", "backspace", "5", "enter")
        assert hands.cell(MELODY, 0) == Note(72, 88)


async def test_a_letter_behind_a_whole_pitch_begins_another() -> None:
    async with composing(new_song()) as hands:
        await hands.press("z", "home", "enter", *"bb3", "enter")
        assert hands.cell(MELODY, 0) == Note(58)
        await hands.press("home", "enter", *"off", "enter", "home", "enter", *"a4 70", "enter")
        assert hands.cell(MELODY, 0) == Note(69, 70)


async def test_a_pitch_may_be_typed_with_its_velocity() -> None:
    async with composing(new_song()) as hands:
        await hands.press("enter", *"A4")
        assert "A4 100 velocity" in hands.line("entry")
        await hands.press(*" 100", "enter")
        assert hands.cell(MELODY, 0) == Note(69, 100)
        for wrong in ("0", "128", "x"):
            await hands.press("enter", *f"A4 {wrong}", "enter")
            assert "is no velocity" in hands.line("cell")
            await hands.press("escape")
        assert hands.cell(MELODY, 1) is None


async def test_what_is_sung_on_a_note_is_typed_behind_it_and_stays_with_another_pitch() -> None:
    async with composing(new_song()) as hands:
        await hands.press("home", "enter", *"C4", "space", "quotation_mark", *"la")
        assert 'A4 "la lyric' in hands.line("entry")
        await hands.press("enter", "home")
        assert hands.cell(MELODY, 0) == Note(60, lyric="la")
        assert "sung “la”" in hands.line("cell")
        await hands.press("x", "space")
        assert [hands.cell(MELODY, row) for row in (0, 1)] == [Note(62, lyric="la"), Note(62)]


async def test_a_pitch_typed_into_a_cell_leaves_the_syllable_and_the_time_and_empty_quotes_take_it() -> None:
    note = Note(60, 90, 20, lyric="la")
    song = apply(new_song(), SetCells(((Place(0, MELODY, 4), note),))).song
    async with composing(song) as hands:
        await hands.press("home", "down", "down", "down", "down", "enter", *["backspace"] * 3, *"D4", "enter")
        assert hands.cell(MELODY, 4) == replace(note, pitch=62)
        await hands.press("home", "down", "down", "down", "down", "enter", "space", "quotation_mark", "enter")
        assert hands.cell(MELODY, 4) == replace(note, pitch=62, lyric="")
