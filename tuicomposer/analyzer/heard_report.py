"""What was heard in a recording, as the object that ``analyze --json`` prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tuicomposer.jobs.hearing import HeardChord, HeardNote, HeardSound
from tuicomposer.score.recording import BeatMap


def heard_json(heard: HeardSound) -> dict[str, Any]:
    """What was heard as plain values with stable names.

    As :func:`tuicomposer.analyzer.report.analysis_json`, with seconds from the first sample and quarter
    notes from the first beat that was heard, so that what lies before it has a negative beat. Each note
    has a confidence, and the recording's length, tuning and beats are added.
    """
    clock = _clock(heard)
    best = heard.keys[0] if heard.keys else None
    return {
        "tempo_bpm": round(heard.tempo_bpm * heard.quarters_per_beat, 3) if heard.beats else None,
        "meter": str(heard.meter),
        "key": best
        and {"tonic": best.key.tonic, "mode": best.key.mode, "confidence": round(best.confidence, 4)},
        "chords": [
            {
                **_times(chord, clock),
                "symbol": chord.chord.symbol,
                "confidence": round(chord.confidence, 4),
            }
            for chord in heard.chords
        ],
        "melody": [_note(note, clock) for note in heard.melody],
        "notes": [_note(note, clock) for note in heard.notes],
        "seconds": round(heard.seconds, 4),
        "tuning_cents": round(heard.tuning_cents, 2),
        "beats_s": [round(beat, 4) for beat in heard.beats],
        "downbeat": heard.downbeat,
    }


def _clock(heard: HeardSound) -> Callable[[float], float]:
    """Quarter notes from the first beat, of seconds."""
    beats = BeatMap(heard.beats if len(heard.beats) > 1 else (0.0, 60.0 / max(1.0, heard.tempo_bpm)))
    return lambda seconds: beats.beat_at(seconds) * heard.quarters_per_beat


def _note(note: HeardNote, clock: Callable[[float], float]) -> dict[str, float]:
    return {
        **_times(note, clock),
        "pitch": note.pitch,
        "velocity": note.velocity,
        "confidence": round(note.confidence, 4),
    }


def _times(one: HeardNote | HeardChord, clock: Callable[[float], float]) -> dict[str, float]:
    return {
        "start_s": round(one.start_s, 4),
        "end_s": round(one.end_s, 4),
        "start_beat": round(clock(one.start_s), 4),
        "end_beat": round(clock(one.end_s), 4),
    }
