"""The style profiles: their list, what each contains, and what may be done with one."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tuicomposer.errors import ComposerError
from tuicomposer.score.text import visible
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.screens.dialog import Dialog, problem, words

NONE_YET = "There are no profiles yet: N counts in some files of yours what their music is like."


class Wanted(StrEnum):
    """What is to be done."""

    USE = "use"
    MAKE = "make"
    RENAME = "rename"
    REMOVE = "remove"


class ChosenProfile(NamedTuple):
    """What is to be done with which profile."""

    wanted: Wanted
    name: str = ""
    """Empty for a new one."""


class ProfileList(Dialog[ChosenProfile]):
    """Lists the profiles and shows what the highlighted one contains; answers with what is to be done.

    Args:
        names: Names of the profiles.
        contents: Lines about the profile of a name; raises ``ComposerError``.
        chosen: Name of the one to begin at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,N", "want('make')", "New", show=False),
        Binding("r,R", "want('rename')", "Rename", show=False),
        Binding("d,D,delete", "want('remove')", "Remove", show=False),
    ]

    DEFAULT_CSS = """
    ProfileList > #box { width: 78; }
    ProfileList OptionList, ProfileList OptionList:focus {
        height: auto; max-height: 6; border: none; background: $surface; padding: 0;
    }
    ProfileList #about { height: auto; margin-top: 1; color: $foreground; }
    """

    def __init__(
        self, names: tuple[str, ...], contents: Callable[[str], tuple[str, ...]], chosen: str = ""
    ) -> None:
        super().__init__()
        self._names, self._contents, self._chosen = names, contents, chosen

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Style profiles"
            box.border_subtitle = key_hints(
                "Enter generates like it · N new · R renames · D removes · Esc leaves"
            ).markup
            if not self._names:
                yield words(NONE_YET)
            yield OptionList(*(Option(Content(visible(name))) for name in self._names))
            yield Static("", id="about")
            yield problem()

    def on_mount(self) -> None:
        """Begin where it was left."""
        options = self.query_one(OptionList)
        options.display = bool(self._names)
        if self._names:
            options.highlighted = self._names.index(self._chosen) if self._chosen in self._names else 0
            options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the profile contains."""
        about, refusal = "", ""
        try:
            about = "\n".join(self._contents(self._names[event.option_index]))
        except ComposerError as error:
            refusal = str(error)
        self.query_one("#about", Static).update(Content(about))
        self.query_one(".problem", Static).update(Content(refusal))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer that it is to be used."""
        self.dismiss(ChosenProfile(Wanted.USE, self._names[event.option_index]))

    def action_want(self, what: str) -> None:
        """Answer with what else is to be done."""
        wanted, at = Wanted(what), self.query_one(OptionList).highlighted
        if wanted is Wanted.MAKE:
            self.dismiss(ChosenProfile(wanted))
        elif at is not None:
            self.dismiss(ChosenProfile(wanted, self._names[at]))
