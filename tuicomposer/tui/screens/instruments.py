"""Choosing a General MIDI sound: type a part of its name, hear it, take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tuicomposer.score.general_midi import PROGRAMS
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.lane_fields import found_programs
from tuicomposer.tui.screens.dialog import Dialog, words
from tuicomposer.tui.widgets.field import Field


class Instruments(Dialog[int]):
    """A list of sounds that gets shorter as one types; answers with a program, counted from 0.

    Args:
        name: Name of the lane.
        program: The sound that it has.
        hear: Lets a sound be heard.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Up", show=False, priority=True),
        Binding("down", "step(1)", "Down", show=False, priority=True),
        Binding("pageup", "step(-10)", "Page up", show=False, priority=True),
        Binding("pagedown", "step(10)", "Page down", show=False, priority=True),
        Binding("f4", "hear", "Hear", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Instruments > #box { width: 52; height: 22; max-height: 100%; }
    Instruments OptionList { height: 1fr; background: $surface; border: none; padding: 0; }
    Instruments OptionList:focus { border: none; }
    """

    def __init__(self, name: str, program: int, hear: Callable[[int], None]) -> None:
        super().__init__()
        self._name_of_lane = name
        self._program = program
        self._hear = hear
        self._found: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = f"Instrument of {self._name_of_lane}"
            yield Field(placeholder="Part of a name, such as org or str ens", id="value")
            yield OptionList(id="found")
            yield words(key_hints("↑ ↓ choose · F4 hears it · Enter takes it · Esc leaves it"))

    def on_mount(self) -> None:
        """Show all, at the sound that the lane has."""
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, text: str) -> None:
        self._found = found_programs(text)
        shown = self.query_one(OptionList)
        shown.clear_options()
        shown.add_options([Option(f"{program + 1:3d}  {PROGRAMS[program]}") for program in self._found])
        if self._found:
            shown.highlighted = self._found.index(self._program) if self._program in self._found else 0

    def action_step(self, by: int) -> None:
        """Another sound of the list."""
        shown = self.query_one(OptionList)
        if self._found:
            shown.highlighted = max(0, min(len(self._found) - 1, (shown.highlighted or 0) + by))

    def action_hear(self) -> None:
        """Hear the chosen sound."""
        chosen = self._chosen
        if chosen is not None:
            self._hear(chosen)

    @on(Input.Submitted)
    def _taken(self) -> None:
        if self._chosen is not None:
            self.dismiss(self._chosen)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])

    @property
    def _chosen(self) -> int | None:
        at = self.query_one(OptionList).highlighted
        return None if at is None or not self._found else self._found[at]
