"""The colours of the screen, by what they mean."""

from __future__ import annotations

from colorsys import hls_to_rgb
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from tuicomposer.score.lane import Role


@dataclass(frozen=True, eq=False)
class Palette:
    """One colour scheme; every colour is ``#rrggbb``. Equal only to itself, so that pictures can be kept."""

    ground: str
    """Behind everything."""
    beat: str
    """Behind the first row of a beat."""
    bar: str
    """Behind the first row of a bar."""
    raised: str
    """Behind bars, panels and dialogs."""
    rule: str
    """Lines between things."""
    faint: str
    """Empty cells and numbers of rows."""
    dim: str
    """Words that explain."""
    text: str
    bright: str
    """Titles and what was typed by hand."""
    accent: str
    """Keys, and the lane and row of the cursor."""
    cursor: str
    """Behind the cell under the cursor."""
    on_cursor: str
    """The cell under the cursor."""
    block: str
    """Behind a block."""
    playhead: str
    """Behind the row that sounds."""
    ghost: str
    """Behind cells that a candidate would write."""
    doubt: str
    """Behind a cell that nobody would believe a person wrote."""
    good: str
    warn: str
    bad: str
    roles: dict[Role, str] = field(default_factory=dict)
    """Colour of the cells of each role."""
    classes: tuple[str, ...] = ()
    """Colour of each of the twelve pitch classes, from C up."""
    name: str = "night"
    plain: bool = False
    """Whether no colour is sent, so that everything must show by bold, reverse, underline or a sign."""
    sixteen: bool = False
    """Whether only the terminal's own sixteen colours are sent, however many more it knows."""


def circle(lightness: float, saturation: float) -> tuple[str, ...]:
    """Twelve colours for the pitch classes, a hue for each place on the circle of fifths: kin lie close."""
    hues = [(pitch_class * 7 % 12) / 12 for pitch_class in range(12)]
    channels = [hls_to_rgb(hue, lightness, saturation) for hue in hues]
    return tuple("#" + "".join(f"{round(255 * value):02x}" for value in rgb) for rgb in channels)


NIGHT: Final = Palette(
    ground="#11151c",
    beat="#161c27",
    bar="#1e2636",
    raised="#181e29",
    rule="#2d3748",
    faint="#3a465a",
    dim="#76849c",
    text="#b9c4d6",
    bright="#eef3fb",
    accent="#7cc7ff",
    cursor="#7cc7ff",
    on_cursor="#0b0f15",
    block="#26405c",
    playhead="#1f4536",
    ghost="#232338",
    doubt="#7a3b12",
    good="#8fd694",
    warn="#f2c46d",
    bad="#ff8f80",
    roles={
        Role.CHORDS: "#f2c46d",
        Role.MELODY: "#7fe0d0",
        Role.HARMONY: "#9db8ff",
        Role.BASS: "#d3a4ff",
        Role.COMP: "#f0b0c0",
        Role.DRUMS: "#c9b48a",
        Role.OTHER: "#c6d0df",
    },
    classes=circle(0.72, 0.62),
)
"""The built-in scheme: calm and dark, with a hue for each role."""


@lru_cache(maxsize=4096)
def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, ``share`` of the way from the first to the second."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
