"""The chord lane: type a symbol; what cannot be read is refused with its reason."""

from __future__ import annotations

import pytest
from driving import Hands, composing

from tuicomposer.score.cells import ChordCell, Note
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.key import Key
from tuicomposer.score.song import new_song
from tuicomposer.score.spans import chord_spans
from tuicomposer.tui.widgets.line import Line


@pytest.mark.parametrize("symbol", ["Am7", "F#dim", "C/E", "N.C.", "Bbmaj7"])
async def test_typing_a_symbol_writes_the_chord_and_lets_it_be_heard(symbol: str) -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", *symbol, "enter")
        assert hands.cell(0, 0) == ChordCell(parse_chord(symbol))
        assert ("audition", 0, parse_chord(symbol)) in hands.world.player.heard
        assert hands.cursor.row == 1


async def test_a_small_letter_is_a_root_too() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", *"am", "down")
        assert hands.cell(0, 0) == ChordCell(parse_chord("Am"))


async def test_an_unknown_symbol_is_refused_with_its_reason_and_the_old_one_stays() -> None:
    async with composing() as hands:
        before = hands.song
        await hands.press("left", *"Cxyz", "enter")
        assert hands.song == before
        assert "“Cxyz” is not a chord symbol known here." in hands.line("cell")
        assert "such as C, Am7" in hands.line("entry")
        assert hands.rows[2].split()[1] == "Cxyz▏"
        await hands.press("escape")
        assert hands.rows[2].split()[1] == "C"
        assert chord_spans(hands.song.sections[0], 0)[0].chord == parse_chord("C")


async def test_a_command_writes_the_open_cell_first_and_waits_while_it_is_refused() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", *"Dm", "ctrl+s")
        assert hands.cell(0, 0) == ChordCell(parse_chord("Dm"))
        await hands.press("escape", "down", *"Dq", "f5")
        assert ("play", 0) not in hands.world.player.heard
        assert hands.composer.view.editor is not None


async def test_piano_keys_that_are_no_chord_say_what_to_type() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", "z")
        assert hands.cell(0, 0) is None
        assert "type a chord" in hands.line("cell")


async def test_the_status_line_explains_the_cell_in_words() -> None:
    async with composing() as hands:
        assert hands.line("cell") == " 1.1 Melody · E4 is the third of C"
        await hands.press("left")
        assert "I in C major" in hands.line("cell")


async def test_the_panel_shows_key_rivals_and_roman_numerals() -> None:
    async with composing() as hands:
        panel = hands.line("panel")
        assert "C major" in panel
        assert "81 %" in panel
        assert "G major" in panel
        assert "V7/V" in panel
        await hands.press("f2")
        assert hands.line("panel") == ""


async def test_the_analysis_follows_the_edits() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", *"Bb7", "enter")
        await hands.until(lambda: "Bb7" in hands.line("panel"))


async def test_notes_do_not_open_a_cell() -> None:
    async with composing(new_song()) as hands:
        await hands.press("c")
        assert hands.cell(1, 0) == Note(64)
        assert hands.composer.view.editor is None


async def test_a_bar_is_typed_in_one_go_and_the_next_one_after_a_space() -> None:
    """The Band-in-a-Box way: small letters, commas, degrees, a lone slash, the bar before again."""
    async with composing(new_song(key=Key("C"))) as hands:
        await hands.press(
            "left", *"dm,g7", "space", *"ii7,V7", "space", *"cj", "space", *"/e", "vertical_line"
        )
        assert chords(hands) == {0: "Dm", 8: "G7", 16: "Dm7", 24: "G7", 32: "Cmaj7", 36: "Cmaj7/E"}
        assert hands.cursor.row == 48
        await hands.press("percent_sign", "enter")
        assert chords(hands) | {48: "Cmaj7", 52: "Cmaj7/E"} == chords(hands)
        await hands.press("ctrl+z")
        assert 48 not in chords(hands)


