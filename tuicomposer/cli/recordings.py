"""Recordings on the command line: what is heard in them, and the songs that they become."""

from __future__ import annotations

from pathlib import Path

from tuicomposer.analyzer.heard_report import heard_json
from tuicomposer.cli.analyze import show_key, show_melody
from tuicomposer.cli.say import ProgressLine, note, say, say_json
from tuicomposer.formats.heard.song import heard_song
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.hearing import HeardSound
from tuicomposer.wiring import hearing
from tuicomposer.wiring.songs import save_song


def analyze_recording(path: Path, output: Path | None, *, chords_by: str = "", json: bool) -> None:
    """Listen, write the song if asked to, and say what was heard.

    Args:
        path: The recording.
        output: The file of the song.
        chords_by: Who names the chords, if not the built-in network.
        json: Say it as one JSON object.

    Raises:
        SongFileError: The recording cannot be read, or the song not be written.
        ModelError: The model that hears is missing.
    """
    progress = ProgressLine()
    listener = hearing.open_sound_listener(chords_by)
    try:
        heard = hearing.hear(path, listener, progress, CancelToken())
    finally:
        progress.clear()
    if output is not None:
        song, warnings = heard_song(heard, hearing.name_beside(path, output), path.stem[:200])
        for warning in warnings:
            note(f"{path}: {warning}")
        save_song(song, output)
    if json:
        say_json(heard_json(heard))
    else:
        _show(heard)


def _show(heard: HeardSound) -> None:
    quarters = heard.tempo_bpm * heard.quarters_per_beat
    tempo = f"{quarters:.4g} quarter notes a minute, {heard.meter}" if heard.beats else "none"
    say(f"tempo   {tempo}, {heard.seconds:.1f} s")
    say(f"tuning  {heard.tuning_cents:+.0f} cents from A4 = 440 Hz")
    show_key(heard.keys)
    say("chords  " + (" ".join(one.chord.symbol for one in heard.chords) or "none"))
    show_melody((one.pitch for one in heard.melody), heard.keys)
    say(f"notes   {len(heard.notes)}")
