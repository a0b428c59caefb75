"""How a character looks, as the terminal's codes, and the shortest way from one look to another.

The codes are those of ECMA-48 (SGR); colours of more than 16 are ISO 8613-6 as terminals read it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from rich.color import ColorSystem
from rich.style import Style

_ON: Final = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "blink": "5",
    "reverse": "7",
    "conceal": "8",
    "strike": "9",
}
_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
_INTENSITY: Final = frozenset("12")
SEEN_ON_BLANKS: Final = frozenset("4579")
"""Attributes that can be seen of a space."""
RESET: Final = "\x1b[m"


class Look(NamedTuple):
    """Attributes and colours of a character."""

    attributes: frozenset[str] = frozenset()
    """Codes that switch an attribute on."""
    color: str = "39"
    background: str = "49"
    blank: bool = False
    """Whether this is the look of a space, of which attributes and colour cannot be seen."""


PLAIN: Final = Look()


@lru_cache(maxsize=4096)
def look_of(style: Style | None, system: ColorSystem | None) -> Look:
    """The look of a style on a terminal that knows some colours, or is to be sent none."""
    if style is None:
        return PLAIN
    attributes = frozenset(code for name, code in _ON.items() if getattr(style, name))
    if system is None:
        return Look(attributes)
    color = "39" if style.color is None else ";".join(style.color.downgrade(system).get_ansi_codes())
    ground = (
        "49"
        if style.bgcolor is None
        else ";".join(style.bgcolor.downgrade(system).get_ansi_codes(foreground=False))
    )
    return Look(attributes, color, ground)


@lru_cache(maxsize=4096)
def blank_look(look: Look) -> Look:
    """The look of a space: what cannot be seen of it does not tell it from another."""
    if look.attributes & SEEN_ON_BLANKS:
        return look
    return Look(background=look.background, blank=True)


@lru_cache(maxsize=8192)
def change(now: Look, wanted: Look) -> tuple[str, Look]:
    """The shortest codes from a look to another, and the look that is then in force."""
    if wanted.blank and not now.attributes & SEEN_ON_BLANKS:
        # Nobody sees the colour of a space: what is in force stays in force.
        wanted = now._replace(background=wanted.background, blank=False)
    elif wanted.blank:
        wanted = wanted._replace(blank=False)
    stepwise = _steps(now, wanted)
    anew = ["", *_steps(PLAIN, wanted)]
    codes = min(";".join(stepwise), ";".join(anew), key=len) if stepwise else ""
    if not stepwise:
        return "", wanted
    return f"\x1b[{codes}m", wanted


def _steps(now: Look, wanted: Look) -> list[str]:
    lost = now.attributes - wanted.attributes
    kept = now.attributes & wanted.attributes
    if lost & _INTENSITY:
        # Bold and dim share the code that ends them.
        kept -= _INTENSITY
    steps = sorted({_OFF[code] for code in lost}) + sorted(wanted.attributes - kept)
    steps += [wanted.color] if wanted.color != now.color else []
    return steps + ([wanted.background] if wanted.background != now.background else [])
