"""No sequence of edits, undos, jumps and restarts loses a step, breaks the song, or raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.strategies import edits, misfits, songs
from tuicomposer.errors import EditError
from tuicomposer.formats.history_text import HistoryWriter, read_history
from tuicomposer.score.document import Document
from tuicomposer.score.song import Song

DIGEST = "0" * 64


class Working(RuleBasedStateMachine):
    """A person at work, beside a list of every song that they have seen."""

    @initialize(song=songs(max_lanes=2, max_sections=2, max_rows=4))
    def begin(self, song: Song) -> None:
        self.document = Document(song)
        self.seen, self.now = [song], 0
        self.writer = HistoryWriter()

    @contextmanager
    def _recorded(self) -> Iterator[None]:
        """A step that is recorded follows what is seen now; what could be redone is gone."""
        before = len(self.document.steps.done)
        yield
        if len(self.document.steps.done) > before:
            self.seen = [*self.seen[: self.now + 1], self.document.song]
            self.now += 1

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        with self._recorded():
            self.document.do(data.draw(edits(self.document.song)), "edit")

    @rule(data=st.data())
    def several_as_one(self, data: st.DataObject) -> None:
        with self._recorded(), self.document.group("several"):
            for _ in range(2):
                self.document.do(data.draw(edits(self.document.song)), "part")

    @rule(data=st.data())
    def refused(self, data: st.DataObject) -> None:
        with pytest.raises(EditError):
            self.document.do(data.draw(misfits(self.document.song)), "misfit")

    @rule(steps=st.integers(-4, 4).filter(bool))
    def travel(self, steps: int) -> None:
        self.document.travel(steps)
        self.now = max(0, min(len(self.seen) - 1, self.now + steps))

    @precondition(lambda self: len(self.seen) > 1)
    @rule()
    def restart(self) -> None:
        text = self.writer.write(self.document.steps, DIGEST)
        reopened = Document(self.document.song)
        reopened.put_beneath(read_history(text, reopened.song, DIGEST))
        assert reopened.steps == self.document.steps
        self.document = reopened

    @invariant()
    def everything_is_where_it_was(self) -> None:
        if hasattr(self, "document"):
            assert self.document.song == self.seen[self.now]
            done, undone = self.document.steps
            assert (len(done), len(undone)) == (self.now, len(self.seen) - 1 - self.now)


TestWorking = Working.TestCase
TestWorking.settings = settings(max_examples=12, stateful_step_count=15)
