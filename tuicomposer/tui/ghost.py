"""Candidates on show: which one, what it writes, what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from tuicomposer.jobs.messages import Candidate, Generated, GenerateRequest
from tuicomposer.jobs.rebase import rebase
from tuicomposer.score.cells import Cell
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song


@dataclass(frozen=True)
class Ghost:
    """Candidates that can still be kept, best first, and the one that is shown."""

    request: GenerateRequest
    candidates: tuple[Candidate, ...]
    """At least one."""
    model: str
    shown: int = 0

    @property
    def candidate(self) -> Candidate:
        """The candidate that is shown."""
        return self.candidates[self.shown]

    @cached_property
    def cells(self) -> dict[Place, Cell | None]:
        """What the shown candidate would write."""
        return dict(self.candidate.edit.cells)

    @cached_property
    def realness(self) -> dict[Place, float]:
        """The discriminator's verdict on the shown candidate, cell by cell; empty where nobody judged."""
        return {} if self.candidate.realness is None else dict(self.candidate.cells)

    def over(self, section: Section, index: int) -> Section:
        """A section of the song as it would be with the shown candidate."""
        columns = [list(column) for column in section.columns]
        for place, cell in self.candidate.edit.cells:
            if place.section == index:
                columns[place.lane][place.row] = cell
        return replace(section, columns=tuple(map(tuple, columns)))

    def turned(self, by: int) -> Ghost:
        """Another candidate shown, round and round."""
        return replace(self, shown=(self.shown + by) % len(self.candidates))


def ghost_of(answer: Generated) -> Ghost | None:
    """The candidates of an answer; ``None`` if there are none."""
    return Ghost(answer.request, answer.candidates, answer.model) if answer.candidates else None


def rebased(ghost: Ghost, song: Song) -> tuple[Ghost | None, str]:
    """The candidates that still fit a song, and why the others do not.

    The candidate that is shown stays shown if it fits.
    """
    verdicts = [(one, rebase(one.edit, ghost.request, song)) for one in ghost.candidates]
    kept = tuple(one for one, verdict in verdicts if verdict.edit is not None)
    reason = next((verdict.reason for _, verdict in verdicts if verdict.edit is None), "")
    if len(kept) == len(ghost.candidates):
        return ghost, ""
    if not kept:
        return None, reason
    shown = kept.index(ghost.candidate) if ghost.candidate in kept else 0
    return replace(ghost, candidates=kept, shown=shown), reason
