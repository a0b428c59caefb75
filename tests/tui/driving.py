"""Driving the composer in tests: start it, type into it, wait until something is so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from tui_fakes import AT_ONCE, FakeWorld, ode

from tuicomposer.score.cells import Cell
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.pace import Pace
from tuicomposer.tui.screens.composer import Composer

PATIENCE = 30.0
"""Seconds after which something that should happen is taken not to."""


class Hands:
    """A person at the composer."""

    def __init__(self, pilot: Pilot[None], app: ComposerApp, world: FakeWorld) -> None:
        self.pilot = pilot
        self.app = app
        self.world = world

    @property
    def composer(self) -> Composer:
        return self.app.composer

    @property
    def song(self) -> Song:
        return self.composer.document.song

    def cell(self, lane: int, row: int, section: int = 0) -> Cell | None:
        return self.song.sections[section].cell(lane, row)

    @property
    def cursor(self) -> Place:
        return self.composer.view.cursor

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def run(self, action: str) -> None:
        """Do what the palette would do."""
        self.composer.commands.run(action)
        await self.settle()

    async def resize(self, columns: int, rows: int) -> None:
        """Make the terminal larger or smaller."""
        await self.pilot.resize_terminal(columns, rows)
        await self.until(lambda: self.composer.outer_size == (columns, rows))
        await self.settle()

    async def settle(self) -> None:
        """Let the program come to rest, but for what threads are at."""
        await self.pilot.pause()
        await self.until(self._drawn)

    async def until(self, so: Callable[[], bool]) -> None:
        """Let the program run until something is so and the lines around the grid say it."""
        async with asyncio.timeout(PATIENCE):
            while not (so() and self._drawn()):
                await self.pilot.pause()

    def _drawn(self) -> bool:
        """Whether nothing waits for the next frame; what a dialog covers may wait for its end."""
        return not (self.composer.is_current and self.composer.afterwards.waiting)

    def line(self, name: str) -> str:
        """What a line around the grid says."""
        line = self.composer.query_one(f"#{name}")
        return str(line.render()) if line.display else ""

    @property
    def rows(self) -> list[str]:
        """What the grid shows, line by line."""
        grid = self.composer.grid
        return [grid.render_line(y).text.rstrip() for y in range(grid.size.height)]

    @property
    def told(self) -> list[str]:
        """The errors that were told, with their hints."""
        return [f"{one.title} {one.message}" for one in self.app._notifications]


@asynccontextmanager
async def composing(
    song: Song | None = None,
    *,
    size: tuple[int, int] = (100, 30),
    world: FakeWorld | None = None,
    path: Path | None = None,
    pace: Pace = AT_ONCE,
) -> AsyncIterator[Hands]:
    """A composer that is ready: the player is open and the analyzer has answered."""
    world = world or FakeWorld()
    app = ComposerApp(world.ports, song or ode(), path, pace)
    async with app.run_test(size=size) as pilot:
        hands = Hands(pilot, app, world)
        await hands.until(lambda: app.composer.player is world.player)
        await hands.until(lambda: app.composer.view.analyzed is not None)
        yield hands
