"""Find your way: help, the settings and the tour."""

from __future__ import annotations

from tuicomposer.errors import ComposerError
from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.preferences import Preferences
from tuicomposer.tui.help_topics import topic_of
from tuicomposer.tui.settings_file import Setting


class Guidance:
    """What explains the program and what changes it."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        self._desk = desk
        self._preferences = preferences

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "view.settings": self._settings,
            "view.tour": self._tour,
            "view.help": self.help,
        }

    def begin(self) -> None:
        """The program has started: say what could not be used, and show the tour the very first time."""
        for note in self._desk.ports.notes:
            self._desk.warn(note)
        if not self._desk.ports.is_first_start():
            return
        if self._desk.document.modified:
            # Who writes already while the program starts is not to be stopped.
            self._desk.say("New here? Ctrl+P and “tour” show in a minute what there is.")
        else:
            self._tour()

    def help(self) -> None:
        """Explain what matters here, then everything."""
        view = self._desk.view
        topic = topic_of(self._desk.document.song, view)
        self._desk.ask(screens.Help(self._desk.view.keymap, topic, view.entry.layout), lambda _: None)

    def _tour(self) -> None:
        self._desk.ask(screens.Tour(self._desk.view.keymap, self._desk.view.entry.layout), lambda _: None)

    def _settings(self, chosen: str = "") -> None:
        file = self._desk.ports.settings_file
        if file is None:
            self._desk.say("There is no settings file here.")
            return
        try:
            settings = file.settings()
        except ComposerError as error:
            self._desk.refuse(error)
            return
        by_name = {setting.name: setting for setting in settings}
        dialog = screens.SettingsList(settings, str(file.path), chosen)
        self._desk.ask(dialog, lambda name: self._ask(by_name[name]))

    def _ask(self, setting: Setting) -> None:
        file = self._desk.ports.settings_file
        if file is None:
            return
        when = "at once" if setting.at_once else "from the next start"
        label = f"{setting.about} Nothing leaves it to the program. It holds {when}."
        dialog = screens.Prompt(
            setting.name, label, setting.value, lambda text: file.check(setting.name, text)
        )
        self._desk.ask(dialog, lambda text: self._change(setting.name, text))

    def _change(self, name: str, text: str) -> None:
        file = self._desk.ports.settings_file
        try:
            if file is not None:
                file.change(name, text)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        at_once = self._preferences.apply(name, text)
        self._desk.say(f"{name} holds now." if at_once else f"{name} holds from the next start.")
        self._settings(name)
