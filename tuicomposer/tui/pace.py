"""How long the screen waits before it asks, and how often it looks."""

from __future__ import annotations

from typing import NamedTuple


class Pace(NamedTuple):
    """Times in seconds."""

    analyze: float = 0.25
    """After the last change, before the analyzer is asked."""
    judge: float = 0.8
    """After the last change, before the verdict is asked for."""
    playhead: float = 1 / 20
    """Between two looks at the playhead while playing."""
    autosave: float = 5.0
    """After the last change, before the unsaved song is kept in a side file."""
    autosave_latest: float = 30.0
    """After the first change that is not kept yet, however much is written meanwhile."""
    panel: float = 0.25
    """After the last key, before panel and words follow the cursor; who types does not read them."""
    after_frame: float = 0.01
    """After a key is drawn, before everything that can wait: lines around the grid, player, side file."""
    frame: float = 0.01
    """Between two keys that are drawn at once."""
