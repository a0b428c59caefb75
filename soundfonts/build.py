"""Builds the built-in soundfont from nothing but arithmetic.

    python soundfonts/build.py [OUT.sf2]

A few instrument families are synthesized (:mod:`families`), each at a few pitches, and every
General MIDI program is given the family that is nearest to it. The result is always the same,
byte for byte.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from drums import drum_kit
from families import FAMILIES
from sf2 import Instrument, Preset, soundfont_bytes

DEFAULT_OUT: Final = Path(__file__).with_name("tuicomposer.sf2")

PROGRAMS: Final = (
    (0, 8, "piano"),
    (8, 16, "mallet"),
    (16, 24, "organ"),
    (24, 32, "guitar"),
    (32, 40, "bass"),
    (40, 44, "strings"),
    (44, 45, "strings"),
    (45, 47, "guitar"),
    (47, 48, "timpani"),
    (48, 52, "strings"),
    (52, 55, "choir"),
    (55, 56, "strings"),
    (56, 64, "brass"),
    (64, 72, "reed"),
    (72, 80, "flute"),
    (80, 88, "lead"),
    (88, 96, "pad"),
    (96, 104, "pad"),
    (104, 109, "guitar"),
    (109, 112, "reed"),
    (112, 115, "mallet"),
    (115, 119, "timpani"),
    (119, 120, "pad"),
    (120, 128, "noise"),
)
"""First program, program after the last, family."""


def build() -> bytes:
    """The soundfont as a file's bytes."""
    instruments: list[Instrument] = [Instrument(name, tuple(make())) for name, make in FAMILIES.items()]
    names = [instrument.name for instrument in instruments]
    presets = [
        Preset(f"{family} {program}", 0, program, names.index(family))
        for first, stop, family in PROGRAMS
        for program in range(first, stop)
    ]
    instruments.append(Instrument("drums", tuple(drum_kit())))
    presets.append(Preset("drum kit", 128, 0, len(instruments) - 1))
    return soundfont_bytes("tuicomposer", tuple(instruments), tuple(presets))


def main() -> None:
    """Write the soundfont."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_OUT
    out.write_bytes(build())


if __name__ == "__main__":
    main()
