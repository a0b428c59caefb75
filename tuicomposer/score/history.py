"""Undo and redo, as a pure policy over inverses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from tuicomposer.score.edits import (
    Batch,
    Edit,
    InsertLane,
    PatchSections,
    ReplaceSections,
    ReplaceSong,
    SetCells,
    apply,
)
from tuicomposer.score.song import Song

MAX_STEPS: Final = 10_000
MAX_CELLS: Final = 4_000_000
"""Cells that all steps together may hold; at 8 bytes a reference about 32 MB."""


@dataclass(frozen=True, slots=True)
class Step:
    """One named act."""

    label: str
    edit: Edit
    """What takes the act back while it is done, and makes it again while it is undone."""


class Steps(NamedTuple):
    """All that can be undone and redone."""

    done: tuple[Step, ...] = ()
    """The oldest first; undo takes the last."""
    undone: tuple[Step, ...] = ()
    """The one undone first comes first; redo takes the last."""


def check_steps(song: Song, steps: Steps) -> None:
    """Make sure that all steps can be undone and redone from a song.

    Raises:
        EditError: One does not fit.
    """
    for stack in steps:
        now = song
        for step in reversed(stack):
            now = apply(now, step.edit).song


class History:
    """Two stacks of steps.

    * A new step clears what could be redone.
    * Steps recorded inside a group become one step when the group closes.
    * An empty group leaves no step.
    * The oldest steps are dropped past ``MAX_STEPS`` steps or ``MAX_CELLS`` cells in them.
    """

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._cells = 0
        self._group: list[Step] | None = None
        self._group_label = ""

    @property
    def undo_label(self) -> str | None:
        """Name of the step that undo would take back."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """Name of the step that redo would make again."""
        return self._undone[-1].label if self._undone else None

    @property
    def steps(self) -> Steps:
        """All steps as they are now."""
        return Steps(tuple(self._done), tuple(self._undone))

    def record(self, step: Step) -> None:
        """Remember a step that was just made."""
        if self._group is not None:
            self._group.append(step)
            return
        self._cells -= _cells(self._undone)
        self._undone.clear()
        self._push(self._done, step)
        self._forget_oldest()

    def open_group(self, label: str) -> None:
        """Collect the following steps into one. Groups MUST NOT nest."""
        if self._group is not None:
            raise RuntimeError("Groups of edits do not nest.")
        self._group, self._group_label = [], label

    def close_group(self) -> None:
        """Record what was collected since :meth:`open_group` as one step."""
        steps, self._group = self._group or [], None
        if steps:
            self.record(Step(self._group_label, Batch(tuple(step.edit for step in reversed(steps)))))

    def last_done(self) -> Step | None:
        """The step to take back now; :meth:`undone` MUST follow once that is done."""
        return self._done[-1] if self._done else None

    def last_undone(self) -> Step | None:
        """The step to make again now; :meth:`redone` MUST follow once that is done."""
        return self._undone[-1] if self._undone else None

    def undone(self, again: Edit) -> None:
        """The last done step was taken back; ``again`` would make it again."""
        self._push(self._undone, Step(self._pop(self._done).label, again))

    def redone(self, back: Edit) -> None:
        """The last undone step was made again; ``back`` would take it back."""
        self._push(self._done, Step(self._pop(self._undone).label, back))

    def put_beneath(self, older: Steps) -> None:
        """Take in the steps that led to the song with which this history began."""
        if not self._done and not self._undone:
            self._undone = list(older.undone)
        self._done[:0] = older.done
        self._cells = _cells(self._done) + _cells(self._undone)
        self._forget_oldest()

    def _push(self, stack: list[Step], step: Step) -> None:
        stack.append(step)
        self._cells += weight(step.edit)

    def _pop(self, stack: list[Step]) -> Step:
        step = stack.pop()
        self._cells -= weight(step.edit)
        return step

    def _forget_oldest(self) -> None:
        count, cells = max(0, len(self._done) - MAX_STEPS), self._cells
        cells -= _cells(self._done[:count])
        while cells > MAX_CELLS and count < len(self._done) - 1:
            cells -= weight(self._done[count].edit)
            count += 1
        del self._done[:count]
        self._cells = cells


def _cells(steps: Iterable[Step]) -> int:
    return sum(weight(step.edit) for step in steps)


def weight(edit: Edit) -> int:
    """How many cells an edit holds, at least 1."""
    match edit:
        case SetCells(cells):
            return 1 + len(cells)
        case InsertLane(_, _, columns):
            return 1 + sum(map(len, columns))
        case ReplaceSections(sections):
            return 1 + sum(section.length * len(section.columns) for section in sections)
        case PatchSections(patches):
            return 1 + sum(1 + len(splice.cells) for patch in patches for splice in patch.columns)
        case ReplaceSong(song):
            return 1 + sum(section.length for section in song.sections) * len(song.lanes)
        case Batch(edits):
            return 1 + sum(map(weight, edits))
        case _:
            return 1
