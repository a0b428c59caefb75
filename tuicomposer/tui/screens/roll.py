"""The piano roll: the block, or the bars around the cursor, to be looked at."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from tuicomposer.score.blocks.block import Block
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui import roll_text
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.screens.dialog import Dialog
from tuicomposer.tui.themes import PALETTES
from tuicomposer.tui.widgets.line import Page


class Roll(Dialog[None]):
    """Shows a block of a song as a piano roll; the arrows move along, Escape leaves.

    Args:
        song: The song.
        block: What is shown first.
    """

    DEFAULT_CSS = """
    Roll > #box { width: 100%; height: 100%; padding: 0 1; }
    Roll #roll { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,shift+f4,enter", "leave", "Leave", show=False),
        Binding("up", "pitch(2)", "Higher", show=False),
        Binding("down", "pitch(-2)", "Lower", show=False),
        Binding("left", "time(-1)", "Earlier", show=False),
        Binding("right", "time(1)", "Later", show=False),
    ]

    def __init__(self, song: Song, block: Block) -> None:
        super().__init__()
        self._song = song
        self._block = block
        self._up = 0
        self._page = Page(id="roll")

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            section = self._song.sections[self._block.section]
            box.border_title = f"Piano roll · {visible(section.name)}"
            box.border_subtitle = key_hints("arrows move · Esc leaves")
            yield self._page

    def on_mount(self) -> None:
        """Draw once the size is known."""
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self._draw)

    def action_pitch(self, semitones: int) -> None:
        """Look higher or lower."""
        self._up += semitones
        self._draw()

    def action_time(self, bars: int) -> None:
        """Look at bars before or after."""
        section, block = self._song.sections[self._block.section], self._block
        shift = bars * section.rows_per_bar
        shift = max(-block.first_row, min(shift, section.length - 1 - block.last_row))
        self._block = Block(
            block.section, block.first_lane, block.last_lane, block.first_row + shift, block.last_row + shift
        )
        self._draw()

    def _draw(self) -> None:
        width, height = self._page.size
        if width and height:
            shown = roll_text.Roll(self._block, width, height, self._up)
            self._page.show(roll_text.roll_text(PALETTES[self.app.theme], self._song, shown))
