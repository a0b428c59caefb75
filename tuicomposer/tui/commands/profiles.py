"""Style profiles in the composer: made of files, listed, looked at, renamed, removed, used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tuicomposer.errors import ComposerError, RequestError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.profile import StyleProfile, check_name
from tuicomposer.jobs.services import Report
from tuicomposer.score.text import visible
from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.files import RECORDINGS, SONGS
from tuicomposer.tui.screens.profiles import ChosenProfile, Wanted


class StyleProfiles:
    """What may be done with the profiles.

    Args:
        desk: The composer.
        use: Opens the generate dialog with the profile of a name.
    """

    def __init__(self, desk: Desk, use: Callable[[str], None]) -> None:
        self._desk = desk
        self._use = use

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {"generate.profiles": self.show}

    def show(self, chosen: str = "") -> None:
        """List them, beginning at one."""
        ports = self._desk.ports

        def contents(name: str) -> tuple[str, ...]:
            return ports.profile_lines(ports.load_profile(name))

        self._desk.ask(screens.ProfileList(ports.profiles(), contents, chosen), self._do)

    def _do(self, answer: ChosenProfile) -> None:
        match answer.wanted:
            case Wanted.USE:
                self._use(answer.name)
            case Wanted.MAKE:
                self._ask_name("New style profile", "", self._ask_files)
            case Wanted.RENAME:
                self._ask_name("Rename the profile", answer.name, lambda new: self._rename(answer.name, new))
            case Wanted.REMOVE:
                self._ask_removal(answer.name)

    def _ask_name(self, title: str, old: str, then: Callable[[str], None]) -> None:
        def check(text: str) -> None:
            name = check_name(text.strip())
            if name in self._desk.ports.profiles():
                raise RequestError(f"There is a profile “{name}” already.", "Choose another name.")

        label = "A name of up to 40 letters, digits, spaces, and . _ - between them"
        self._desk.ask(screens.Prompt(title, label, old, check), lambda text: then(text.strip()))

    def _rename(self, old: str, new: str) -> None:
        try:
            self._desk.ports.rename_profile(old, new)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        self.show(new)

    def _ask_removal(self, name: str) -> None:
        dialog = screens.Confirm(
            f"Remove the profile “{visible(name)}”?",
            "The files that it was made from stay, so it can be made again.",
            (("remove", "Remove it"),),
        )
        self._desk.ask(dialog, lambda _: self._remove(name))

    def _remove(self, name: str) -> None:
        try:
            self._desk.ports.remove_profile(name)
        except ComposerError as error:
            self._desk.refuse(error)
            return
        self.show()

    # Making one ----------------------------------------------------------------------------

    def _ask_files(self, name: str) -> None:
        folder = "" if self._desk.path is None else f"{self._desk.path.parent}/"
        suffixes = (*SONGS, *RECORDINGS)
        label = f"Songs and recordings whose music it is to be like: {' '.join(suffixes)}"
        title = f"Files for “{visible(name)}”"
        dialog = screens.FilesPrompt(title, label, folder, suffixes, "Make the profile")
        self._desk.ask(dialog, lambda _: self._make(name, dialog.chosen))

    def _make(self, name: str, paths: tuple[Path, ...]) -> None:
        def task(report: Report, token: CancelToken) -> StyleProfile:
            return self._desk.ports.make_profile(name, paths, report, token)

        def made(profile: StyleProfile) -> None:
            files = f"{profile.files} file{'s' * (profile.files != 1)}"
            self._desk.say(f"Made the profile “{visible(name)}” of {files}.")
            self.show(name)

        token = CancelToken()
        if self._desk.start_work(f"Making “{visible(name)}”", token.cancel):
            self._desk.in_background(task, made, token)
