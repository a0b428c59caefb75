"""What can be said of a section, one field each: how it is shown, typed and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from tuicomposer.errors import EditError, EntryError
from tuicomposer.score import refit
from tuicomposer.score.form import MAX_NAME
from tuicomposer.score.key import Key, parse_key
from tuicomposer.score.meter import parse_meter
from tuicomposer.score.refit import Refit
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.swing import Swing, parse_swing
from tuicomposer.score.tempo import parse_tempo
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import ROWS_PER_BEAT


class Field(NamedTuple):
    """One field of a section."""

    id: str
    title: str
    hint: str
    """How to write it."""
    text: Callable[[Section], str]
    """What stands in it; empty where the song's own holds."""
    change: Callable[[Section, str], Refit]
    """The section with another text in it; raises ``ComposerError``."""
    step: Callable[[Section, int], str] | None = None
    """The text one step up (1) or down (-1)."""


def whole(text: str, what: str, low: int, high: int) -> int:
    """A whole number in a range.

    Raises:
        EntryError: The text is no such number.
    """
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6 and low <= int(text) <= high):
        raise EntryError(f"“{visible(text[:20])}” is no number of {what}.", f"Write {low} to {high}.")
    return int(text)


def full_bars(section: Section) -> str:
    """The full bars of a section, and rows that are over: ``8`` or ``7+4``."""
    bars, rest = divmod(max(0, section.length - section.pickup), section.rows_per_bar)
    return f"{bars}+{rest}" if rest else str(bars)


def _name(section: Section, text: str) -> Refit:
    name = text.strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise EntryError(f"A name has 1 to {MAX_NAME} characters.", "Write a name such as Verse.")
    return Refit(replace(section, name=name), 0)


def _bars(section: Section, text: str) -> Refit:
    bars, _, rows = text.strip().partition("+")
    more = whole(rows, "rows", 0, section.rows_per_bar - 1) if rows else 0
    count = whole(bars, "bars", 0, 999)
    return refit.of_rows(section, section.pickup + count * section.rows_per_bar + more)


def _meter(section: Section, text: str) -> Refit:
    return Refit(replace(section, meter=parse_meter(text[:20])), 0)


def _grid(section: Section, text: str) -> Refit:
    return refit.on_grid(section, whole(text, "rows a beat", 1, 12))


def _tempo(section: Section, text: str) -> Refit:
    return Refit(replace(section, tempo=parse_tempo(text) if text.strip() else None), 0)


def _key(section: Section, text: str) -> Refit:
    return Refit(replace(section, key=parse_key(text[:80]) if text.strip() else None), 0)


def _swing(section: Section, text: str) -> Refit:
    return Refit(replace(section, swing=parse_swing(text[:80]) if text.strip() else None), 0)


def _pickup(section: Section, text: str) -> Refit:
    return refit.with_pickup(section, whole(text, "rows", 0, section.rows_per_bar - 1))


def _short(key: Key | None) -> str:
    """A key as players write it: ``G``, ``F#m``."""
    return "" if key is None else key.tonic + ("m" if key.mode == "minor" else "")


def _other_grid(section: Section, by: int) -> str:
    """The next number of rows a beat that divides the bar."""
    at = ROWS_PER_BEAT.index(section.rows_per_beat) + by
    while 0 <= at < len(ROWS_PER_BEAT):
        try:
            replace(section, rows_per_beat=ROWS_PER_BEAT[at], columns=(), length=1, pickup=0, locks=())
        except EditError:
            at += by
        else:
            return str(ROWS_PER_BEAT[at])
    return str(section.rows_per_beat)


FIELDS: Final = (
    Field("name", "Name", "1 to 40 characters", lambda section: section.name, _name),
    Field(
        "bars",
        "Bars",
        "Full bars, such as 8; 7+4 is seven bars and four rows",
        full_bars,
        _bars,
        lambda section, by: str(max(1, (section.length - section.pickup) // section.rows_per_bar + by)),
    ),
    Field("meter", "Metre", "Such as 4/4, 3/4 or 6/8", lambda section: str(section.meter), _meter),
    Field(
        "grid",
        "Rows",
        "Rows a beat: 1, 2, 3, 4, 6, 8 or 12; the music keeps its times",
        lambda section: str(section.rows_per_beat),
        _grid,
        _other_grid,
    ),
    Field(
        "tempo",
        "Tempo",
        "Quarter notes a minute, 20 to 400; empty for the song's",
        lambda section: "" if section.tempo is None else f"{section.tempo:g}",
        _tempo,
    ),
    Field(
        "key",
        "Key",
        "Such as G major or F# minor; empty for the song's",
        lambda section: _short(section.key),
        _key,
    ),
    Field(
        "swing",
        "Swing",
        "50 (straight) to 75, or such as 62/16 for sixteenths; empty for the song's",
        lambda section: "" if section.swing is None else str(section.swing),
        _swing,
    ),
    Field(
        "pickup",
        "Pickup",
        "Rows before the first full bar",
        lambda section: str(section.pickup),
        _pickup,
        lambda section, by: str(max(0, min(section.rows_per_bar - 1, section.pickup + by))),
    ),
)
"""The fields in the order of the form screen's columns."""

BY_ID: Final = {field.id: field for field in FIELDS}
"""Field of every id."""


def stepped(song: Song, index: int, field: Field, by: int) -> str | None:
    """The text of a field one step up or down; ``None`` where it has no steps."""
    section = song.sections[index]
    if field.step is not None:
        return field.step(section, by)
    flow = song.flow(index)
    if field.id == "tempo":
        return f"{max(20.0, min(400.0, flow.tempo + by)):g}"
    if field.id == "swing":
        percent = max(50, min(75, flow.swing.percent + by))
        return str(Swing(percent, flow.swing.unit))
    return None


def shown(song: Song, index: int, field: Field) -> str:
    """What a field shows: its text, or the song's own in brackets."""
    section = song.sections[index]
    text = field.text(section)
    if text:
        return text
    inherited = {
        "tempo": f"{song.tempo:g}",
        "key": _short(song.key) or "–",
        "swing": str(song.swing),
    }
    return f"({inherited[field.id]})" if field.id in inherited else ""
