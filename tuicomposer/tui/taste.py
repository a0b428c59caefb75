"""What a person and a terminal prefer, decided before the first frame."""

from __future__ import annotations

from dataclasses import dataclass

from tuicomposer.tui.painting.repertoire import Repertoire
from tuicomposer.tui.view import Follow, View


@dataclass(frozen=True, slots=True)
class Taste:
    """Preferences about the picture; wiring reads them from settings and environment."""

    theme: str = ""
    """Name of a colour scheme; empty leaves the choice to what the terminal can show."""
    no_color: bool = False
    """Whether the person asked every program for no colour."""
    repertoire: Repertoire = Repertoire.ALL
    """Which characters the terminal shows."""
    follow: Follow = Follow.PAGE
    meters: bool = True
    """Whether levels are shown while playing."""

    def apply(self, view: View) -> None:
        """Begin with these preferences."""
        view.follow = self.follow
        view.show_meters = self.meters
