"""Every screen in every colour scheme, as a person at 80x24 sees it: each cell with its resolved look."""

from __future__ import annotations

import asyncio
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from driving import Hands
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.errors import SoundError
from tuicomposer.score.edits import ReplaceLane, apply
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.keeping import Backup
from tuicomposer.tui.painting.looks import look_of
from tuicomposer.tui.settings_file import SettingsFile
from tuicomposer.tui.taste import Taste
from tuicomposer.tui.themes import PALETTES

SIZE = (80, 24)
SONG = Path("walk.tuic")
VGA = (
    "000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa",
    "555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff",
)  # fmt: skip
"""The sixteen colours as most terminals begin with them."""
SEEN_ON_BLANKS = ("underline", "reverse", "strike")
ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")


class Way(NamedTuple):
    """How a person gets to a screen."""

    keys: tuple[str, ...] = ()
    action: str = ""
    """What the palette does after the keys; empty where the keys are enough."""
    screen: str = "Composer"
    """Class of the screen that is then open."""
    until: Callable[[Hands], bool] = lambda _: True


class Drawn(NamedTuple):
    """A cell of the screen."""

    character: str
    color: str
    """``#rrggbb``; empty where the terminal's own is used."""
    ground: str
    attributes: str
    codes: frozenset[str]
    """The codes of its colours that are sent."""


Picture = tuple[tuple[Drawn, ...], ...]
"""The lines of a screen, or of the box of a dialog."""


def _has_ghost(hands: Hands) -> bool:
    return hands.composer.view.ghost is not None


STATES: Mapping[str, Way] = {
    "typed": Way(("z", "x", "up", "shift+down", "shift+right")),
    "found": Way(("alt+e", "E", "enter")),
    "open cell": Way(("left", "A", "m")),
    "refused cell": Way(("left", "A", "q", "q", "enter")),
    "candidate": Way(("ctrl+g", "enter"), until=_has_ghost),
    "realness": Way(("ctrl+r",), until=lambda hands: hands.composer.view.judged is not None),
    "playing": Way(("f5",), until=lambda hands: hands.composer.view.playhead.playing),
    "instrument": Way(("shift+f2", "shift+f12")),
}
"""States of the composer's own screen."""


def looked_at(
    ways: Mapping[str, Way], schemes: Iterable[str], folder: Path
) -> dict[tuple[str, str], Picture]:
    """The picture of each screen in each scheme, by both; schemes run side by side, which saves waiting."""

    async def every() -> list[dict[str, Picture]]:
        return await asyncio.gather(*(_walked(ways, scheme, folder) for scheme in schemes))

    return {
        (name, scheme): picture
        for scheme, pictures in zip(schemes, asyncio.run(every()), strict=True)
        for name, picture in pictures.items()
    }


async def _walked(ways: Mapping[str, Way], scheme: str, folder: Path) -> dict[str, Picture]:
    world = FakeWorld(settings_file=SettingsFile(folder / "settings.toml"))
    world.keeper.versions = {Backup(Path(f"{SONG}~{n}"), f"2026-01-02 03:0{n}"): ode() for n in (1, 2)}
    lane = replace(ode().lanes[3], muted=True, solo=True, locked=True)
    song = apply(ode(), ReplaceLane(3, lane)).song
    app = ComposerApp(world.ports, song, SONG, AT_ONCE, Taste(theme=scheme, meters=False))
    app.console._color_system = ColorSystem.TRUECOLOR  # whatever terminal the tests run in
    pictures = {}
    async with app.run_test(size=SIZE) as pilot:
        hands = Hands(pilot, app, world)
        app.composer.show_banner(SoundError("There is no sound device.", "Plug one in."))
        for name, way in ways.items():
            app.composer.open_song(song, SONG)
            app.composer.view.clips = ()
            await hands.until(lambda: app.composer.view.analyzed is not None)
            await hands.press(*way.keys)
            if way.action:
                await hands.run(way.action)
            await hands.until(lambda way=way: type(app.screen).__name__ == way.screen and way.until(hands))  # type: ignore[misc]
            for line in app.screen.query(Input):
                line.cursor_blink = False
            await app.workers.wait_for_complete()  # the palette's list comes from a worker
            pictures[name] = await _at_rest(hands)
            await _left(hands)
    return pictures


async def _at_rest(hands: Hands) -> Picture:
    """What is drawn, once it is drawn the same way three times in a row."""
    same, before = 0, None
    while same < 3:
        await hands.settle()
        now = hands.app.screen._compositor.render_strips()
        same, before = (same + 1 if now == before else 0), now
    assert before is not None
    # What lies behind a dialog is dimmed on purpose.
    boxes = [one.region for one in hands.app.screen.query("#box, CommandPalette Input, CommandList")]
    return tuple(_lines(before, hands.app._colours(), Region.from_union(boxes or [Region(0, 0, *SIZE)])))


async def _left(hands: Hands) -> None:
    """Back at the composer, with everything off that a state switched on."""
    while len(hands.app.screen_stack) > 1:
        await hands.press("escape")
    view = hands.composer.view
    hands.composer.player.stop()
    await hands.until(lambda: not view.playhead.playing)
    view.show_realness = False
    while view.instrument != "nothing":
        await hands.press("shift+f2")
    while view.colouring != "role of the lane":
        await hands.press("shift+f12")


def _lines(strips: list[Strip], system: ColorSystem | None, region: Region) -> Iterator[tuple[Drawn, ...]]:
    for strip in strips[region.y : region.bottom]:
        cut = strip.crop(region.x, region.right)
        yield tuple(_drawn(each, style, system) for text, style, _ in cut for each in text)


def _drawn(character: str, style: Style | None, system: ColorSystem | None) -> Drawn:
    look, style = look_of(style, system), style or Style()
    attributes = " ".join(name for name in ATTRIBUTES if getattr(style, name))
    colours = (
        _hex(style.color, system) if style.color is not None else "",
        _hex(style.bgcolor, system) if style.bgcolor is not None else "",
    )
    return Drawn(character, *colours, attributes, frozenset((look.color, look.background)))


def _hex(colour: Color, system: ColorSystem | None) -> str:
    sent = colour if system is None else colour.downgrade(system)
    if sent.number is not None and sent.number < len(VGA):
        return f"#{VGA[sent.number]}"
    return "" if sent.triplet is None else sent.triplet.hex


def spelled(picture: Picture) -> str:
    """The looks of a picture in few words: a letter for each look, and how many cells have it in a row."""
    names: dict[str, str] = {}
    letters = [*string.ascii_letters, *(f"{one}'" for one in string.ascii_letters)]
    lines = []
    for line in picture:
        runs = [(look, len([*cells])) for look, cells in groupby(line, _look)]
        lines.append(
            " ".join(f"{names.setdefault(look, letters[len(names)])}{count}" for look, count in runs)
        )
    rows = [f"{len([*same]):2} {line}" for line, same in groupby(lines)]
    return "\n".join([*(f"{letter}: {look}" for look, letter in names.items()), *rows])


def _look(cell: Drawn) -> str:
    if cell.character.strip():
        color, attributes = cell.color or "default", cell.attributes
    else:
        # Neither colour nor weight of a blank can be seen.
        color, attributes = "blank", " ".join(one for one in SEEN_ON_BLANKS if one in cell.attributes)
    return " ".join(filter(None, (color, f"on {cell.ground or 'default'}", attributes)))


def text_of(picture: Picture) -> str:
    """The characters of a picture."""
    return "\n".join("".join(cell.character for cell in line).rstrip() for line in picture)


SCHEMES = tuple(PALETTES)
