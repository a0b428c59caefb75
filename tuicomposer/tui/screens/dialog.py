"""What all dialogs have in common: a titled box, Escape to leave, a place for a refusal."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tuicomposer.errors import ComposerError
from tuicomposer.tui.screens.modal import Modal

Result = TypeVar("Result")


class Dialog(Modal[Result]):
    """A modal box; leaving it with Escape answers nothing."""

    # Tab has priority so that it acts at once: a slow line delivers it in one burst with the text
    # behind it, which would else still go to the field before.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("f1", "explain", "Help", show=False),
        Binding("tab", "app.focus_next", "Next field", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Previous field", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: #0b0f15 60%; }
    Dialog > #box {
        width: 68; max-width: 100%; height: auto; max-height: 100%; padding: 1 2;
        background: $surface; border: round $primary 60%; border-title-color: $primary;
        border-title-style: bold; overflow-y: auto;
    }
    Dialog .words { color: $text-muted; height: auto; link-color: $text-muted; link-style: none; }
    Dialog .strong { color: $foreground; text-style: bold; height: auto; }
    Dialog .problem { color: $error; height: auto; min-height: 1; }
    Dialog .buttons { height: 1; align-horizontal: right; }
    Dialog Button { margin-left: 2; min-width: 14; background: $panel; color: $foreground; text-style: none; }
    Dialog Button:focus {
        background: $primary; color: $background; text-style: bold; background-tint: transparent;
    }
    Dialog Button.-primary { color: $primary; }
    Dialog Button.-primary:focus { color: $background; }
    Dialog Input { height: 3; border: round $foreground 25%; background: $surface; }
    Dialog Input:focus { border: round $primary; }
    Dialog Input > .input--placeholder { color: $text-muted; }
    Dialog SelectCurrent .arrow { color: $foreground; }
    """

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def action_explain(self) -> None:
        """Open help, which says first what this dialog is for."""
        explain(self)

    def refuse(self, error: ComposerError) -> None:
        """Show why the answer is not accepted."""
        self.query_one(".problem", Static).update(Content(str(error)))


def explain(screen: ModalScreen[Any]) -> None:
    """Open help, which says first what a screen is for."""
    from tuicomposer.tui.beneath import composer_of  # noqa: PLC0415 - the composer's module opens dialogs
    from tuicomposer.tui.help_topics import DIALOG, DIALOGS  # noqa: PLC0415 - help is a dialog itself
    from tuicomposer.tui.screens.help import Help  # noqa: PLC0415

    composer, topic = composer_of(screen.app), DIALOGS.get(type(screen).__name__, DIALOG)
    if composer is None:
        screen.app.push_screen(Help(topic=topic))
    else:
        screen.app.push_screen(Help(composer.view.keymap, topic, composer.view.entry.layout))


def words(text: str | Content, id: str | None = None) -> Static:  # noqa: A002 - Textual's own name
    """A text that explains, shown as it is."""
    return Static(Content(text) if isinstance(text, str) else text, classes="words", id=id)


def problem() -> Static:
    """The empty place for a refusal."""
    return Static("", classes="problem")
