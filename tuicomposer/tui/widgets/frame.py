"""The grid with everything around it: banner, title, panel, work, status."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from tuicomposer.errors import ComposerError
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui import lines
from tuicomposer.tui.entry_line import entry_line
from tuicomposer.tui.instrument_text import instrument_text, lines_of, sounding
from tuicomposer.tui.palette import NIGHT, Palette
from tuicomposer.tui.panel_text import chord_at, panel_text
from tuicomposer.tui.view import Instrument, View
from tuicomposer.tui.widgets.grid import Grid
from tuicomposer.tui.widgets.line import Line, Page, Paragraph
from tuicomposer.tui.words import describe

SMALLEST = (60, 20)
"""Columns and lines below which the person is told."""
PANEL_FROM = 76
"""Columns from which there is room for the panel."""


class Scene(NamedTuple):
    """Everything that the lines show."""

    song: Song
    path: Path | None
    modified: bool
    view: View
    work: lines.Work | None
    message: str
    """What the person was told last; empty where the cell is to be explained."""
    silence: ComposerError | None
    """Why there is no sound; ``None`` where there is."""


def eq_or_is(one: object, other: object) -> bool:
    """Whether two small values are equal, or two large ones the same."""
    return one is other or (isinstance(one, int | tuple | str) and one == other)


class Frame(Vertical):
    """Places the grid and the lines; draws the lines from a scene."""

    DEFAULT_CSS = """
    Frame { background: $background; }
    Frame Line, Frame Page { background: $surface; }
    Frame #banner { height: auto; max-height: 3; padding: 0 1; text-wrap: wrap; }
    Frame #banner { background: $doubt; color: $bright; }
    Frame #panel { width: 28; }
    Frame.wide #panel { width: 36; }
    Frame Grid { width: 1fr; background: $background; scrollbar-background: $background; }
    """

    def __init__(self, grid: Grid, palette: Palette = NIGHT) -> None:
        super().__init__()
        self._grid = grid
        self._palette = palette
        names = ("title", "work", "ghost", "keys", "cell", "entry")
        self._lines: dict[str, Line | Paragraph] = {name: Line(id=name) for name in names}
        self._lines["banner"] = Paragraph(id="banner", does="screen.close_banner")
        self._panel = Page(id="panel")
        self._panel_shows: tuple[object, ...] = ()
        self._scene: Scene | None = None
        for name in ("banner", "work", "ghost", "keys"):
            self._lines[name].display = False

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield self._lines["title"]
        yield self._lines["banner"]
        with Horizontal():
            yield self._grid
            yield self._panel
        for name in ("work", "ghost", "keys", "cell", "entry"):
            yield self._lines[name]

    def on_resize(self, event: events.Resize) -> None:
        """Fold the panel where it would leave no room for the grid."""
        self.set_class(event.size.width >= 110, "wide")
        if self._scene is not None:
            self.draw(self._scene)
            self.draw_rest()

    def show_palette(self, palette: Palette) -> None:
        """Draw with other colours from now on."""
        self._palette = palette
        self._panel_shows = ()

    def draw(self, scene: Scene) -> None:
        """Show a scene; only the lines that changed are drawn."""
        self._scene = scene
        palette, view, song = self._palette, scene.view, scene.song
        show = self._lines
        width = self.size.width
        show["title"].show(
            lines.title_line(palette, song, scene.path, view, modified=scene.modified, width=width)
        )
        self._optional("banner", self._banner(scene.silence))
        self._optional(
            "work", None if scene.work is None else lines.work_line(palette, scene.work, view.keymap)
        )
        self._optional("ghost", None if view.ghost is None else lines.ghost_line(palette, view.ghost))
        self._optional(
            "keys", None if view.ghost is None else lines.ghost_keys(palette, view.keymap, self.size.width)
        )
        show["entry"].show(entry_line(palette, song, view, self.size.width))
        if scene.message or scene.view.editor is not None:
            show["cell"].show(self._cell_line(scene))
        self._panel.display = scene.view.show_panel and self.size.width >= PANEL_FROM

    def _cell_line(self, scene: Scene) -> Text:
        if scene.message and scene.view.editor is None:
            return Text(f" {visible(scene.message)}", self._palette.warn)
        words = describe(scene.song, scene.view.cursor, scene.view.key_in(scene.song))
        return lines.cell_line(self._palette, words, scene.view)

    def draw_rest(self) -> None:
        """Show what can wait of the last scene, words about the cell and the panel; only what changed."""
        scene = self._scene
        if scene is None:
            return
        self._lines["cell"].show(self._cell_line(scene))
        if self._panel.display:
            width = 36 if self.has_class("wide") else 28
            height = max(4, self.size.height - 4)
            view = scene.view
            kind, tones = view.instrument, sounding(scene.song, view.cursor)
            # Chords and verdict are as new as the answers they came with.
            shows: tuple[object, ...] = (view.analyzed, view.judged, chord_at(scene.song, view))
            shows += (view.cursor.section, width, height, kind, view.ghost is not None)
            shows += (tones if kind is not Instrument.NONE else None,)
            if len(shows) == len(self._panel_shows) and all(map(eq_or_is, shows, self._panel_shows)):
                return
            self._panel_shows = shows
            below = instrument_text(self._palette, kind, tones, width)
            room = height - lines_of(kind)
            text = panel_text(self._palette, scene.song, view, width, room)
            self._panel.show(text if kind is Instrument.NONE else Text("\n").join([below, text]))

    def _optional(self, name: str, text: Text | None) -> None:
        self._lines[name].display = text is not None
        if text is not None:
            self._lines[name].show(text)

    def _banner(self, silence: ComposerError | None) -> Text | None:
        width, height = SMALLEST
        if self.size and (self.size.width < width or self.size.height < height):
            small = f"This terminal is {self.size.width}×{self.size.height}; {width}×{height} shows more."
            return Text(small)
        if silence is None:
            return None
        why = visible(f"No sound: {silence.what}")
        # What to do is left out where it would take a second line from the grid.
        whole = f"{why} {visible(silence.hint)}".strip()
        return Text(whole if cell_len(whole) <= self.size.width - 2 else why)
