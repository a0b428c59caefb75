"""Copies: cut, copy, and the ways to paste."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tuicomposer.errors import ComposerError
from tuicomposer.score.blocks import paste, rows
from tuicomposer.score.blocks.block import cleared, kept_remark
from tuicomposer.score.blocks.mask import masked
from tuicomposer.score.edits import SetCells
from tuicomposer.score.song import Place, Song
from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers
from tuicomposer.tui.commands.marking import size
from tuicomposer.tui.remarks import remark

MAX_CLIPS = 10
Paste = Callable[[Song, Place, paste.Clip], SetCells]


class Copying:
    """What was copied and where it goes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "block.copy": self._copy,
            "block.cut": self._cut,
            "block.paste": self._paste(paste.pasted, "Paste"),
            "block.mix": self._paste(paste.mixed, "Paste mix"),
            "block.insert": self._paste(paste.inserted, "Paste insert"),
            "block.flood": self._paste(self._flooded, "Flood"),
            "block.clips": self._choose,
        }

    def _copy(self) -> None:
        view = self._desk.view
        clip = paste.copied(self._desk.document.song, view.chosen)
        self._keep(clip)
        self._desk.say(f"Copied {size(view.chosen)}.")

    def _keep(self, clip: paste.Clip) -> None:
        """Put a clip before the others; one that is there already moves to the front."""
        view = self._desk.view
        others = tuple(other for other in view.clips if other != clip)
        view.clips = (clip, *others)[:MAX_CLIPS]

    def _cut(self) -> None:
        song, view = self._desk.document.song, self._desk.view
        try:
            edit = masked(song, cleared(song, view.chosen), view.mask)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        block = view.chosen
        self._copy()
        if self._desk.do(edit, "Cut"):
            self._desk.say(remark("Cut", size(block), kept=kept_remark(song, block)))

    def _paste(self, way: Paste, label: str) -> Handler:
        def run() -> None:
            view, song = self._desk.view, self._desk.document.song
            if not view.clips:
                self._desk.say('Nothing is copied yet; mark a block with Shift+arrows or ", then Ctrl+C.')
                return
            clip, at = view.clips[0], view.block.first
            try:
                edit = way(song, at, clip)
                fallen = rows.fallen(song, paste.target(song, at, clip)) if way is paste.inserted else 0
            except ComposerError as error:
                self._desk.refuse(error)
                return
            if self._desk.do(masked(song, edit, view.mask), label):
                self._desk.say(self._report(song, at, clip, fallen))

        return run

    def _flooded(self, song: Song, at: Place, clip: paste.Clip) -> SetCells:
        """To the end of the marked block, or of the section."""
        marked = self._desk.view.marked
        block = paste.target(song, at, clip)
        inside = marked is not None and at in marked
        last = marked.last_row if marked is not None and inside else song.sections[at.section].length - 1
        return paste.flooded(song, replace(block, last_row=last), clip)

    def _report(self, song: Song, at: Place, clip: paste.Clip, fallen: int) -> str:
        """What was pasted, and what was left away."""
        block = paste.target(song, at, clip)
        rest = len(block.lanes) < len(clip.columns) or len(block.rows) < clip.rows
        return remark("Pasted", size(block), rest=rest, fallen=fallen, kept=kept_remark(song, block))

    def _choose(self) -> None:
        view = self._desk.view
        if not view.clips:
            self._desk.say("Nothing is copied yet.")
            return
        dialog = screens.Clips(view.clips, flats=view.flats_in(self._desk.document.song))
        self._desk.ask(dialog, self._chosen)

    def _chosen(self, index: int) -> None:
        self._keep(self._desk.view.clips[index])
        self._desk.say("This is pasted next.")
