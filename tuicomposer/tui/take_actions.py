"""The actions for recordings that songs are heard in."""

from __future__ import annotations

from typing import Final

from tuicomposer.tui.action import Action, Group

IMPORT_ACTIONS: Final = (
    Action(
        "song.import",
        "Import a recording…",
        "Listens to a .wav, .flac, .ogg or .mp3 file and makes a song of the melody, chords and beat in it.",
        Group.SONG,
        ("shift+f11",),
    ),
    Action(
        "song.analyze",
        "Read the notes",
        "Finds key, chords and melody: states the key, fills an empty chord lane, gives the melody a lane.",
        Group.SONG,
    ),
)
"""In the order of the help screen, after opening."""

CONFIDENCE_ACTIONS: Final = (
    Action(
        "view.confidence",
        "Colour by confidence",
        "Tints the cells of a recording of which it is less sure that they were heard.",
        Group.VIEW,
        ("ctrl+f9",),
    ),
)
"""In the order of the help screen, after the colour by realness."""

PACE_ACTIONS: Final = (
    Action(
        "play.take",
        "Play the recording too",
        "Plays the recording that the song was heard in beside the song, in time with it, or no longer.",
        Group.PLAY,
        ("ctrl+f6",),
    ),
    Action("play.take_volume", "Recording's volume…", "Sets how loud it is beside the song.", Group.PLAY),
    Action(
        "play.pace",
        "Recording's pace",
        "Plays the song at the pace of its recording, or at its own tempo again.",
        Group.PLAY,
    ),
)
"""In the order of the help screen."""
