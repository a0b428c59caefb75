"""What is sent to the terminal: as little as possible, and always enough."""

from __future__ import annotations

import re
from typing import Any

import pyte
import pytest
from driving import Hands
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.score.song import Place
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.painting.frugal import COLOUR_SYSTEMS, Piece, Speech, pieces_of, sent_for
from tuicomposer.tui.painting.looks import PLAIN, change, look_of
from tuicomposer.tui.painting.shown import Shown, cells_of

WIDTH, HEIGHT = 12, 3
SIXTEEN = {*range(30, 38), 39, *range(40, 48), 49, *range(90, 98), *range(100, 108)}
"""Codes of the terminal's own colours, for letters and ground, and of its defaults."""
COLOURS = (None, "#102030", "#a0b0c0", "#ff0000")

styles = st.builds(
    Style,
    color=st.sampled_from(COLOURS),
    bgcolor=st.sampled_from(COLOURS),
    bold=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    reverse=st.booleans(),
)
texts = st.text(st.sampled_from("ab  ·│é世"), min_size=1, max_size=6)
drawings = st.tuples(
    st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), st.lists(st.tuples(texts, styles), min_size=1)
)


class Emulated:
    """A terminal that is sent what a copy of it asks for."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.shown = Shown(WIDTH, HEIGHT)
        self.draw(*((y, 0, [(" " * WIDTH, Style())]) for y in range(HEIGHT)))

    def draw(self, *drawn: tuple[int, int, list[tuple[str, Style]]]) -> str:
        self.shown.begin()
        for y, x, parts in drawn:
            segments = [Segment(text, style) for text, style in parts]
            self.shown.draw(y, x, fitted(cells_of(segments, ColorSystem.TRUECOLOR), WIDTH - x))
        sent = self.shown.end()
        self.stream.feed(sent)
        return sent

    def seen(self) -> list[list[tuple[Any, ...]]]:
        return [[seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def fitted(cells: Any, room: int) -> Any:
    """Cells without half a wide character at their end; strips never hold one."""
    if len(cells.characters) > room and cells.characters[room] == "":
        cells.characters[room - 1] = " "
    return cells


def seen(cell: Any) -> tuple[Any, ...]:
    """What a person sees of a cell: of a space neither colour nor weight."""
    if cell.data.strip():
        return cell
    if cell.reverse or cell.underscore:
        return (cell.data, cell.fg, cell.bg, cell.reverse, cell.underscore)
    return (cell.data, cell.bg)


@given(st.lists(drawings, max_size=8), drawings)
@settings(max_examples=150, deadline=None)
def test_changes_show_what_drawing_everything_would_show(
    before: list[tuple[int, int, list[tuple[str, Style]]]], last: tuple[int, int, list[tuple[str, Style]]]
) -> None:
    plain = [
        (y, x, [(text.replace("世", "w"), style) for text, style in parts]) for y, x, parts in [*before, last]
    ]
    bit_by_bit, at_once = Emulated(), Emulated()
    for one in plain:
        bit_by_bit.draw(one)
    at_once.draw(*plain)
    assert bit_by_bit.seen() == at_once.seen()
    assert bit_by_bit.draw(plain[-1]) == ""


@given(
    st.lists(st.tuples(texts, styles), min_size=1, max_size=4), st.lists(st.tuples(texts, styles), min_size=1)
)
@settings(max_examples=150, deadline=None)
def test_wide_characters_stay_aligned(one: list[tuple[str, Style]], other: list[tuple[str, Style]]) -> None:
    terminal, fresh = Emulated(), Emulated()
    terminal.draw((1, 0, [*one, (" " * WIDTH, Style())]))
    terminal.draw((1, 0, [*other, (" " * WIDTH, Style())]))
    fresh.draw((1, 0, [*other, (" " * WIDTH, Style())]))
    assert terminal.seen() == fresh.seen()


@given(styles, styles)
def test_a_look_follows_from_any_other(one: Style, other: Style) -> None:
    now, wanted = look_of(one, ColorSystem.TRUECOLOR), look_of(other, ColorSystem.TRUECOLOR)
    screen = pyte.Screen(3, 1)
    stream = pyte.Stream(screen)
    stream.feed(change(PLAIN, now)[0] + "x" + change(now, wanted)[0] + "y")
    alone = pyte.Screen(3, 1)
    pyte.Stream(alone).feed("x" + change(PLAIN, wanted)[0] + "y")
    assert screen.buffer[0][1] == alone.buffer[0][1]
    assert change(wanted, wanted)[0] == ""


@given(st.integers(-3, 2 * WIDTH), st.integers(-3, 2 * HEIGHT), texts)
def test_what_lies_outside_the_terminal_is_left_out(x: int, y: int, text: str) -> None:
    shown = Shown(WIDTH, HEIGHT)
    shown.begin()
    shown.draw(y, x, cells_of([Segment(text)], ColorSystem.TRUECOLOR))
    assert bool(shown.end()) == (0 <= x < WIDTH and 0 <= y < HEIGHT)


def test_control_characters_are_never_sent_as_text() -> None:
    cells = cells_of([Segment("a\x1b[31m\nb\x9b\x07")], ColorSystem.TRUECOLOR)
    assert "".join(cells.characters) == "a[31mb"


def test_a_changed_letter_costs_a_few_bytes() -> None:
    terminal = Emulated()
    terminal.draw((1, 2, [("C-4", Style(color="#a0b0c0"))]))
    assert len(terminal.draw((1, 2, [("C-5", Style(color="#a0b0c0"))]))) < 35


def test_cells_of_one_look_are_sent_together_however_they_lie() -> None:
    """A page of notes, in turn with empty cells of another look: two looks, not two for each pair."""
    note, empty = Style(color="#a0b0c0", bold=True), Style(color="#102030")
    terminal = Emulated()
    sent = terminal.draw(*((y, 0, [("C4 ", note), ("·  ", empty)] * 2) for y in range(HEIGHT)))
    assert sent.count("m") == 3
    fresh = Emulated()
    for y in range(HEIGHT):
        for x, (text, style) in enumerate([("C4 ", note), ("·  ", empty)] * 2):
            fresh.draw((y, 3 * x, [(text, style)]))
    assert terminal.seen() == fresh.seen()


class Watched(ComposerApp):
    """A composer whose updates are drawn on a copy of a terminal, which a headless one never does."""

    copy: Shown | None = None

    def _display(self, screen: Any, renderable: Any) -> None:
        if self.copy is None or (self.copy.width, self.copy.height) != self.size:
            self.copy = Shown(*self.size)
        for y, x, strip in pieces_of(renderable) or ():
            self.copy.draw(y, x, cells_of(strip, ColorSystem.TRUECOLOR))
        super()._display(screen, renderable)

    def differences(self) -> list[int]:
        """Lines that the terminal would show otherwise than a full drawing would."""
        assert self.copy is not None
        full = Shown(*self.size)
        for y, strip in enumerate(self.screen._compositor.render_strips()):
            full.draw(y, 0, cells_of(strip, ColorSystem.TRUECOLOR))
        return [
            y
            for y in range(full.height)
            if (full._characters[y], full._looks[y]) != (self.copy._characters[y], self.copy._looks[y])
        ]


class Sent(Watched):
    """A composer of which is known what each of its pictures would send."""

    def codes(self) -> set[int]:
        """The codes that the whole screen takes."""
        shown = Shown(*self.size)
        strips = self.screen._compositor.render_strips()
        pieces = (Piece(y, 0, strip) for y, strip in enumerate(strips))
        sent = sent_for(pieces, shown, Speech(self._colours()))
        found = ";".join(re.findall(r"\x1b\[([0-9;]*)m", sent)).split(";")
        return {int(code) for code in found if code}


@pytest.mark.parametrize("system", ["standard", "256", "truecolor"])
async def test_the_scheme_of_sixteen_and_the_one_without_colour_send_no_other_codes(system: str) -> None:
    app = Sent(FakeWorld().ports, ode(), None, AT_ONCE)
    app.console._color_system = COLOUR_SYSTEMS[system]
    async with app.run_test(size=(90, 26)) as pilot:
        hands = Hands(pilot, app, FakeWorld())
        await hands.until(lambda: app.composer.view.analyzed is not None)
        for key in ("z", "shift+down", "alt+w", "escape", "ctrl+g", "escape", "f1"):
            await hands.press(key)
            for name, allowed in (("sixteen", SIXTEEN), ("plain", set())):
                app.show_palette(name)
                await hands.settle()
                colours = {code for code in app.codes() if code >= 30}
                assert colours <= allowed, (key, name)
                assert not allowed or len(colours) > 4
            app.show_palette("night")
            await hands.settle()
            assert (38 in app.codes()) == (system != "standard")


async def test_partial_updates_leave_what_a_full_drawing_would_show() -> None:
    app = Watched(FakeWorld().ports, ode(), None, AT_ONCE)
    async with app.run_test(size=(90, 26)) as pilot:
        hands = Hands(pilot, app, FakeWorld())
        await hands.until(lambda: app.composer.view.analyzed is not None)
        for keys in (
            ["z", "x", "period"],
            ["pagedown"] * 3,
            ["shift+down", "shift+right", "ctrl+z"],
            ["ctrl+g"],
            ["escape"],
            ["f1"],
            ["escape", "f2", "z"],
            ["end", "home", "left", "A", "m"],
        ):
            await hands.press(*keys)
            await hands.until(lambda: not app.differences())
        for size in ((40, 12), (120, 30), (30, 40), (100, 30)):
            await pilot.resize_terminal(*size)
            await hands.until(lambda: not app.differences())
        app.composer.move(Place(0, 1, 3))
        await hands.until(lambda: not app.differences())
