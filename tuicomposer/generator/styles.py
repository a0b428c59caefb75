"""The styles that a request can name."""

from __future__ import annotations

from typing import Final

STYLES: Final = ("any", "chorale", "hymn", "song", "leadsheet")
"""Styles the network knows; ``any`` leaves the choice to it."""
LEADSHEET: Final = "leadsheet"
