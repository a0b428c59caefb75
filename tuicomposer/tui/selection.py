"""What is marked: a block that grows with the cursor, or one that was put down."""

from __future__ import annotations

from dataclasses import dataclass

from tuicomposer.score.blocks.block import Block, between, fits
from tuicomposer.score.song import Place, Song


@dataclass
class Selection:
    """The marked block; changed by commands on the screen's thread only."""

    anchor: Place | None = None
    """The corner where marking began; the other corner is the cursor."""
    placed: Block | None = None
    """A block that no longer follows the cursor."""
    marking: bool = False
    """Whether plain moves make the block grow, too."""
    stays: bool = False
    """Whether ``placed`` outlives a plain move of the cursor."""

    def block(self, cursor: Place) -> Block | None:
        """The marked block; ``None`` where nothing is marked."""
        return self.placed if self.anchor is None else between(cursor, self.anchor)

    def begin(self, cursor: Place, *, marking: bool = False) -> None:
        """Mark from the cursor on, or go on marking."""
        self.anchor = self.anchor or cursor
        self.marking = self.marking or marking
        self.placed, self.stays = None, False

    def place(self, block: Block, *, stays: bool) -> None:
        """Mark a block as it is."""
        self.clear()
        self.placed, self.stays = block, stays

    def moved(self) -> None:
        """The cursor went elsewhere without marking."""
        if not self.stays:
            self.clear()

    def clear(self) -> None:
        """Mark nothing."""
        self.anchor, self.placed, self.marking, self.stays = None, None, False, False

    def fit(self, song: Song, cursor: Place) -> None:
        """Mark nothing where the marked block is no longer in the song."""
        block = self.block(cursor)
        if block is not None and not fits(song, block):
            self.clear()
