"""The errors a person may see: one sentence says what happened, one says what to do."""

from __future__ import annotations


class ComposerError(Exception):
    """Base of every error that reaches a person.

    Args:
        what: One sentence that says what is wrong.
        hint: One sentence that says what to do about it.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what} {self.hint}".strip()


class EntryError(ComposerError):
    """Typed text (a pitch, a chord symbol, a key, a metre, a duration) that cannot be read."""


class EditError(ComposerError):
    """An edit that does not fit the song it is applied to."""


class SongFileError(ComposerError):
    """A song, MIDI or audio file that cannot be read or written."""


class RequestError(ComposerError):
    """A request to generate, judge or analyze that cannot be satisfied."""


class ModelError(ComposerError):
    """A model folder that is missing, damaged or not trusted."""


class SoundError(ComposerError):
    """A synthesizer, soundfont or audio device that is missing or refuses to work."""


class SettingsError(ComposerError):
    """A settings file or command-line option that makes no sense."""


class Cancelled(ComposerError):  # noqa: N818 - to be cancelled is no error
    """The work was cancelled by the person who asked for it."""

    def __init__(self) -> None:
        super().__init__("Cancelled.", "Nothing was changed.")