async def test_arrows_go_from_beat_to_beat_and_bar_to_bar_while_typing_chords() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", "c", "down", "f", "right", "g", "left", "a", "up")
        assert chords(hands) == {0: "A", 4: "F", 16: "G"}
        assert hands.cursor.row == 0


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("bVII", "Bb"),
        ("bIII7", "Eb7"),
        ("bvi", "Abm"),
        ("bb", "Bb"),
        ("bb7", "Bb7"),
        ("b", "B"),
        ("bm", "Bm"),
        ("b7", "B7"),
        ("B7", "B7"),
        ("_7", "Bb"),
        ("_6m", "Abm"),
        ("#4dim", "F#dim"),
    ],
)
async def test_a_small_b_is_a_root_or_the_flat_of_a_numeral(typed: str, symbol: str) -> None:
    async with composing(new_song(key=Key("C"))) as hands:
        await hands.press("left", *typed, "space")
        assert chords(hands) == {0: symbol}


async def test_a_lowered_degree_is_offered_beside_the_chord_that_it_is_typed_like() -> None:
    async with composing(new_song(key=Key("C"))) as hands:
        await hands.press("left", *"b7")
        assert hands.line("entry").split("Tab ")[1].split()[0] == "_7"
        await hands.press("tab", "space")
        assert chords(hands) == {0: "Bb"}
        await hands.press(*"b3", "space")
        assert "lowered degree of the key is written _3" in hands.line("entry")
        assert chords(hands) == {0: "Bb"}


async def test_the_line_of_an_open_cell_is_cleared_and_nothing_is_undone() -> None:
    async with composing() as hands:
        await hands.press("z", "left", *"dm7", "ctrl+u", *"f", "enter")
        assert hands.cell(0, 1) == ChordCell(parse_chord("F"))
        assert hands.cell(1, 0) == Note(60)


async def test_each_chord_sounds_when_its_comma_or_its_end_is_typed() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", *"dm,g7", "enter")
        assert [told[2] for told in hands.world.player.heard if told[0] == "audition"] == [
            parse_chord("Dm"),
            parse_chord("G7"),
        ]


async def test_tab_completes_what_fits_the_key_first() -> None:
    async with composing(new_song(key=Key("C"))) as hands:
        await hands.press("left", "d", "tab")
        assert hands.composer.view.editor is not None
        assert hands.composer.view.editor.text == "Dm"
        assert "Tab Dm  Dm7  " in hands.line("entry")
        await hands.press("tab", "shift+tab", "enter")
        assert chords(hands) == {0: "Dm"}


@pytest.mark.parametrize("typed", ["g7", "dm", "c", "f#m7", "xyz"])
async def test_nothing_in_the_line_of_an_open_cell_is_cut_at_eighty_columns(typed: str) -> None:
    async with composing(new_song(), size=(80, 24)) as hands:
        await hands.press("left", "c", "backspace", *typed, *(["enter"] if typed == "xyz" else []))
        line = hands.app.query_one("#entry", Line)
        assert "…" not in line.render_line(0).text


async def test_what_is_typed_already_is_listed_last_and_silence_is_completed() -> None:
    async with composing(new_song(), size=(80, 24)) as hands:
        await hands.press("left", *"dm")
        listed = hands.line("entry").split("Tab ")[1].split("  ")
        assert listed[0] == "Dm7"
        assert listed[5] == "Dm"
        await hands.press("ctrl+u", "n")
        assert "Tab N.C.  " in hands.line("entry")
        await hands.press("tab", "enter")
        assert chords(hands) == {0: "N.C."}


async def test_chords_that_do_not_share_the_bar_stay_red() -> None:
    async with composing(new_song()) as hands:
        await hands.press("left", *"c,f,g", "enter")
        assert chords(hands) == {}
        assert "3 chords do not share 16 rows evenly." in hands.line("cell")
        await hands.press("backspace", "backspace", "enter")
        assert chords(hands) == {0: "C", 8: "F"}


def chords(hands: Hands) -> dict[int, str]:
    return {span.row: span.chord.symbol for span in chord_spans(hands.song.sections[0], 0)}
