"""The settings screen: every setting with its value and what it does."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tuicomposer.score.text import visible
from tuicomposer.tui.clicks import key_hints
from tuicomposer.tui.screens.dialog import Dialog, words
from tuicomposer.tui.settings_file import Setting


def setting_line(setting: Setting) -> str:
    """A setting's name and value."""
    value = visible(setting.value) or "(the program chooses)"
    return f"{setting.name:<16}{value}{'' if setting.is_default else '   ●'}"


class SettingsList(Dialog[str]):
    """Shows the settings; answers with the name of the one to change.

    Args:
        settings: All settings.
        place: Where the file is.
        chosen: Name of the setting to begin at.
    """

    DEFAULT_CSS = """
    SettingsList > #box { width: 84; }
    SettingsList OptionList {
        height: auto; max-height: 14; border: none; background: $surface; padding: 0; margin-top: 1;
    }
    SettingsList OptionList:focus { border: none; }
    SettingsList #about { height: 4; margin-top: 1; color: $foreground; }
    """

    def __init__(self, settings: tuple[Setting, ...], place: str, chosen: str = "") -> None:
        super().__init__()
        self._settings = settings
        self._place = place
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Settings"
            box.border_subtitle = key_hints("Enter changes · Esc leaves")
            yield words(f"{visible(self._place)}\n● is not the default. Comments in the file stay.")
            yield OptionList(*(Option(Content(setting_line(setting))) for setting in self._settings))
            yield Static("", id="about")
            yield words("", "when")

    def on_mount(self) -> None:
        """Begin where it was left."""
        options = self.query_one(OptionList)
        names = [setting.name for setting in self._settings]
        options.highlighted = names.index(self._chosen) if self._chosen in names else 0
        options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Explain."""
        setting = self._settings[event.option_index]
        self.query_one("#about", Static).update(Content(setting.about))
        when = "at once" if setting.at_once else "from the next start of the program"
        self.query_one("#when", Static).update(Content(f"A change holds {when}."))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(self._settings[event.option_index].name)
