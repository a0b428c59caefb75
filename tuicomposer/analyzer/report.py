"""What the analyzer found, as the object that ``analyze --json`` prints."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, NamedTuple

from tuicomposer.jobs.messages import Analyzed, KeyGuess
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, NoteSpan
from tuicomposer.score.tempo_map import TempoMap, tempo_map
from tuicomposer.score.ticks import TICKS_PER_BEAT


def analysis_json(analyzed: Analyzed, song: Song, start_s: float = 0.0) -> dict[str, Any]:
    """The result as plain values with stable names.

    Times are seconds of the file and quarter notes from tick 0, rounded to a tenth of a millisecond and a
    ten-thousandth of a beat; pitches are MIDI numbers. The meter is that of the first section
    that sounds. ``written_key`` is there for music in four lanes only.

    Args:
        analyzed: What was found.
        song: The song it was found in, for tempo and meter.
        start_s: Seconds of the file at which tick 0 lies.
    """
    clock = _Clock(tempo_map(song), start_s)
    return {
        "tempo_bpm": round(song.tempo, 3),
        "meter": str(song.sections[song.order[0]].meter),
        "key": _key(analyzed.keys[0]) if analyzed.keys else None,
        "chords": [
            {
                **_times(guess.span, clock),
                "symbol": guess.span.chord.symbol,
                "confidence": round(guess.confidence, 4),
            }
            for guess in analyzed.chords
        ],
        "melody": [
            {**_note(note, clock), **({} if sure is None else {"confidence": round(sure, 4)})}
            for note, sure in zip_longest(analyzed.melody, analyzed.melody_confidence)
        ],
        "notes": [_note(note, clock) for note in analyzed.notes],
        **({"written_key": _key(analyzed.written[0])} if analyzed.written else {}),
    }


def _key(guess: KeyGuess) -> dict[str, Any]:
    return {
        "tonic": guess.key.tonic,
        "mode": guess.key.mode,
        "confidence": round(guess.confidence, 4),
    }


class _Clock(NamedTuple):
    """When ticks of the song sound in its file."""

    map: TempoMap
    start_s: float

    def at(self, tick: int) -> float:
        """Seconds, to a tenth of a millisecond."""
        return round(self.start_s + self.map.seconds_at(tick), 4)


def _note(note: NoteSpan, clock: _Clock) -> dict[str, float]:
    return {**_times(note, clock), "pitch": note.pitch, "velocity": note.velocity}


def _times(span: NoteSpan | ChordSpan, clock: _Clock) -> dict[str, float]:
    return {
        "start_s": clock.at(span.start),
        "end_s": clock.at(span.end),
        "start_beat": round(span.start / TICKS_PER_BEAT, 4),
        "end_beat": round(span.end / TICKS_PER_BEAT, 4),
    }
