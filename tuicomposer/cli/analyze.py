"""``analyze``: the melody, chords, key and tempo of existing music."""

from __future__ import annotations

import argparse
from pathlib import Path

from tuicomposer.analyzer.report import analysis_json
from tuicomposer.cli.analysis import with_analysis
from tuicomposer.cli.say import note, say, say_json
from tuicomposer.cli.songs import check_outputs, read_song
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest
from tuicomposer.score.pitch import pitch_name
from tuicomposer.score.song import Song
from tuicomposer.wiring.analyzing import open_analyzer
from tuicomposer.wiring.songs import PROJECT_SUFFIX, save_song


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a project or a MIDI file")
    parser.add_argument(
        "-o", dest="output", metavar="SONG.tuic", type=Path, help="write what was found as a project"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(arguments: argparse.Namespace) -> int:
    """Analyze and say what was found."""
    outputs = [] if arguments.output is None else [arguments.output]
    check_outputs(outputs, (PROJECT_SUFFIX,))
    song = read_song(arguments.file)
    analyzed = open_analyzer().analyze(AnalyzeRequest(song, 0), CancelToken())
    if analyzed.note:
        note(analyzed.note)
    for path in outputs:
        save_song(with_analysis(song, analyzed), path)
    if arguments.json:
        say_json(analysis_json(analyzed, song))
    else:
        _show(song, analyzed)
    return 0


def _show(song: Song, analyzed: Analyzed) -> None:
    say(f"tempo   {song.tempo:g} beats a minute, {song.sections[song.order[0]].meter}")
    if analyzed.keys:
        say(f"key     {analyzed.keys[0].key} ({analyzed.keys[0].confidence:.0%} sure)")
    else:
        say("key     none")
    say("chords  " + (" ".join(guess.span.chord.symbol for guess in analyzed.chords) or "none"))
    say("roman   " + (" ".join(guess.roman or "-" for guess in analyzed.chords) or "none"))
    flats = bool(analyzed.keys) and analyzed.keys[0].key.flats
    say("melody  " + (" ".join(pitch_name(one.pitch, flats=flats) for one in analyzed.melody) or "none"))
