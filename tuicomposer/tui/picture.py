"""How cells, rows and lanes look, as text and styles; the grid widget only places them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tuicomposer.score.cells import BY_HAND, DEFAULT_VELOCITY, Cell, ChordCell, Note, Off
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.pitch import tracker_name
from tuicomposer.score.section import Section
from tuicomposer.score.text import visible
from tuicomposer.tui.palette import Palette, mixed

GUTTER = 7
"""Columns of the row numbers."""
MIN_WIDTH, MAX_WIDTH = 8, 14
"""Columns of a lane."""
LOCK = "┃"
"""What stands before a locked cell."""
SOUNDS = "▸"
"""What stands behind the number of the row that sounds."""
BELIEVED = 0.6
"""Realness from which a cell is not tinted."""
_FAINTEST: Final = 0.65
"""Share of the ground in the faintest tint; with more of it nobody sees the tint."""


@lru_cache(maxsize=4096)
def style(
    *,
    color: str | None = None,
    bgcolor: str | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool | None = None,
    reverse: bool | None = None,
) -> Style:
    """A style, made once; making one costs more than all else in a cell."""
    return Style(color=color, bgcolor=bgcolor, bold=bold, italic=italic, underline=underline, reverse=reverse)


class Marks(NamedTuple):
    """What is true of a cell beside its content."""

    cursor: bool = False
    in_block: bool = False
    found: bool = False
    """Whether it is what is looked for."""
    ghost: bool = False
    held: bool = False
    """Whether the note or chord above still sounds here."""
    realness: float | None = None
    editing: str | None = None
    """Text of the open editor."""
    refused: bool = False
    """Whether that text was refused."""
    locked: bool = False
    """Whether the cell is locked by itself; shown by a bar before it."""
    sign: str = ""
    """What stands behind a note that does not belong to its chord."""


class Beat(NamedTuple):
    """Where a row lies in its bar."""

    bar: int
    row: int
    beat: int | None
    """Number of the beat that starts here, or ``None``."""


def beat_of(section: Section, row: int) -> Beat:
    """Bar, row and beat of a row of a section."""
    bar, inside = section.position(row)
    if bar == 0:
        inside = section.rows_per_bar - section.pickup + row
    beat, rest = divmod(inside * section.row_ticks, section.meter.pulse_ticks)
    return Beat(bar, inside, None if rest else beat + 1)


def row_ground(palette: Palette, beat: Beat) -> str:
    """Colour behind a row that nothing else marks."""
    if beat.row == 0:
        return palette.bar
    return palette.ground if beat.beat is None else palette.beat


def _plain_segments(
    palette: Palette, cell: Cell | None, marks: Marks, *, ground: str, width: int, flats: bool
) -> tuple[Segment, ...]:
    """A cell without colour: cursor and block reversed, the sounding row and doubt underlined."""
    if marks.editing is not None:
        text = f" {visible(marks.editing)}▏" + ("?" if marks.refused else "")
        return (Segment(set_cell_size(text, width), style(reverse=True, bold=True)),)
    text, extra = cell_text(cell, marks, flats=flats)
    doubtful = marks.realness is not None and marks.realness < BELIEVED
    look = style(
        # In a block, bold is left to the cursor.
        bold=(cell is not None and cell.origin == BY_HAND and not marks.in_block) or marks.cursor,
        italic=marks.ghost,
        underline=doubtful or ground == palette.playhead or (marks.cursor and marks.in_block),
        reverse=marks.cursor or marks.in_block,
    )
    said = f"{_lead(marks)}{text}{marks.sign}{'?' if doubtful else ''}"
    return (Segment(set_cell_size(f"{said} {extra}" if extra else said, width), look),)


@lru_cache(maxsize=4096)
def row_label(palette: Palette, beat: Beat, ground: str, *, here: bool) -> Segment:
    """The number of a row: ``bar.beat`` where a beat starts, a dot elsewhere.

    Only a number shows that the cursor is in its row; a dot that did would be sent twice for every note.
    The row that sounds has a sign, so that it is not told by its ground alone.
    """
    if beat.beat is None:
        text, colour, here = "·", palette.faint, False
    else:
        text, colour = f"{beat.bar}.{beat.beat}", palette.text if beat.row == 0 else palette.dim
    colour = _ink(palette, palette.accent if here else colour, ground)
    look = style(color=colour, bgcolor=ground, bold=beat.row == 0 or here)
    return Segment(f"{text:>{GUTTER - 2}}{SOUNDS if ground == palette.playhead else ' '} ", look)


@lru_cache(maxsize=16384)
def cell_segments(
    palette: Palette, hue: str, cell: Cell | None, marks: Marks, *, ground: str, width: int, flats: bool
) -> tuple[Segment, ...]:
    """A cell as styled text, exactly ``width`` columns wide; ``hue`` is the colour of what stands in it.

    The segments of a cell are kept, because most cells of a page look like others.
    """
    back = _back(palette, marks, ground)
    if palette.plain:
        return _plain_segments(palette, cell, marks, ground=ground, width=width, flats=flats)
    if marks.editing is not None:
        colour = palette.bad if marks.refused else palette.bright
        text = set_cell_size(f" {visible(marks.editing)}▏", width)
        return (Segment(text, style(color=colour, bgcolor=palette.block, bold=True)),)
    text, extra = cell_text(cell, marks, flats=flats)
    text += marks.sign
    lead = _lead(marks)
    look = _cursor_look(palette, marks) if marks.cursor else _look(palette, hue, cell, marks, back)
    if not extra:
        return (Segment(set_cell_size(f"{lead}{text}", width), look),)
    small = look if marks.cursor else style(color=_ink(palette, palette.dim, back), bgcolor=back)
    main = min(width, cell_len(text) + 2)
    return (
        Segment(set_cell_size(f"{lead}{text}", main), look),
        Segment(set_cell_size(extra, width - main), small),
    )


def _lead(marks: Marks) -> str:
    """What stands before a cell; what was found and what is locked is told without colour, too."""
    return ">" if marks.found else LOCK if marks.locked else " "


def cell_text(cell: Cell | None, marks: Marks, *, flats: bool) -> tuple[str, str]:
    """What stands in a cell, and what stands small behind it."""
    match cell:
        case Note(pitch=pitch, velocity=velocity, offset=offset):
            late = "›" if offset > 0 else "‹" if offset else ""
            extra = "" if velocity == DEFAULT_VELOCITY else str(velocity)
            return tracker_name(pitch, flats=flats) + late, extra
        case ChordCell(chord=chord):
            return chord.symbol, ""
        case Off(cut=cut):
            return "^^^" if cut else "===", ""
    return ("│" if marks.held else "▪" if marks.locked else "·"), ""


def _cursor_look(palette: Palette, marks: Marks) -> Style:
    return style(color=palette.on_cursor, bgcolor=palette.cursor, bold=True, italic=marks.ghost)


def _look(palette: Palette, hue: str, cell: Cell | None, marks: Marks, back: str) -> Style:
    by_hand = cell is not None and cell.origin == BY_HAND and not marks.ghost and not isinstance(cell, Off)
    colour = _ink(palette, _colour(palette, hue, cell, marks), back)
    return style(color=colour, bgcolor=back, bold=by_hand or None, italic=marks.ghost or None)


def _colour(palette: Palette, hue: str, cell: Cell | None, marks: Marks) -> str:
    """The colour of what stands in a cell."""
    if marks.ghost:
        return mixed(hue, palette.ghost, 0.25)
    if cell is None:
        return mixed(palette.ground, hue, 0.45) if marks.held else palette.faint
    if isinstance(cell, Off):
        return palette.dim
    return hue if cell.origin == BY_HAND else mixed(hue, palette.ground, 0.25)


def _ink(palette: Palette, colour: str, back: str) -> str:
    """A colour, but a dark one where the row that sounds is light: sixteen colours have no other ground."""
    return palette.on_cursor if palette.sixteen and back == palette.playhead else colour


def _back(palette: Palette, marks: Marks, ground: str) -> str:
    if marks.found:
        return mixed(palette.warn, ground, 0.65)
    if marks.in_block:
        return palette.block
    if marks.realness is not None and marks.realness < BELIEVED:
        return mixed(palette.doubt, ground, _FAINTEST * marks.realness / BELIEVED)
    return palette.ghost if marks.ghost and ground != palette.playhead else ground


def lane_head(palette: Palette, lane: Lane, width: int, *, here: bool) -> Segment:
    """The name of a lane."""
    look = style(
        color=palette.dim if lane.muted else palette.roles[lane.role],
        bgcolor=palette.raised,
        bold=True,
        underline=here,
    )
    name = set_cell_size(visible(lane.name), min(width - 2, cell_len(visible(lane.name))))
    return Segment(f" {name}", look)


class Flag(NamedTuple):
    """A word about a lane, written above it."""

    action: str
    """What turns it off."""
    word: str
    start: int
    """Column of the lane where it begins."""


def lane_flags(lane: Lane, width: int) -> tuple[Flag, ...]:
    """What is switched on of a lane, the lock first; letters where there is no room for the words."""
    flags = ((lane.locked, "lock"), (lane.muted, "mute"), (lane.solo, "solo"))
    words = [word for on, word in flags if on]
    actions = [f"lane.{word}" for word in words]
    for at in reversed(range(len(words))):
        if len(" ".join(words)) > width - 2:
            words[at] = words[at][0].upper()
    starts = (1 + sum(len(word) + 1 for word in words[:at]) for at in range(len(words)))
    return tuple(map(Flag, actions, words, starts))


def lane_foot(palette: Palette, lane: Lane, width: int, level: int = 0) -> list[Segment]:
    """The rule below the name of a lane, with mute, solo and lock in words, and its level in eighths."""
    text = "".join(f" {flag.word}" for flag in lane_flags(lane, width))
    text += " " if text else ""
    room = width - len(text)
    full = min(room - 1, round(level * (room - 1) / 8))
    rule = style(color=palette.rule, bgcolor=palette.raised)
    parts = [Segment(text, style(color=palette.warn, bgcolor=palette.raised))]
    if full > 0:
        parts.append(Segment("━" * full, style(color=palette.good, bgcolor=palette.raised)))
    return [*parts, Segment("─" * (room - max(0, full)), rule)]


def held_rows(section: Section, lane: int) -> tuple[bool, ...]:
    """For each row, whether a note or chord of an earlier row still sounds where the cell is empty."""
    held, sounding = [], False
    for cell in section.columns[lane]:
        held.append(sounding and cell is None)
        if cell is not None:
            sounding = not isinstance(cell, Off)
    return tuple(held)


def lane_widths(lanes: tuple[Lane, ...], available: int) -> tuple[int, ...]:
    """Columns of each lane, as wide as the space allows; chord lanes get a little more."""
    if not lanes:
        return ()
    chords = sum(lane.role is Role.CHORDS for lane in lanes)
    each = max(MIN_WIDTH, min(MAX_WIDTH, (available - 2 * chords) // len(lanes)))
    return tuple(each + 2 * (lane.role is Role.CHORDS) for lane in lanes)
