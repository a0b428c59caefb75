"""The words that the project text is made of, shared by its reader and its writer."""

from __future__ import annotations

from typing import Final

MAGIC: Final = "tuicomposer"
VERSION: Final = 1
TITLE: Final = "title"
TEMPO: Final = "tempo"
KEY: Final = "key"
ORDER: Final = "order"
LANE: Final = "lane"
ORIGIN: Final = "origin"
SECTION: Final = "section"
SWING: Final = "swing"
RECORDING: Final = "recording"
BEATS: Final = "beats"
OWN_TEMPO: Final = "own-tempo"
FIELDS: Final = frozenset({TITLE, TEMPO, KEY, ORDER, LANE, ORIGIN, SECTION, SWING, RECORDING, BEATS})
"""Names that this version knows; other fields go to :attr:`Song.extra`."""

VOLUME: Final = "volume"
PAN: Final = "pan"
MUTED: Final = "muted"
SOLO: Final = "solo"
LOCKED: Final = "locked"

METER: Final = "meter"
ROWS_PER_BEAT: Final = "rows-per-beat"
PICKUP: Final = "pickup"
LENGTH: Final = "length"
SETTINGS: Final = frozenset({METER, ROWS_PER_BEAT, PICKUP, LENGTH, TEMPO, KEY, SWING})
"""A section's settings that this version knows; others go to :attr:`Section.extra`."""
