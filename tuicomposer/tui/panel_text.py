"""The analysis panel as styled text: key, chords with roman numerals, verdict."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from tuicomposer.score.cadence import cadence
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.tui.cursor import tick_of
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.picture import beat_of
from tuicomposer.tui.view import View

if TYPE_CHECKING:
    from tuicomposer.jobs.messages import Analyzed, Judged

_KEYS = 3
_SUGGESTIONS = 4
_TALL = 22
"""Lines from which the panel has room for what may come next."""
_REASONS = 6
_ROMAN = 7
"""Cells of a numeral behind which a section's name stands."""
_BEFORE_ROMAN = 17
_LEAST_NAME = 3
_HEARD = 0.08
"""Confidence below which a key is no better than any of the 24."""


def panel_text(palette: Palette, song: Song, view: View, width: int, height: int) -> Text:
    """Everything the panel says, for a panel of a size."""
    text = Text()
    if view.analyzed is None:
        _heading(text, palette, "Key", width)
        text.append(" listening…\n", palette.dim)
        return text
    _keys(text, palette, view.analyzed, width)
    reasons = _verdict_lines(view.judged, view, width)
    room = height - text.plain.count("\n") - 2 - (len(reasons) + 2 if reasons else 0)
    text.append("\n")
    following = _following_lines(song, view) if height >= _TALL else []
    room -= len(following) + 2 if following else 0
    _heading(text, palette, "Chords", width)
    _chords(text, palette, song, view, (width, room))
    _following(text, palette, following, width)
    if reasons and view.judged is not None:
        text.append("\n")
        # The status line says the realness of the candidate that is shown; the panel's is the song's own.
        of = " without it" if view.ghost is not None else ""
        _heading(text, palette, f"Realness {round(100 * view.judged.realness)} %{of}", width)
        for line in reasons:
            text.append(f" {line}\n", palette.text)
    return text


def chord_at(song: Song, view: View) -> int:
    """Index of the found chord that sounds at the cursor; 0 where there is none."""
    tick = tick_of(song, view.cursor)
    chords = () if view.analyzed is None else view.analyzed.chords
    if tick is None or not chords:
        return 0
    at = bisect_right(chords, tick, key=lambda guess: guess.span.start) - 1
    return at if at >= 0 and tick < chords[at].span.end else 0


def _heading(text: Text, palette: Palette, name: str, width: int) -> None:
    text.append(f" {name} ", f"bold {palette.bright}")
    text.append("─" * max(0, width - len(name) - 3) + "\n", palette.rule)


def _keys(text: Text, palette: Palette, analyzed: Analyzed, width: int) -> None:
    _heading(text, palette, "Key", width)
    if not analyzed.keys or analyzed.keys[0].confidence < _HEARD:
        text.append(" nothing to hear yet\n", palette.dim)
        return
    room = max(4, width - 18)
    for rank, guess in enumerate(analyzed.keys[:_KEYS]):
        colour = palette.bright if rank == 0 else palette.dim
        text.append(f" {guess.key!s:<9}", f"bold {colour}" if rank == 0 else colour)
        full = round(guess.confidence * room)
        text.append("━" * full, palette.accent if rank == 0 else palette.dim)
        text.append("─" * (room - full), palette.rule)
        text.append(f" {round(100 * guess.confidence):3d} %\n", colour)


def _chords(text: Text, palette: Palette, song: Song, view: View, size: tuple[int, int]) -> None:
    chords = () if view.analyzed is None else view.analyzed.chords
    if not chords:
        text.append(" none found yet\n", palette.dim)
        return
    here = chord_at(song, view)
    width, room = size[0], max(1, size[1])
    # Page by page: a list that moved with the cursor would be sent anew for every row.
    first = max(0, min(here - here % room, len(chords) - room))
    begun = _sections_begun(song, [guess.span.start for guess in chords[first : first + room]], first)
    for at, guess in enumerate(islice(chords, first, first + room), first):
        colour = palette.bright if at == here else palette.text
        mark = "▸" if at == here else " "
        text.append(
            f"{mark}{_when(song, guess.span.start):>6}  ", palette.accent if at == here else palette.dim
        )
        text.append(set_cell_size(guess.span.chord.symbol, 8), f"bold {colour}" if at == here else colour)
        name = begun.get(at, "")
        roman = visible(guess.roman)
        text.append(roman, palette.warn if at == here else palette.dim)
        # A numeral that is cut would be another numeral: the name gives way.
        gap = max(1, _ROMAN - cell_len(roman))
        shown = _cut(name, width - _BEFORE_ROMAN - cell_len(roman) - gap)
        text.append(f"{' ' * gap}{shown}\n" if shown else "\n", palette.text)


def _sections_begun(song: Song, starts: list[int], first: int) -> dict[int, str]:
    """Names of the sections of a song of several, by the first chord that is shown of each time one sounds.

    Args:
        song: The song.
        starts: Ticks of the chords that are shown.
        first: Index of the first of them.
    """
    passages = list(song.passages())
    if len(passages) < 2:
        return {}
    found: dict[int, str] = {}
    before = -1
    for at, start in enumerate(starts, first):
        passage = bisect_right(passages, start, key=lambda one: one.start) - 1
        if passage > before:
            found[at] = visible(song.sections[passages[passage].section].name)
        before = passage
    return found


def _cut(name: str, cells: int) -> str:
    if cells < _LEAST_NAME:
        return ""
    return name if cell_len(name) <= cells else f"{set_cell_size(name, cells - 1).rstrip()}…"


def _following_lines(song: Song, view: View) -> list[tuple[str, str]]:
    """What may follow the chord at the cursor, after the cadence that it makes; symbol and remark."""
    analyzed = view.analyzed
    if analyzed is None or not analyzed.following or not analyzed.keys:
        return []
    here = chord_at(song, view)
    before = analyzed.chords[here - 1].span.chord if here else None
    named = cadence(before, analyzed.chords[here].span.chord, song.key or analyzed.keys[0].key)
    lines = [(f"{named} cadence", "")] if named else []
    return lines + [
        (one.chord.symbol, f"{round(100 * one.probability):3d} %  {one.roman}")
        for one in analyzed.following[here][:_SUGGESTIONS]
    ]


def _following(text: Text, palette: Palette, lines: list[tuple[str, str]], width: int) -> None:
    if not lines:
        return
    text.append("\n")
    _heading(text, palette, "What often comes next", width)
    for symbol, remark in lines:
        text.append(f"  {set_cell_size(symbol, 8) if remark else symbol}", palette.text)
        text.append(f"{visible(remark)}\n", palette.dim)


def _when(song: Song, tick: int) -> str:
    for passage in song.passages():
        section = song.sections[passage.section]
        if passage.start <= tick < passage.start + section.ticks:
            beat = beat_of(section, (tick - passage.start) // section.row_ticks)
            return f"{beat.bar}.{beat.beat or '·'}"
    return f"{tick / TICKS_PER_BEAT:g}"


def _verdict_lines(judged: Judged | None, view: View, width: int) -> list[str]:
    if judged is None or judged.request.section != view.cursor.section:
        return []
    sentences = [f"Bar {reason.bar}: {visible(reason.sentence)}" for reason in judged.reasons[:_REASONS]]
    return [line for one in sentences or ["Nothing stands out."] for line in wrap(one, width - 2)]
