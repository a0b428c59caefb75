"""What can be said of a lane, one field each: how it is shown, typed and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from tuicomposer.errors import EntryError
from tuicomposer.score import lanes
from tuicomposer.score.edits import ReplaceLane
from tuicomposer.score.general_midi import PROGRAMS
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

CENTRE: Final = 64
_ROLES: Final = tuple(Role)


class Field(NamedTuple):
    """One field of a lane."""

    id: str
    title: str
    hint: str
    """How to write it."""
    text: Callable[[Lane], str]
    change: Callable[[Song, int, str], ReplaceLane]
    """The edit that puts another text in it; raises ``ComposerError``."""
    step: Callable[[Lane, int], str] | None = None
    """The text one step up (1) or down (-1)."""


def pan_text(pan: int) -> str:
    """A pan as people write it: ``L20``, ``C``, ``R63``."""
    return "C" if pan == CENTRE else f"L{CENTRE - pan}" if pan < CENTRE else f"R{pan - CENTRE}"


def parse_pan(text: str) -> int:
    """The pan of a text such as ``L20``, ``c``, ``R5`` or a number from 0 to 127.

    Raises:
        EntryError: The text is none.
    """
    word = text.strip().upper()
    if word in ("C", "L0", "R0"):
        return CENTRE
    side, digits = (word[:1], word[1:]) if word[:1] in ("L", "R") else ("", word)
    if digits.isascii() and digits.isdigit() and len(digits) < 4:
        pan = CENTRE + int(digits) * {"L": -1, "R": 1}[side] if side else int(digits)
        if 0 <= pan <= 127:
            return pan
    raise EntryError(f"“{visible(text[:20])}” is no place to sound.", "Write L1 to L64, C, or R1 to R63.")


def found_programs(text: str) -> tuple[int, ...]:
    """The General MIDI sounds whose names hold every word of a text; all for an empty one."""
    wanted = text.casefold().split()
    return tuple(
        program for program, name in enumerate(PROGRAMS) if all(word in name.casefold() for word in wanted)
    )


def parse_program(text: str) -> int:
    """The sound of a name, of a part of one that only one has, or of a number from 1 to 128.

    Raises:
        EntryError: The text names none, or several.
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= len(PROGRAMS):
        return int(text) - 1
    found = found_programs(text)
    exact = [program for program in found if PROGRAMS[program].casefold() == text.casefold()]
    if exact or len(found) == 1:
        return (exact or list(found))[0]
    what = "names no sound" if not found else f"names {len(found)} sounds"
    raise EntryError(f"“{visible(text[:40])}” {what}.", "Type more of a name, such as Church Organ.")


def _role(song: Song, index: int, text: str) -> ReplaceLane:
    word = text.strip().casefold()
    role = next((role for role in _ROLES if word and role.value.startswith(word)), None)
    if role is None:
        raise EntryError(
            f"“{visible(text[:20])}” is no role.", "Write chords, melody, harmony, bass or other."
        )
    return lanes.with_role(song, index, role)


def _program(song: Song, index: int, text: str) -> ReplaceLane:
    return ReplaceLane(index, replace(song.lanes[index], program=parse_program(text)))


def _volume(song: Song, index: int, text: str) -> ReplaceLane:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 127):
        raise EntryError(f"“{visible(text[:20])}” is no volume.", "Write 0 to 127.")
    return ReplaceLane(index, replace(song.lanes[index], volume=int(text)))


def _pan(song: Song, index: int, text: str) -> ReplaceLane:
    return ReplaceLane(index, replace(song.lanes[index], pan=parse_pan(text)))


FIELDS: Final = (
    Field("rename", "Name", "1 to 40 characters", lambda lane: lane.name, lanes.renamed),
    Field(
        "role",
        "Role",
        "chords, melody, harmony, bass or other",
        lambda lane: lane.role.value,
        _role,
        lambda lane, by: _ROLES[(_ROLES.index(lane.role) + by) % len(_ROLES)].value,
    ),
    Field(
        "instrument",
        "Instrument",
        "A General MIDI sound, or a part of its name",
        lambda lane: PROGRAMS[lane.program],
        _program,
        lambda lane, by: str((lane.program + by) % len(PROGRAMS) + 1),
    ),
    Field(
        "volume",
        "Vol",
        "0 to 127",
        lambda lane: str(lane.volume),
        _volume,
        lambda lane, by: str(max(0, min(127, lane.volume + 4 * by))),
    ),
    Field(
        "pan",
        "Pan",
        "L1 to L64, C, or R1 to R63",
        lambda lane: pan_text(lane.pan),
        _pan,
        lambda lane, by: str(max(0, min(127, lane.pan + 4 * by))),
    ),
)
"""The fields in the order of the lanes screen's columns."""
