"""What the generate dialog offers and says, without the dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from tuicomposer.errors import RequestError
from tuicomposer.jobs.controls import (
    Controls,
    bars_likeness,
    names_bars,
    number_of,
    register_of,
    song_likeness,
)
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.jobs.profile import StyleProfile, wished
from tuicomposer.jobs.tasks import (
    USUAL_SHARE,
    Rows,
    Task,
    continued_to,
    first_bar_after,
    lanes_of_task,
    with_bars_to,
)
from tuicomposer.score.blocks.block import Block
from tuicomposer.score.cells import Cell, Column
from tuicomposer.score.edits import ReplaceSections, apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import is_given, is_heard
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

MAX_CANDIDATES = 16


class Wishes(NamedTuple):
    """How the music is to be, as it was typed; what is empty is left to the generator."""

    density: str = ""
    syncopation: str = ""
    surprise: str = ""
    register: str = ""
    like: str = ""
    """Bars such as ``3-4``, or a file."""


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
    task: Task | None = None
    """What is asked for; ``None`` for filling the chosen lanes."""
    rows: tuple[int, int] | None = None
    """First row and row after the last, where they are not whole bars."""
    share: float = USUAL_SHARE
    """Share of the generated beats that a variation writes anew."""
    wishes: Wishes = Wishes()  # noqa: RUF009 - a tuple of texts
    profile: str = ""
    """Name of the style profile that wishes what is not wished otherwise; empty for none."""
    verify: bool = False
    """Whether the candidates are listened to, and drawn again where they are not understood."""


class Beginning(NamedTuple):
    """Where generating starts from."""

    edit: ReplaceSections | None
    """Puts what was typed in the dialog, or new bars, into the song; ``None`` where neither is needed."""
    song: Song
    """The song with that edit."""
    plan: Plan
    """What is left to be written in that song."""


def typed_cells(section: Section, lane: int, start: int = 0, stop: int | None = None) -> int:
    """How many cells of a lane a person wrote."""
    cells = section.columns[lane][start:stop]
    return sum(map(is_given, cells))


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

    It fills the cells of a marked block, or all unlocked lanes in which nobody typed.
    """
    here = song.sections[section]
    first, last = here.position(0).bar, here.bars
    lanes = tuple(
        index for index, lane in enumerate(song.lanes) if not lane.locked and typed_cells(here, index) == 0
    )
    plan = Plan(section, lanes, first, last, style, seed=seed)
    if block is not None and block.section == section:
        lanes = tuple(lane for lane in block.lanes if not song.lanes[lane].locked)
        return replace(_in_block(here, plan, block), lanes=lanes, task=Task.INFILL)
    return plan


def _in_block(section: Section, plan: Plan, block: Block) -> Plan:
    """The plan with a rectangle's rows, exactly."""
    first, last = section.position(block.first_row).bar, section.position(block.last_row).bar
    return replace(plan, first_bar=first, last_bar=last, rows=(block.first_row, block.last_row + 1))


def preset(song: Song, plan: Plan, task: Task | None, block: Block | None) -> Plan:
    """A plan with the lanes and rows that a task means.

    Args:
        song: The song.
        plan: What is offered now; seed, style and wishes stay.
        task: The task; ``None`` for filling what is empty.
        block: The marked rectangle, if there is one: it bounds the rows.

    Raises:
        RequestError: The song lacks what the task needs.
    """
    here = song.sections[plan.section]
    whole = first_plan(song, plan.section, None, plan.style, plan.seed)
    base = replace(plan, task=task, rows=None, first_bar=whole.first_bar, last_bar=whole.last_bar)
    marked: tuple[int, ...] = ()
    if task is Task.CONTINUE:
        base = replace(base, first_bar=first_bar_after(here), last_bar=continued_to(here))
    elif block is not None and block.section == plan.section:
        base, marked = _in_block(here, base, block), tuple(block.lanes)
    if task is None:
        return replace(base, lanes=whole.lanes)
    rows = rows_of(with_room(song, base).sections[plan.section], base)
    return replace(base, lanes=lanes_of_task(song, plan.section, task, Rows(rows.start, rows.stop), marked))


