"""What was copied before, to choose from."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuicomposer.score.blocks.paste import Clip
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.picture import Marks, cell_text
from tuicomposer.tui.screens.dialog import Dialog

_SHOWN = 8
"""Cells of a copy that are spelled out."""


def clip_line(clip: Clip, *, flats: bool) -> str:
    """Size and first cells of a copy."""
    cells = [cell for column in clip.columns for cell in column if cell is not None]
    names = [cell_text(cell, Marks(), flats=flats)[0] for cell in cells[:_SHOWN]]
    more = " …" if len(cells) > _SHOWN else ""
    return f"{len(clip.columns):2d} × {clip.rows:<4d} {' '.join(names) or 'empty'}{more}"


class Clips(Dialog[int]):
    """Answers with the index of the chosen copy.

    Args:
        clips: The copies, the latest first.
        flats: Whether black keys are spelled with flats.
    """

    DEFAULT_CSS = """
    Clips OptionList, Clips OptionList:focus {
        height: auto; max-height: 12; border: none; padding: 0; background: $surface;
    }
    """

    def __init__(self, clips: tuple[Clip, ...], *, flats: bool) -> None:
        super().__init__()
        self._clips = clips
        self._flats = flats

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Copied before"
            box.border_subtitle = key_hints(
                "Enter or a digit chooses what is pasted next · Esc leaves"
            ).markup
            lines = (
                f"{(index + 1) % 10}  {clip_line(clip, flats=self._flats)}"
                for index, clip in enumerate(self._clips)
            )
            yield OptionList(*(Option(Content(line)) for line in lines))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(event.option_index)

    def on_key(self, event: events.Key) -> None:
        """A digit answers at once; 0 is the tenth."""
        if event.character is not None and event.character in "1234567890":
            index = (int(event.character) - 1) % 10
            if index < len(self._clips):
                event.stop()
                self.dismiss(index)
