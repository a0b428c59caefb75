"""The four-part Bach chorales of music21's corpus."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tuicomposer.training.pieces import REST, STEPS_PER_BEAT, VOICES, Piece

_log = logging.getLogger(__name__)


def read_bach(names: frozenset[str] | None = None) -> Iterator[Piece]:
    """Read every chorale that has exactly four monophonic parts.

    Args:
        names: Read only these, such as ``bwv360``; all if not given.
    """
    from music21 import converter, corpus  # noqa: PLC0415 - two seconds, needed here alone

    for path in sorted(map(Path, corpus.getComposer("bach"))):
        name = path.name.removesuffix(".mxl").removesuffix(".xml")
        if path.suffix not in {".mxl", ".xml"} or (names is not None and name not in names):
            continue
        try:
            score = converter.parse(path)
        except Exception as error:  # a foreign parser may fail in any way; then it is one file less
            _log.warning("%s: %s", path.name, error)
            continue
        piece = _piece(score, name)
        if piece is not None:
            yield piece


def _piece(score: Any, name: str) -> Piece | None:
    parts = list(score.parts)
    if len(parts) != VOICES:
        return None
    steps = round(float(score.highestTime) * STEPS_PER_BEAT)
    pitch = np.full((steps, VOICES), REST, np.int16)
    onset = np.zeros((steps, VOICES), bool)
    for voice, part in enumerate(parts):
        if not _fill(part.flatten().notesAndRests.stream(), pitch[:, voice], onset[:, voice]):
            return None
    signature = next(iter(score.recurse().getElementsByClass("TimeSignature")), None)
    if signature is None:
        return None
    bar = round(signature.barDuration.quarterLength * STEPS_PER_BEAT)
    first = next(iter(parts[0].getElementsByClass("Measure")))
    pickup = round(float(first.duration.quarterLength) * STEPS_PER_BEAT) % bar
    pulse = 6 if signature.denominator == 8 and signature.numerator % 3 == 0 else STEPS_PER_BEAT
    return Piece(name, "bach", "train", bar, pulse, pickup, pitch, onset)


def _fill(notes: Any, pitch: Any, onset: Any) -> bool:
    for note in notes:
        if note.isRest or note.duration.isGrace:
            continue
        start = float(note.offset) * STEPS_PER_BEAT
        end = start + float(note.duration.quarterLength) * STEPS_PER_BEAT
        if abs(start - round(start)) > 0.01:  # a thirty-second ornament: the grid cannot hold it
            continue
        top = note.pitches[-1].midi
        pitch[round(start) : max(round(end), round(start) + 1)] = top
        onset[round(start)] = note.tie is None or note.tie.type == "start"
    return bool((pitch != REST).mean() > 0.5)
