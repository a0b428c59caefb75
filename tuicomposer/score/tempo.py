"""Tempos: quarter notes a minute."""

from __future__ import annotations

import math
from typing import Final

from tuicomposer.errors import EditError, EntryError
from tuicomposer.score.text import visible

MIN_TEMPO: Final = 20.0
MAX_TEMPO: Final = 400.0


def check_tempo(tempo: float) -> None:
    """Refuse what is no tempo.

    Raises:
        EditError: The tempo is not from 20 to 400.
    """
    if not (math.isfinite(tempo) and MIN_TEMPO <= tempo <= MAX_TEMPO):
        raise EditError(f"A tempo of {tempo:g} is out of range.", "Use 20 to 400 beats a minute.")


def parse_tempo(text: str) -> float:
    """A tempo in quarter notes a minute.

    Raises:
        EntryError: The text is no number from 20 to 400.
    """
    try:
        tempo = float(text[:32])
    except ValueError:
        tempo = 0.0
    if not MIN_TEMPO <= tempo <= MAX_TEMPO:
        raise EntryError(
            f"“{visible(text.strip())}” is not a tempo.", "Write a number from 20 to 400, such as 96."
        )
    return tempo
