"""What the person looks at: cursor, entry settings, block, candidates. Not part of the song."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tuicomposer.score.cells import DEFAULT_VELOCITY
from tuicomposer.score.song import Place
from tuicomposer.tui.block import Block, Clip, between
from tuicomposer.tui.silence import Resting

if TYPE_CHECKING:
    from tuicomposer.jobs.messages import Analyzed, Judged
    from tuicomposer.tui.cell_text import CellText
    from tuicomposer.tui.ghost import Ghost
    from tuicomposer.tui.ports import Playhead

MAX_STEP = 16
LOWEST_OCTAVE, HIGHEST_OCTAVE = -1, 8


@dataclass
class View:
    """The state of the composer's screen; changed by commands on the screen's thread only."""

    cursor: Place
    anchor: Place | None = None
    """The block's other corner; ``None`` where no block is marked."""
    octave: int = 4
    """Octave of the Z-row."""
    step: int = 1
    """Rows that the cursor goes down after an entry."""
    velocity: int = DEFAULT_VELOCITY
    editor: CellText | None = None
    """The cell that is open for typing."""
    clip: Clip = ()
    ghost: Ghost | None = None
    analyzed: Analyzed | None = None
    judged: Judged | None = None
    realness: dict[Place, float] = field(default_factory=dict)
    """The discriminator's verdict on the cells that did not change since."""
    show_realness: bool = False
    show_panel: bool = True
    follow: bool = True
    looping: bool = False
    playhead: Playhead = field(default_factory=Resting)

    def start_over(self, cursor: Place) -> None:
        """Forget everything that belongs to the song that was shown."""
        self.cursor = cursor
        self.anchor = self.editor = self.ghost = self.analyzed = self.judged = None
        self.realness = {}
        self.playhead, self.looping = Resting(), False

    @property
    def block(self) -> Block:
        """The marked block, or the cell under the cursor."""
        return between(self.cursor, self.anchor or self.cursor)

    @property
    def marked(self) -> Block | None:
        """The marked block."""
        return None if self.anchor is None else between(self.cursor, self.anchor)
