"""The styles that a request can name."""

from __future__ import annotations

from typing import Final

STYLES: Final = ("any", "chorale", "hymn", "song", "leadsheet")
"""Styles the network knows; ``any`` leaves the choice to it."""
STYLE_WORDS: Final = {
    "chorale": "four voices with passing notes",
    "hymn": "four voices, plainer",
    "song": "a voice and three lines of a keyboard",
    "leadsheet": "a melody over chords",
    "any": "the network chooses",
}
"""What each style is, in a few words."""
USUAL: Final = "chorale"
"""The style where nobody names one and the lanes do not tell."""
LEADSHEET: Final = "leadsheet"