def with_room(song: Song, plan: Plan) -> Song:
    """The song, with the bars that a continuation adds.

    Raises:
        RequestError: The section would become too long.
    """
    edit = with_bars_to(song, plan.section, plan.last_bar) if plan.task is Task.CONTINUE else None
    return song if edit is None else apply(song, edit).song


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
    if plan.rows is not None:
        start, stop = plan.rows
        if (section.position(start).bar, section.position(stop - 1).bar) == (plan.first_bar, plan.last_bar):
            return range(start, stop)
    return range(section.bar_start(plan.first_bar), min(section.bar_start(plan.last_bar + 1), section.length))


def lane_line(song: Song, plan: Plan, lane: int) -> str:
    """What a plan does to one lane, in a few words."""
    section = song.sections[plan.section]
    rows = rows_of(section, plan)
    typed = typed_cells(section, lane, rows.start, rows.stop)
    kind = _kind_of(section.columns[lane][rows.start : rows.stop])
    cells = f"1 {kind} cell" if typed == 1 else f"{typed} {kind} cells"
    if song.lanes[lane].locked:
        return "locked, kept as it is"
    if lane in plan.lanes and lane not in without_typed(song, plan).lanes:
        return "what you type above, kept exactly"
    if lane not in plan.lanes:
        return f"kept, {cells}" if typed else "left as it is"
    by = " by a pattern" if song.lanes[lane].role in (Role.DRUMS, Role.COMP) else ""
    return f"filled{by} around {cells}, which stay" if typed else f"written{by}"


def _kind_of(cells: Iterable[Cell | None]) -> str:
    """Whether given cells were typed, or heard in a recording."""
    heard = {is_heard(cell.origin) for cell in cells if cell is not None and is_given(cell)}
    return "given" if len(heard) > 1 else "heard" if True in heard else "typed"


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
    """The bars or rows of a plan in words."""
    if plan.rows is not None:
        return f"rows {plan.rows[0] + 1} to {plan.rows[1]}"
    if plan.first_bar == plan.last_bar:
        return f"bar {plan.first_bar}"
    return f"bars {plan.first_bar} to {plan.last_bar}"


def _names(song: Song, lanes: tuple[int, ...]) -> str:
    names = [visible(song.lanes[lane].name) for lane in lanes]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def controls_of(
    song: Song, plan: Plan, load: Callable[[str], Song] | None = None, profile: StyleProfile | None = None
) -> Controls:
    """The wishes of a plan.

    Args:
        song: The song.
        plan: The plan.
        load: Opens a song to take after; without it only bars of this song are looked at.
        profile: Wishes what the plan leaves open.

    Raises:
        RequestError: A wish cannot be read or is out of range.
        SongFileError: The song to take after cannot be opened.
    """
    wishes, like = plan.wishes, None
    if names_bars(wishes.like):
        like = bars_likeness(song.sections[plan.section], wishes.like)
    elif wishes.like.strip() and load is not None:
        like = song_likeness(load(wishes.like.strip()))
    controls = Controls(
        number_of("density", wishes.density),
        register_of(wishes.register, song),
        number_of("share of notes off the beat", wishes.syncopation),
        number_of("surprise", wishes.surprise),
        like,
    )
    return controls if profile is None else wished(profile, song, controls, plan.lanes)


def request_of(
    song: Song,
    revision: int,
    plan: Plan,
    load: Callable[[str], Song] | None = None,
    profile: StyleProfile | None = None,
) -> GenerateRequest:
    """The request that a plan means; ``load`` and ``profile`` as for :func:`controls_of`.

    Raises:
        RequestError: No lane is chosen, a number is out of range, or the bars do not exist.
    """
    if not plan.lanes:
        raise RequestError("No lane is chosen to be written.", "Choose at least one lane that is not locked.")
    if not 1 <= plan.candidates <= MAX_CANDIDATES:
        raise RequestError(f"{plan.candidates} candidates are out of range.", f"Use 1 to {MAX_CANDIDATES}.")
    rows = rows_of(song.sections[plan.section], plan)
    region = Region(plan.section, plan.lanes, rows.start, rows.stop)
    vary = plan.share if plan.task is Task.VARY else None
    controls = controls_of(song, plan, load, profile)
    numbers = plan.candidates, plan.seed
    return GenerateRequest(song, revision, region, plan.style, *numbers, controls, vary, plan.verify)


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
        room = with_bars_to(song, plan.section, plan.last_bar) if plan.task is Task.CONTINUE else None
        return Beginning(room, song if room is None else apply(song, room).song, plan)
    edit = start_from_text(song, plan)
    begun = apply(song, edit).song
    rest = with_bars(without_typed(begun, plan), 1, begun.sections[plan.section].bars)
    return Beginning(edit, begun, rest)
