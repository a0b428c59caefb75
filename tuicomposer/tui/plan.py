"""What the generate dialog offers and says, without the dialog."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from tuicomposer.errors import RequestError
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.blocks.block import Block
from tuicomposer.score.cells import BY_HAND, Column
from tuicomposer.score.edits import ReplaceSections, apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.lane import Role
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

MAX_CANDIDATES = 16


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be generated."""

    section: int
    lanes: tuple[int, ...]
    """Lanes that may be written."""
    first_bar: int
    last_bar: int
    """The last bar that is written."""
    style: str
    candidates: int = 4
    seed: int = 1
    melody: str = ""
    """A melody line to start from, where the grid was empty."""
    chords: str = ""
    """A chord line to start from, where the grid was empty."""


class Beginning(NamedTuple):
    """Where generating starts from."""

    edit: ReplaceSections | None
    """Puts what was typed in the dialog into the song; ``None`` where nothing was typed there."""
    song: Song
    """The song with that edit."""
    plan: Plan
    """What is left to be written in that song."""


def typed_cells(section: Section, lane: int, start: int = 0, stop: int | None = None) -> int:
    """How many cells of a lane a person wrote."""
    cells = section.columns[lane][start:stop]
    return sum(cell is not None and cell.origin == BY_HAND for cell in cells)


def is_blank(song: Song, section: int) -> bool:
    """Whether a section has nothing to start from."""
    return not any(cell is not None for column in song.sections[section].columns for cell in column)


def without_typed(song: Song, plan: Plan) -> Plan:
    """The plan without the lanes that its own melody and chord line fill."""
    texts = ((plan.melody, song.melody_lane), (plan.chords, song.chord_lane))
    filled = {lane for text, lane in texts if text.strip()}
    return replace(plan, lanes=tuple(lane for lane in plan.lanes if lane not in filled))


def with_bars(plan: Plan, first: int, last: int) -> Plan:
    """The plan for other bars."""
    return replace(plan, first_bar=first, last_bar=last)


def first_plan(song: Song, section: int, block: Block | None, style: str, seed: int) -> Plan:
    """The plan a dialog opens with.

    It writes the lanes of a marked block, or all unlocked lanes in which nobody typed; it writes
    the bars of the block, or all.
    """
    here = song.sections[section]
    first, last = here.position(0).bar, here.bars
    lanes = tuple(
        index for index, lane in enumerate(song.lanes) if not lane.locked and typed_cells(here, index) == 0
    )
    if block is not None and block.section == section:
        first, last = here.position(block.first_row).bar, here.position(block.last_row).bar
        lanes = tuple(lane for lane in block.lanes if not song.lanes[lane].locked)
    return Plan(section, lanes, first, last, style, seed=seed)


def rows_of(section: Section, plan: Plan) -> range:
    """The rows of a plan's bars.

    Raises:
        RequestError: The bars are not in the section.
    """
    first, last = section.position(0).bar, section.bars
    if not first <= plan.first_bar <= plan.last_bar <= last:
        raise RequestError(
            f"Bars {plan.first_bar} to {plan.last_bar} are not in this section.",
            f"It has bars {first} to {last}.",
        )
    return range(section.bar_start(plan.first_bar), min(section.bar_start(plan.last_bar + 1), section.length))


def lane_line(song: Song, plan: Plan, lane: int) -> str:
    """What a plan does to one lane, in a few words."""
    section = song.sections[plan.section]
    rows = rows_of(section, plan)
    typed = typed_cells(section, lane, rows.start, rows.stop)
    cells = "1 typed cell" if typed == 1 else f"{typed} typed cells"
    if song.lanes[lane].locked:
        return "locked, kept as it is"
    if lane in plan.lanes and lane not in without_typed(song, plan).lanes:
        return "what you type above, kept exactly"
    if lane not in plan.lanes:
        return f"kept, {cells}" if typed else "left as it is"
    return f"filled around {cells}, which stay" if typed else "written"


def summary(song: Song, plan: Plan) -> str:
    """What a plan keeps and writes, in one or two plain sentences."""
    section = song.sections[plan.section]
    rows = rows_of(section, plan)
    writes = _names(song, without_typed(song, plan).lanes) or "nothing"
    typed = {
        lane: count
        for lane in range(len(song.lanes))
        if (count := typed_cells(section, lane, rows.start, rows.stop))
    }
    if plan.melody.strip() or plan.chords.strip():
        kept = "Keeps every typed note and chord."
    elif typed:
        kept = f"Keeps all {sum(typed.values())} typed cells of {_names(song, tuple(typed))} exactly."
    else:
        kept = "Nothing is typed in these bars yet."
    from_text = plan.melody.strip() or plan.chords.strip()
    return f"{kept} Writes {writes} in {'every bar of it' if from_text else bars_text(plan)}."


def bars_text(plan: Plan) -> str:
    """The bars of a plan in words."""
    if plan.first_bar == plan.last_bar:
        return f"bar {plan.first_bar}"
    return f"bars {plan.first_bar} to {plan.last_bar}"


def _names(song: Song, lanes: tuple[int, ...]) -> str:
    names = [visible(song.lanes[lane].name) for lane in lanes]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def request_of(song: Song, revision: int, plan: Plan) -> GenerateRequest:
    """The request that a plan means.

    Raises:
        RequestError: No lane is chosen, a number is out of range, or the bars do not exist.
    """
    if not plan.lanes:
        raise RequestError("No lane is chosen to be written.", "Choose at least one lane that is not locked.")
    if not 1 <= plan.candidates <= MAX_CANDIDATES:
        raise RequestError(f"{plan.candidates} candidates are out of range.", f"Use 1 to {MAX_CANDIDATES}.")
    rows = rows_of(song.sections[plan.section], plan)
    region = Region(plan.section, plan.lanes, rows.start, rows.stop)
    return GenerateRequest(song, revision, region, plan.style, plan.candidates, plan.seed)


def start_from_text(song: Song, plan: Plan) -> ReplaceSections:
    """The edit that puts a plan's typed melody and chords into its section.

    Raises:
        EntryError: A word cannot be read.
        RequestError: The song has no lane for what was typed.
    """
    here = song.sections[plan.section]
    typed = song_from_text(plan.melody, plan.chords, meter=here.meter)
    source = typed.sections[0]
    columns: list[Column] = [(None,) * source.length for _ in song.lanes]
    for text, role, lane in (
        (plan.melody, Role.MELODY, song.melody_lane),
        (plan.chords, Role.CHORDS, song.chord_lane),
    ):
        if not text.strip():
            continue
        if lane is None:
            raise RequestError(f"The song has no {role} lane.", "Open a new song first.")
        columns[lane] = source.columns[typed.lanes_with(role)[0]]
    section = Section(here.name, source.length, tuple(columns), source.rows_per_beat, here.meter)
    sections = (*song.sections[: plan.section], section, *song.sections[plan.section + 1 :])
    return ReplaceSections(sections, song.order)


def begin(song: Song, plan: Plan) -> Beginning:
    """What a plan starts from; the given song is as it was.

    Raises:
        EntryError: A word cannot be read, or the lengths fit no grid.
        RequestError: The song has no lane for what was typed.
        EditError: What was typed makes an impossible song.
    """
    if not plan.melody.strip() and not plan.chords.strip():
        return Beginning(None, song, plan)
    edit = start_from_text(song, plan)
    begun = apply(song, edit).song
    rest = with_bars(without_typed(begun, plan), 1, begun.sections[plan.section].bars)
    return Beginning(edit, begun, rest)
