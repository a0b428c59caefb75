"""The colour schemes a person can choose, and which one suits a terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.theme import Theme

from tuicomposer.score.lane import Role
from tuicomposer.tui.palette import NIGHT, Palette, circle

STEADY: Final = replace(
    NIGHT,
    name="steady",
    accent="#56b4e9",
    cursor="#f0e442",
    on_cursor="#101010",
    playhead="#00573f",
    doubt="#7a3b00",
    good="#56b4e9",
    warn="#f0e442",
    bad="#e8743b",
    roles={
        Role.CHORDS: "#e69f00",
        Role.MELODY: "#ffffff",
        Role.HARMONY: "#4a9fd8",
        Role.BASS: "#f3c6de",
        Role.OTHER: "#2a8f70",
    },
    classes=(
        "#ffffff", "#b07d2b", "#f0e442", "#8a6fb0", "#56b4e9", "#d98a4b",
        "#5f8fa8", "#e69f00", "#3f8f75", "#f3c6de", "#dd8fb8", "#2fbf95",
    ),
)  # fmt: skip
"""For colour-blind eyes: the colours of Okabe and Ito (2008), which differ in lightness as well."""

CONTRAST: Final = replace(
    NIGHT,
    name="contrast",
    ground="#000000",
    beat="#000000",
    bar="#262626",
    raised="#000000",
    rule="#a0a0a0",
    faint="#a4a4a4",
    dim="#d0d0d0",
    text="#ffffff",
    bright="#ffffff",
    accent="#ffff00",
    cursor="#ffff00",
    on_cursor="#000000",
    block="#0000c0",
    playhead="#006000",
    ghost="#3a003a",
    doubt="#a00000",
    good="#00ff00",
    warn="#ffff00",
    bad="#ff8080",
    roles={
        Role.CHORDS: "#ffd700",
        Role.MELODY: "#ffffff",
        Role.HARMONY: "#87d7ff",
        Role.BASS: "#ffafff",
        Role.OTHER: "#afffaf",
    },
    classes=circle(0.80, 1.0),
)
"""High contrast: at least 7 to 1 between what is read and what lies behind it."""

SIXTEEN: Final = replace(
    NIGHT,
    name="sixteen",
    sixteen=True,
    ground="#000000",
    beat="#000000",
    bar="#000000",
    raised="#000000",
    rule="#555555",
    faint="#555555",
    dim="#aaaaaa",
    text="#aaaaaa",
    bright="#ffffff",
    accent="#55ffff",
    cursor="#00aaaa",
    on_cursor="#000000",
    block="#0000aa",
    playhead="#00aa00",
    ghost="#000000",
    doubt="#aa0000",
    good="#55ff55",
    warn="#ffff55",
    bad="#ff5555",
    roles={
        Role.CHORDS: "#ffff55",
        Role.MELODY: "#55ffff",
        Role.HARMONY: "#ffffff",
        Role.BASS: "#ff55ff",
        Role.OTHER: "#aaaaaa",
    },
    classes=(
        "#ff5555", "#00aaaa", "#ffff55", "#aa00aa", "#55ff55", "#aa0000",
        "#55ffff", "#aa5500", "#5555ff", "#00aa00", "#ff55ff", "#ffffff",
    ),
)  # fmt: skip
"""For terminals of 16 colours: only those, and only the first eight behind a cell."""

PLAIN: Final = replace(CONTRAST, name="plain", plain=True)
"""Without any colour."""

PALETTES: Final = {palette.name: palette for palette in (NIGHT, STEADY, CONTRAST, SIXTEEN, PLAIN)}
"""Every scheme by its name."""
WORDS: Final = {
    "night": "calm and dark",
    "steady": "for colour-blind eyes",
    "contrast": "high contrast",
    "sixteen": "for terminals of 16 colours",
    "plain": "without colour",
}
"""What each scheme is for."""


def suitable(color_system: str | None, *, no_color: bool) -> str:
    """Name of the scheme for a terminal that knows some colours, for a person who may want none."""
    if no_color or color_system is None:
        return "plain"
    return "sixteen" if color_system in ("standard", "windows") else "night"


def theme_of(palette: Palette) -> Theme:
    """A scheme for Textual's own widgets."""
    return Theme(
        name=palette.name,
        primary=palette.accent,
        secondary=palette.roles[Role.MELODY],
        accent=palette.accent,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.raised,
        panel=palette.bar,
        success=palette.good,
        warning=palette.warn,
        error=palette.bad,
        dark=True,
        variables={
            "doubt": palette.doubt,
            "bright": palette.bright,
            "scrollbar": palette.rule,
            "scrollbar-hover": palette.faint,
            "scrollbar-active": palette.accent,
            "scrollbar-background": palette.raised,
            "scrollbar-background-hover": palette.raised,
            "scrollbar-background-active": palette.raised,
            "scrollbar-corner-color": palette.raised,
            "button-focus-text-style": "bold",
            "input-selection-background": palette.block,
            "input-selection-foreground": palette.bright,
        },
    )
