"""What the person looks at: cursor, entry settings, block, candidates. Not part of the song."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tuicomposer.score.blocks.block import Block, between
from tuicomposer.score.blocks.mask import Mask
from tuicomposer.score.blocks.paste import Clip
from tuicomposer.score.cells import DEFAULT_VELOCITY
from tuicomposer.score.search import Query
from tuicomposer.score.song import Place, Song
from tuicomposer.tui.entry_state import EntryState
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.selection import Selection
from tuicomposer.tui.silence import Resting

if TYPE_CHECKING:
    from tuicomposer.jobs.controls import Harmony
    from tuicomposer.jobs.messages import Analyzed, Judged
    from tuicomposer.score.key import Key
    from tuicomposer.tui.cell_text import CellText
    from tuicomposer.tui.count_in import Count
    from tuicomposer.tui.ghost import Ghost
    from tuicomposer.tui.ports import Playhead

MAX_STEP = 16
LOWEST_OCTAVE, HIGHEST_OCTAVE = -1, 8


class Follow(StrEnum):
    """What the page does while the music plays."""

    PAGE = "page"
    OFF = "off"
    CENTRE = "centre"


class Colouring(StrEnum):
    """What the colour of a note says."""

    ROLE = "role of the lane"
    PITCH = "pitch class"
    DEGREE = "degree of the scale"
    HARMONY = "chord tones and clashes"


class Instrument(StrEnum):
    """What is drawn for the cell under the cursor."""

    NONE = "nothing"
    KEYBOARD = "keyboard"
    FRETBOARD = "fretboard"


Choice = TypeVar("Choice", bound=Enum)


def after(choice: Choice) -> Choice:
    """The next of several choices, round and round."""
    choices = list(type(choice))
    return choices[(choices.index(choice) + 1) % len(choices)]


class Dot(NamedTuple):
    """What a dot changed: the cursor went on by half a step, and the next entry steps the other half."""

    rest: int
    """Rows that the next entry steps."""
    undotted: Place
    """Where the cursor was before."""


@dataclass
class View:
    """The state of the composer's screen; changed by commands on the screen's thread only."""

    cursor: Place
    selection: Selection = field(default_factory=Selection)
    octave: int = 4
    """Octave of the Z-row."""
    beyond: Place | None = None
    """Where writing would go on below the last section; ``None`` once the cursor was moved."""
    step: int = 1
    """Rows that the cursor goes down after an entry."""
    written: Place | None = None
    """Where was written last, until the cursor is moved elsewhere."""
    dot: Dot | None = None
    """The dot behind what was written last, until the cursor is moved elsewhere."""
    velocity: int = DEFAULT_VELOCITY
    entry: EntryState = field(default_factory=EntryState)
    """How typing becomes notes."""
    keymap: Keymap = PLAIN
    """Which keys the status lines name."""
    editor: CellText | None = None
    """The cell that is open for typing."""
    clips: tuple[Clip, ...] = ()
    """What was copied, the latest first; kept from song to song."""
    mask: Mask = Mask.ALL
    query: Query | None = None
    """What is looked for; its matches are shown."""
    ghost: Ghost | None = None
    analyzed: Analyzed | None = None
    judged: Judged | None = None
    realness: dict[Place, float] = field(default_factory=dict)
    """The discriminator's verdict on the cells that did not change since."""
    passage: int = 0
    """Which of the times at which the section of the cursor sounds is meant; an index in the order."""
    harmony: Harmony | None = None
    """Successions of chords of the style profile that was chosen; kept from song to song."""
    show_realness: bool = False
    show_confidence: bool = False
    """Whether cells are tinted by how surely they were heard in a recording."""
    show_panel: bool = True
    follow: Follow = Follow.PAGE
    colouring: Colouring = Colouring.ROLE
    instrument: Instrument = Instrument.NONE
    show_meters: bool = False
    playhead: Playhead = field(default_factory=Resting)
    counting: Count | None = None
    """What the metronome counts before the music begins."""

    def start_over(self, cursor: Place) -> None:
        """Forget everything that belongs to the song that was shown."""
        self.went_to(cursor)
        self.editor = self.ghost = self.analyzed = self.judged = self.query = None
        self.selection = Selection()
        self.realness = {}
        self.passage = 0
        self.playhead, self.counting = Resting(), None

    def went_to(self, cursor: Place) -> None:
        """The cursor is elsewhere: what depended on where it was is over."""
        self.cursor = cursor
        self.beyond = self.written = self.dot = None

    @property
    def rows_on(self) -> int:
        """Rows that the cursor goes down after the next entry."""
        return self.step if self.dot is None else self.dot.rest

    def key_in(self, song: Song) -> Key | None:
        """The key that notes are named by in the section of the cursor: as stated, else as recognised."""
        stated = song.key_at(self.cursor.section)
        if stated is None and self.analyzed is not None and self.analyzed.keys:
            return self.analyzed.keys[0].key
        return stated

    def flats_in(self, song: Song) -> bool:
        """Whether black keys are named with flats in the section of the cursor."""
        key = self.key_in(song)
        return key is not None and key.flats

    @property
    def marked(self) -> Block | None:
        """The marked block."""
        return self.selection.block(self.cursor)

    @property
    def block(self) -> Block:
        """The marked block if the cursor is in it, else the cell under the cursor."""
        marked = self.marked
        return marked if marked is not None and self.cursor in marked else between(self.cursor, self.cursor)

    @property
    def chosen(self) -> Block:
        """The marked block if it is in the section that is shown, else the cell under the cursor."""
        marked = self.marked
        here = marked is not None and marked.section == self.cursor.section
        return marked if marked is not None and here else between(self.cursor, self.cursor)
