"""The look: schemes, colours that say something, keyboard, neck, roll, levels, following, the mouse."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from driving import Hands, composing
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.score.cells import Note
from tuicomposer.score.edits import ReplaceLane, SetCells, apply
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import Place
from tuicomposer.settings.values import FOLLOWS, THEMES, Settings
from tuicomposer.tui import hues
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.instrument_text import instrument_text, lines_of, sounding
from tuicomposer.tui.levels import FULL, levels_at
from tuicomposer.tui.painting.repertoire import Repertoire, in_repertoire
from tuicomposer.tui.painting.shown import Shown, cells_of
from tuicomposer.tui.palette import NIGHT
from tuicomposer.tui.picture import lane_flags, lane_foot
from tuicomposer.tui.roll_text import Roll, around, roll_text, sounding_cells
from tuicomposer.tui.taste import Taste
from tuicomposer.tui.themes import CONTRAST, PALETTES, SIXTEEN, STEADY, WORDS, suitable
from tuicomposer.tui.view import Colouring, Follow, Instrument, View
from tuicomposer.tui.widgets.line import Line
from tuicomposer.wiring.taste import shows_unicode, taste_of

# Schemes --------------------------------------------------------------------------------


def test_settings_name_every_scheme_and_way_to_follow() -> None:
    assert set(PALETTES) == set(THEMES) == set(WORDS)
    assert {follow.value for follow in Follow} == set(FOLLOWS)


@pytest.mark.parametrize(
    ("colours", "no_color", "name"),
    [
        ("truecolor", False, "night"),
        ("256", False, "night"),
        ("standard", False, "sixteen"),
        (None, False, "plain"),
        ("truecolor", True, "plain"),
    ],
)
def test_the_scheme_suits_the_terminal(colours: str | None, no_color: bool, name: str) -> None:
    assert suitable(colours, no_color=no_color) == name


def test_high_contrast_is_seven_to_one_for_what_is_read() -> None:
    read = [CONTRAST.dim, CONTRAST.text, CONTRAST.bright, CONTRAST.accent, *CONTRAST.roles.values()]
    assert min(contrast(colour, CONTRAST.ground) for colour in read) >= 7
    assert contrast(CONTRAST.on_cursor, CONTRAST.cursor) >= 7


def test_colours_for_colour_blind_eyes_differ_in_lightness() -> None:
    lightness = sorted(luminance(colour) for colour in STEADY.roles.values())
    assert all(low * 1.15 < high for low, high in pairwise(lightness))


def test_the_scheme_of_sixteen_sends_only_the_sixteen() -> None:
    sent = [Style(color=colour).color for colour in SIXTEEN.classes]
    numbers = {colour.downgrade(ColorSystem.STANDARD).number for colour in sent if colour is not None}
    assert len(numbers) == 12


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("environment", "unicode"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "en_US.utf8"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
        ({"LC_CTYPE": "UTF-8"}, True),
        ({"LANG": "de_DE.ISO-8859-1", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, False),
    ],
)
def test_the_locale_says_what_the_terminal_shows(environment: dict[str, str], unicode: bool) -> None:
    assert shows_unicode(environment) is unicode


def test_no_colour_and_a_slow_line_are_respected() -> None:
    taste = taste_of(Settings(follow="centre"), {"NO_COLOR": "1", "SSH_CONNECTION": "a"})
    assert taste == Taste("", True, Repertoire.ALL, Follow.CENTRE, False)


@pytest.mark.parametrize(
    ("environment", "repertoire"),
    [
        ({"TERM": "xterm"}, Repertoire.ALL),
        ({"TERM": "linux"}, Repertoire.CONSOLE),
        ({"TERM": "linux", "LANG": "C"}, Repertoire.ASCII),
    ],
)
def test_a_linux_console_shows_what_its_font_has(environment: dict[str, str], repertoire: Repertoire) -> None:
    assert taste_of(Settings(), environment).repertoire is repertoire


# Characters -----------------------------------------------------------------------------


@given(st.text(max_size=30))
def test_a_terminal_of_ascii_is_sent_ascii_of_the_same_width(text: str) -> None:
    cells = cells_of([Segment(text)], ColorSystem.TRUECOLOR)
    plain = in_repertoire(cells, Repertoire.ASCII)
    assert all(len(character) == 1 and character.isascii() for character in plain.characters)
    assert len(plain.characters) == len(cells.characters)


def test_lines_and_signs_have_likenesses() -> None:
    cells = cells_of([Segment("─│┌━·▶✓é世")], ColorSystem.TRUECOLOR)
    assert "".join(in_repertoire(cells, Repertoire.ASCII).characters) == "-|+=.>+e??"
    palette = cells_of([Segment("▔▁🔎 swap")], ColorSystem.TRUECOLOR)
    assert "".join(in_repertoire(palette, Repertoire.ASCII).characters) == "-_?  swap"


def test_a_console_keeps_lines_and_letters_that_its_font_has() -> None:
    cells = cells_of([Segment("╭━╮│●·▶✓é…♩▂▇世")], ColorSystem.TRUECOLOR)
    console = "".join(in_repertoire(cells, Repertoire.CONSOLE).characters)
    assert console == "┌═┐│•·>+é~q▒█??"
    assert len(console) == len(cells.characters)


@pytest.mark.parametrize("name", ["世界" * 9, "e\u0301" * 30, "a\x1b[31mb\x07", "\u202eabc", "👩‍👩‍👧 voice"])
async def test_odd_names_stay_aligned(name: str) -> None:
    song = apply(ode(), ReplaceLane(1, replace(ode().lanes[1], name=name))).song
    async with composing(replace(song, title=name), size=(80, 24)) as hands:
        grid = hands.composer.grid
        assert {grid.render_line(y).cell_length for y in range(grid.size.height)} == {grid.size.width}
        title = hands.composer.query_one("#title").render_line(0)  # type: ignore[attr-defined]
        assert title.cell_length == 80
        assert all(ord(character) >= 32 for character in title.text)


# What colours say -----------------------------------------------------------------------


def test_clashes_and_passing_notes_carry_a_sign() -> None:
    song = apply(ode(), SetCells(((Place(0, 1, 0), Note(61)),))).song
    view = View(Place(0, 0, 0), colouring=Colouring.HARMONY)
    clash = hues.coloured(song, view, NIGHT, Place(0, 1, 0), Note(61))
    third = hues.coloured(ode(), view, NIGHT, Place(0, 1, 0), Note(64))
    assert clash == (NIGHT.bad, hues.CLASH)
    assert third == (NIGHT.good, "")


def test_degrees_follow_the_key_and_pitch_classes_do_not() -> None:
    place, note = Place(0, 1, 0), Note(62)
    pitch = View(place, colouring=Colouring.PITCH)
    degree = View(place, colouring=Colouring.DEGREE)
    assert hues.coloured(ode(), pitch, NIGHT, place, note) == (NIGHT.classes[2], "")
    assert hues.coloured(ode(), degree, NIGHT, place, note) == (NIGHT.classes[2], "")
    assert hues.coloured(ode(), degree, NIGHT, place, Note(61)) == (NIGHT.warn, hues.OUTSIDE)
    assert len(set(NIGHT.classes)) == 12


async def test_a_key_goes_through_the_colourings() -> None:
    async with composing() as hands:
        seen = []
        for _ in Colouring:
            await hands.press("shift+f12")
            seen.append(hands.composer.view.colouring)
        assert set(seen) == set(Colouring)


# Keyboard, neck, roll, levels -----------------------------------------------------------


def test_the_keyboard_shows_the_note_and_the_neck_the_chord() -> None:
    note = sounding(ode(), Place(0, 1, 1))
    assert note.pitches == (64,)
    chord = sounding(ode(), Place(0, 0, 3))
    assert chord.classes == {0, 4, 7}
    for instrument, found in ((Instrument.KEYBOARD, note), (Instrument.FRETBOARD, chord)):
        for width in (28, 36):
            lines = instrument_text(NIGHT, instrument, found, width).plain.split("\n")
            assert len(lines) == lines_of(instrument)
            assert max(map(cell_len, lines)) <= width
    neck = instrument_text(NIGHT, Instrument.FRETBOARD, chord, 28).plain.split("\n")
    assert neck[1].startswith(" E ●")
    assert neck[2].startswith(" B ║─●")


def test_the_roll_holds_every_sounding_row_of_the_block() -> None:
    block = around(ode(), Place(0, 1, 20))
    assert (block.first_row, block.last_row) == (16, 79)
    cells = sounding_cells(ode(), block)
    assert cells[67, 24].begins
    assert not cells[67, 25].begins
    lines = roll_text(NIGHT, ode(), Roll(block, 80, 20)).plain.split("\n")
    assert len(lines) == 20
    assert all(cell_len(line) <= 80 for line in lines)


def test_levels_fade_and_follow_the_mixer() -> None:
    song = ode()
    loud, later = levels_at(song, 0, 0), levels_at(song, 0, 4)
    assert 0 < later[1] < loud[1] <= FULL
    muted = apply(song, ReplaceLane(1, replace(song.lanes[1], muted=True))).song
    assert levels_at(muted, 0, 0)[1] == 0
    alone = apply(song, ReplaceLane(0, replace(song.lanes[0], solo=True))).song
    assert levels_at(alone, 0, 0)[1] == 0


async def test_the_roll_opens_moves_and_leaves() -> None:
    async with composing(size=(90, 28)) as hands:
        await hands.press("shift+f4", "right", "up", "left", "escape")
        assert hands.app.screen is hands.composer


# Following and the mouse ----------------------------------------------------------------


async def test_the_row_that_sounds_stays_in_the_middle() -> None:
    async with composing(size=(80, 24)) as hands:
        await hands.press("ctrl+f", "ctrl+f")
        assert hands.composer.view.follow is Follow.CENTRE
        await hands.press("f5")
        hands.world.player.playhead = hands.world.player.playhead._replace(row=60)
        await hands.until(lambda: hands.composer.view.playhead.row == 60)
        grid = hands.composer.grid
        assert abs(60 - grid.scroll_offset.y - grid.page // 2) <= 1


async def test_the_mouse_places_the_cursor_and_draws_a_block() -> None:
    async with composing(size=(100, 30)) as hands:
        grid = hands.composer.grid
        await hands.pilot.mouse_down(grid, offset=(30, 5))
        await hands.settle()
        lane, row = hands.cursor.lane, hands.cursor.row
        assert row == 3
        await hands.pilot.hover(grid, offset=(30, 9))
        await hands.pilot.mouse_up(grid, offset=(30, 9))
        await hands.settle()
        marked = hands.composer.view.marked
        assert marked is not None
        assert (marked.first_lane, marked.last_lane, marked.first_row, marked.last_row) == (lane, lane, 3, 7)


async def test_the_scheme_changes_while_it_runs() -> None:
    async with composing(size=(80, 24)) as hands:
        for name in list(PALETTES)[1:]:
            await hands.press("shift+f9")
            await hands.until(lambda name=name: hands.app.theme == name)  # type: ignore[misc]
        await hands.press("z")
        assert hands.cell(1, 0) is not None


async def test_a_line_of_one_colour_has_it_and_takes_another_with_the_same_words() -> None:
    async with composing(size=(80, 24)) as hands:
        line = hands.composer.query_one("#cell", Line)
        for colour in ("#112233", "#445566"):
            line.show(Text(" the same words", colour))
            await hands.settle()
            words = next(iter(line.render_line(0)))
            assert words.style is not None
            assert words.style.color == Style(color=colour).color


def test_a_repainted_terminal_is_sent_everything() -> None:
    fresh = Shown(4, 1)
    fresh.begin()
    fresh.draw(0, 0, cells_of([Segment("abcd")], None))
    assert "abcd" in fresh.end()


# Pictures -------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_picture_of_a_scheme(snap_compare: Any, theme: str) -> None:
    assert snap_compare(_app(theme), terminal_size=(80, 24), run_before=_used)


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
def test_picture_of_a_size(snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(_app("night"), terminal_size=size, run_before=_used)


def test_picture_of_the_piano_roll(snap_compare: Any) -> None:
    async def run(pilot: Any) -> None:
        await _used(pilot)
        await pilot.press("escape", "shift+f4")
        await pilot.pause()

    assert snap_compare(_app("night"), terminal_size=(100, 30), run_before=run)


def _app(theme: str) -> ComposerApp:
    return ComposerApp(FakeWorld().ports, ode(), Path("walk.tuic"), AT_ONCE, Taste(theme=theme, meters=False))


async def _used(pilot: Any) -> None:
    """A block is marked, notes are coloured by their chords, a keyboard is shown."""
    hands = Hands(pilot, pilot.app, FakeWorld())
    await hands.until(lambda: pilot.app.composer.view.analyzed is not None)
    for key in ("shift+f12", "shift+f12", "shift+f12", "shift+f2", "down", "shift+down", "shift+right"):
        await pilot.press(key)
    await pilot.pause()


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (20, ["lock", "mute", "solo"]),
        (14, ["lock", "mute", "S"]),
        (11, ["lock", "M", "S"]),
        (7, ["L", "M", "S"]),
    ],
)
def test_what_is_on_of_a_lane_is_always_said_the_lock_first(width: int, words: list[str]) -> None:
    lane = Lane("Alto", Role.HARMONY, locked=True, muted=True, solo=True)
    flags = lane_flags(lane, width)
    assert [flag.word for flag in flags] == words
    assert [flag.action for flag in flags] == ["lane.lock", "lane.mute", "lane.solo"]
    foot = "".join(segment.text for segment in lane_foot(PALETTES["night"], lane, width))
    assert len(foot) == width
    assert [foot[flag.start : flag.start + len(flag.word)] for flag in flags] == words
