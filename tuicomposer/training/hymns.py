"""The Open Hymnal: four-part hymns in ABC, read through abc2midi and mido."""

from __future__ import annotations

import logging
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import mido
import numpy as np

from tuicomposer.training.pieces import REST, STEPS_PER_BEAT, VOICES, Piece

_log = logging.getLogger(__name__)
METER = re.compile(r"^M:\s*(\d+)/(\d+)|^M:\s*(C\|?)", re.MULTILINE)


def read_hymns(folder: Path) -> Iterator[Piece]:
    """Read every hymn below a folder that comes out as four voices; needs the program ``abc2midi``."""
    for path in sorted(folder.rglob("*.abc")):
        with tempfile.TemporaryDirectory() as scratch:
            target = Path(scratch, "hymn.mid")
            command = ["abc2midi", str(path), "-o", str(target)]
            subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
            if target.exists():
                piece = _piece(path, mido.MidiFile(target, clip=True))
                if piece is not None:
                    yield piece


def _split(name: str) -> str:
    share = int(sha256(name.encode()).hexdigest(), 16) % 10
    return "test" if share == 0 else "valid" if share == 1 else "train"


def _piece(path: Path, midi: mido.MidiFile) -> Piece | None:
    meter = METER.search(path.read_text(encoding="latin-1"))
    voices = _voices(midi)
    if meter is None or voices is None:
        return None
    numerator, denominator = (int(meter[1]), int(meter[2])) if meter[1] else (4, 4)
    bar = numerator * 16 // denominator
    pitch, onset = voices
    pulse = 6 if denominator == 8 and numerator % 3 == 0 and numerator > 3 else STEPS_PER_BEAT
    pickup = pickup_steps(path.read_text(encoding="latin-1"), bar)
    return Piece(path.stem, "hymns", _split(path.stem), bar, pulse, pickup, pitch, onset)


def pickup_steps(text: str, bar: int) -> int:
    """Sixteenths before the first bar line of an ABC tune's first voice, from the durations there."""
    unit = re.search(r"^L:\s*1/(\d+)", text, re.MULTILINE)
    step = 16 // int(unit[1]) if unit and int(unit[1]) <= 16 else 2
    body = text.split("\nK:", 1)[-1].split("\n", 1)[-1]
    music = [line for line in body.splitlines() if "|" in line and not line.startswith(("w:", "W:", "%"))]
    if not music:
        return 0
    head = re.sub(r'\[[A-Z]:[^\]]*\]|"[^"]*"|![^!]*!|\{[^}]*\}', "", music[0]).lstrip(" |[:")
    first = re.sub(r"\[([^\]]*?)\]", lambda match: match[1][:2], head.split("|", 1)[0])
    total = 0.0
    for length in re.findall(r"[A-Ga-gz][,']*(\d*/?\d*)", first):
        over = length.partition("/")
        scale = int(over[0] or 1) / (int(over[2] or 2) if over[1] else 1)
        total += step * scale
    return int(total) % bar


def _voices(midi: mido.MidiFile) -> tuple[np.ndarray, np.ndarray] | None:
    notes: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for number, track in enumerate(midi.tracks):
        now, sounding = 0, {}
        for message in track:
            now += message.time
            if message.type == "note_on" and message.velocity:
                sounding[message.channel, message.note] = now
            elif message.type in {"note_on", "note_off"} and (message.channel, message.note) in sounding:
                start = sounding.pop((message.channel, message.note))
                notes[number, message.channel].append((start, now, message.note))
    if len(notes) != VOICES:
        return None
    unit = midi.ticks_per_beat / STEPS_PER_BEAT
    steps = round(max(end for voice in notes.values() for _, end, _ in voice) / unit)
    pitch = np.full((steps, VOICES), REST, np.int16)
    onset = np.zeros((steps, VOICES), bool)
    ordered = sorted(notes.values(), key=lambda voice: -np.mean([note for _, _, note in voice]))
    for voice, spans in enumerate(ordered):
        off_grid = sum(abs(start / unit - round(start / unit)) > 0.2 for start, _, _ in spans)
        if off_grid > len(spans) // 20:
            return None
        for start, end, note in spans:
            first = round(start / unit)
            if first < steps:
                pitch[first : max(round(end / unit), first + 1), voice] = note
                onset[first, voice] = True
    return pitch, onset
