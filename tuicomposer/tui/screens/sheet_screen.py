"""What the screens with sheets have in common: help about them, and keys while a cell is open."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from tuicomposer.tui.actions import BY_ID, Group
from tuicomposer.tui.commands.desk import Desk
from tuicomposer.tui.screens.dialog import explain
from tuicomposer.tui.screens.modal import Modal
from tuicomposer.tui.widgets.sheet import OPEN


class SheetScreen(Modal[None]):
    """Shows and changes a part of the song in sheets.

    Args:
        desk: The composer.
        run: Does an action of the registry.
        changing: Actions that it passes on, but not while a cell is open.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "explain", "Help", show=False, priority=True)]

    def __init__(self, desk: Desk, run: Callable[[str], None], changing: tuple[str, ...]) -> None:
        super().__init__()
        self._desk, self._run, self._changing = desk, run, changing
        self._said = ""

    @abstractmethod
    def draw(self) -> None:
        """Show the song as it is."""

    def action_explain(self) -> None:
        """Open help, which says first what is done here."""
        explain(self)

    def _forget(self) -> None:
        """What was said is about something before this."""
        self._said = ""
        self._desk.say("")

    @staticmethod
    def _letter(key: str) -> str:
        """Hints name commands by capital letters, so that a letter is meant with Shift and without."""
        return key.lower() if len(key) == 1 else key

    def _pressed_in_cell(self, key: str) -> bool:
        """A command while a cell is open: it is heard, but nothing changes under the cell."""
        action = self._desk.view.keymap.actions.get(key)
        if action is not None and BY_ID[action].group is Group.PLAY:
            self._run(action)
        elif action in self._changing:
            self._said = OPEN
        else:
            return False
        self.draw()
        return True
