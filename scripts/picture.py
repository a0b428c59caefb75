"""Draws the README's picture: the example song with a generated accompaniment kept, as an SVG.

python scripts/picture.py docs/composer.svg
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from tuicomposer.settings.values import Settings
from tuicomposer.tui.app import ComposerApp
from tuicomposer.wiring.paths import example_song
from tuicomposer.wiring.screen import make_ports
from tuicomposer.wiring.songs import load_song

SIZE = (112, 34)
_FONT_FROM_ELSEWHERE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""A picture that is looked at fetches nothing."""


async def draw(target: Path) -> None:
    """Open the example, generate, keep the first candidate, colour it, and write the picture."""
    path = example_song()
    app = ComposerApp(make_ports(Settings()), load_song(path)[0], path)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("enter")
        async with asyncio.timeout(60):
            while "melody" not in app.export_screenshot():
                await pilot.pause(0.2)
        await pilot.press("ctrl+k")
        await pilot.press("ctrl+r")
        async with asyncio.timeout(60):
            while "Realness" not in app.export_screenshot():
                await pilot.pause(0.2)
        target.parent.mkdir(parents=True, exist_ok=True)
        picture = app.export_screenshot(title="tuicomposer")
        target.write_text(_FONT_FROM_ELSEWHERE.sub("", picture), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))
