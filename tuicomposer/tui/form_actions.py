"""The actions on the song's form: its sections and their order."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group


def _form(name: str, title: str, sentence: str, *keys: str) -> Action:
    return Action(f"form.{name}", title, sentence, Group.FORM, keys)


FORM_ACTIONS: Final = (
    _form(
        "open",
        "Song form…",
        "Shows the sections and their order, to be changed in place.",
        "alt+w",
        "shift+f5",
    ),
    _form("add", "Add a section", "Adds an empty section like this one, which sounds after it."),
    _form("duplicate", "Duplicate the section", "Adds a copy of this section, which sounds after it."),
    _form("split", "Split the section", "Makes two sections of this one; the second begins at the cursor."),
    _form("join", "Join with the next", "Makes one section of this one and the one that sounds after it."),
    _form("remove", "Remove the section", "Takes this section out of the song and its order."),
    _form("name", "Section name…", "Names this section."),
    _form("bars", "Section length…", "Sets the number of bars of this section."),
    _form("meter", "Section metre…", "Sets the metre of this section, such as 3/4."),
    _form("grid", "Rows a beat…", "Sets the rows a beat of this section; the music keeps its times."),
    _form("tempo", "Section tempo…", "Gives this section a tempo of its own, or the song's."),
    _form("key", "Section key…", "Gives this section a key of its own, or the song's."),
    _form("swing", "Section swing…", "Gives this section a swing of its own, or the song's."),
    _form("pickup", "Pickup…", "Sets the rows before the first full bar of this section."),
    _form("song_swing", "Song swing…", "Sets how uneven pairs of notes are played in the whole song."),
)
"""In the order of the help screen."""
