"""The fields of a project text before its first section."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tuicomposer.errors import EntryError
from tuicomposer.formats import project_words as word
from tuicomposer.formats.limits import MAX_BEATS, MAX_ORDER
from tuicomposer.formats.quoting import unquoted, words
from tuicomposer.score.general_midi import BY_NAME
from tuicomposer.score.key import Key, parse_key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.recording import Recording
from tuicomposer.score.section import Section
from tuicomposer.score.song import MAX_LANES, Song
from tuicomposer.score.swing import STRAIGHT, Swing, parse_swing
from tuicomposer.score.text import visible

_WHOLE: Final = re.compile(r"[0-9]{1,6}\Z")


@dataclass
class Header:
    """What the fields have said so far."""

    title: str = "Untitled"
    tempo: float = 100.0
    key: Key | None = None
    swing: Swing = STRAIGHT
    order: tuple[int, ...] = (0,)
    extra: list[tuple[str, str]] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    origins: dict[int, str] = field(default_factory=dict)
    recording: str | None = None
    """The recording's file."""
    followed: bool = True
    beats: list[float] = field(default_factory=list)

    def song(self, sections: tuple[Section, ...]) -> Song:
        """The song of this header and these sections.

        Raises:
            EditError: They do not fit each other.
        """
        lanes, extra = tuple(self.lanes), tuple(self.extra)
        recording = None
        if self.recording is not None:
            recording = Recording(self.recording, tuple(self.beats), self.followed)
        return Song(
            self.title, self.tempo, self.key, lanes, sections, self.order, extra, self.swing, recording
        )


def add_field(header: Header, known: str, name: str, value: str) -> None:
    """Take one field into the header.

    Args:
        header: What was read so far.
        known: The field's name where this version knows it, else empty.
        name: The field's name.
        value: What stands after the colon.

    Raises:
        ComposerError: The value cannot be read.
    """
    if known:
        _SETTERS[known](header, value)
    else:
        header.extra.append((name, unquoted(value)))


def whole(text: str) -> int:
    """A whole number of up to six digits.

    Raises:
        EntryError: The text is no such number.
    """
    if _WHOLE.match(text) is None:
        raise EntryError(f"“{visible(text[:40])}” is not a whole number.", "Write digits only, such as 96.")
    return int(text)


def _set_title(header: Header, value: str) -> None:
    header.title = unquoted(value)


def tempo_of(text: str) -> float:
    """The tempo of a field or a setting; whether it is in range is asked later.

    Raises:
        EntryError: The text is no number.
    """
    try:
        return float(text[:32])
    except ValueError as error:
        raise EntryError(
            f"“{visible(text[:40])}” is not a tempo.", "Write beats a minute, such as 96."
        ) from error


def _set_tempo(header: Header, value: str) -> None:
    header.tempo = tempo_of(value)


def _set_swing(header: Header, value: str) -> None:
    header.swing = parse_swing(value[:80])


def _set_key(header: Header, value: str) -> None:
    header.key = parse_key(value[:80])


def _set_recording(header: Header, value: str) -> None:
    file, *settings = words(value) or ('""',)
    header.recording, header.followed = unquoted(file), word.OWN_TEMPO not in settings


def _add_beats(header: Header, value: str) -> None:
    numbers = value.split()
    if len(header.beats) + len(numbers) > MAX_BEATS:
        raise EntryError("The recording has too many beats.", f"Keep at most {MAX_BEATS}.")
    try:
        header.beats += [float(number[:32]) for number in numbers]
    except ValueError as error:
        raise EntryError("A beat is no number.", "Write seconds, such as 0.5 1.02.") from error


def _set_order(header: Header, value: str) -> None:
    numbers = value.split()
    if len(numbers) > MAX_ORDER:
        raise EntryError(f"The order names {len(numbers)} sections.", f"Use at most {MAX_ORDER}.")
    header.order = tuple(whole(number) - 1 for number in numbers)


def _set_origin(header: Header, value: str) -> None:
    number, _, name = value.partition(" ")
    header.origins[whole(number)] = unquoted(name)


def _add_lane(header: Header, value: str) -> None:
    if len(header.lanes) == MAX_LANES:
        raise EntryError("The song has too many lanes.", f"Use at most {MAX_LANES}.")
    name, *rest = words(value) or ('""',)
    settings: dict[str, object] = {}
    rest.reverse()
    while rest:
        key, setting = _lane_setting(rest.pop(), rest)
        settings[key] = setting
    header.lanes.append(Lane(unquoted(name), **settings))  # type: ignore[arg-type]


def _lane_setting(name: str, rest: list[str]) -> tuple[str, object]:
    if name in (word.VOLUME, word.PAN):
        return name, whole(rest.pop() if rest else "")
    if name in (word.MUTED, word.SOLO, word.LOCKED):
        return name, True
    if name in _ROLES:
        return "role", Role(name)
    program = BY_NAME.get(unquoted(name).casefold())
    return "program", whole(name) if program is None and _WHOLE.match(name) else _known(program, name)


def _known(program: int | None, name: str) -> int:
    if program is None:
        raise EntryError(
            f"{visible(name[:40])} is not a role, a setting or a General MIDI sound.",
            'Write a lane as: lane: "Melody" melody "Flute" volume 100 pan 64',
        )
    return program


_ROLES: Final = frozenset(role.value for role in Role)
_SETTERS: Final[dict[str, Callable[[Header, str], None]]] = {
    word.TITLE: _set_title,
    word.TEMPO: _set_tempo,
    word.KEY: _set_key,
    word.SWING: _set_swing,
    word.RECORDING: _set_recording,
    word.BEATS: _add_beats,
    word.ORDER: _set_order,
    word.LANE: _add_lane,
    word.ORIGIN: _set_origin,
}
