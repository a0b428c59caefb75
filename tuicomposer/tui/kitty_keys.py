"""The key sequences of the kitty keyboard protocol, in all their fields."""

from __future__ import annotations

import re
from enum import IntEnum, IntFlag
from typing import Final, NamedTuple

_KEY: Final = re.compile(
    r"\x1b\[(?P<code>[0-9]*)(?::[0-9:]*)?"
    r"(?:;(?P<modifiers>[0-9]*)(?::(?P<kind>[0-9]*))?(?:;(?P<text>[0-9:]*))?)?"
    r"(?P<end>[u~ABCDEFHPQRS])"
)
_LIKE_A_KEY: Final = re.compile(r"\x1b\[[\d:;]*[u~ABCDEFHPQRS]")
"""What Textual's parser takes for a key, and what it would break at among it."""
_FLAGS: Final = re.compile(r"\x1b\[\?([0-9]+)u")
_LAST_CHARACTER: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)


class Flag(IntFlag):
    """What a terminal may be asked for."""

    DISAMBIGUATE = 1
    EVENT_TYPES = 2
    ALL_KEYS = 8


CODED: Final = Flag.DISAMBIGUATE | Flag.ALL_KEYS
"""Without these a letter arrives as itself, which has no release."""
RELEASES: Final = CODED | Flag.EVENT_TYPES
"""With these every key that goes down is told again when it goes up."""


class Kind(IntEnum):
    """What happened to a key."""

    PRESS = 1
    REPEAT = 2
    RELEASE = 3


_KINDS: Final = frozenset(Kind)


class KittyKey(NamedTuple):
    """A key sequence."""

    plain: str
    """The sequence without the fields that Textual's parser does not know; empty where nothing is left."""
    code: str
    """Which key it is, whatever the modifiers; empty where text was committed without one."""
    kind: Kind


NOTHING: Final = KittyKey("", "", Kind.PRESS)
"""A sequence that has the form of a key and means none."""


def kitty_key(sequence: str) -> KittyKey | None:
    """What a sequence says of a key; ``None`` where it does not have the form of one."""
    found = _KEY.fullmatch(sequence)
    if found is None:
        return NOTHING if _LIKE_A_KEY.fullmatch(sequence) else None
    code, text, end = int(found["code"] or 1), found["text"] or "", found["end"]
    kind = int(found["kind"] or Kind.PRESS)
    if kind not in _KINDS or not all(map(_is_character, (code, *map(int, filter(None, text.split(":")))))):
        return NOTHING
    fields = [found["code"], found["modifiers"], found["text"]]
    plain = f"\x1b[{';'.join(field for field in fields if field is not None)}{end}"
    return KittyKey(plain, f"{code}{end}" if code else "", Kind(kind))


def keyboard_flags(sequence: str) -> int | None:
    """The flags that a terminal answers with; ``None`` where it is no such answer."""
    found = _FLAGS.fullmatch(sequence)
    return int(found[1]) if found else None


def _is_character(code: int) -> bool:
    return code <= _LAST_CHARACTER and code not in _SURROGATES
