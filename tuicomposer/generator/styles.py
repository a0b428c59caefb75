"""The styles that a request can name, and the lanes that go with them."""

from __future__ import annotations

from typing import Final

from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import DEFAULT_LANES, LEADSHEET_LANES, SONG_LANES, Song

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


def lanes_for(style: str) -> tuple[Lane, ...]:
    """The lanes of a new song in a style."""
    return {"song": SONG_LANES, LEADSHEET: LEADSHEET_LANES}.get(style, DEFAULT_LANES)


def style_of(song: Song) -> str:
    """The style whose lanes a song has; the usual one where the lanes do not tell.

    Lanes are told by name and role, so that other instruments, drums and comping do not matter.
    Chorales and hymns have the same lanes; a project does not keep which of them it is.
    """
    apart = (Role.DRUMS, Role.COMP)
    lanes = [(lane.name, lane.role) for lane in song.lanes if lane.role not in apart]
    for style in ("song", LEADSHEET):
        if lanes == [(lane.name, lane.role) for lane in lanes_for(style)]:
            return style
    return USUAL
