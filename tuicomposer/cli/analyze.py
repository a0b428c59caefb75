"""``analyze``: the melody, chords, key and tempo of existing music."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tuicomposer.analyzer.report import analysis_json
from tuicomposer.cli.preferences import settings
from tuicomposer.cli.say import note, say, say_json
from tuicomposer.cli.songs import check_outputs, read_song
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.found import with_analysis
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest, KeyGuess
from tuicomposer.score.pitch import pitch_name
from tuicomposer.score.song import Song
from tuicomposer.settings.values import CHORD_RECOGNISERS
from tuicomposer.wiring.analyzing import open_analyzer
from tuicomposer.wiring.songs import PROJECT_SUFFIX, is_recording, save_song, song_start

_LIKELY: Final = 0.5
"""Probability from which on a written key is told beside the heard one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="a project, a MIDI file or a recording (.wav .flac .ogg .mp3)"
    )
    parser.add_argument(
        "-o", dest="output", metavar="SONG.tuic", type=Path, help="write what was found as a project"
    )
    parser.add_argument(
        "--chords-by",
        choices=CHORD_RECOGNISERS,
        default="",
        help="another recogniser for the chords of a recording",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(arguments: argparse.Namespace) -> int:
    """Analyze and say what was found."""
    outputs = [] if arguments.output is None else [arguments.output]
    check_outputs(outputs, (PROJECT_SUFFIX,))
    if is_recording(arguments.file):
        from tuicomposer.cli.recordings import analyze_recording  # noqa: PLC0415 - notes need no audio

        chords_by = arguments.chords_by or settings().chords_by
        analyze_recording(arguments.file, arguments.output, chords_by=chords_by, json=arguments.json)
        return 0
    song = read_song(arguments.file)
    analyzed = open_analyzer().analyze(AnalyzeRequest(song, 0), CancelToken())
    if analyzed.note:
        note(analyzed.note)
    for path in outputs:
        save_song(with_analysis(song, analyzed), path)
    if arguments.json:
        say_json(analysis_json(analyzed, song, song_start(arguments.file)))
    else:
        _show(song, analyzed)
    return 0


def _show(song: Song, analyzed: Analyzed) -> None:
    say(f"tempo   {song.tempo:g} beats a minute, {song.sections[song.order[0]].meter}")
    show_key(analyzed.keys)
    show_written(analyzed)
    say("chords  " + (" ".join(guess.span.chord.symbol for guess in analyzed.chords) or "none"))
    say("roman   " + (" ".join(guess.roman or "-" for guess in analyzed.chords) or "none"))
    show_melody((one.pitch for one in analyzed.melody), analyzed.keys)


def show_written(analyzed: Analyzed) -> None:
    """Say the key in which a chorale book writes this, if that is likely another than the heard one."""
    if analyzed.written and analyzed.keys and analyzed.written[0].confidence >= _LIKELY:
        best, heard = analyzed.written[0], analyzed.keys[0].key
        if (best.key.tonic_class, best.key.mode) != (heard.tonic_class, heard.mode):
            say(f"written {best.key} ({best.confidence:.0%} sure), if this is a chorale of Bach's time")


def show_key(keys: tuple[KeyGuess, ...]) -> None:
    """Say the likeliest key."""
    say(f"key     {keys[0].key} ({keys[0].confidence:.0%} sure)" if keys else "key     none")


def show_melody(pitches: Iterable[int], keys: tuple[KeyGuess, ...]) -> None:
    """Say the notes of the melody, spelled as the likeliest key has it."""
    flats = bool(keys) and keys[0].key.flats
    say("melody  " + (" ".join(pitch_name(pitch, flats=flats) for pitch in pitches) or "none"))
