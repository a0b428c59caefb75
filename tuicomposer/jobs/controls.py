"""What a composer can ask for besides notes: how dense, how high, how even, how daring, and like what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from tuicomposer.errors import RequestError
from tuicomposer.score.lane import Role
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import note_spans, on_rows
from tuicomposer.score.text import visible

_BARS: Final = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?\Z")
MAX_DENSITY: Final = 8.0
MAX_SHIFT: Final = 24


Harmony = Mapping[str, Mapping[str, Mapping[str, int]]]
"""By mode, and by the chords before: how often each chord followed. A chord is ``step * 16 + quality``, of
:data:`tuicomposer.score.chord_classes.FINE_SUFFIXES` so many semitones above the tonic; those before are
numbers with spaces between them."""


class Onset(NamedTuple):
    """A note of a passage to be imitated."""

    tick: int
    """Ticks after its bar's start."""
    interval: int | None
    """Semitones from the note before in its lane; ``None`` for the first."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A passage whose rhythm and intervals the music is to take after."""

    lanes: tuple[tuple[int, tuple[Onset, ...]], ...]
    """The lanes that have notes, by index, -1 for one of another song, with the notes in order of time."""
    bars: int
    """Bars of the passage."""
    strength: float = 1.0
    """0 leaves the generator alone, 1 follows closely."""

    def voices(self, lane: int | None) -> tuple[tuple[Onset, ...], ...]:
        """What a lane is to take after: itself if it sounds in the passage, else every lane there."""
        own = tuple(notes for index, notes in self.lanes if index == lane)
        return own or tuple(notes for _, notes in self.lanes)


@dataclass(frozen=True, slots=True)
class Controls:
    """Wishes about the music that is to be written; what is not said is left to the generator."""

    density: float | None = None
    """Notes a felt beat in each written lane, over 0 to 8."""
    register: tuple[tuple[int, int], ...] = ()
    """Semitones by which lanes are to lie higher than usual: (lane, semitones), -24 to 24."""
    syncopation: float | None = None
    """Share of the notes that start off the felt beat, 0 to 1."""
    surprise: float | None = None
    """0 plain chord tones, 0.5 as usual, 1 daring."""
    like: Likeness | None = None
    """A passage to take after."""
    harmony: Harmony | None = None
    """Successions of chords to choose among, where chords are written."""

    def __post_init__(self) -> None:
        _within("density", self.density, 0.05, MAX_DENSITY)
        _within("syncopation", self.syncopation, 0.0, 1.0)
        _within("surprise", self.surprise, 0.0, 1.0)
        for _, shift in self.register:
            _within("register", shift, -MAX_SHIFT, MAX_SHIFT)


def _within(name: str, value: float | None, low: float, high: float) -> None:
    if value is not None and not low <= value <= high:
        raise RequestError(f"{value:g} is no {name}.", f"Use {low:g} to {high:g}.")


NO_WISHES: Final = Controls()
"""Everything is left to the generator."""


def number_of(name: str, text: str) -> float | None:
    """The number that was typed for a control; ``None`` for an empty text.

    Raises:
        RequestError: The text is no number.
    """
    if not text.strip():
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise RequestError(f"“{visible(text[:20])}” is no {name}.", "Write a number, or nothing.") from None


def register_of(text: str, song: Song) -> tuple[tuple[int, int], ...]:
    """Shifts of lanes from a text such as ``+5`` (every lane) or ``Bass-12, Alto+3``.

    Raises:
        RequestError: A lane is not in the song, or a shift is no whole number.
    """
    shifts: dict[int, int] = {}
    names = {lane.name.casefold(): index for index, lane in enumerate(song.lanes)}
    notes = [index for index, lane in enumerate(song.lanes) if lane.role is not Role.CHORDS]
    for word in filter(None, (part.strip() for part in text.split(","))):
        at = max(word.rfind("+"), word.rfind("-"))
        name, number = word[: max(at, 0)].strip(" =:"), word[max(at, 0) :].strip()
        digits = number.lstrip("+-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 4):
            raise RequestError(f"“{visible(word[:30])}” is no register.", "Write +5, or Bass-12, Alto+3.")
        if name and name.casefold() not in names:
            known = ", ".join(visible(lane.name) for lane in song.lanes)
            raise RequestError(f"There is no lane “{visible(name)}”.", f"The song has {known}.")
        for lane in [names[name.casefold()]] if name else notes:
            shifts[lane] = int(number)
    return tuple(sorted(shifts.items()))


def likeness(section: Section, start: int = 0, stop: int | None = None) -> Likeness:
    """Some rows of a section as a passage to take after.

    Raises:
        RequestError: No notes start there.
    """
    stop = section.length if stop is None else stop
    found = []
    for lane in range(len(section.columns)):
        before: int | None = None
        notes = []
        for span in note_spans(on_rows(section), lane):
            if start <= span.row < stop:
                interval = None if before is None else span.pitch - before
                notes.append(Onset(_tick_in_bar(section, span.start), interval))
            before = span.pitch
        if notes:
            found.append((lane, tuple(notes)))
    if not found:
        raise RequestError(
            "There are no notes in the passage to take after.", "Name other bars or another file."
        )
    bars = section.position(stop - 1).bar - section.position(start).bar + 1
    return Likeness(tuple(found), bars)


def names_bars(text: str) -> bool:
    """Whether a text such as ``3`` or ``3-4`` names bars, rather than a file."""
    return _BARS.match(text.strip()) is not None


def bars_likeness(section: Section, text: str) -> Likeness:
    """Bars of a section, such as ``3`` or ``3-4``, as a passage to take after.

    Raises:
        RequestError: They are not in the section, or hold no notes.
    """
    match = _BARS.match(text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match is not None else (1, 0)
    if not section.position(0).bar <= first <= last <= section.bars:
        raise RequestError(
            f"There are no bars {visible(text[:20])} to take after.",
            f"The section has bars {section.position(0).bar} to {section.bars}.",
        )
    return likeness(section, section.bar_start(first), min(section.bar_start(last + 1), section.length))


def song_likeness(song: Song) -> Likeness:
    """Another song as a passage to take after, section by section.

    Raises:
        RequestError: It holds no notes.
    """
    found: list[tuple[int, tuple[Onset, ...]]] = []
    lane_bars = 0
    for section in song.sections:
        try:
            part = likeness(section)
        except RequestError:
            continue
        lane_bars += part.bars * len(part.lanes)
        found += [(-1, notes) for _, notes in part.lanes]
    if not found:
        raise RequestError("There are no notes in the song to take after.", "Name another file.")
    return Likeness(tuple(found), max(1, round(lane_bars / len(found))))


def _tick_in_bar(section: Section, tick: int) -> int:
    pickup = section.pickup * section.row_ticks
    return (tick - pickup) % section.meter.bar_ticks
