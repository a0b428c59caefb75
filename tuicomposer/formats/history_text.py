"""The history of a song as text: one step a line, so that undo survives a restart.

::

    {"tuicomposer-history": 1, "song": "9f2c…", "done": 2, "undone": 0, "digest": "77ab…"}
    {"label": "Type a note", "edit": {"type": "SetCells", "cells": [[[0, 1, 4], null]]}}
    {"label": "Tempo", "edit": {"type": "SetField", "name": "tempo", "value": 100}}

``song`` is the SHA-256 of the project text that the steps lead to, ``digest`` that of the lines
below the first. The history is taken only with exactly that song, only if it is whole, and only
if every step fits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from tuicomposer.errors import ComposerError, SongFileError
from tuicomposer.formats.limits import MAX_BYTES
from tuicomposer.formats.plain_values import from_plain, to_plain
from tuicomposer.score.edits import Edit
from tuicomposer.score.history import MAX_STEPS, Step, Steps, check_steps
from tuicomposer.score.song import Song

VERSION: Final = 1
_MAGIC: Final = "tuicomposer-history"


class HistoryWriter:
    """Writes histories; a step that was written before is not encoded again."""

    def __init__(self) -> None:
        self._lines: dict[int, tuple[Step, str]] = {}

    def write(self, steps: Steps, song_digest: str) -> bytes:
        """The text of the steps that lead to the song with this digest.

        The oldest steps are left out where the text would be larger than can be read back.
        """
        known, self._lines = self._lines, {}
        stacks = [[self._line(step, known) for step in stack] for stack in steps]
        done, undone = (list(_newest(stack)) for stack in stacks)
        body = "".join([*done, *undone]).encode()
        head = {
            _MAGIC: VERSION,
            "song": song_digest,
            "done": len(done),
            "undone": len(undone),
            "digest": sha256(body).hexdigest(),
        }
        return json.dumps(head).encode() + b"\n" + body

    def _line(self, step: Step, known: dict[int, tuple[Step, str]]) -> str:
        # By identity, because two equal steps are as expensive to compare as to encode.
        kept = known.get(id(step))
        if kept is None or kept[0] is not step:
            plain = {"label": step.label, "edit": to_plain(step.edit)}
            kept = (step, json.dumps(plain, allow_nan=False) + "\n")
        self._lines[id(step)] = kept
        return kept[1]


def read_history(data: bytes, song: Song, song_digest: str) -> Steps:
    """The steps of a history that leads to a song.

    Args:
        data: The text.
        song: The song.
        song_digest: SHA-256 of its project text.

    Raises:
        SongFileError: The text is damaged, is of another song, or holds a step that does not fit.
    """
    try:
        head, lines = _checked(data, song_digest)
        steps = [_step(line) for line in lines]
        whole = Steps(tuple(steps[: head["done"]]), tuple(steps[head["done"] :]))
        check_steps(song, whole)
    except (ValueError, KeyError, TypeError, RecursionError, ComposerError) as error:
        raise SongFileError(
            "What could be undone in this song is damaged and was left aside.",
            "The song itself is as it was saved.",
        ) from error
    return whole


def _checked(data: bytes, song_digest: str) -> tuple[dict[str, Any], list[bytes]]:
    first, _, body = data.partition(b"\n")
    head = json.loads(first)
    lines = body.splitlines()
    counts = [head["done"], head["undone"]]
    whole = (
        head[_MAGIC] == VERSION
        and head["song"] == song_digest
        and head["digest"] == sha256(body).hexdigest()
        and all(type(count) is int and 0 <= count <= MAX_STEPS for count in counts)
        and sum(counts) == len(lines)
    )
    if not whole:
        raise ValueError("not whole")
    return head, lines


def _step(line: bytes) -> Step:
    plain = json.loads(line)
    return Step(from_plain(str, plain["label"]), from_plain(Edit, plain["edit"]))


def _newest(lines: list[str]) -> Iterator[str]:
    room, first = MAX_BYTES // 2, len(lines)
    while first > 0 and (room := room - len(lines[first - 1])) > 0:
        first -= 1
    return iter(lines[first:])
