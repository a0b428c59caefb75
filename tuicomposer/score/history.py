"""Undo and redo, as a pure policy over inverses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tuicomposer.score.edits import Batch, Edit

MAX_STEPS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """One named act that can be taken back."""

    label: str
    forward: Edit
    inverse: Edit


class History:
    """Two stacks of steps.

    * A new step clears what could be redone.
    * Steps recorded inside a group become one step when the group closes.
    * An empty group leaves no step.
    * The oldest step is dropped past ``MAX_STEPS``.
    """

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []
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

    def record(self, step: Step) -> None:
        """Remember a step that was just made."""
        if self._group is not None:
            self._group.append(step)
            return
        self._undone.clear()
        self._done.append(step)
        del self._done[:-MAX_STEPS]

    def open_group(self, label: str) -> None:
        """Collect the following steps into one. Groups MUST NOT nest."""
        if self._group is not None:
            raise RuntimeError("Groups of edits do not nest.")
        self._group, self._group_label = [], label

    def close_group(self) -> None:
        """Record what was collected since :meth:`open_group` as one step."""
        steps, self._group = self._group or [], None
        if steps:
            forward = Batch(tuple(step.forward for step in steps))
            inverse = Batch(tuple(step.inverse for step in reversed(steps)))
            self.record(Step(self._group_label, forward, inverse))

    def undo(self) -> Step | None:
        """The step to take back now, moved to the redo stack; ``None`` if there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step

    def redo(self) -> Step | None:
        """The step to make again now, moved to the undo stack; ``None`` if there is none."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step
