"""Finding pitches and chords, going from match to match, replacing them."""

from __future__ import annotations

from tuicomposer.errors import ComposerError
from tuicomposer.score.blocks.block import Block
from tuicomposer.score.search import Query, matches, neighbour, replaced
from tuicomposer.score.song import Place
from tuicomposer.score.text import visible
from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.wish import Scope, Wish


class Finding:
    """What is looked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._wish = Wish()
        self._block: Block | None = None

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "move.find": self._ask,
            "move.next_match": lambda: self._go(1),
            "move.previous_match": lambda: self._go(-1),
        }

    def _ask(self) -> None:
        marked = self._desk.view.marked
        self._desk.ask(screens.Find(self._wish, has_block=marked is not None), self._wished)

    def _wished(self, wish: Wish) -> None:
        self._wish, view = wish, self._desk.view
        self._block = view.marked if wish.scope is Scope.BLOCK else None
        view.query = wish.query
        if wish.by is not None:
            self._replace(wish.by)
        else:
            self._go(0)
        self._desk.redraw()

    def _found(self, query: Query) -> tuple[Place, ...]:
        song, here = self._desk.document.song, self._desk.view.cursor.section
        if self._wish.scope is Scope.SONG:
            return matches(song, query, range(len(song.sections)))
        if self._block is None:
            return matches(song, query, (here,))
        section = min(self._block.section, len(song.sections) - 1)
        return tuple(place for place in matches(song, query, (section,)) if place in self._block)

    def _go(self, by: int) -> None:
        """To the next match (1), the one before (-1), or the first from the cursor on (0)."""
        view = self._desk.view
        if view.query is None:
            self._ask()
            return
        found = self._found(view.query)
        name = f"“{visible(view.query.text)}”"
        if not found:
            self._desk.say(f"{name} is not in the {self._wish.scope}.")
            return
        stays = by == 0 and view.cursor in found
        index = found.index(view.cursor) if stays else neighbour(found, view.cursor, by or 1)
        view.selection.moved()
        self._desk.move(found[index])
        self._desk.redraw()
        self._desk.say(
            f"{name}: {index + 1} of {len(found)} in the {self._wish.scope}. ) next  ( previous  Esc ends"
        )

    def _replace(self, by: Query) -> None:
        song, view = self._desk.document.song, self._desk.view
        if view.query is None:
            return
        found = self._found(view.query)
        if not found:
            self._desk.say(f"“{visible(view.query.text)}” is not in the {self._wish.scope}.")
            return
        try:
            edit = replaced(song, found, by)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        if self._desk.do(edit, "Replace"):
            count = len(edit.cells)
            left = len(found) - count
            rest = f" {left} stayed: locked, or of another kind." if left else ""
            self._desk.say(f"Replaced {count} of {len(found)} in the {self._wish.scope}.{rest}")
