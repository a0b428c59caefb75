"""``judge``: how convincing a song is, and where and why it is not."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tuicomposer.cli.preferences import settings
from tuicomposer.cli.say import say, say_json
from tuicomposer.cli.songs import read_song
from tuicomposer.errors import RequestError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import CellRealness, Judged, JudgeRequest
from tuicomposer.score.cells import Note
from tuicomposer.score.song import Song
from tuicomposer.wiring.generating import open_generator

_WORST: Final = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a project or a MIDI file")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(arguments: argparse.Namespace) -> int:
    """Judge every section that sounds and say the verdict."""
    song = read_song(arguments.file)
    generator = open_generator(settings())
    sounding = [index for index in sorted(set(song.order)) if _has_notes(song, index)]
    if not sounding:
        raise RequestError("The song holds no notes, so there is nothing to judge.", "Write some first.")
    verdicts = [generator.judge(JudgeRequest(song, 0, index), CancelToken()) for index in sounding]
    if arguments.json:
        say_json(_as_json(song, verdicts))
    else:
        _show(song, verdicts)
    return 0


def _has_notes(song: Song, section: int) -> bool:
    return any(isinstance(cell, Note) for column in song.sections[section].columns for cell in column)


def _realness(song: Song, verdicts: Sequence[Judged]) -> float:
    """Mean over the sections, each weighted by its rows."""
    rows = [song.sections[verdict.request.section].length for verdict in verdicts]
    return sum(row * verdict.realness for row, verdict in zip(rows, verdicts, strict=True)) / sum(rows)


def _as_json(song: Song, verdicts: Sequence[Judged]) -> dict[str, object]:
    return {
        "realness": round(_realness(song, verdicts), 6),
        "cells": [_cell_json(song, cell) for verdict in verdicts for cell in verdict.cells],
        "reasons": [
            {
                "section": song.sections[verdict.request.section].name,
                "bar": reason.bar,
                "lanes": [song.lanes[lane].name for lane in reason.lanes],
                "rule": reason.rule,
                "sentence": reason.sentence,
            }
            for verdict in verdicts
            for reason in verdict.reasons
        ],
    }


def _cell_json(song: Song, cell: CellRealness) -> dict[str, object]:
    section = song.sections[cell.place.section]
    bar, row = section.position(cell.place.row)
    return {
        "section": section.name,
        "lane": song.lanes[cell.place.lane].name,
        "bar": bar,
        "row": row,
        "realness": round(cell.realness, 6),
    }


def _show(song: Song, verdicts: Sequence[Judged]) -> None:
    say(f"realness {_realness(song, verdicts):.2f} ({verdicts[0].model})")
    for verdict in verdicts:
        section = song.sections[verdict.request.section]
        if len(verdicts) > 1:
            say(f"section {section.name}: {verdict.realness:.2f}")
        for cell in sorted(verdict.cells, key=lambda cell: cell.realness)[:_WORST]:
            bar, row = section.position(cell.place.row)
            say(f"  {cell.realness:.2f}  bar {bar}, row {row}, {song.lanes[cell.place.lane].name}")
        for reason in verdict.reasons:
            say(f"  bar {reason.bar}, {reason.rule}: {reason.sentence}")
