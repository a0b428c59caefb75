"""The document: the only mutable holder of a song."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tuicomposer.score.edits import Edit, Touched, apply
from tuicomposer.score.history import History, Step, Steps
from tuicomposer.score.song import Place, Song


@dataclass(frozen=True, slots=True)
class Change:
    """What subscribers are told after every change."""

    song: Song
    revision: int
    touched: Touched
    label: str


Subscriber = Callable[[Change], None]


class Document:
    """A song, its history and its revision. Used from one thread only.

    Revisions count up with every change, undo and redo included, and are never reused.
    """

    def __init__(self, song: Song) -> None:
        self._song = song
        self._history = History()
        self._revision = 0
        self._saved: Song = song
        self._subscribers: list[Subscriber] = []

    @property
    def song(self) -> Song:
        """The song as it is now."""
        return self._song

    @property
    def revision(self) -> int:
        """Number of the last change."""
        return self._revision

    @property
    def modified(self) -> bool:
        """Whether the song differs from what was last saved or opened."""
        return self._song != self._saved

    @property
    def saved(self) -> Song:
        """What was last saved or opened."""
        return self._saved

    @property
    def undo_label(self) -> str | None:
        """Name of the step that undo would take back."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """Name of the step that redo would make again."""
        return self._history.redo_label

    @property
    def steps(self) -> Steps:
        """All steps that can be undone and redone."""
        return self._history.steps

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call ``subscriber`` after every change, in the order of subscription."""
        self._subscribers.append(subscriber)

    def do(self, edit: Edit, label: str) -> Change:
        """Apply an edit and remember how to take it back.

        Raises:
            EditError: The edit does not fit; nothing is changed.
        """
        applied = apply(self._song, edit)
        if applied.song != self._song:
            self._history.record(Step(label, applied.inverse))
        return self._publish(applied.song, applied.touched, label)

    @contextmanager
    def group(self, label: str) -> Iterator[None]:
        """Make all edits inside the ``with`` block one step of the history."""
        self._history.open_group(label)
        try:
            yield
        finally:
            self._history.close_group()

    def undo(self) -> Change | None:
        """Take back the last step; ``None`` if there is none."""
        return self.travel(-1)

    def redo(self) -> Change | None:
        """Make the last undone step again; ``None`` if there is none."""
        return self.travel(1)

    def travel(self, steps: int) -> Change | None:
        """Make some steps again, or, where negative, take some back; one change is told.

        ``None`` if there is no such step.
        """
        song, cells, structure, labels = self._song, frozenset[Place](), False, list[str]()
        for _ in range(abs(steps)):
            step = self._history.last_done() if steps < 0 else self._history.last_undone()
            if step is None:
                break
            song, inverse, touched = apply(song, step.edit)
            (self._history.undone if steps < 0 else self._history.redone)(inverse)
            labels.append(step.label)
            cells |= touched.cells
            structure = structure or touched.structure
        if not labels:
            return None
        verb = "Undo" if steps < 0 else "Redo"
        label = f"{verb} {labels[-1]}" if len(labels) == 1 else f"{verb} {len(labels)} steps"
        return self._publish(song, Touched(cells, structure), label)

    def put_beneath(self, older: Steps) -> None:
        """Take in the steps that led to the song with which this document began.

        The steps MUST fit that song, as :func:`tuicomposer.score.history.check_steps` finds out.
        """
        self._history.put_beneath(older)

    def mark_saved(self, song: Song) -> None:
        """Remember that this song is what is on disk now."""
        self._saved = song

    def _publish(self, song: Song, touched: Touched, label: str) -> Change:
        self._song = song
        self._revision += 1
        change = Change(song, self._revision, touched, label)
        for subscriber in self._subscribers:
            subscriber(change)
        return change
