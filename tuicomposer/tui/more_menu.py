"""The letters of the second menu: everything that has no plain key of its own."""

from __future__ import annotations

from typing import Final

MORE: Final[dict[str, dict[str, str]]] = {
    "Song": {
        "t": "song.title",
        "k": "song.key",
        "b": "song.add_bar",
        "B": "song.remove_bar",
        "i": "song.import",
        "g": "song.analyze",
        "v": "song.versions",
        "r": "song.revert",
        "u": "song.unsaved",
        "E": "song.stems",
        "e": "song.example",
    },
    "Sound": {
        "Q": "play.queue_bar",
        "q": "play.queue_section",
        "c": "play.count_in",
        "m": "play.midi",
        "p": "play.take",
        "P": "play.take_volume",
        "f": "play.pace",
    },
    "View": {
        "y": "write.layout",
        "F": "view.confidence",
        "n": "view.colours",
        "d": "view.instrument",
        "l": "view.meters",
        "s": "view.theme",
    },
    "Lane": {
        "O": "lane.open",
        "x": "lane.mute",
        "+": "lane.add",
        "-": "lane.remove",
        "a": "lane.rename",
        "<": "lane.left",
        ">": "lane.right",
        "R": "lane.role",
        "I": "lane.instrument",
        "V": "lane.volume",
        "W": "lane.pan",
    },
    "Section": {
        "A": "form.add",
        "D": "form.duplicate",
        "X": "form.split",
        "J": "form.join",
        "Z": "form.remove",
        "N": "form.name",
        "L": "form.bars",
        "M": "form.meter",
        "G": "form.grid",
        "T": "form.tempo",
        "K": "form.key",
        "S": "form.swing",
        "U": "form.pickup",
        "%": "form.song_swing",
    },
    "Program": {
        "Y": "generate.profiles",
        "o": "view.settings",
        "h": "view.tour",
        "w": "view.repaint",
    },
}
"""Action id of each letter of the second menu, group by group."""
