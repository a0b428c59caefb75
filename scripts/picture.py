"""Draws the pictures of the screens: the example song with a generated accompaniment, as SVG files.

python scripts/picture.py docs [NAME ...]
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from textual.pilot import Pilot

from tuicomposer.settings.values import Settings
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.silence import Silence
from tuicomposer.tui.taste import Taste
from tuicomposer.wiring.paths import example_song
from tuicomposer.wiring.screen import make_ports
from tuicomposer.wiring.songs import load_song

SIZE = (112, 34)
PATIENCE = 600
_FONT_FROM_ELSEWHERE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""A picture that is looked at fetches nothing."""


class Shot(NamedTuple):
    """A picture."""

    keys: tuple[str, ...] = ()
    """What is pressed once the accompaniment is kept and judged."""
    keeps: bool = True
    """Whether the candidate is kept before."""
    theme: str = "night"


SHOTS = {
    "composer": Shot(),
    "candidate": Shot(("ctrl+r",), keeps=False),
    "generate": Shot(("ctrl+z", "ctrl+g")),
    "blocks": Shot(("shift+right", "shift+down", "shift+down", "backslash")),
    "lanes": Shot(("alt+d", "down", "down")),
    "form": Shot(("alt+w", "d")),
    "help": Shot(("f1",)),
    "palette": Shot(("ctrl+p", *"tempo")),
    "roll": Shot(("shift+f4",)),
    "steady": Shot(("shift+f12", "shift+f2"), theme="steady"),
}


async def draw(path: Path, target: Path, shot: Shot) -> None:
    """Open a song, generate, keep the first candidate, colour it, press keys, and write the picture."""
    taste = Taste(theme=shot.theme, meters=False)
    # Whether there is a sound device where it is drawn is nobody's business.
    ports = replace(make_ports(Settings()), open_player=lambda *_: Silence())
    app = ComposerApp(ports, load_song(path)[0], path, taste=taste)
    async with app.run_test(size=SIZE) as pilot:
        view = app.composer.view
        await until(pilot, lambda: view.analyzed is not None)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: app.screen is not app.composer)
        await pilot.press("enter")
        await until(pilot, lambda: view.ghost is not None)
        if shot.keeps:
            await pilot.press("ctrl+k", "ctrl+r")
            await until(pilot, lambda: view.judged is not None)
        await pilot.press(*shot.keys)
        await pilot.pause(2)
        picture = app.export_screenshot(title="tuicomposer")
        target.write_text(_FONT_FROM_ELSEWHERE.sub("", picture), encoding="utf-8")


async def until(pilot: Pilot[None], so: Callable[[], bool]) -> None:
    """Let the program run until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not so():
            await pilot.pause(0.2)


def main() -> None:
    """Draw all pictures, or those that are named."""
    folder, *names = sys.argv[1:]
    for name in names or SHOTS:
        with TemporaryDirectory() as desk:
            song = Path(shutil.copy(example_song(), desk))
            asyncio.run(draw(song, Path(folder, f"{name}.svg"), SHOTS[name]))


if __name__ == "__main__":
    main()
